import DigitRecognition
import Foundation
import Pictures
import Testing

/// Takes a ring that is closed on all sides, with nothing in it, for a 0, and a bare upright stroke for a 1; whatever else is drawn is no digit to it.
private struct WholeRings: DigitClassifier {
    let temperature: Float = 1

    func logits(_ images: [Float], count: Int) -> [Float] {
        (0..<count).flatMap { image -> [Float] in
            let inked = (0..<784).map { images[784 * image + $0] > 0.35 }
            let columns = (0..<28).filter { x in (0..<28).contains { inked[28 * $0 + x] } }, rows = (0..<28).filter { y in inked[28 * y..<28 * (y + 1)].contains(true) }
            var logits = [Float](repeating: 0, count: 10)
            guard let left = columns.first, let right = columns.last, let top = rows.first, let bottom = rows.last else { return logits }
            func runs(_ line: [Bool]) -> Int { zip([false] + line, line).count { !$0 && $1 } }
            let across = rows.map { y in runs((0..<28).map { inked[28 * y + $0] }) }, down = columns.map { x in runs((0..<28).map { inked[28 * $0 + x] }) }
            // All rows but the first and last few are two strokes apart, and all columns too.
            let isRing = across.dropFirst(5).dropLast(5).allSatisfy { $0 == 2 } && down.dropFirst(5).dropLast(5).allSatisfy { $0 == 2 } && (across + down).allSatisfy { $0 <= 2 }
            if 3 * (right - left + 1) < bottom - top + 1 { logits[1] = 9 } else if isRing, 2 * (right - left) > bottom - top { logits[0] = 9 }
            return logits
        }
    }
}

@Suite("Digits whose strokes cross")
struct OverlapTests {
    private let reader = DigitReader(classifier: WholeRings())

    @Test("Rings that cross are given their own strokes, also beyond the crossing")
    func rings() {
        let overlap: Float = 18, radius: Float = 4
        var page = TestPage(width: 300, height: 180)
        page.ring(90, 40, width: 64, height: 90, radius: radius)
        page.ring(154 - overlap, 44, width: 64, height: 84, radius: radius)
        let recognition = reader.read(page.picture)
        #expect(recognition.text == "00")
        guard recognition.digits.count == 2 else { return }
        // Each box holds the whole ring: a cut from top to bottom would take the arc within the other one from it.
        for (digit, left) in zip(recognition.digits, [58, 122 - overlap]) {
            #expect(abs(Float(digit.box.x) - (left - radius)) <= 2)
            #expect(abs(Float(digit.box.x + digit.box.width) - (left + 64 + radius)) <= 2)
        }
    }

    @Test("What falls into nothing but strokes is a letter or a sign", arguments: [0, 1])
    func letters(letter: Int) {
        var page = TestPage(width: 300, height: 180)
        page.stroke((80, 40), (110, 130))
        page.stroke((140, 40), (110, 130))
        if letter == 1 {
            page.stroke((140, 40), (170, 130))
            page.stroke((200, 40), (170, 130))
        }
        #expect(reader.read(page.picture).digits.isEmpty)
    }

    @Test("Of a line in which hardly anything is a digit nothing is cut")
    func text() {
        let letters = 15
        func questions(rings: Int) -> Int {
            var page = TestPage(width: 1480, height: 180)
            for place in 0..<letters {
                let x = 90 + 96 * Float(place)
                if place < rings {
                    page.ring(x, 40, width: 60, height: 90, radius: 4)
                } else {
                    for upright in [x - 34, x, x + 34] { page.bar(upright, 40, height: 90, radius: 4) }
                    page.stroke((x - 34, 85), (x + 34, 85), radius: 4)
                }
            }
            let classifier = Counted(classifier: WholeRings())
            let recognition = DigitReader(classifier: classifier).read(page.picture)
            #expect(recognition.text == String(repeating: "0", count: rings))
            return classifier.questions
        }
        #expect(questions(rings: 0) < 5 * letters)
        // Among digits they may be digits that touch.
        #expect(questions(rings: 10) > 5 * letters)
    }
}

extension TestPage {
    /// An upright ring around the middle column `x`, whose highest point is in row `y`; measured along the stroke's middle line.
    fileprivate mutating func ring(_ x: Float, _ y: Float, width: Float, height: Float, radius: Float) {
        for step in 0..<720 {
            let angle = Float(step) * .pi / 360
            dot(x + cos(angle) * width / 2, y + height / 2 + sin(angle) * height / 2, radius: radius)
        }
    }
}

@Suite("Strokes shared out in vain")
struct TangleTests {
    /// Lines of rings, and eight crosses in each that cannot be shared out into digits.
    private func page(lines: Int) -> Picture {
        var page = TestPage(width: 2000, height: 130 * lines + 40)
        for line in 0..<lines {
            for place in 0..<20 {
                let x = 50 + 95 * Float(place), y = 40 + 130 * Float(line)
                if place % 5 < 2 {
                    page.stroke((x - 25, y), (x + 25, y + 60))
                    page.stroke((x - 25, y + 60), (x + 25, y))
                } else {
                    page.ring(x, y, height: 60)
                }
            }
        }
        return page.picture
    }

    @Test("Where hardly any ink of a page can be shared out by its strokes, no more of it is tried")
    func givenUp() {
        func questions(lines: Int) -> Int {
            let classifier = Counted(classifier: Shapes())
            let recognition = DigitReader(classifier: classifier).read(page(lines: lines))
            #expect(recognition.text == [String](repeating: "000000000000", count: lines).joined(separator: "|"))
            return classifier.questions
        }
        #expect(questions(lines: 4) < 3 * questions(lines: 1))
    }
}
