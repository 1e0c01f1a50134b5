import Foundation

/// Why the history could not do what it was asked.
public enum HistoryError: Error, Equatable, Sendable {
    /// The file was written by a newer Scrawl; it has been left as it was.
    case newerVersion(file: String, version: Int, known: Int)
    /// The file is a database of another program; it has been left as it was.
    case notAHistory(file: String)
    /// The file is damaged and was not set aside.
    case damaged(file: String, detail: String)
    /// The history was closed before.
    case closed
    /// There is no such entry, or not any more.
    case noSuchEntry(Int64)
    /// A correction has to be digits.
    case notDigits(String)
    /// A folder that should take an export is there already.
    case alreadyThere(path: String)
    /// A call of the file system failed.
    case fileSystem(call: String, path: String, message: String)
    /// A call of SQLite failed.
    case database(SQLiteError)
}

extension HistoryError: CustomStringConvertible, LocalizedError {
    /// What went wrong, in a sentence for a person.
    public var description: String {
        switch self {
        case .newerVersion(let file, let version, let known):
            "\(file) was written by a newer Scrawl (version \(version) of the history, this one knows \(known)); it was left as it is"
        case .notAHistory(let file):
            "\(file) is a database, but not a history of Scrawl; it was left as it is"
        case .damaged(let file, let detail):
            "\(file) is damaged (\(detail))"
        case .closed:
            "The history is closed"
        case .noSuchEntry:
            "This entry is not in the history any more"
        case .notDigits(let text):
            "\"\(text)\" is not made of digits"
        case .alreadyThere(let path):
            "\(path) is there already"
        case .fileSystem(let call, let path, let message):
            "\(path): \(message) (\(call))"
        case .database(let error):
            error.description
        }
    }

    /// The same sentence.
    public var errorDescription: String? { description }

    /// The failure of `call` that `errno` tells of.
    static func lastError(of call: String, path: String) -> HistoryError {
        .fileSystem(call: call, path: path, message: String(cString: strerror(errno)))
    }
}
