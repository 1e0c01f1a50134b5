import FileWriting
import Glibc

/// A call to the system about a file that failed.
public struct FileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What was tried: "read", "write", ...
    public let operation: String
    /// The file that it was about.
    public let path: String
    /// The system's error number.
    public let code: Int32

    /// Notes what failed; `code` is the system's `errno`.
    public init(operation: String, path: String, code: Int32) {
        self.operation = operation
        self.path = path
        self.code = code
    }

    /// Writes a file that is there wholly or not at all, with a failure as this error.
    static func writing(_ bytes: [UInt8], to path: String) throws(FileError) {
        do {
            try AtomicFile.write(bytes, to: path)
        } catch {
            throw FileError(operation: "write", path: path, code: error.code)
        }
    }

    /// What went wrong, in a sentence for a person.
    public var description: String { "cannot \(operation) \(path): \(String(cString: strerror(code)))" }
}
