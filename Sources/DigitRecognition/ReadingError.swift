import Foundation

/// Why a model cannot be used for reading digits, though the engine can load it.
public enum ReadingError: Error, Equatable, LocalizedError {
    /// Its input is not 28 x 28 or its outputs are not the ten digits.
    case notDigits(path: String)
    /// It wants its pictures prepared in a way that this program does not know.
    case unknownPreparation(path: String, name: String)

    /// What went wrong, in a sentence for a person.
    public var errorDescription: String? {
        switch self {
        case .notDigits(let path): "“\(path)” is a model of something else than handwritten digits."
        case .unknownPreparation(let path, let name): "“\(path)” wants pictures prepared as “\(name)”, which this version does not know."
        }
    }
}
