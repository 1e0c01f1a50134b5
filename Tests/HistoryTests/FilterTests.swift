import Foundation
import Testing

import History

struct FilterTests {
    @Test func digitsAreFoundInWhatWasReadAndInCorrections() async throws {
        try await withStore { store in
            for text in ["2026", "1967|4899", "7", "", "202"] { try await store.add(entry(text)) }
            let seven = try await store.ids()[2]
            try await store.correct(seven, to: "1")
            func found(_ digits: String) async throws -> [String] { try await store.texts(matching: HistoryFilter(digits: digits)) }
            #expect(try await found("202") == ["202", "2026"])
            #expect(try await found("7") == ["1", "1967|4899"]) // The first was read as 7.
            #expect(try await found("1") == ["1", "1967|4899"])
            #expect(try await found("7|4") == ["1967|4899"])
            #expect(try await found("74") == [])
            #expect(try await found(" 2 0 ") == ["202", "2026"])
            #expect(try await found("").count == 5)
            // These would mean something in a pattern or in SQL.
            for other in ["%", "_", "*", "'", "' OR 1=1 --", "\\"] { #expect(try await found(other) == []) }
        }
    }

    @Test func sourcesAndDatesAreFiltered() async throws {
        try await withStore { store in
            try await store.add(entry("1", source: .drawing, at: 100))
            try await store.add(entry("2", source: .file(name: "a"), at: 200))
            try await store.add(entry("3", source: .link(address: "b"), at: 300))
            try await store.add(entry("4", source: .drawing, at: 400))
            func found(_ filter: HistoryFilter) async throws -> [String] { try await store.texts(matching: filter) }
            func date(_ seconds: Double) -> Date { Date(timeIntervalSince1970: seconds) }
            #expect(try await found(HistoryFilter(source: .drawing)) == ["4", "1"])
            #expect(try await found(HistoryFilter(source: .file)) == ["2"])
            #expect(try await found(HistoryFilter(source: .link)) == ["3"])
            #expect(try await found(HistoryFilter(from: date(200))) == ["4", "3", "2"]) // Its beginning belongs to a range,
            #expect(try await found(HistoryFilter(before: date(300))) == ["2", "1"]) // and its end does not.
            #expect(try await found(HistoryFilter(from: date(150), before: date(250))) == ["2"])
            #expect(try await found(HistoryFilter(digits: "4", source: .drawing, from: date(100), before: date(500))) == ["4"])
            #expect(try await found(HistoryFilter(digits: "2", source: .drawing)) == [])
        }
    }
}
