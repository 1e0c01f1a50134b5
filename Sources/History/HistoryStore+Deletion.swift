import Foundation

extension HistoryStore {
    /// Deletes entries; they can be brought back until they are purged.
    public func delete(_ ids: [HistoryEntry.ID]) throws(HistoryError) -> Deletion {
        try deletion { (database, deletion) throws(SQLiteError) in
            var count = 0
            for id in ids {
                try database.run(
                    "UPDATE entry SET deletion = ? WHERE id = ? AND deletion IS NULL", .integer(deletion), .integer(id))
                count += database.changedRows
            }
            return count
        }
    }

    /// Deletes all entries; they can be brought back until they are purged.
    public func deleteAll() throws(HistoryError) -> Deletion {
        try deletion { (database, deletion) throws(SQLiteError) in
            try database.run("UPDATE entry SET deletion = ? WHERE deletion IS NULL", .integer(deletion))
            return database.changedRows
        }
    }

    private func deletion(
        _ mark: (SQLiteDatabase, Int64) throws(SQLiteError) -> Int
    ) throws(HistoryError) -> Deletion {
        let now = Int64((Date.now.timeIntervalSince1970 * 1000).rounded())
        return try perform { (database) throws(SQLiteError) in
            try database.transaction { () throws(SQLiteError) in
                try database.run("INSERT INTO deletion (date) VALUES (?)", .integer(now))
                let id = database.lastInsertedRow
                return Deletion(id: id, count: try mark(database, id))
            }
        }
    }

    /// Brings back what was deleted.
    ///
    /// - Returns: how many entries came back: none where they were purged.
    @discardableResult
    public func undo(_ deletion: Deletion) throws(HistoryError) -> Int {
        try perform { (database) throws(SQLiteError) in
            try database.transaction { () throws(SQLiteError) in
                try database.run("UPDATE entry SET deletion = NULL WHERE deletion = ?", .integer(deletion.id))
                let count = database.changedRows
                try database.run("DELETE FROM deletion WHERE id = ?", .integer(deletion.id))
                return count
            }
        }
    }

    /// Takes what was deleted out of the file for good; it can't be brought back any more.
    ///
    /// It works in small steps and lets other calls through between them.
    public func purge(_ deletion: Deletion) async throws(HistoryError) {
        while try purgeSome(of: deletion.id...deletion.id) { await Task.yield() }
    }

    /// Takes all entries that were deleted before this call out of the file for good.
    public func purge() async throws(HistoryError) {
        let newest = try perform { (database) throws(SQLiteError) in
            try database.integer("SELECT coalesce(max(id), 0) FROM deletion")
        }
        while try purgeSome(of: 0...(newest ?? 0)) { await Task.yield() }
    }

    /// - Returns: whether there may be more.
    private func purgeSome(of deletions: ClosedRange<Int64>) throws(HistoryError) -> Bool {
        let bounds: [SQLiteValue] = [.integer(deletions.lowerBound), .integer(deletions.upperBound)]
        return try perform { (database) throws(SQLiteError) in
            try database.run(
                "DELETE FROM entry WHERE id IN (SELECT id FROM entry WHERE deletion BETWEEN ? AND ? LIMIT 100)", bounds)
            let more = database.changedRows > 0
            if !more { try database.run("DELETE FROM deletion WHERE id BETWEEN ? AND ?", bounds) }
            try database.run("PRAGMA incremental_vacuum(4096)")
            return more
        }
    }
}
