import CSQLite

/// One connection to a database file, used by one thread at a time: the only place that talks to SQLite.
///
/// Values reach SQL through parameters alone; the SQL itself is always a literal of this program.
package final class SQLiteDatabase {
    private let handle: OpaquePointer
    /// Statements that were compiled before, by their SQL.
    private var statements: [String: SQLiteStatement] = [:]

    /// Opens `path`, which is made if it isn't there; waits up to `busyMilliseconds` for another program's lock.
    package init(path: String, busyMilliseconds: Int32 = 5_000) throws(SQLiteError) {
        var opened: OpaquePointer?
        // NOMUTEX: the owner keeps to one thread at a time. EXRESCODE: extended codes from the first call on.
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code = sqlite3_open_v2(path, &opened, flags, nil)
        guard code == SQLITE_OK, let opened else {
            let error = SQLiteError(call: "sqlite3_open_v2", code: code, database: opened)
            sqlite3_close_v2(opened)
            throw error
        }
        handle = opened
        do {
            try check(sqlite3_busy_timeout(handle, busyMilliseconds), "sqlite3_busy_timeout")
            try check(sqlite3_enable_defensive(handle), "sqlite3_db_config")
            try run("PRAGMA trusted_schema = OFF")
        } catch {
            sqlite3_close_v2(handle)
            throw error
        }
    }

    deinit {
        statements = [:]
        sqlite3_close_v2(handle)
    }

    /// Runs a statement that answers nothing of interest.
    package func run(_ sql: String, _ values: SQLiteValue...) throws(SQLiteError) {
        try run(sql, values)
    }

    /// Runs a statement that answers nothing of interest.
    package func run(_ sql: String, _ values: [SQLiteValue]) throws(SQLiteError) {
        let statement = try prepared(sql)
        defer { statement.reset() }
        try statement.bind(values)
        while try statement.step() {}
    }

    /// Runs a statement and makes something of each of its rows.
    package func rows<Row>(
        _ sql: String, _ values: [SQLiteValue] = [], _ row: (SQLiteStatement) throws(SQLiteError) -> Row
    ) throws(SQLiteError) -> [Row] {
        let statement = try prepared(sql)
        defer { statement.reset() }
        try statement.bind(values)
        var rows: [Row] = []
        while try statement.step() { rows.append(try row(statement)) }
        return rows
    }

    /// The integer in the first column of the first row; nil where there is no row.
    package func integer(_ sql: String, _ values: SQLiteValue...) throws(SQLiteError) -> Int64? {
        try rows(sql, values) { $0.integer(0) }.first
    }

    /// Runs several statements without parameters, separated by semicolons, as a migration has them.
    package func runScript(_ sql: String) throws(SQLiteError) {
        try check(sqlite3_exec(handle, sql, nil, nil, nil), "sqlite3_exec")
    }

    /// All of `body`, or nothing of it.
    package func transaction<Result>(_ body: () throws(SQLiteError) -> Result) throws(SQLiteError) -> Result {
        // IMMEDIATE takes the lock for writing at once: no deadlock between two that began by reading.
        try run("BEGIN IMMEDIATE")
        do {
            let result = try body()
            try run("COMMIT")
            return result
        } catch {
            // After a full disk or an I/O error SQLite has rolled back already.
            if sqlite3_get_autocommit(handle) == 0 { try run("ROLLBACK") }
            throw error
        }
    }

    /// The key of the row that was inserted last.
    package var lastInsertedRow: Int64 { sqlite3_last_insert_rowid(handle) }

    /// How many rows the last statement inserted, changed or deleted.
    package var changedRows: Int { Int(sqlite3_changes64(handle)) }

    /// Whether closing brings the log into the file, or leaves both as they are.
    func setCheckpointOnClose(_ checkpoints: Bool) throws(SQLiteError) {
        try check(sqlite3_set_checkpoint_on_close(handle, checkpoints ? 1 : 0), "sqlite3_db_config")
    }

    private func prepared(_ sql: String) throws(SQLiteError) -> SQLiteStatement {
        if let statement = statements[sql] { return statement }
        let statement = try SQLiteStatement(sql, database: handle)
        statements[sql] = statement
        return statement
    }

    private func check(_ code: Int32, _ call: String) throws(SQLiteError) {
        guard code == SQLITE_OK else { throw SQLiteError(call: call, code: code, database: handle) }
    }
}
