import DigitRecognition
import Foundation
import Pictures

import History

/// A folder of its own for one test.
func withFolder(_ body: (URL) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "scrawl-history-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(folder)
}

/// A new, empty history for one test.
func withStore(_ body: (HistoryStore) async throws -> Void) async throws {
    try await withFolder { folder in
        let store = try await HistoryStore.open(at: folder.appending(path: "history.sqlite")).store
        try await body(store)
        await store.close()
    }
}

/// A recognition of `text`, with lines joined by `|`.
func recognition(of text: String, confidence: Double = 0.75) -> Recognition {
    var digits: [ReadDigit] = []
    for (line, characters) in text.split(separator: "|").enumerated() {
        for (column, character) in characters.enumerated() {
            guard let digit = character.wholeNumberValue else { preconditionFailure("\(text) is not made of digits") }
            var probabilities = [Double](repeating: (1 - confidence) / 9, count: 10)
            probabilities[digit] = confidence
            digits.append(ReadDigit(
                digit: digit, confidence: confidence, probabilities: probabilities,
                box: Box(x: 30 * column, y: 40 * line, width: 20, height: 28), line: line,
                networkInput: [Float](repeating: 0.5, count: 784)))
        }
    }
    return Recognition(
        digits: digits, rejected: [RejectedMark(box: Box(x: 1, y: 2, width: 3, height: 4), reason: "too thin")], milliseconds: 1.5)
}

/// An entry whose pictures are bytes of no meaning, which the history does not look into.
func entry(
    _ text: String, source: EntrySource = .drawing, at seconds: Double = 1_000_000, strokes: [UInt8]? = [1, 2, 3],
    pictureSize: Int = 40
) -> NewEntry {
    NewEntry(
        date: Date(timeIntervalSince1970: seconds), source: source, recognition: recognition(of: text),
        picture: (0..<pictureSize).map { UInt8(truncatingIfNeeded: $0) }, thumbnail: [9, 0, 9], strokes: strokes)
}

extension HistoryStore {
    /// What entries that meet `filter` show, newest first.
    func texts(matching filter: HistoryFilter = HistoryFilter()) throws -> [String] {
        try entries(ids(matching: filter)).map(\.digits)
    }
}
