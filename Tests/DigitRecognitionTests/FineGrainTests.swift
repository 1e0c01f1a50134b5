import DigitRecognition
import Foundation
import Pictures
import Testing

@Suite("Digits of a few pixels, and grains as dark as ink")
struct FineGrainTests {
    private let reader = DigitReader(classifier: Shapes())

    @Test("Noise whose grains are nearly as dark as the strokes", arguments: [20, 30, 40])
    func grain(of levels: Int) {
        var page = TestPage.twoLines(gray: 215, ink: 110)
        page.photograph(darkest: 0.85, grain: levels)
        #expect(reader.read(page.picture).text == "1001|01")
        #expect(reader.read(page.picture).digits.allSatisfy { (50...80).contains($0.box.height) })
    }

    @Test("A photograph in which the digits are ten pixels high and a pixel apart, or less", arguments: [4, 5, 6, 7, 8])
    func small(factor: Int) throws {
        var large = TestPage(width: 480, height: 240, gray: 215)
        for column in 0..<5 { large.ring(70 + 62 * Float(column), 60 + 6 * Float(column), height: 60, radius: 4, ink: 60) }
        large.bar(70 + 62 * 5 - 16, 90, height: 60, radius: 4, ink: 60)
        let page = large.reduced(by: factor, grain: 3)
        let recognition = reader.read(page)
        #expect(recognition.text == "000001")
    }

    @Test("One digit that is eight pixels high")
    func tiny() throws {
        var large = TestPage(width: 240, height: 240, gray: 215)
        large.ring(120, 80, height: 80, radius: 5, ink: 60)
        let digit = try #require(reader.read(large.reduced(by: 10, grain: 2), options: ReadingOptions(single: true)).digits.first)
        #expect(digit.digit == 0 && abs(digit.box.x + digit.box.width / 2 - 12) <= 1 && (8...11).contains(digit.box.height))
    }
}
