import Foundation
import History
import Testing

struct ExportTests {
    /// Three entries, the second with a correction and a name that needs quotes.
    private func fill(_ store: HistoryStore) async throws -> [Int64] {
        var ids = [try await store.add(entry("7", at: 1_763_692_149.5)).id]
        ids.append(try await store.add(entry("19|67", source: .file(name: "/tmp/a, \"b\"\n.png"), at: 0)).id)
        try await store.correct(ids[1], to: "19|66")
        ids.append(try await store.add(entry("", source: .link(address: "https://a.example/ü"), at: 1, pictureSize: 3)).id)
        return ids
    }

    @Test func csvHasALineForEachEntryAndAPictureBesideIt() async throws {
        try await withFolder { folder in
            try await withStore { store in
                let ids = try await fill(store)
                let target = folder.appending(path: "export")
                try await store.export(ids.reversed(), as: .csv, to: target)
                let list = try String(contentsOf: target.appending(path: "history.csv"), encoding: .utf8)
                let confidence = 0.75 * 0.75 * 0.75 * 0.75
                #expect(list == """
                    id,date,source,name,text,correction,confidence,picture\r
                    3,1970-01-01T00:00:01.000Z,link,https://a.example/ü,,,0.0,pictures/3.png\r
                    2,1970-01-01T00:00:00.000Z,file,"/tmp/a, ""b""\n.png",19|67,19|66,\(confidence),pictures/2.png\r
                    1,2025-11-21T02:29:09.500Z,drawing,,7,,0.75,pictures/1.png\r

                    """)
                for id in ids {
                    let picture = try Data(contentsOf: target.appending(path: "pictures/\(id).png"))
                    let content = try await store.content(of: id)
                    #expect(picture == Data(content.picture))
                }
                #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["export"])
            }
        }
    }

    @Test func theFolderMayLieInOneWhoseNameIsNotUTF8() async throws {
        try await withFolder { folder in
            try await withStore { store in
                let ids = try await fill(store)
                #expect(mkdir(Array((folder.path + "/caf").utf8CString.dropLast()) + [CChar(bitPattern: 0xE9), 0], 0o755) == 0)
                let target = try #require(URL(string: "file://\(folder.path)/caf%E9/export"))
                try await store.export(ids, as: .csv, to: target)
                await #expect(throws: HistoryError.self) { try await store.export(ids, as: .csv, to: target) }
                // Now it has a name that Foundation knows.
                #expect(rename(Array((folder.path + "/caf").utf8CString.dropLast()) + [CChar(bitPattern: 0xE9), 0], folder.path + "/named") == 0)
                let inside = folder.appending(path: "named")
                #expect(try FileManager.default.contentsOfDirectory(atPath: inside.path) == ["export"])
                #expect(try FileManager.default.contentsOfDirectory(atPath: inside.appending(path: "export/pictures").path).count == 3)
            }
        }
    }

    @Test func jsonHasEveryDigit() async throws {
        try await withFolder { folder in
            try await withStore { store in
                let ids = try await fill(store)
                let target = folder.appending(path: "export")
                try await store.export(ids, as: .json, to: target)
                let data = try Data(contentsOf: target.appending(path: "history.json"))
                let list = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
                #expect(list.map { $0["text"] as? String } == ["7", "19|67", ""])
                #expect(list.map { $0["correction"] as? String } == [nil, "19|66", nil])
                #expect(list.map { $0["picture"] as? String } == ["pictures/1.png", "pictures/2.png", "pictures/3.png"])
                let digits = try #require(list[1]["digits"] as? [[String: Any]])
                #expect(digits.map { $0["digit"] as? Int } == [1, 9, 6, 7])
                #expect(digits.allSatisfy { ($0["probabilities"] as? [Double])?.count == 10 })
                try await store.export([], as: .json, to: folder.appending(path: "empty"))
                let empty = try Data(contentsOf: folder.appending(path: "empty/history.json"))
                #expect(try JSONSerialization.jsonObject(with: empty) as? [Int] == [])
            }
        }
    }

    @Test func aCancelledExportLeavesNothing() async throws {
        try await withFolder { folder in
            try await withStore { store in
                for digit in 0...9 { try await store.add(entry("\(digit)")) }
                let ids = try await store.ids()
                let export = Task {
                    try await store.export(ids, as: .csv, to: folder.appending(path: "export")) { written in
                        if written == 5 { withUnsafeCurrentTask { $0?.cancel() } }
                    }
                }
                await #expect(throws: CancellationError.self) { try await export.value }
                #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
            }
        }
    }

    @Test func nothingIsOverwritten() async throws {
        try await withFolder { folder in
            try await withStore { store in
                let ids = try await fill(store)
                let target = folder.appending(path: "export")
                try Data("mine".utf8).write(to: target)
                await #expect(throws: HistoryError.alreadyThere(path: target.path)) {
                    try await store.export(ids, as: .csv, to: target)
                }
                #expect(try Data(contentsOf: target) == Data("mine".utf8))
                // A place where nothing can be written, and nothing is left.
                await #expect(throws: (any Error).self) {
                    try await store.export(ids, as: .csv, to: target.appending(path: "below a file"))
                }
                #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["export"])
            }
        }
    }

    @Test func entriesThatAreDeletedMeanwhileAreLeftOut() async throws {
        try await withFolder { folder in
            try await withStore { store in
                let ids = try await fill(store)
                _ = try await store.delete([ids[1]])
                try await store.export(ids, as: .csv, to: folder.appending(path: "export"))
                let pictures = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "export/pictures").path)
                #expect(pictures.sorted() == ["1.png", "3.png"])
            }
        }
    }
}
