import FileSafety
import Foundation

/// Opening the file of the history: checked, brought to the form of today, and set aside where it is damaged.
package struct HistoryFile: Sendable {
    let path: String
    let migrations: [Migration]

    package init(path: String, migrations: [Migration] = Migration.all) {
        self.path = path
        self.migrations = migrations
    }

    /// Opens the file, which is made if it isn't there.
    ///
    /// - Returns: the connection, and the path under which a damaged file was set aside.
    /// - Throws: `HistoryError.newerVersion`, `.notAHistory`, `.fileSystem` and `.database`; the file is then as it was.
    func open() throws(HistoryError) -> (database: SQLiteDatabase, setAside: String?) {
        try makeFile()
        do {
            return (try openedAndChecked(), nil)
        } catch .damaged {
            let name = try setAside()
            try makeFile()
            return (try openedAndChecked(), name)
        }
    }

    /// An empty file that only its owner may read: what someone writes is nobody else's business.
    private func makeFile() throws(HistoryError) {
        let folder = (path as NSString).deletingLastPathComponent
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw .fileSystem(call: "mkdir", path: folder, message: systemReason(of: error))
        }
        let descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .lastError(of: "open", path: path) }
        Foundation.close(descriptor)
    }

    private func openedAndChecked() throws(HistoryError) -> SQLiteDatabase {
        do {
            let database = try SQLiteDatabase(path: path)
            // A file that turns out to be damaged, or not ours, keeps every byte and its log.
            try database.setCheckpointOnClose(false)
            let version = try version(of: database)
            let problems = try database.rows("PRAGMA quick_check(1)") { $0.text(0) ?? "" }
            guard problems == ["ok"] else {
                throw HistoryError.damaged(file: path, detail: problems.first ?? "no answer to quick_check")
            }
            try database.setCheckpointOnClose(true)
            try configure(database, isNew: version == 0)
            try migrate(database, from: version)
            return database
        } catch let error as SQLiteError {
            throw error.isDamage ? .damaged(file: path, detail: error.message) : .database(error)
        } catch let error as HistoryError {
            throw error
        } catch {
            preconditionFailure("no other error is thrown here")
        }
    }

    /// The `user_version` of a file that is ours or empty.
    private func version(of database: SQLiteDatabase) throws -> Int {
        let application = try database.integer("PRAGMA application_id") ?? 0
        let version = Int(try database.integer("PRAGMA user_version") ?? 0)
        let objects = try database.integer("SELECT count(*) FROM sqlite_schema") ?? 0
        let isEmpty = application == 0 && version == 0 && objects == 0
        guard isEmpty || application == applicationID else {
            throw HistoryError.notAHistory(file: path)
        }
        guard version <= migrations.count else {
            throw HistoryError.newerVersion(file: path, version: version, known: migrations.count)
        }
        return version
    }

    private func configure(_ database: SQLiteDatabase, isNew: Bool) throws {
        // Deleted pictures give their space back; this has to be said before the first table is made.
        if isNew { try database.run("PRAGMA auto_vacuum = INCREMENTAL") }
        let mode = try database.rows("PRAGMA journal_mode = WAL") { $0.text(0) }
        guard mode == ["wal"] else {
            throw HistoryError.fileSystem(call: "journal_mode", path: path, message: "the folder allows no write-ahead log")
        }
        // With NORMAL, a power cut may take the last entries with it.
        try database.run("PRAGMA synchronous = FULL")
        try database.run("PRAGMA foreign_keys = ON")
        // What was deleted is overwritten, not just forgotten.
        try database.run("PRAGMA secure_delete = ON")
        // A large deletion doesn't leave a large log behind.
        try database.run("PRAGMA journal_size_limit = 4194304")
    }

    /// All the steps from `version` on, or none of them.
    private func migrate(_ database: SQLiteDatabase, from version: Int) throws {
        guard version < migrations.count else { return }
        try database.transaction { () throws(SQLiteError) in
            for migration in migrations[version...] { try database.runScript(migration.script) }
            // A pragma takes no parameters; these are numbers of this program.
            try database.run("PRAGMA application_id = \(applicationID)")
            try database.run("PRAGMA user_version = \(migrations.count)")
        }
    }

    /// Gives the damaged file, with its log, a name that is free.
    private func setAside() throws(HistoryError) -> String {
        let name = pathForDamaged(path)
        // The log goes first: a file without its log would be read as if the last entries had never been.
        for suffix in ["-wal", "-shm", ""] where FileManager.default.fileExists(atPath: path + suffix) {
            guard rename(path + suffix, name + suffix) == 0 else { throw .lastError(of: "rename", path: path + suffix) }
        }
        return name
    }
}
