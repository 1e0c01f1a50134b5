import Foundation
import Testing

import History

struct MigrationTests {
    /// What a file of each version holds: the statements that fill it as that version did, from version 1 on.
    private static let contents = [
        """
        INSERT INTO entry (id, date, source, source_name, text, correction, confidence)
        VALUES (7, 1763692149123, 'file', '/tmp/a.png', '19|67', '19|66', 0.5);
        INSERT INTO content (entry, thumbnail, picture, strokes, reading)
        VALUES (7, x'0102', x'030405', x'06',
            '{"digits":[{"box":{"height":4,"width":3,"x":1,"y":2},"confidence":0.5,"digit":1,"line":0,"probabilities":[0,0.5,0.5,0,0,0,0,0,0,0]}],"milliseconds":2,"rejected":[]}');
        """,
    ]

    private static func makeFile(at path: String, version: Int) throws {
        let database = try SQLiteDatabase(path: path)
        for migration in Migration.all[..<version] { try database.runScript(migration.script) }
        try database.run("PRAGMA application_id = \(applicationID)")
        try database.run("PRAGMA user_version = \(version)")
        if version > 0 { try database.runScript(contents[version - 1]) }
    }

    @Test(arguments: 0...Migration.all.count) func everyVersionIsBroughtToToday(version: Int) async throws {
        #expect(Self.contents.count == Migration.all.count, "a new version needs a file to be tested with")
        try await withFolder { folder in
            let file = folder.appending(path: "history.sqlite")
            try Self.makeFile(at: file.path, version: version)
            let opened = try await HistoryStore.open(at: file)
            #expect(opened.damagedFile == nil)
            #expect(try await opened.store.userVersion == Int64(Migration.all.count))
            guard version > 0 else {
                #expect(try await opened.store.ids() == [])
                return
            }
            let content = try await opened.store.content(of: 7)
            #expect(content.entry.date == Date(timeIntervalSince1970: 1_763_692_149.123))
            #expect(content.entry.source == .file(name: "/tmp/a.png"))
            #expect(content.entry.text == "19|67" && content.entry.correction == "19|66" && content.entry.confidence == 0.5)
            #expect(content.entry.thumbnail == [1, 2] && content.picture == [3, 4, 5] && content.strokes == [6])
            #expect(content.reading.digits.first?.box.height == 4)
            #expect(try await opened.store.add(entry("8")).id > 7)
        }
    }

    @Test func stepsFollowEachOther() async throws {
        try await withFolder { folder in
            let path = folder.appending(path: "history.sqlite").path
            let first = try await HistoryStore.open(HistoryFile(path: path)).store
            let id = try await first.add(entry("3")).id
            await first.close()
            let next = Migration.all + [
                Migration(script: "ALTER TABLE entry ADD COLUMN note TEXT"),
                Migration(script: "UPDATE entry SET note = 'read as ' || text"),
            ]
            let second = try await HistoryStore.open(HistoryFile(path: path, migrations: next)).store
            #expect(try await second.userVersion == Int64(Migration.all.count + 2))
            let notes = try await second.perform { (database) throws(SQLiteError) in
                try database.rows("SELECT note FROM entry WHERE id = ?", [.integer(id)]) { $0.text(0) }
            }
            #expect(notes == ["read as 3"])
        }
    }

    @Test func aStepThatFailsChangesNothing() async throws {
        try await withFolder { folder in
            let path = folder.appending(path: "history.sqlite").path
            let first = try await HistoryStore.open(HistoryFile(path: path)).store
            try await first.add(entry("3"))
            await first.close()
            let broken = Migration.all + [
                Migration(script: "ALTER TABLE entry ADD COLUMN note TEXT; DELETE FROM entry"),
                Migration(script: "UPDATE entry SET remark = 'there is no such column'"),
            ]
            let error = await #expect(throws: HistoryError.self) {
                try await HistoryStore.open(HistoryFile(path: path, migrations: broken))
            }
            guard case .database = error else { Issue.record("\(String(describing: error))"); return }
            let again = try await HistoryStore.open(HistoryFile(path: path))
            #expect(again.damagedFile == nil)
            #expect(try await again.store.texts() == ["3"])
        }
    }

    @Test func aNewerFileIsLeftAsItIs() async throws {
        try await withFolder { folder in
            let path = folder.appending(path: "history.sqlite").path
            let newer = Migration.all + [Migration(script: "ALTER TABLE entry ADD COLUMN note TEXT")]
            let store = try await HistoryStore.open(HistoryFile(path: path, migrations: newer)).store
            try await store.add(entry("3"))
            // As after a crash: the last entries are in the log still.
            let file = try Data(contentsOf: URL(filePath: path)), log = try Data(contentsOf: URL(filePath: path + "-wal"))
            await store.close()
            try file.write(to: URL(filePath: path))
            try log.write(to: URL(filePath: path + "-wal"))

            let error = await #expect(throws: HistoryError.self) { try await HistoryStore.open(HistoryFile(path: path)) }
            #expect(error == .newerVersion(file: path, version: Migration.all.count + 1, known: Migration.all.count))
            #expect(error?.description.contains("newer Scrawl") == true)
            #expect(try Data(contentsOf: URL(filePath: path)) == file)
            #expect(try Data(contentsOf: URL(filePath: path + "-wal")) == log)
            let again = try await HistoryStore.open(HistoryFile(path: path, migrations: newer)).store
            #expect(try await again.texts() == ["3"])
        }
    }
}

extension HistoryStore {
    fileprivate var userVersion: Int64? {
        get throws {
            try perform { (database) throws(SQLiteError) in try database.integer("PRAGMA user_version") }
        }
    }
}
