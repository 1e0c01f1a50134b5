import CSQLite
import Foundation

extension HistoryStore {
    /// The numbers of all entries that meet `filter`, newest first.
    ///
    /// 100,000 numbers take 800 kB and some ten milliseconds, and give a list its length and any of its rows at once,
    /// whatever is stored or deleted meanwhile.
    public func ids(matching filter: HistoryFilter = HistoryFilter()) throws(HistoryError) -> [HistoryEntry.ID] {
        let digits = filter.digits.filter { !$0.isWhitespace }
        func milliseconds(_ date: Date?) -> SQLiteValue {
            date.map { .integer(Int64(($0.timeIntervalSince1970 * 1000).rounded())) } ?? .null
        }
        return try perform { (database) throws(SQLiteError) in
            try database.rows(
                """
                SELECT id FROM entry
                WHERE deletion IS NULL
                    AND (?1 = '' OR instr(text, ?1) > 0 OR instr(correction, ?1) > 0)
                    AND (?2 IS NULL OR source = ?2)
                    AND (?3 IS NULL OR date >= ?3)
                    AND (?4 IS NULL OR date < ?4)
                ORDER BY id DESC
                """,
                [.text(digits), SQLiteValue(filter.source?.rawValue), milliseconds(filter.from), milliseconds(filter.before)]
            ) { $0.integer(0) }
        }
    }

    /// The entries with the given numbers, in that order; those that are not there any more are left out.
    public func entries(_ ids: some Sequence<HistoryEntry.ID> & Sendable) throws(HistoryError) -> [HistoryEntry] {
        try perform { (database) throws(SQLiteError) in
            var entries: [HistoryEntry] = []
            for id in ids {
                entries += try database.rows(
                    """
                    SELECT id, date, source, source_name, text, correction, confidence, thumbnail
                    FROM entry JOIN content ON entry = id WHERE id = ? AND deletion IS NULL
                    """, [.integer(id)], Self.entry)
            }
            return entries
        }
    }

    /// All that is stored of one entry.
    ///
    /// - Throws: `HistoryError.noSuchEntry` where it was deleted.
    public func content(of id: HistoryEntry.ID) throws -> EntryContent {
        let found = try perform { (database) throws(SQLiteError) in
            try database.rows(
                """
                SELECT id, date, source, source_name, text, correction, confidence, thumbnail, picture, strokes, reading
                FROM entry JOIN content ON entry = id WHERE id = ? AND deletion IS NULL
                """, [.integer(id)]
            ) { (row) throws(SQLiteError) in
                (entry: try Self.entry(row), picture: row.blob(8) ?? [], strokes: row.blob(9), reading: row.text(10) ?? "")
            }.first
        }
        guard let found else { throw HistoryError.noSuchEntry(id) }
        return EntryContent(
            entry: found.entry, reading: try StoredReading(json: found.reading), picture: found.picture, strokes: found.strokes)
    }

    /// Whether the newest entry has the picture and the strokes of `new`: whether it is stored already.
    public func newestHasDrawing(of new: NewEntry) throws(HistoryError) -> Bool {
        try perform { (database) throws(SQLiteError) in
            try database.rows(
                """
                SELECT picture = ? AND strokes IS ? FROM content
                WHERE entry = (SELECT max(id) FROM entry WHERE deletion IS NULL)
                """, [.blob(new.picture), SQLiteValue(new.strokes)]
            ) { $0.integer(0) == 1 }.first ?? false
        }
    }

    /// An entry from the columns that both queries begin with.
    private static func entry(_ row: SQLiteStatement) throws(SQLiteError) -> HistoryEntry {
        guard let kind = row.text(2).flatMap(EntrySource.Kind.init) else {
            throw SQLiteError(call: "sqlite3_column_text", code: SQLITE_CORRUPT, database: nil)
        }
        return HistoryEntry(
            id: row.integer(0), date: Date(timeIntervalSince1970: Double(row.integer(1)) / 1000),
            source: EntrySource(kind: kind, name: row.text(3)), text: row.text(4) ?? "", correction: row.text(5),
            confidence: row.real(6), thumbnail: row.blob(7) ?? [])
    }
}
