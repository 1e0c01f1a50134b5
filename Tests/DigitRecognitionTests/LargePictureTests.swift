import DigitRecognition
import Pictures
import Testing

@Suite("Pictures as large as a telephone takes them")
struct LargePictureTests {
    private let reader = DigitReader(classifier: Shapes())

    @Test("The digits of several lines are asked about together")
    func together() {
        let shapes = Counted(classifier: Shapes())
        var page = TestPage(width: 420, height: 500, gray: 225)
        for line in 0..<4 { for place in 0..<3 { page.ring(80 + 100 * Float(place), 30 + 115 * Float(line), height: 60, ink: 60) } }
        page.photograph(darkest: 0.7, grain: 3)
        #expect(DigitReader(classifier: shapes).read(page.picture).text == "000|000|000|000")
        #expect((shapes.calls, shapes.questions) == (1, 12))
    }

    @Test("A sheet that lies by more than an eighth of a turn is read one way after a look at some of its marks")
    func slanted() {
        var sheet = TestPage(width: 640, height: 560, gray: 230)
        for line in 0..<6 { for place in 0..<5 { sheet.ring(70 + 122 * Float(place), 30 + 88 * Float(line), height: 50, ink: 40) } }
        var table = TestPage(width: 900, height: 900, gray: 45)
        table.lay(sheet.picture, at: (450, 450), turned: 0.95)
        table.photograph(darkest: 0.8, grain: 3)
        let shapes = Counted(classifier: Shapes())
        #expect(DigitReader(classifier: shapes).read(table.picture).text == [String](repeating: "00000", count: 6).joined(separator: "|"))
        #expect(shapes.questions <= 100)
    }

    @Test("A telephone is no digit though its screen is less dark than its rim; a rim around paper may be one", arguments: [true, false])
    func telephone(isDark: Bool) {
        var page = TestPage(width: 2000, height: 1500, gray: 225)
        page.ring(560, 640, height: 250, radius: 8, ink: 50)
        for y in 250..<1100 {
            for x in 1450..<1850 {
                let isScreen = (280..<1070).contains(y) && (1465..<1835).contains(x)
                if isScreen, !isDark { continue }
                for channel in 0..<3 { page.picture.bytes[4 * (2000 * y + x) + channel] = isScreen ? 60 : 25 }
            }
        }
        page.photograph(darkest: 0.85, grain: 2)
        let shapes = Counted(classifier: Shapes()), recognition = DigitReader(classifier: shapes).read(page.picture)
        #expect(recognition.digits.contains { $0.digit == 0 && $0.box.x < 700 })
        #expect(recognition.rejected.contains { $0.reason == "too large for a digit" && $0.box.x > 1300 } == isDark)
        #expect((shapes.questions == 1) == isDark)
    }

    /// Bars and rings that fade out over some pixels, and among them the shadow of a ring.
    private func page(fading: Int, shadowFading: Int?) -> Picture {
        var page = TestPage(width: 1400, height: 500, gray: 225)
        page.bar(150, 120, height: 260, radius: 26, ink: 50)
        page.ring(400, 120, height: 260, radius: 26, ink: 50)
        page.bar(650, 120, height: 260, radius: 26, ink: 50)
        page.picture.soften(by: fading, columns: 0..<1400)
        if let shadowFading {
            page.ring(950, 120, height: 260, radius: 26, ink: 50)
            page.picture.soften(by: shadowFading, columns: 800..<1400)
        }
        page.photograph(darkest: 0.9, grain: 2)
        return page.picture
    }

    @Test("A line of large digits out of focus", arguments: [1, 6, 10])
    func outOfFocus(fading: Int) { #expect(reader.read(page(fading: fading, shadowFading: nil)).text == "101") }

    @Test("Beside digits in focus, what is as blurred is a shadow")
    func shadow() {
        #expect(reader.read(page(fading: 1, shadowFading: 1)).text == "1010")
        #expect(reader.read(page(fading: 1, shadowFading: 10)).text == "101")
    }
}

private extension Picture {
    /// Takes the mean over squares of 2 `radius` + 1 pixels along each side, twice.
    mutating func soften(by radius: Int, columns: Range<Int>) {
        for _ in 0..<2 {
            for (step, isRow) in [(4, true), (4 * width, false)] {
                let old = bytes
                for y in 0..<height {
                    for x in columns {
                        let place = isRow ? x : y, last = isRow ? width - 1 : height - 1, here = 4 * (y * width + x)
                        let near = max(place - radius, 0)...min(place + radius, last)
                        let mean = UInt8(near.reduce(0) { $0 + Int(old[here + ($1 - place) * step]) } / near.count)
                        for channel in 0..<3 { bytes[here + channel] = mean }
                    }
                }
            }
        }
    }
}
