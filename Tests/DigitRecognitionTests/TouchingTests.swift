import DigitRecognition
import Foundation
import Pictures
import Testing

/// Takes what is one stroke in each row for a 1, and what is closed above and below, with a hole, for the given digit.
private struct RingsAre: DigitClassifier {
    let digit: Int
    var temperature: Float = 1

    func logits(_ images: [Float], count: Int) -> [Float] {
        (0..<count).flatMap { image -> [Float] in
            let runs = (0..<28).map { y in
                let row = images[784 * image + 28 * y..<784 * image + 28 * (y + 1)].map { $0 > 0.4 }
                return zip([false] + row, row).count { !$0 && $1 }
            }
            var logits = [Float](repeating: 0, count: 10)
            switch runs.max() {
            case 1: logits[1] = 9
            case 2: logits[digit] = 7
            default: break
            }
            return logits
        }
    }
}

@Suite("Digits that touch, and digits that look like two")
struct TouchingTests {
    @Test("A wide open 0 beside slim ones is one digit, however well its halves would do as 1s")
    func wide() {
        var page = TestPage(width: 460, height: 160)
        for x in [50, 110, 170, 230] as [Float] { page.oval(x, 40, width: 36, height: 70) }
        page.oval(330, 40, width: 68, height: 70, openTop: true)
        #expect(DigitReader(classifier: RingsAre(digit: 0)).read(page.picture).text == "00000")
    }

    @Test("Ink that falls into digits may be a letter, unless one of them is a digit that is no part of any letter", arguments: [0, 8])
    func pair(digit: Int) {
        var page = TestPage(width: 300, height: 160)
        page.oval(100, 40, width: 36, height: 80)
        page.oval(142, 40, width: 36, height: 80)
        let recognition = DigitReader(classifier: RingsAre(digit: digit)).read(page.picture)
        #expect(recognition.text == "\(digit)\(digit)")
        for read in recognition.digits { #expect(digit == 8 ? read.confidence > 0.9 : read.confidence < 0.7) }
    }

    @Test("What may be a letter is none in a number of four plain digits", arguments: [1, 2])
    func number(pairs: Int) {
        var page = TestPage(width: 400, height: 160)
        for pair in 0..<pairs { for x in [100, 142] as [Float] { page.oval(x + 100 * Float(pair), 40, width: 36, height: 80) } }
        let recognition = DigitReader(classifier: RingsAre(digit: 6)).read(page.picture)
        #expect(recognition.text == String(repeating: "66", count: pairs))
        for read in recognition.digits { #expect(pairs == 2 ? read.confidence > 0.9 : read.confidence < 0.7) }
    }

    @Test("A long row of digits that touch is no bar")
    func row() {
        var page = TestPage(width: 480, height: 160, gray: 230)
        for place in 0..<10 { page.oval(60 + 39 * Float(place), 50, width: 34, height: 60) }
        page.photograph(darkest: 0.8, grain: 1)
        let recognition = DigitReader(classifier: RingsAre(digit: 8)).read(page.picture)
        #expect(recognition.text.count >= 8)
    }

    @Test("Ink that can only be cut into digits that are hardly likely is none, unless a digit stands beside it", arguments: [false, true])
    func unlikely(isAlone: Bool) {
        var page = TestPage(width: 460, height: 160)
        page.oval(100, 40, width: 36, height: 80)
        page.oval(142, 40, width: 36, height: 80)
        if !isAlone { page.oval(280, 40, width: 36, height: 80) }
        // At this temperature a ring is a 0 by 0.73, and by half as much where it may be a part of a letter.
        let recognition = DigitReader(classifier: RingsAre(digit: 0, temperature: 2.2)).read(page.picture)
        #expect(recognition.text == (isAlone ? "" : "000"))
        #expect(recognition.rejected.count == (isAlone ? 1 : 0))
    }
}

extension TestPage {
    /// An upright oval between its middle column and its top row, the stroke's middle line `width` across; perhaps with a gap at the top.
    fileprivate mutating func oval(_ x: Float, _ y: Float, width: Float, height: Float, openTop: Bool = false) {
        for step in 0..<720 {
            let angle = Float(step) * .pi / 360
            if openTop, (525...555).contains(step) { continue }
            dot(x + cos(angle) * width / 2, y + height / 2 + sin(angle) * height / 2, radius: 3)
        }
    }
}
