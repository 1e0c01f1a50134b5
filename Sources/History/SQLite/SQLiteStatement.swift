import CSQLite

/// A prepared statement of one connection. Each call's result is checked.
package final class SQLiteStatement {
    private let handle: OpaquePointer
    private let database: OpaquePointer
    private let sql: String

    /// Compiles `sql`, which must be a single statement.
    init(_ sql: String, database: OpaquePointer) throws(SQLiteError) {
        var handle: OpaquePointer?
        let code = sqlite3_prepare_v3(database, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
        guard code == SQLITE_OK, let handle else {
            throw SQLiteError(call: "sqlite3_prepare_v3", code: code, database: database, statement: sql)
        }
        self.handle = handle
        self.database = database
        self.sql = sql
    }

    deinit { sqlite3_finalize(handle) }

    /// Binds every parameter of the statement, in their order.
    package func bind(_ values: [SQLiteValue]) throws(SQLiteError) {
        precondition(values.count == Int(sqlite3_bind_parameter_count(handle)), "\(sql) takes another number of values")
        for (position, value) in values.enumerated() {
            let index = Int32(position + 1)
            switch value {
            case .null: try check(sqlite3_bind_null(handle, index), "sqlite3_bind_null")
            case .integer(let value): try check(sqlite3_bind_int64(handle, index, value), "sqlite3_bind_int64")
            case .real(let value): try check(sqlite3_bind_double(handle, index, value), "sqlite3_bind_double")
            case .text(var text):
                let code = text.withUTF8 { utf8 in
                    utf8.withMemoryRebound(to: CChar.self) { characters in
                        sqlite3_bind_text_copied(handle, index, characters.baseAddress, Int32(characters.count))
                    }
                }
                try check(code, "sqlite3_bind_text")
            case .blob(let bytes):
                let code = bytes.withUnsafeBytes { sqlite3_bind_blob_copied(handle, index, $0.baseAddress, UInt64($0.count)) }
                try check(code, "sqlite3_bind_blob64")
            }
        }
    }

    /// Goes to the next row.
    ///
    /// - Returns: whether there is one.
    package func step() throws(SQLiteError) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw SQLiteError(call: "sqlite3_step", code: code, database: database, statement: sql)
        }
    }

    /// Makes the statement ready to be run again; its failure, if there was one, has been reported by `step` already.
    package func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    private func check(_ code: Int32, _ call: String) throws(SQLiteError) {
        guard code == SQLITE_OK else { throw SQLiteError(call: call, code: code, database: database, statement: sql) }
    }
}

// MARK: - The columns of the current row, counted from 0

extension SQLiteStatement {
    package func isNull(_ column: Int) -> Bool { sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL }

    package func integer(_ column: Int) -> Int64 { sqlite3_column_int64(handle, Int32(column)) }

    package func real(_ column: Int) -> Double { sqlite3_column_double(handle, Int32(column)) }

    /// The text of a column; nil where it is NULL.
    package func text(_ column: Int) -> String? {
        guard let start = sqlite3_column_text(handle, Int32(column)) else { return nil }
        let count = Int(sqlite3_column_bytes(handle, Int32(column)))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// The bytes of a column; nil where it is NULL.
    package func blob(_ column: Int) -> [UInt8]? {
        guard !isNull(column) else { return nil }
        // An empty blob has no address.
        guard let start = sqlite3_column_blob(handle, Int32(column)) else { return [] }
        return [UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, Int32(column)))))
    }
}
