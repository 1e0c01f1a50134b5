import DigitRecognition
import Foundation
import Pictures
import Testing

/// Takes every mark for a 1.
private struct Ones: DigitClassifier {
    let temperature: Float = 1
    func logits(_ images: [Float], count: Int) -> [Float] { (0..<count).flatMap { _ in [0, 9] + [Float](repeating: 0, count: 8) } }
}

/// Takes one stroke that goes down for a 1 and one ring for a 0, however narrow they are, and is unsure of all else.
struct StrokesAndRings: DigitClassifier {
    let temperature: Float = 1

    func logits(_ images: [Float], count: Int) -> [Float] {
        (0..<count).flatMap { image -> [Float] in
            let rows = (0..<28).map { y in (0..<28).map { images[784 * image + 28 * y + $0] > 0.35 } }.filter { $0.contains(true) }
            let runs = rows.map { row in zip([false] + row, row).count { !$0 && $1 } }
            let logits = [Float](repeating: 0, count: 8)
            guard let most = runs.max(), most <= 2, rows.count >= 12 else { return [0, 0] + logits }
            let isOpen = runs.prefix(2).contains(2) || runs.suffix(2).contains(2)
            return (most == 1 ? [0, 9] : isOpen || 2 * runs.count(where: { $0 == 2 }) < runs.count ? [0, 0] : [9, 0]) + logits
        }
    }
}

@Suite("Signs beside digits")
struct SignTests {
    private let reader = DigitReader(classifier: StrokesAndRings())

    private func stroke(_ page: inout TestPage, _ from: (Float, Float), _ to: (Float, Float), bow: Float = 0) { page.stroke(from, to, bow: bow) }

    /// Two rings, 60 pixels high, with room for a mark between them.
    private func rings() -> TestPage {
        var page = TestPage(width: 320, height: 160)
        page.ring(80, 50, height: 60)
        page.ring(220, 50, height: 60)
        return page
    }

    @Test("A slash is no 1 where the line has other 1s, a 1 that leans is one", arguments: [true, false])
    func slash(isSlash: Bool) {
        var page = TestPage(width: 500, height: 160)
        page.ring(80, 50, height: 60)
        page.bar(140, 50, height: 60)
        if isSlash { stroke(&page, (216, 38), (186, 122)) } else { stroke(&page, (206, 50), (194, 110)) }
        page.bar(260, 50, height: 60)
        page.ring(320, 50, height: 60)
        #expect(reader.read(page.picture).text == (isSlash ? "0110" : "01110"))
    }

    @Test("A slash that leans more than the hand is none of its 1s")
    func leaningSlash() {
        var page = rings()
        stroke(&page, (164, 38), (134, 122))
        #expect(reader.read(page.picture).text == "00")
    }

    @Test("Where all digits lean as far, a tall stroke is a 1")
    func slantedHand() {
        var page = TestPage(width: 320, height: 160)
        for x in [80, 220] as [Float] {
            for step in 0..<360 {
                let angle = Float(step) * .pi / 180
                page.dot(x + cos(angle) * 21 - 0.3 * sin(angle) * 30, 80 + sin(angle) * 30, radius: 3)
            }
        }
        stroke(&page, (160, 46), (140, 112))
        #expect(reader.read(page.picture).text == "010")
    }

    @Test("A vertical bar that looks out above and below is no 1", arguments: [true, false])
    func bar(isBar: Bool) {
        var page = rings()
        page.bar(150, isBar ? 30 : 44, height: isBar ? 100 : 72)
        #expect(reader.read(page.picture).text == (isBar ? "00" : "010"))
    }

