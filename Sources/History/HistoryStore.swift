import DigitRecognition
import Foundation

/// What was recognised, in one SQLite file: its only writer, off the main thread.
///
/// When a call that changes something returns, the change is on the disk: neither the end of the process nor a power cut
/// loses it.
public actor HistoryStore {
    /// A history that was opened.
    public struct Opened: Sendable {
        /// The history.
        public let store: HistoryStore
        /// Where a damaged file was put, with a new history begun in its place; nil where nothing was damaged.
        public let damagedFile: URL?
    }

    private let executor = QueueExecutor(label: "scrawl.history")
    /// The queue on which all of the store runs: SQLite blocks, and may not hold a thread of the pool that other tasks share.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let path: String
    private var database: SQLiteDatabase?
    private var limit: Int?

    private init(path: String) { self.path = path }

    /// Opens the history in `file`, which is made if it isn't there.
    ///
    /// A damaged file is set aside under another name, never deleted, and a new one is begun.
    ///
    /// - Throws: `HistoryError`; a file of a newer Scrawl or of another program is left as it is.
    public static func open(at file: URL) async throws(HistoryError) -> Opened {
        try await open(HistoryFile(path: file.path))
    }

    /// Opens a history whose form may be another than that of today.
    package static func open(_ file: HistoryFile) async throws(HistoryError) -> Opened {
        let store = HistoryStore(path: file.path)
        let setAside = try await store.begin(file)
        return Opened(store: store, damagedFile: setAside.map { URL(filePath: $0) })
    }

    private func begin(_ file: HistoryFile) throws(HistoryError) -> String? {
        let opened = try file.open()
        database = opened.database
        return opened.setAside
    }

    /// Closes the file; any later call throws `HistoryError.closed`.
    public func close() { database = nil }

    /// Runs `body` on the connection and says its errors in words of the history.
    package func perform<Result>(
        _ body: (SQLiteDatabase) throws(SQLiteError) -> Result
    ) throws(HistoryError) -> Result {
        guard let database else { throw .closed }
        do {
            return try body(database)
        } catch {
            throw error.isDamage ? .damaged(file: path, detail: error.message) : .database(error)
        }
    }
}

// MARK: - Storing

extension HistoryStore {
    /// Stores an entry; where there are then more than the limit allows, the oldest go.
    ///
    /// - Returns: the entry as it is stored.
    @discardableResult
    public func add(_ new: NewEntry) throws -> HistoryEntry {
        let text = new.recognition.text
        let confidence = min(max(new.recognition.confidence, 0), 1)
        let date = Int64((new.date.timeIntervalSince1970 * 1000).rounded())
        let reading = try StoredReading(new.recognition).json()
        let limit = self.limit
        let id = try perform { (database) throws(SQLiteError) in
            try database.transaction { () throws(SQLiteError) in
                try database.run(
                    "INSERT INTO entry (date, source, source_name, text, confidence) VALUES (?, ?, ?, ?, ?)",
                    .integer(date), .text(new.source.kind.rawValue), SQLiteValue(new.source.name), .text(text), .real(confidence))
                let id = database.lastInsertedRow
                try database.run(
                    "INSERT INTO content (entry, thumbnail, picture, strokes, reading) VALUES (?, ?, ?, ?, ?)",
                    .integer(id), .blob(new.thumbnail), .blob(new.picture), SQLiteValue(new.strokes), .text(reading))
                if let limit { try Self.removeBeyond(limit, in: database) }
                return id
            }
        }
        return HistoryEntry(
            id: id, date: Date(timeIntervalSince1970: Double(date) / 1000), source: new.source, text: text,
            confidence: confidence, thumbnail: new.thumbnail)
    }

    /// Keeps the newest `limit` entries, now and from now on; nil keeps all.
    ///
    /// - Returns: the entries that are too many now, which can be brought back until they are purged.
    @discardableResult
    public func keepNewest(_ limit: Int?) throws(HistoryError) -> Deletion {
        precondition(limit ?? 1 > 0, "a history of no entries is switched off instead")
        self.limit = limit
        guard let limit else { return try delete([]) }
        return try delete(Array(try ids().dropFirst(limit)))
    }

    private static func removeBeyond(_ limit: Int, in database: SQLiteDatabase) throws(SQLiteError) {
        try database.run(
            """
            DELETE FROM entry WHERE deletion IS NULL AND id <=
                (SELECT id FROM entry WHERE deletion IS NULL ORDER BY id DESC LIMIT 1 OFFSET ?)
            """, SQLiteValue(limit))
    }

    /// Keeps what a person says an entry shows beside what was read.
    ///
    /// - Parameter digits: digits, with lines joined by `|` or spaces; nil takes the correction away.
    /// - Returns: the correction as it is stored: nil where it says what was read.
    @discardableResult
    public func correct(_ id: HistoryEntry.ID, to digits: String?) throws(HistoryError) -> String? {
        let correction = try digits.map(Self.normalized)
        let stored = try perform { (database) throws(SQLiteError) in
            try database.rows(
                "UPDATE entry SET correction = nullif(?, text) WHERE id = ? RETURNING correction",
                [SQLiteValue(correction), .integer(id)]
            ) { $0.text(0) }
        }
        guard let stored = stored.first else { throw .noSuchEntry(id) }
        return stored
    }

    /// Whether `correct` takes a text: digits, in one line or more.
    public static func isCorrection(_ text: String) -> Bool { lines(of: text) != nil }

    /// Digits in the form of `Recognition.text`.
    private static func normalized(_ text: String) throws(HistoryError) -> String {
        guard let lines = lines(of: text) else { throw .notDigits(text) }
        return lines.joined(separator: "|")
    }

    private static func lines(of text: String) -> [Substring]? {
        let lines = text.split { $0 == "|" || $0.isWhitespace }
        return !lines.isEmpty && lines.allSatisfy { $0.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } } ? lines : nil
    }
}
