import Datasets
import Foundation
import Testing

@Suite struct PenDigitFileTests {
    private let example = """
        .INCLUDE        dene.doc
        .HIERARCHY      DIGIT

        .SEGMENT DIGIT    0-1 ? "8"
        .COMMENT 8 12  224
        .PEN_DOWN
         267  333
         266\t 342
        .PEN_UP
        .PEN_DOWN
         10 20.5
        .PEN_UP
        .DT 100
        .SEGMENT DIGIT 2 ? "0"
        .COMMENT 0 3 1
        .PEN_DOWN
        .PEN_UP
        .PEN_DOWN
        1 2
        .PEN_UP
        """

    private func problem(_ text: String) -> String? {
        do {
            _ = try PenDigitFile(text: text, path: "pen")
            return nil
        } catch { return error.description }
    }

    @Test(arguments: ["\n", "\r\n"]) func digits(_ lineEnd: String) throws {
        let digits = try PenDigitFile(text: example.replacing("\n", with: lineEnd), path: "pen").digits
        #expect(digits == [
            PenDigit(label: 8, writer: 12, strokes: [[[267, 167], [266, 158]], [[10, 479.5]]]),
            PenDigit(label: 0, writer: 3, strokes: [[[1, 498]]]),
        ])
    }

    @Test func refusals() {
        let segment = ".SEGMENT DIGIT 0 ? \"8\"\n"
        #expect(problem("") == "“pen” is empty")
        #expect(problem("hello") == "“pen”, line 1: a point while the pen is up")
        #expect(problem(".PEN_DOWN\n") == "“pen”, line 1: the pen goes down before any .SEGMENT")
        #expect(problem(segment) == "“pen”, line 1: the digit has no points")
        #expect(problem(segment + ".PEN_UP\n") == "“pen”, line 2: the pen goes up without having been down")
        #expect(problem(segment + ".PEN_DOWN\n.PEN_DOWN\n") == "“pen”, line 3: the pen is down already")
        #expect(problem(segment + ".PEN_DOWN\n1 2\n") == "“pen”, line 3: the stroke has no .PEN_UP")
        #expect(problem(segment + ".PEN_DOWN\n1\n") == "“pen”, line 3: two coordinates are expected")
        #expect(problem(segment + ".PEN_DOWN\n1 x\n") == "“pen”, line 3: two coordinates are expected")
        #expect(problem(segment + ".PEN_DOWN\n1 nan\n") == "“pen”, line 3: two coordinates are expected")
        #expect(problem(segment + ".PEN_DOWN\n1e9 0\n") == "“pen”, line 3: two coordinates are expected")
        #expect(problem(".SEGMENT DIGIT 0 ? \"x\"\n") == "“pen”, line 1: the segment should end with a digit in quotes")
        #expect(problem(segment + ".COMMENT 7 1 1\n") == "“pen”, line 2: the comment says digit 7, the segment 8")
    }

    @Test(.enabled(if: SharedData.folder != nil, "no data: set SCRAWL_DATA")) func realFile() throws {
        let path = try #require(SharedData.folder) + "/pendigits/pendigits-orig.tra"
        let digits = try PenDigitFile(contentsOfFile: path).digits
        #expect(digits.count == 7494)
        #expect(Set(digits.map(\.writer)) == Set(1...30))
        #expect(Set(digits.map(\.label)) == Set(0...9))
        for digit in digits {
            let bounds = try #require(digit.bounds)
            #expect(bounds.low.x >= 0 && bounds.low.y >= 0 && bounds.high.x <= 500 && bounds.high.y <= 500)
        }
    }

    @Test("Writers are named by numbers and ranges", arguments: [
        ("3", [3]), ("1-3", [1, 2, 3]), ("1-2,5-5,9", [1, 2, 5, 9]), ("2,1", [1, 2]),
    ])
    func writers(text: String, expected: [Int]) throws {
        let selection = try #require(WriterSelection(text))
        #expect((0...20).filter(selection.contains) == expected)
    }

    @Test("What names no writers is refused", arguments: ["", "-", "1-", "-3", "3-1", "1,,2", "one", "1-2-3", "1-8,"])
    func noWriters(text: String) { #expect(WriterSelection(text) == nil) }
}

/// The folder with MNIST and the other data sets, where there is one.
enum SharedData {
    static let folder: String? = {
        let candidates = [ProcessInfo.processInfo.environment["SCRAWL_DATA"], "../shared/data"]
        return candidates.compactMap { $0 }.first { FileManager.default.fileExists(atPath: $0 + "/mnist") }
    }()
}
