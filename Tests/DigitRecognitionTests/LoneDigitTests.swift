import DigitRecognition
import Pictures
import Testing

/// Photos of one large digit whose ink is not what seems to be ink at first.
@Suite struct LoneDigitTests {
    private let reader = DigitReader(classifier: Shapes())

    private func texts(_ page: TestPage) -> [String] {
        [true, false].map { reader.read(page.picture, options: ReadingOptions(single: $0)).text }
    }

    /// Paper with thin printed lines in both directions.
    private func squaredPaper(width: Int, height: Int) -> TestPage {
        var page = TestPage(width: width, height: height, gray: 240)
        for x in stride(from: Float(25), to: Float(width), by: 52) { page.stroke((x, 0), (x, Float(height)), radius: 0.8, ink: 150) }
        for y in stride(from: Float(31), to: Float(height), by: 52) { page.stroke((0, y), (Float(width), y), radius: 0.8, ink: 150) }
        return page
    }

    @Test("A stroke many times wider than the lines of the paper is no light on it")
    func thickStrokesOnSquaredPaper() {
        var page = squaredPaper(width: 300, height: 360)
        page.ring(150, 90, height: 180, radius: 14, ink: 40)
        page.photograph(darkest: 0.75, grain: 3)
        #expect(texts(page)[0] == "0")
    }

    @Test("Light strokes on a dark board are found beside a highlight")
    func lightOnDark() {
        var page = TestPage(width: 300, height: 360, gray: 225)
        page.ring(150, 90, height: 180, radius: 14, ink: 30)
        for y in 0..<360 {
            for x in 0..<300 {
                let away = Float((x - 280) * (x - 280) + (y - 330) * (y - 330)) / 3000
                for channel in 0..<3 {
                    let index = 4 * (y * 300 + x) + channel
                    page.picture.bytes[index] = UInt8(min(255 - Float(page.picture.bytes[index]) + 60 / (1 + away), 255))
                }
            }
        }
        page.photograph(darkest: 0.8, grain: 3)
        #expect(texts(page)[0] == "0")
    }

    @Test("A digit that was cut out along its ink is one without being told so")
    func cutOutTightly() {
        var page = TestPage(width: 84, height: 118, gray: 230)
        page.ring(42, 4, height: 110, radius: 4, ink: 40)
        page.photograph(darkest: 0.8, grain: 2)
        #expect(texts(page) == ["0", "0"])
    }

    @Test("What comes in from the picture's edge stands not alone")
    func strokeFromTheEdge() {
        var page = TestPage(width: 300, height: 360, gray: 230)
        page.stroke((120, 150), (150, 359), radius: 12, ink: 60)
        page.photograph(darkest: 0.75, grain: 3)
        #expect(reader.read(page.picture).text == "")
    }

    @Test("Of a blank sheet the table at its upper and right edge is no 7", arguments: [0, 60])
    func tableAtTheEdge(moved: Int) {
        var page = TestPage(width: 400, height: 560, gray: 215)
        // A bar and a stem, once as the picture's edge, once as far from it as a digit's strokes are.
        for y in 0..<560 {
            for x in 0..<400 where (y >= moved && y < moved + 8 && x > 180) || (x >= 392 - moved && x < 400 - moved && y < 380) {
                for channel in 0..<3 { page.picture.bytes[4 * (400 * y + x) + channel] = 30 }
            }
        }
        page.photograph(darkest: 0.9, grain: 2)
        let recognition = DigitReader(classifier: AlwaysSeven()).read(page.picture, options: ReadingOptions(single: true))
        #expect(recognition.text == (moved == 0 ? "" : "7"))
    }
}

/// Takes everything for a 7.
private struct AlwaysSeven: DigitClassifier {
    let temperature: Float = 1

    func logits(_ images: [Float], count: Int) -> [Float] { (0..<count).flatMap { _ in (0..<10).map { $0 == 7 ? Float(9) : 0 } } }
}