    @Test("Parentheses and brackets are no 1s, straight strokes in their place are", arguments: [0, 1, 2])
    func brackets(kind: Int) {
        var page = TestPage(width: 320, height: 160)
        page.ring(120, 50, height: 60)
        page.ring(200, 50, height: 60)
        for (x, side) in [(60, -1), (260, 1)] as [(Float, Float)] {
            switch kind {
            case 0: stroke(&page, (x, 44), (x, 118), bow: side * 12)
            case 1:
                stroke(&page, (x, 44), (x, 116))
                for y in [44, 116] as [Float] { stroke(&page, (x, y), (x - side * 15, y)) }
            default: stroke(&page, (x, 50), (x, 110))
            }
        }
        #expect(reader.read(page.picture).text == (kind == 2 ? "1001" : "00"))
    }

    @Test("A stroke over a dot is an exclamation mark")
    func exclamation() {
        var page = rings()
        page.bar(280, 48, height: 42)
        page.dot(280, 107, radius: 4)
        #expect(reader.read(page.picture).text == "00")
    }

    @Test("Two small rings and a stroke are per cent")
    func perCent() {
        var page = rings()
        page.ring(258, 50, height: 24)
        stroke(&page, (288, 50), (262, 110))
        page.ring(292, 86, height: 24)
        #expect(reader.read(page.picture).text == "00")
    }

    @Test("Strokes nearer to each other than 1s are hatching", arguments: [(11, "00"), (20, "001111111")] as [(Float, String)])
    func hatching(pitch: Float, text: String) {
        var page = TestPage(width: 460, height: 160)
        page.ring(60, 50, height: 60)
        page.ring(130, 50, height: 60)
        for place in 0..<7 { page.bar(230 + pitch * Float(place), 60, height: 44, radius: 2) }
        #expect(reader.read(page.picture).text == text)
    }

    @Test("A stroke that lies is no 1, whatever the network says: a staple, a hyphen")
    func lyingStroke() {
        var page = TestPage(width: 200, height: 160)
        stroke(&page, (60, 80), (120, 50))
        #expect(DigitReader(classifier: Ones()).read(page.picture).text.isEmpty)
    }

    @Test("A 1 whose foot or flag is longer than it is high is a 1", arguments: [true, false])
    func wideOne(hasFoot: Bool) {
        var page = TestPage(width: 240, height: 160)
        page.bar(120, 40, height: 70)
        stroke(&page, hasFoot ? (75, 110) : (45, 85), hasFoot ? (165, 110) : (120, 40))
        #expect(DigitReader(classifier: Ones()).read(page.picture).text == "1")
    }

    @Test("A blot is no digit, whatever the network says")
    func blot() {
        var page = TestPage(width: 200, height: 160)
        page.dot(100, 80, radius: 30)
        #expect(DigitReader(classifier: Ones()).read(page.picture).text.isEmpty)
        page = TestPage(width: 200, height: 160)
        page.bar(100, 40, height: 70)
        #expect(DigitReader(classifier: Ones()).read(page.picture).text == "1")
    }
}

@Suite("Words beside numbers")
struct WordTests {
    private let reader = DigitReader(classifier: Shapes())

    private func cross(_ page: inout TestPage, _ x: Float, _ y: Float = 0) {
        page.stroke((x, y + 50), (x + 50, y + 110))
        page.stroke((x, y + 110), (x + 50, y + 50))
    }

    @Test("A ring among letters is a letter, the number beside the word is read", arguments: [true, false])
    func word(isWord: Bool) {
        var page = TestPage(width: 700, height: 160)
        if isWord { for x in [40, 180, 250] as [Float] { cross(&page, x) } }
        page.ring(137, 50, height: 60)
        page.bar(454, 50, height: 60)
        page.ring(500, 50, height: 60)
        page.ring(570, 50, height: 60)
        #expect(reader.read(page.picture).text == (isWord ? "100" : "0100"))
    }

    @Test("Many words leave a number what it is")
    func manyWords() {
        var page = TestPage(width: 1400, height: 160)
        for x in [40, 105, 170, 350, 415, 480, 545] as [Float] { cross(&page, x) }
        page.bar(814, 50, height: 60)
        for x in [860, 930, 1000] as [Float] { page.ring(x, 50, height: 60) }
        #expect(reader.read(page.picture).text == "1000")
    }

