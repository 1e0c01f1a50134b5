import Foundation

/// Why the settings could not be read or written.
public struct SettingsError: Error, Equatable, Sendable {
    /// The call that failed.
    public let call: String
    /// The file or folder.
    public let path: String
    /// The reason in words.
    public let message: String

    init(call: String, path: String, message: String) {
        self.call = call
        self.path = path
        self.message = message
    }

    /// The failure of `call` that `errno` tells of.
    static func lastError(of call: String, path: String) -> SettingsError {
        SettingsError(call: call, path: path, message: String(cString: strerror(errno)))
    }
}

extension SettingsError: CustomStringConvertible, LocalizedError {
    /// What went wrong, in a sentence for a person.
    public var description: String { "The settings in \(path): \(message) (\(call))" }
    /// The same sentence.
    public var errorDescription: String? { description }
}
