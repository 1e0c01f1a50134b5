import DigitRecognition
import Foundation
import Pictures
import Testing

@Suite("What is no digit")
struct RefusalTests {
    private let reader = DigitReader(classifier: Shapes())

    @Test("What is like no digit is refused, with a reason")
    func refusal() throws {
        var page = TestPage(width: 200, height: 200)
        for step in 0...80 { page.dot(60 + Float(step), 60 + Float(step), radius: 5); page.dot(140 - Float(step), 60 + Float(step), radius: 5) }
        let recognition = reader.read(page.picture)
        #expect(recognition.digits.isEmpty)
        #expect(try #require(recognition.rejected.first).reason == "not like any digit")
    }

    @Test("A bare stroke among many marks that are no digits is none either")
    func otherPage() {
        var page = TestPage(width: 700, height: 120)
        page.bar(40, 30, height: 60)
        for place in 1..<7 {
            let left = Float(40 + 90 * place)
            for step in 0...60 { page.dot(left + Float(step), 30 + Float(step), radius: 3); page.dot(left + Float(60 - step), 30 + Float(step), radius: 3) }
        }
        let recognition = reader.read(page.picture)
        #expect(recognition.digits.isEmpty && recognition.rejected.count == 7)
        // Without refusing anything, all are read as something.
        #expect(DigitReader(classifier: Shapes(), refusal: .nothing).read(page.picture).digits.count == 7)
    }

    @Test("Of more than a hundred marks most are clear digits, or they are letters", arguments: [(4, 48), (6, 0)])
    func text(lines: Int, digits: Int) {
        var page = TestPage(width: 1900, height: 100 * lines + 40)
        for line in 0..<lines {
            for place in 0..<20 {
                let left = 40 + 92 * Float(place), top = 30 + 100 * Float(line)
                if place % 5 < 3 {
                    page.ring(left + 20, top, height: 50)
                } else {
                    page.stroke((left, top), (left + 45, top + 50))
                    page.stroke((left + 45, top), (left, top + 50))
                }
            }
        }
        #expect(reader.read(page.picture).digits.count == digits)
    }

    @Test("A row of strokes without end is a pattern", arguments: [11, 12])
    func stripes(count: Int) {
        var page = TestPage(width: 700, height: 140)
        for place in 0..<count { page.bar(40 + 50 * Float(place), 30, height: 70) }
        #expect(reader.read(page.picture).text == (count == 11 ? String(repeating: "1", count: 11) : ""))
    }

    @Test("A page of strokes is a script with thick and thin ones though some look like another digit", arguments: [2, 4])
    func script(others: Int) {
        var page = TestPage(width: 800, height: 460)
        for line in 0..<6 {
            for place in 0..<10 {
                let x = 50 + 70 * Float(place), y = 30 + 70 * Float(line)
                if place % 5 < others / 2 { page.ring(x, y, height: 40) } else { page.bar(x, y, height: 40) }
            }
        }
        #expect(reader.read(page.picture).digits.count == (others == 2 ? 0 : 60))
    }

    @Test("What is read with hardly any confidence is shown, but a page of it is none of digits", arguments: [3, 9])
    func doubtfulMarks(count: Int) {
        struct Doubtful: DigitClassifier {
            let temperature: Float = 1
            // exp(1.8) of exp(1.8) + 9: 0.40.
            func logits(_ images: [Float], count: Int) -> [Float] { (0..<count).flatMap { _ in [1.8] + [Float](repeating: 0, count: 9) } }
        }
        var page = TestPage(width: 900, height: 120)
        for place in 0..<count { page.ring(Float(50 + 90 * place), 30, height: 60) }
        let recognition = DigitReader(classifier: Doubtful()).read(page.picture)
        #expect(recognition.digits.count == (count == 3 ? 3 : 0))
        #expect(recognition.rejected.count == (count == 3 ? 0 : 9))
    }

    @Test("Silhouettes are no signs of a page of digits, however sure the network is of them", arguments: [4, 26])
    func silhouettes(radius: Int) {
        struct Sure: DigitClassifier {
            let temperature: Float = 1
            func logits(_ images: [Float], count: Int) -> [Float] { (0..<count).flatMap { _ in [Float](repeating: 0, count: 8) + [9, 0] } }
        }
        var page = TestPage(width: 1000, height: 160)
        for place in 0..<8 { page.bar(Float(60 + 120 * place), 50, height: 60, radius: Float(radius)) }
        let recognition = DigitReader(classifier: Sure()).read(page.picture)
        #expect(recognition.digits.count == (radius == 4 ? 8 : 0))
        #expect(recognition.digits.count + recognition.rejected.count == 8)
    }
}