    @Test("More words than numbers leave a number what it is")
    func form() {
        var page = TestPage(width: 800, height: 560)
        for line in 0..<4 { for place in 0..<4 { cross(&page, 40 + 65 * Float(place), Float(130 * line)) } }
        page.bar(454, 440, height: 60)
        for x in [500, 570, 640] as [Float] { page.ring(x, 440, height: 60) }
        #expect(reader.read(page.picture).text == "1000")
    }

    @Test("Numbers in a page of words are read, also where it begins with nothing but words and they are larger; one number in a page of text is not", arguments: [40, 80])
    func numbersInText(height: Float) {
        func text(numbers: Int) -> String {
            var page = TestPage(width: 1700, height: 2050)
            for line in 0..<18 {
                let y = 30 + 110 * Float(line)
                for word in 0..<5 {
                    for mark in 0..<(word == 4 ? 6 : 5) {
                        let x = 40 + 290 * Float(word) + 42 * Float(mark)
                        if word == 4, line >= 18 - numbers {
                            page.ring(1210 + (0.7 * height + 14) * Float(mark), y, height: height)
                        } else {
                            page.stroke((x, y), (x + 28, y + 40))
                            page.stroke((x + 28, y), (x, y + 40))
                        }
                    }
                }
            }
            return reader.read(page.picture).text
        }
        #expect(text(numbers: 9) == [String](repeating: "000000", count: 9).joined(separator: "|"))
        #expect(text(numbers: 1).isEmpty)
    }

    @Test("Of a page on which numbers are larger than words, what is as small as a word is one though it looks like a number", arguments: [40, 80])
    func smallNumber(height: Float) {
        var page = TestPage(width: 1450, height: 1130)
        for line in 0..<10 {
            let y = 30 + 110 * Float(line)
            for word in 0..<3 {
                for mark in 0..<5 {
                    let x = 40 + 290 * Float(word) + 42 * Float(mark)
                    if line == 5, word == 1, mark < 3 { page.ring(x + 14, y, height: 40) }
                    guard line != 5 || word != 1 else { continue }
                    page.stroke((x, y), (x + 28, y + 40))
                    page.stroke((x + 28, y), (x, y + 40))
                }
            }
            for mark in 0..<6 { page.ring(940 + (0.7 * height + 14) * Float(mark), y, height: height) }
        }
        #expect(reader.read(page.picture).digits.count == (height == 80 ? 60 : 63))
    }

    @Test("A page of many words is told by some of them that look like numbers, and no more is asked")
    func glance() {
        let counted = Counted(classifier: Shapes())
        var page = TestPage(width: 1500, height: 2630)
        for line in 0..<36 {
            for word in 0..<5 {
                for mark in 0..<5 {
                    let x = 40 + 290 * Float(word) + 42 * Float(mark), y = 30 + 72 * Float(line)
                    // Of half of the words the last letters are low.
                    let height: Float = line % 2 == 0 && mark > 2 ? 26 : 40
                    page.stroke((x, y + 40 - height), (x + 28, y + 40))
                    page.stroke((x + 28, y + 40 - height), (x, y + 40))
                }
            }
        }
        #expect(DigitReader(classifier: counted).read(page.picture).digits.isEmpty)
        #expect(counted.questions < 400)
    }

    @Test("An n is not two 1s")
    func halves() {
        var page = TestPage(width: 400, height: 160)
        page.ring(80, 50, height: 60)
        page.ring(150, 50, height: 60)
        page.bar(260, 50, height: 60)
        page.bar(310, 50, height: 60)
        for step in 0...50 { page.dot(260 + Float(step), 52, radius: 3) }
        #expect(reader.read(page.picture).text == "00")
    }
}
