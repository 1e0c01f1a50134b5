import Foundation

/// What may go wrong before a picture can be read.
public enum ReadingError: Error, Equatable, LocalizedError {
    /// The model's file cannot be used.
    case modelUnreadable(path: String, reason: String)

    public var errorDescription: String? {
        switch self {
        case .modelUnreadable(let path, let reason): "The model “\(path)” cannot be used: \(reason)"
        }
    }
}
