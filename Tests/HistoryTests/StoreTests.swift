import DigitRecognition
import Foundation
import Testing

import History

struct StoreTests {
    @Test func allThatIsStoredComesBack() async throws {
        try await withStore { store in
            let sources: [EntrySource] = [.drawing, .file(name: "/tmp/Übung '1'.png"), .link(address: "https://a.example/?q=1;--")]
            for (source, strokes) in zip(sources, [[0, 255, 0], [], nil] as [[UInt8]?]) {
                let new = entry("19|67", source: source, at: 1_763_692_149.123, strokes: strokes)
                let stored = try await store.add(new)
                let content = try await store.content(of: stored.id)
                #expect(content.entry == stored)
                #expect(content.entry.source == source)
                #expect(content.entry.text == "19|67")
                #expect(content.entry.correction == nil)
                #expect(abs(content.entry.date.timeIntervalSince(new.date)) < 0.001)
                #expect(abs(content.entry.confidence - 0.31640625) < 1e-12) // 0.75 to the fourth
                #expect(content.entry.thumbnail == new.thumbnail)
                #expect(content.picture == new.picture)
                #expect(content.strokes == strokes)
                #expect(content.reading.rejected == new.recognition.rejected)
                #expect(content.reading.digits.map(\.box) == new.recognition.digits.map(\.box))
                #expect(content.reading.digits.map(\.line) == [0, 0, 1, 1])
                for (kept, given) in zip(content.reading.digits, new.recognition.digits) {
                    // Six places are kept.
                    for (a, b) in zip(kept.probabilities, given.probabilities) { #expect(abs(a - b) <= 0.5e-6 + 1e-15) }
                }
            }
        }
    }

    @Test func aPictureWithoutDigitsCanBeStored() async throws {
        try await withStore { store in
            let stored = try await store.add(entry(""))
            #expect(stored.text == "" && stored.confidence == 0)
            #expect(try await store.texts() == [""])
        }
    }

    @Test func newestComesFirstAndNumbersAreNeverUsedTwice() async throws {
        try await withStore { store in
            var ids: [Int64] = []
            // The clock may go back: what was stored last is the newest all the same.
            for (index, text) in ["1", "2", "3"].enumerated() {
                ids.append(try await store.add(entry(text, at: 1000 - Double(index))).id)
            }
            #expect(try await store.ids() == ids.reversed())
            _ = try await store.deleteAll()
            try await store.purge()
            #expect(try await store.add(entry("4")).id > ids[2])
        }
    }

    @Test func onlyTheNewestAreKept() async throws {
        try await withStore { store in
            for digit in 0...6 { try await store.add(entry("\(digit)")) }
            try await store.keepNewest(5)
            #expect(try await store.texts() == ["6", "5", "4", "3", "2"])
            try await store.add(entry("7"))
            #expect(try await store.texts() == ["7", "6", "5", "4", "3"])
            // What waits for its purge takes no room from the others.
            let deletion = try await store.delete(Array(try await store.ids().prefix(2)))
            try await store.add(entry("8"))
            #expect(try await store.texts() == ["8", "5", "4", "3"])
            try await store.undo(deletion)
            try await store.add(entry("9"))
            #expect(try await store.texts() == ["9", "8", "7", "6", "5"])
            let deleted = try await store.keepNewest(2)
            #expect(deleted.count == 3)
            #expect(try await store.texts() == ["9", "8"])
            #expect(try await store.keepNewest(nil).count == 0)
            try await store.undo(deleted)
            try await store.add(entry("0"))
            #expect(try await store.texts() == ["0", "9", "8", "7", "6", "5"])
        }
    }

    @Test func correctionsAreKeptBesideWhatWasRead() async throws {
        try await withStore { store in
            let id = try await store.add(entry("71|2")).id
            #expect(try await store.correct(id, to: " 77  2\n") == "77|2")
            let corrected = try #require(try await store.entries([id]).first)
            #expect(corrected.text == "71|2" && corrected.correction == "77|2" && corrected.digits == "77|2")
            for wrong in ["", " | ", "7a", "７", "1\u{301}", "-1", "7.0"] {
                await #expect(throws: HistoryError.notDigits(wrong)) { try await store.correct(id, to: wrong) }
            }
            #expect(try await store.entries([id]).first?.correction == "77|2")
            // To correct it to what was read is to take the correction away.
            #expect(try await store.correct(id, to: "71|2") == nil)
            try await store.correct(id, to: "1")
            #expect(try await store.correct(id, to: nil) == nil)
            #expect(try await store.entries([id]).first?.correction == nil)
            await #expect(throws: HistoryError.noSuchEntry(id + 1)) { try await store.correct(id + 1, to: "1") }
        }
    }

    @Test func entriesComeInTheOrderAskedForWithoutThoseThatAreGone() async throws {
        try await withStore { store in
            var ids: [Int64] = []
            for digit in 0...4 { ids.append(try await store.add(entry("\(digit)")).id) }
            _ = try await store.delete([ids[1]])
            #expect(try await store.entries([ids[3], ids[1], ids[0], 99, ids[4]]).map(\.text) == ["3", "0", "4"])
            await #expect(throws: HistoryError.noSuchEntry(ids[1])) { try await store.content(of: ids[1]) }
        }
    }

    @Test func theDrawingOfTheNewestIsKnown() async throws {
        try await withStore { store in
            let first = entry("1", strokes: [1, 1]), second = entry("2", strokes: nil)
            #expect(try await !store.newestHasDrawing(of: first))
            try await store.add(first)
            let newest = try await store.add(second)
            #expect(try await store.newestHasDrawing(of: second))
            #expect(try await !store.newestHasDrawing(of: first))
            #expect(try await !store.newestHasDrawing(of: entry("2", strokes: nil, pictureSize: 41)))
            #expect(try await !store.newestHasDrawing(of: entry("2", strokes: [])))
            _ = try await store.delete([newest.id])
            #expect(try await store.newestHasDrawing(of: first))
        }
    }

    @Test func aClosedHistorySaysSo() async throws {
        try await withStore { store in
            await store.close()
            await #expect(throws: HistoryError.closed) { try await store.ids() }
            await #expect(throws: HistoryError.closed) { try await store.add(entry("1")) }
        }
    }
}
