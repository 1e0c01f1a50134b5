import CSQLite
import Foundation

/// A call of SQLite that failed: which one, what it answered, and on which statement.
public struct SQLiteError: Error, Equatable, Sendable {
    /// The C function, such as `sqlite3_step`.
    public let call: String
    /// The extended result code (https://sqlite.org/rescode.html).
    public let code: Int32
    /// SQLite's own words.
    public let message: String
    /// The SQL that was prepared or run, where there was one.
    public let statement: String?

    /// A failure of `call` on `database`, whose words are taken from the connection where there is one.
    init(call: String, code: Int32, database: OpaquePointer?, statement: String? = nil) {
        self.call = call
        self.statement = statement
        if let database, sqlite3_errcode(database) & 0xff == code & 0xff {
            self.code = sqlite3_extended_errcode(database)
            message = String(cString: sqlite3_errmsg(database))
        } else {
            self.code = code
            message = String(cString: sqlite3_errstr(code))
        }
    }

    /// The primary result code, such as `SQLITE_BUSY`.
    public var primaryCode: Int32 { code & 0xff }

    /// Whether the file is no database, or a damaged one.
    public var isDamage: Bool { condition == .damaged }

    /// What went wrong, as far as a person can do something about it.
    public enum Condition: Sendable {
        case full, readOnly, busy, damaged, cannotOpen, other
    }

    /// What the code stands for.
    public var condition: Condition {
        switch primaryCode {
        case SQLITE_FULL: .full
        case SQLITE_READONLY: .readOnly
        case SQLITE_BUSY: .busy
        case SQLITE_CORRUPT, SQLITE_NOTADB: .damaged
        case SQLITE_CANTOPEN: .cannotOpen
        default: .other
        }
    }
}

extension SQLiteError: CustomStringConvertible, LocalizedError {
    /// What went wrong, in a sentence for a person.
    public var description: String {
        switch condition {
        case .full: "The disk is full"
        case .readOnly: "The history can't be changed: its file or folder is read-only"
        case .busy: "The history is in use by another program"
        case .damaged: "The history is damaged (\(message))"
        case .cannotOpen: "The history can't be opened (\(message))"
        case .other: "\(message) (\(call), code \(code)\(statement.map { ", in \"\($0)\"" } ?? ""))"
        }
    }

    /// The same sentence.
    public var errorDescription: String? { description }
}
