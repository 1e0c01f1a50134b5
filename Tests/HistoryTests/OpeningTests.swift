import CSQLite
import Foundation
import Testing

import History

struct OpeningTests {
    @Test func aHistoryIsTheSameWhenItIsOpenedAgain() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "data/scrawl/history.sqlite")
            let first = try await HistoryStore.open(at: file)
            #expect(first.damagedFile == nil)
            try await first.store.add(entry("42"))
            await first.store.close()
            let second = try await HistoryStore.open(at: file)
            #expect(second.damagedFile == nil)
            #expect(try await second.store.texts() == ["42"])
            // Nobody else may read what someone writes.
            #expect(try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int == 0o600)
            let parent = file.deletingLastPathComponent().path
            #expect(try FileManager.default.attributesOfItem(atPath: parent)[.posixPermissions] as? Int == 0o700)
        }
    }

    @Test func theFileIsDurableAndChecked() async throws {
        try await withStore { store in
            func setting(_ pragma: String) async throws -> Int64? {
                try await store.perform { (database) throws(SQLiteError) in try database.integer("PRAGMA \(pragma)") }
            }
            #expect(try await setting("synchronous") == 2) // FULL
            #expect(try await setting("foreign_keys") == 1)
            #expect(try await setting("trusted_schema") == 0)
            #expect(try await setting("busy_timeout") == 5000)
            #expect(try await setting("auto_vacuum") == 2) // INCREMENTAL
            let mode = try await store.perform { (database) throws(SQLiteError) in
                try database.rows("PRAGMA journal_mode") { $0.text(0) }
            }
            #expect(mode == ["wal"])
            // Defensive: SQL can't rewrite the schema behind SQLite's back.
            await #expect(throws: HistoryError.self) {
                try await store.perform { (database) throws(SQLiteError) in
                    try database.run("PRAGMA writable_schema = ON")
                    try database.run("DELETE FROM sqlite_schema")
                }
            }
            // Strict: a column takes only values of its kind.
            let error = await #expect(throws: HistoryError.self) {
                try await store.perform { (database) throws(SQLiteError) in
                    try database.run("INSERT INTO deletion (date) VALUES ('yesterday')")
                }
            }
            guard case .database(let cause) = error else { Issue.record("\(String(describing: error))"); return }
            #expect(cause.call == "sqlite3_step" && cause.primaryCode == SQLITE_CONSTRAINT)
            #expect(cause.statement == "INSERT INTO deletion (date) VALUES ('yesterday')")
        }
    }

    /// Ways in which a file of 4096-byte pages comes to harm.
    enum Damage: CaseIterable {
        case nothingOfIt, header, middle, cutShort

        func apply(to bytes: inout Data) {
            switch self {
            case .nothingOfIt: bytes = Data("this is a letter to my aunt and no database at all".utf8)
            case .header: bytes.replaceSubrange(0..<16, with: Data(repeating: 0, count: 16))
            case .middle: bytes.replaceSubrange(4096..<(bytes.count - 4096), with: Data(repeating: 0xA5, count: bytes.count - 8192))
            case .cutShort: bytes.removeLast(bytes.count / 2)
            }
        }
    }

    @Test(arguments: Damage.allCases) func aDamagedFileIsSetAside(damage: Damage) async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "history.sqlite")
            var names: Set<URL> = []
            for _ in 1...2 { // The second time its name is taken.
                let store = try await HistoryStore.open(at: file).store
                for digit in 0...9 { try await store.add(entry("\(digit)", pictureSize: 9000)) }
                await store.close()
                var bytes = try Data(contentsOf: file)
                damage.apply(to: &bytes)
                try bytes.write(to: file)

                let opened = try await HistoryStore.open(at: file)
                let aside = try #require(opened.damagedFile)
                #expect(try Data(contentsOf: aside) == bytes)
                names.insert(aside)
                #expect(try await opened.store.ids() == [])
                try await opened.store.add(entry("5"))
                #expect(try await opened.store.texts() == ["5"])
                await opened.store.close()
                try FileManager.default.removeItem(at: file)
            }
            #expect(names.count == 2)
        }
    }

    @Test func theLogOfADamagedFileGoesWithIt() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "history.sqlite")
            for digit in 0...9 { // The log holds what was stored since the file was opened last: less than the whole.
                let store = try await HistoryStore.open(at: file).store
                try await store.add(entry("\(digit)"))
                await store.close()
            }
            let store = try await HistoryStore.open(at: file).store
            try await store.correct(1, to: "77")
            let log = try Data(contentsOf: URL(filePath: file.path + "-wal"))
            await store.close()
            try Data(repeating: 1, count: 5000).write(to: file)
            try log.write(to: URL(filePath: file.path + "-wal"))
            let opened = try await HistoryStore.open(at: file)
            let aside = try #require(opened.damagedFile)
            #expect(try Data(contentsOf: URL(filePath: aside.path + "-wal")) == log)
            #expect(try await opened.store.ids() == [])
        }
    }

    @Test func damageThatShowsLaterIsToldApart() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "history.sqlite")
            let store = try await HistoryStore.open(at: file).store
            // More than SQLite keeps in memory.
            for digit in 0..<100 { try await store.add(entry("\(digit)", pictureSize: 90_000)) }
            await store.close()
            let opened = try await HistoryStore.open(at: file)
            let size = try Data(contentsOf: file).count
            let handle = try FileHandle(forWritingTo: file)
            try handle.seek(toOffset: 4096)
            try handle.write(contentsOf: Data(repeating: 0xA5, count: size - 4096))
            try handle.close()
            do {
                for id in 1...100 { _ = try await opened.store.content(of: Int64(id)) }
                Issue.record("the damage was not seen")
            } catch HistoryError.damaged(let path, _) {
                #expect(path == file.path)
            }
        }
    }

    @Test func aFileOfAnotherProgramIsLeftAlone() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "history.sqlite")
            do {
                let database = try SQLiteDatabase(path: file.path)
                try database.run("CREATE TABLE bookmarks (address TEXT)")
            }
            let before = try Data(contentsOf: file)
            await #expect(throws: HistoryError.notAHistory(file: file.path)) { try await HistoryStore.open(at: file) }
            #expect(try Data(contentsOf: file) == before)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["history.sqlite"])
        }
    }

    @Test func anImpossiblePlaceIsReported() async throws {
        try await withFolder { folder in
            let blocked = folder.appending(path: "blocked")
            try Data().write(to: blocked)
            await #expect(throws: HistoryError.self) { try await HistoryStore.open(at: blocked.appending(path: "history.sqlite")) }
            // A folder in the file's place is no damaged file: it is not set aside.
            await #expect(throws: HistoryError.self) { try await HistoryStore.open(at: folder) }
        }
    }

    @Test func aLockedFileIsReportedAndNotTakenForDamaged() async throws {
        try await withFolder { folder in
            let path = folder.appending(path: "history.sqlite").path
            let first = try SQLiteDatabase(path: path)
            try first.run("BEGIN EXCLUSIVE")
            let second = try SQLiteDatabase(path: path, busyMilliseconds: 0)
            let error = #expect(throws: SQLiteError.self) { try second.run("BEGIN IMMEDIATE") }
            #expect(error?.primaryCode == SQLITE_BUSY && error?.isDamage == false)
        }
    }
}
