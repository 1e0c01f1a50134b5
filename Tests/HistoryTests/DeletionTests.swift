import Foundation
import Testing

import History

struct DeletionTests {
    @Test func deletionsAreUndoneOneByOne() async throws {
        try await withStore { store in
            var ids: [Int64] = []
            for digit in 0...5 { ids.append(try await store.add(entry("\(digit)")).id) }
            let one = try await store.delete([ids[2]])
            let several = try await store.delete([ids[2], ids[4], ids[5], 77])
            #expect(one.count == 1 && several.count == 2) // What is gone already is not deleted again.
            let all = try await store.deleteAll()
            #expect(all.count == 3)
            #expect(try await store.ids() == [])
            #expect(try await store.undo(several) == 2)
            #expect(try await store.texts() == ["5", "4"])
            #expect(try await store.undo(all) == 3)
            #expect(try await store.undo(one) == 1)
            #expect(try await store.ids() == ids.reversed())
            #expect(try await store.undo(one) == 0)
        }
    }

    @Test func whatWasPurgedIsGoneFromTheFile() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "history.sqlite")
            let store = try await HistoryStore.open(at: file).store
            let secret = [UInt8]("a picture that nobody else is to see".utf8)
            var new = entry("1")
            new.picture = secret + [UInt8](repeating: 7, count: 3_000_000)
            let ids = [try await store.add(new).id, try await store.add(entry("2")).id]
            let log = try Data(contentsOf: URL(filePath: file.path + "-wal"))
            #expect(log.range(of: Data(secret)) != nil)
            let deletion = try await store.delete([ids[0]])
            try await store.purge()
            #expect(try await store.undo(deletion) == 0)
            #expect(try await store.ids() == [ids[1]])
            await store.close()
            let left = try Data(contentsOf: file)
            #expect(left.count < 100_000)
            #expect(left.range(of: Data(secret)) == nil)
        }
    }

    @Test func aPurgeOfOneDeletionLeavesTheOthers() async throws {
        try await withStore { store in
            var ids: [Int64] = []
            for digit in 0...4 { ids.append(try await store.add(entry("\(digit)")).id) }
            let first = try await store.delete([ids[0]])
            let second = try await store.delete([ids[1]])
            let third = try await store.delete([ids[2]])
            try await store.purge(second)
            #expect(try await store.undo(first) == 1)
            #expect(try await store.undo(second) == 0)
            #expect(try await store.undo(third) == 1)
            #expect(try await store.texts() == ["4", "3", "2", "0"])
        }
    }

    @Test func manyEntriesArePurgedInSteps() async throws {
        try await withStore { store in
            for digit in 0..<350 { try await store.add(entry("\(digit)")) }
            _ = try await store.delete(try await store.ids().filter { $0 % 7 != 0 })
            try await store.purge()
            #expect(try await store.ids().count == 50)
            let deleted = try await store.perform { (database) throws(SQLiteError) in
                try database.integer("SELECT (SELECT count(*) FROM deletion) + (SELECT count(*) FROM entry) - 50 + (SELECT count(*) FROM content) - 50")
            }
            #expect(deleted == 0)
        }
    }
}
