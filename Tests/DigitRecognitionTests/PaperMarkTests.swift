import DigitRecognition
import Foundation
import Pictures
import Testing

@Suite("What lies or shows on the paper")
struct PaperMarkTests {
    private let reader = DigitReader(classifier: Shapes())

    /// A sheet whose pixels keep what `light` says of them, with a little grain.
    private func sheet(_ light: (_ x: Float, _ y: Float) -> Float) -> Picture {
        var page = TestPage(width: 400, height: 400, gray: 220)
        for y in 0..<400 {
            for x in 0..<400 {
                let share = light(Float(x), Float(y))
                for channel in 0..<3 {
                    let index = 4 * (y * 400 + x) + channel
                    page.picture.bytes[index] = UInt8(Float(page.picture.bytes[index]) * share)
                }
            }
        }
        page.photograph(darkest: 0.9, grain: 2)
        return page.picture
    }

    @Test("The ring of a cup is no 0, round and paler on one side as it is; a ring that a hand has drawn is one")
    func cup() {
        func ring(_ squeeze: Float, _ dark: (Float) -> Float) -> Picture {
            sheet { x, y in
                let across = (x - 200) / squeeze, down = y - 200, away = abs((across * across + down * down).squareRoot() - 80)
                return 1 - dark(atan2(down, across)) * exp(-away * away / 18)
            }
        }
        #expect(reader.read(ring(0.95) { 0.4 + 0.34 * cos($0) }).digits.isEmpty)
        #expect(reader.read(ring(0.7) { _ in 0.6 }).text == "0")
    }

    @Test("A shadow with a sharp edge is no 1, and a 1 that stands in a shadow is")
    func shadow() throws {
        // The ink that the edge of a shadow would be, and that of a stroke: both are as dark in their middle.
        let edge = sheet { x, _ in x < 200 ? 1 : 0.6 }, stroke = sheet { x, y in abs(x - 200) < 3 && abs(y - 200) < 60 ? 0.6 : 0.95 }
        let runs = (140..<260).map { InkComponent.Run(y: $0, start: 198, end: 203) }
        #expect(PaperMark(runs, on: SheetBrightness(GrayPlane(edge)), mayBeRing: false)?.reason == "the edge of a shadow or a stain")
        #expect(PaperMark(runs, on: SheetBrightness(GrayPlane(stroke)), mayBeRing: false) == nil)
        #expect(reader.read(stroke).text == "1")
    }

    @Test("A drop is a blot, and a 0 of the same size is none")
    func drop() {
        func runs(hole: Int) -> [InkComponent.Run] {
            (-20...20).flatMap { y -> [InkComponent.Run] in
                let outer = Int(Float(21 * 21 - y * y).squareRoot()), inner = abs(y) < hole ? Int(Float(hole * hole - y * y).squareRoot()) : 0
                return inner > 0
                    ? [InkComponent.Run(y: 100 + y, start: 100 - outer, end: 100 - inner), InkComponent.Run(y: 100 + y, start: 100 + inner, end: 100 + outer)]
                    : [InkComponent.Run(y: 100 + y, start: 100 - outer, end: 100 + outer)]
            }
        }
        let paper = SheetBrightness(GrayPlane(width: 200, height: 200, values: [UInt8](repeating: 220, count: 40_000)))
        #expect(PaperMark(runs(hole: 0), on: paper, mayBeRing: true)?.reason == "a blot")
        #expect(PaperMark(runs(hole: 14), on: paper, mayBeRing: true)?.reason != "a blot")
    }

    @Test("A stroke that lies further aslant than anyone writes, as a staple does, is no 1 where it is alone; a slanting 1 is", arguments: [(45, ""), (20, "1")] as [(Float, String)])
    func staple(lean: Float, text: String) {
        var page = TestPage(width: 400, height: 400, gray: 220)
        let across = 40 * sin(lean * .pi / 180), down = 40 * cos(lean * .pi / 180)
        page.stroke((200 - across, 200 + down), (200 + across, 200 - down), ink: 60)
        page.photograph(darkest: 0.9, grain: 2)
        let reader = DigitReader(classifier: Always(digit: 1))
        #expect(reader.read(page.picture).text == text)
    }

    @Test("A paper clip is slimmer than a 0", arguments: [(30, ""), (70, "0")] as [(Float, String)])
    func clip(width: Float, text: String) {
        var page = TestPage(width: 400, height: 400, gray: 220)
        for step in 0..<720 {
            let angle = Float(step) * .pi / 360
            page.dot(200 + cos(angle) * width / 2, 200 + sin(angle) * 60, radius: 3, ink: 60)
        }
        page.photograph(darkest: 0.9, grain: 2)
        #expect(DigitReader(classifier: Always(digit: 0)).read(page.picture).text == text)
    }

    @Test("The wire of a binding, whose loops look like digits, is a pattern along the edge; a row of digits that are all alike is none elsewhere", arguments: [false, true])
    func wire(isAtEdge: Bool) {
        var page = TestPage(width: 800, height: 400, gray: 220)
        for place in 0..<14 { page.ring(40 + 54 * Float(place), isAtEdge ? 6 : 180, height: 40, ink: 60) }
        page.photograph(darkest: 0.9, grain: 2)
        let text = reader.read(page.picture).text
        #expect(text == (isAtEdge ? "" : String(repeating: "0", count: 14)))
    }

    @Test("A telephone beside a digit is too large for one, and is not cut")
    func telephone() {
        var page = TestPage(width: 800, height: 600, gray: 230)
        page.ring(220, 240, height: 120, radius: 6, ink: 40)
        for y in 100..<460 { for x in 560..<740 { for channel in 0..<3 { page.picture.bytes[4 * (800 * y + x) + channel] = 30 } } }
        page.photograph(darkest: 0.8, grain: 2)
        let recognition = reader.read(page.picture)
        #expect(recognition.text == "0" && recognition.rejected.map(\.reason) == ["too large for a digit"])
    }

    @Test("Solid marks in three rows are holes; letters stand in more rows under one another", arguments: [3, 12])
    func holes(rows: Int) {
        var page = TestPage(width: 900, height: 600, gray: 230)
        for row in 0..<rows { for place in 0..<8 { page.dot(60 + 70 * Float(row), 50 + 66 * Float(place), radius: 8, ink: 40) } }
        page.photograph(darkest: 0.8, grain: 2)
        let holes = reader.read(page.picture).rejected.count { $0.reason == "a hole of the binding" }
        #expect(holes == (rows == 3 ? 24 : 0))
    }

    @Test("A bar that lies level and alone is a line; a fold goes from one end of the sheet to the other")
    func lines() {
        var page = TestPage(width: 400, height: 400, gray: 220)
        page.stroke((100, 100), (160, 104), ink: 60)
        page.photograph(darkest: 0.9, grain: 2)
        let reader = DigitReader(classifier: Always(digit: 1))
        #expect(reader.read(page.picture).digits.isEmpty)
        let fold = sheet { x, y in abs(x - 150 - y / 20) < 2 ? 0.7 : 1 }
        #expect(reader.read(fold).digits.isEmpty)
    }
}

/// Takes everything for one digit.
private struct Always: DigitClassifier {
    let digit: Int
    let temperature: Float = 1
    func logits(_ images: [Float], count: Int) -> [Float] { (0..<count).flatMap { _ in (0..<10).map { $0 == digit ? 8 : 0 } } }
}
