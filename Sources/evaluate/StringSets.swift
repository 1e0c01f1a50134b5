import DigitRecognition
import Foundation
import Pictures

/// Pictures of whole lines or pages: each with the text that stands there, lines joined by `|`.
struct StringSet: Sendable {
    let name: String
    let rows: [(file: URL, text: String)]

    static func hypjudy(_ folder: URL) throws -> [StringSet] {
        let strings = folder.appendingPathComponent("strings/hypjudy")
        let lines = try DigitSet.table(strings.appendingPathComponent("lines.csv")).map { (strings.appendingPathComponent("lines/\($0[0])"), $0[1]) }
        let pages = try DigitSet.table(strings.appendingPathComponent("pages.csv")).map { (strings.appendingPathComponent($0[0]), $0[1]) }
        return [
            StringSet(name: "strings, lines", rows: lines), StringSet(name: "strings, pages", rows: pages.filter { $0.0.path.contains("/pages/") }),
            StringSet(name: "strings, desk", rows: pages.filter { $0.0.path.contains("/desk/") }),
        ]
    }

    /// How many texts are wholly right, and how many digits by edit distance, each against all; how lines are parted does not count.
    func figures(_ reader: DigitReader) throws -> [Figure] {
        let results = concurrentMap(rows.count) { index in
            Result { reader.read(try PictureDecoder().decode(fileAt: rows[index].file)).text }
        }
        var whole = Figure(name: name + ": whole", correct: 0, total: rows.count), digits = Figure(name: name + ": digits", correct: 0, total: 0)
        for (row, result) in zip(rows, results) {
            let text = try result.get()
            let read = text.replacing("|", with: ""), expected = row.text.replacing("|", with: "")
            if read == expected { whole.correct += 1 } else { whole.failures.append((row.file.lastPathComponent, row.text, text)) }
            digits.total += expected.count
            digits.correct += max(expected.count - editDistance(read, expected), 0)
        }
        return [whole, digits]
    }
}

/// Pictures without a digit: right is what gives none with over 50 % confidence.
struct EmptySet: Sendable {
    let name: String
    let files: [URL]

    static func pages(_ folder: URL) throws -> EmptySet {
        let pages = folder.appendingPathComponent("nodigit_pages")
        let names = try FileManager.default.contentsOfDirectory(atPath: pages.path).filter { $0.hasSuffix(".png") }.sorted()
        return EmptySet(name: "pages without digits", files: names.map { pages.appendingPathComponent($0) })
    }

    func figure(_ reader: DigitReader) throws -> Figure {
        let results = concurrentMap(files.count) { index in Result { reader.read(try PictureDecoder().decode(fileAt: files[index])) } }
        var figure = Figure(name: name, correct: 0, total: files.count, worstConfidence: 0)
        for (file, result) in zip(files, results) {
            let recognition = try result.get()
            let worst = recognition.digits.map(\.confidence).max() ?? 0
            if worst <= 0.5 { figure.correct += 1 } else { figure.failures.append((file.lastPathComponent, "-", recognition.text)) }
            figure.worstConfidence = max(figure.worstConfidence ?? 0, worst)
        }
        return figure
    }
}
