import DigitRecognition
import Foundation
import Pictures
import Testing

@Suite("Digits in fragments and digits that touch those below")
struct FragmentTests {
    private let reader = DigitReader(classifier: StrokesAndRings())

    @Test("A ring of three arcs is one digit where it stands alone")
    func loneRing() throws {
        var page = TestPage(width: 300, height: 260)
        page.ellipse(150, 130, across: 49, down: 70, without: [20...50, 130...160, 215...245])
        let recognition = reader.read(page.picture)
        #expect(recognition.text == "0")
        #expect(abs(try #require(recognition.digits.first).box.height - 146) <= 3)
    }

    @Test("Two strokes alone are two digits")
    func twoStrokes() {
        var page = TestPage(width: 200, height: 160)
        page.bar(80, 40, height: 70)
        page.bar(120, 40, height: 70)
        #expect(reader.read(page.picture).text == "11")
    }

    @Test("The upper and the lower half of a ring are one digit of a line")
    func halves() {
        var page = TestPage(width: 300, height: 160)
        page.bar(60, 30, height: 80)
        page.ellipse(150, 70, across: 28, down: 40, without: [0...10, 170...190, 350...359])
        page.bar(240, 30, height: 80)
        #expect(reader.read(page.picture).text == "101")
    }

    @Test("Digits of two lines that touch are cut, a digit as high alone is not")
    func touchingLines() {
        var page = TestPage(width: 400, height: 260)
        for x in [80, 220] as [Float] {
            page.ring(x, 40, height: 60)
            page.ring(x, 112, height: 60)
        }
        page.ring(150, 40, height: 64)
        page.ring(150, 109, height: 64)
        #expect(reader.read(page.picture).text == "000|000")

        page = TestPage(width: 400, height: 260)
        for x in [80, 200] as [Float] { page.ring(x, 30, height: 120) }
        for x in [60, 110, 160, 210] as [Float] { page.ring(x, 190, height: 50, radius: 2) }
        #expect(reader.read(page.picture).text == "00|0000")
    }

    @Test("The foot of a tall digit is not cut off it")
    func foot() {
        struct NoDigits: DigitClassifier {
            let temperature: Float = 1
            /// A stroke is a 1; what has a foot is nothing in particular.
            func logits(_ images: [Float], count: Int) -> [Float] {
                (0..<count).flatMap { image -> [Float] in
                    let widths = (0..<28).map { y in (0..<28).count { images[784 * image + 28 * y + $0] > 0.4 } }
                    return [0, (widths.max() ?? 0) > 9 ? 1.5 : 9] + [Float](repeating: 0, count: 8)
                }
            }
        }
        var page = TestPage(width: 400, height: 200)
        for x in [60, 110, 160, 210] as [Float] { page.bar(x, 80, height: 50) }
        page.bar(290, 40, height: 90)
        for step in 0...50 { page.dot(265 + Float(step), 130, radius: 3) }
        #expect(DigitReader(classifier: NoDigits()).read(page.picture).text == "11111")
    }
}
