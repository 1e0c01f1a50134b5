import DigitRecognition
import Foundation
import Pictures
import Testing

@Suite("Reading photos")
struct PhotoReadingTests {
    private let reader = DigitReader(classifier: Shapes())

    @Test("A photo: light that falls off to a third, and grain")
    func photo() {
        var page = TestPage.twoLines(gray: 225, ink: 60)
        page.photograph(darkest: 0.35, grain: 6)
        #expect(reader.read(page.picture).text == "1001|01")
    }

    @Test("Ruled and squared paper", arguments: [false, true])
    func ruledPaper(isSquared: Bool) {
        var page = TestPage.twoLines(gray: 235, ink: 40)
        for offset in stride(from: 22, to: 420, by: 36) {
            // Rules climb a little, as the sheet never lies quite straight.
            if offset < 296 { for x in 0..<420 { page.dot(Float(x) + 0.5, Float(offset) + Float(x) * 0.01, radius: 0.8, ink: 130) } }
            if isSquared { for y in 0..<300 { page.dot(Float(offset) - Float(y) * 0.01, Float(y) + 0.5, radius: 0.8, ink: 130) } }
        }
        page.photograph(darkest: 0.7, grain: 3)
        #expect(reader.read(page.picture).text == "1001|01")
    }

    @Test("Squares that are printed strongly, seen aslant: their lines cross the writing in many directions, but the writing is darker")
    func strongSquares() {
        var page = TestPage.twoLines(gray: 235, ink: 20)
        for offset in stride(from: Float(14), to: 420, by: 24) {
            let slope = 0.06 * (offset - 150) / 150
            for x in 0..<420 where offset < 290 {
                let y = offset + slope * Float(x)
                if y > 1, y < 298 { page.dot(Float(x) + 0.5, y, radius: 0.9, ink: 120) }
            }
            for y in 0..<300 { page.dot(min(max(offset - 0.5 * slope * Float(y), 2), 417), Float(y) + 0.5, radius: 0.9, ink: 120) }
        }
        page.photograph(darkest: 0.7, grain: 3)
        #expect(reader.read(page.picture).text == "1001|01")
    }

    @Test("Faint pencil on a photo")
    func pencil() {
        var page = TestPage.twoLines(gray: 225, ink: 165)
        page.photograph(darkest: 0.7, grain: 4)
        #expect(reader.read(page.picture).text == "1001|01")
    }

    @Test("A photo of an empty sheet holds nothing, whatever the light and the grain", arguments: [(0.9, 2), (0.4, 6), (0.25, 12)] as [(Float, Int)])
    func emptyPhoto(darkest: Float, grain: Int) {
        var page = TestPage(width: 600, height: 400, gray: 230)
        page.photograph(darkest: darkest, grain: grain)
        #expect(reader.read(page.picture).digits.isEmpty)
    }

    @Test("A sheet that lies slanted on a dark table")
    func slantedSheet() throws {
        let sheet = TestPage.twoLines(gray: 230, ink: 40).picture
        let angle: Float = 0.35
        var table = TestPage(width: 700, height: 600, gray: 45)
        table.lay(sheet, at: (350, 300), turned: angle)
        table.photograph(darkest: 0.8, grain: 3)
        let recognition = reader.read(table.picture)
        #expect(recognition.text == "1001|01")
        // The first bar's middle, (60, 70) on the sheet, turned.
        let box = try #require(recognition.digits.first).box
        let expected = (x: 350 + cos(angle) * -150 - sin(angle) * -80, y: 300 + sin(angle) * -150 + cos(angle) * -80)
        #expect(abs(Float(box.x) + Float(box.width) / 2 - expected.x) < 8)
        #expect(abs(Float(box.y) + Float(box.height) / 2 - expected.y) < 8)
    }

    @Test("The edge of a shadow that lies across the digits is no ink", arguments: [0.35, 0.6] as [Float])
    func shadow(depth: Float) {
        var page = TestPage.twoLines(gray: 225, ink: 60)
        for y in 0..<300 {
            for x in 0..<420 {
                // From light to shadow within four pixels, along a slanted line through both lines of digits.
                let inside = min(max((Float(x) - 150 - 0.5 * Float(y)) / 4, 0), 1)
                for channel in 0..<3 {
                    let index = 4 * (y * 420 + x) + channel
                    page.picture.bytes[index] = UInt8(Float(page.picture.bytes[index]) * (1 - inside * (1 - depth)))
                }
            }
        }
        page.photograph(darkest: 0.8, grain: 3)
        #expect(reader.read(page.picture).text == "1001|01")
    }

    @Test("Light ink on a dark photo")
    func darkPhoto() {
        var page = TestPage.twoLines(gray: 225, ink: 60).picture
        for i in page.bytes.indices where i % 4 != 3 { page.bytes[i] = 255 - page.bytes[i] }
        var dark = TestPage(width: 420, height: 300)
        dark.picture = page
        dark.photograph(darkest: 0.6, grain: 3)
        #expect(reader.read(dark.picture).text == "1001|01")
    }

    @Test("Chalk on a board, most of which shines")
    func glare() {
        let page = TestPage.twoLines(gray: 225, ink: 60).picture
        var board = TestPage(width: 420, height: 420)
        for y in 0..<420 {
            // From 150 down, light of half the chalk's brightness.
            let shine = 90 / (1 + exp(-(Float(y) - 150) / 25))
            for x in 0..<420 {
                let chalk = y < 300 ? 245 - Float(page.bytes[4 * (420 * y + x)]) : 20
                for channel in 0..<3 { board.picture.bytes[4 * (420 * y + x) + channel] = UInt8(min(chalk + shine, 255)) }
            }
        }
        board.photograph(darkest: 0.8, grain: 3)
        #expect(reader.read(board.picture).text == "1001|01")
    }

    @Test("Ruled paper that lies turned", arguments: [-0.15, 0.1] as [Float])
    func turnedRules(slope: Float) {
        var page = TestPage.twoLines(gray: 235, ink: 40)
        for offset in stride(from: -60, to: 380, by: 44) {
            for x in 0..<420 {
                let y = Float(offset) + Float(x) * slope
                if y > 0, y < 299 { page.dot(Float(x) + 0.5, y, radius: 0.8, ink: 130) }
            }
        }
        page.photograph(darkest: 0.7, grain: 3)
        #expect(reader.read(page.picture).text == "1001|01")
    }

    @Test("Of a small sheet on a table the digit is read and not the sheet's edge")
    func smallSheet() throws {
        var page = TestPage(width: 100, height: 110, gray: 70)
        for y in 10..<100 { for x in 8..<92 { for channel in 0..<3 { page.picture.bytes[4 * (100 * y + x) + channel] = 225 } } }
        page.ring(50, 30, height: 48, radius: 2, ink: 40)
        page.photograph(darkest: 0.8, grain: 3)
        let digit = try #require(reader.read(page.picture, options: ReadingOptions(single: true)).digits.first)
        #expect(digit.digit == 0)
        #expect(abs(digit.box.x - 31) < 5 && abs(digit.box.y - 28) < 5 && abs(digit.box.width - 38) < 8 && abs(digit.box.height - 52) < 8)
    }

    @Test("Light ink on a dark card that lies on a light table")
    func darkCard() {
        var page = TestPage(width: 700, height: 420, gray: 60)
        for y in 90..<330 { for x in 110..<590 { for channel in 0..<3 { page.picture.bytes[4 * (700 * y + x) + channel] = 215 } } }
        page.bar(260, 170, height: 80, ink: 30)
        page.ring(340, 170, height: 80, ink: 30)
        page.ring(440, 170, height: 80, ink: 30)
        page.photograph(darkest: 0.9, grain: 3)
        for i in page.picture.bytes.indices where i % 4 != 3 { page.picture.bytes[i] = 255 - page.picture.bytes[i] }
        #expect(reader.read(page.picture).text == "100")
    }

    @Test("Pencil that is hardly darker than the paper")
    func faintPencil() {
        var page = TestPage.twoLines(gray: 225, ink: 204)
        page.photograph(darkest: 0.8, grain: 2)
        #expect(reader.read(page.picture).text == "1001|01")
    }

    @Test("The holes of a binding are no digits, also where the sheet lies turned", arguments: [0, 0.06] as [Float])
    func binding(slope: Float) {
        var page = TestPage.twoLines(gray: 225, ink: 60)
        for y in stride(from: Float(14), to: 300, by: 28) { page.dot(14 + slope * y, y, radius: 7, ink: 30) }
        page.photograph(darkest: 0.7, grain: 3)
        #expect(reader.read(page.picture).text == "1001|01")
    }

    @Test("The light that two shadows leave in a corner is no sheet")
    func litCorner() {
        var page = TestPage.twoLines(gray: 225, ink: 60)
        for y in 0..<300 {
            for x in 0..<420 where x > 175 || y > 140 {
                for channel in 0..<3 {
                    let index = 4 * (y * 420 + x) + channel
                    page.picture.bytes[index] = UInt8(Float(page.picture.bytes[index]) * 0.6)
                }
            }
        }
        page.photograph(darkest: 0.8, grain: 3)
        let found = reader.read(page.picture).text
        #expect(found == "1001|01")
    }

    @Test("The inside of a thick ring is no sheet")
    func thickRing() {
        var page = TestPage(width: 130, height: 150, gray: 225)
        page.ring(65, 25, height: 100, radius: 9, ink: 50)
        page.photograph(darkest: 0.9, grain: 3)
        #expect(reader.read(page.picture, options: ReadingOptions(single: true)).text == "0")
    }

    @Test("Whether ink is darker or lighter than its paper is told by the strokes, not by the gaps between them or by shadows", arguments: [false, true])
    func polarity(isLight: Bool) {
        var page = TestPage(width: 700, height: 560, gray: 225)
        for row in 0..<5 { for column in 0..<9 { page.ring(Float(150 + 50 * column), Float(110 + 72 * row), height: 50, ink: 60) } }
        for y in 0..<560 {
            for x in 0..<700 {
                for channel in 0..<3 {
                    let index = 4 * (y * 700 + x) + channel, value = page.picture.bytes[index]
                    // Most of the page lies in the shadow, so that most of it is dark in either case.
                    page.picture.bytes[index] = isLight ? 255 - value : x < 100 || y < 70 ? value : UInt8(Float(value) * 0.45)
                }
            }
        }
        page.photograph(darkest: 0.8, grain: 3)
        #expect(reader.read(page.picture).text == [String](repeating: "000000000", count: 5).joined(separator: "|"))
    }

    @Test("A shadow that fades out is no ink")
    func softShadow() {
        var page = TestPage(width: 600, height: 400, gray: 225)
        for y in 0..<400 {
            for x in 0..<600 {
                let away = hypot((Float(x) - 300) / 14, (Float(y) - 200) / 40)
                for channel in 0..<3 { page.picture.bytes[4 * (y * 600 + x) + channel] = UInt8(225 * (1 - 0.5 * exp(-away * away / 2))) }
            }
        }
        page.photograph(darkest: 0.8, grain: 2)
        #expect(reader.read(page.picture).digits.isEmpty)
    }

    @Test("On lined paper strokes here and there are pieces of lines, beside another digit they are 1s", arguments: [false, true])
    func piecesOfLines(hasRing: Bool) {
        var page = TestPage(width: 420, height: 300, gray: 235)
        for offset in stride(from: 22, to: 296, by: 36) { for x in 0..<420 { page.dot(Float(x) + 0.5, Float(offset) + Float(x) * 0.01, radius: 0.8, ink: 130) } }
        page.bar(60, 30, height: 40, ink: 40)
        page.bar(340, 130, height: 40, ink: 40)
        page.bar(90, 210, height: 40, ink: 40)
        // Marks that are no digits, as the corners of squares are.
        for x in hasRing ? [] : [180, 240, 300, 360] as [Float] {
            for step in 0...40 { page.dot(x + Float(step), 40 + Float(step), radius: 3, ink: 40); page.dot(x + Float(step), 80 - Float(step), radius: 3, ink: 40) }
        }
        if hasRing { page.ring(130, 210, height: 40, ink: 40) }
        page.photograph(darkest: 0.7, grain: 3)
        #expect(reader.read(page.picture).text == (hasRing ? "1|1|10" : ""))
    }

    @Test("Thick strokes far out of focus are ink")
    func blurredStrokes() {
        var page = TestPage(width: 900, height: 400, gray: 225)
        func soft(_ x: Float, _ y: Float) -> Float { 1 / (1 + exp((hypot(x, y) - 9) / 2.5)) }
        var cover = [Float](repeating: 0, count: 900 * 400)
        func dab(_ x: Float, _ y: Float) {
            for py in Int(y) - 24...Int(y) + 24 { for px in Int(x) - 24...Int(x) + 24 {
                cover[py * 900 + px] = max(cover[py * 900 + px], soft(Float(px) - x, Float(py) - y))
            } }
        }
        for x in [150, 600] as [Float] { for step in 0...360 { let angle = Float(step) * .pi / 180; dab(x + 75 * cos(angle), 200 + 110 * sin(angle)) } }
        for step in 0...220 { dab(380, 90 + Float(step)) }
        for (index, share) in cover.enumerated() { for channel in 0..<3 { page.picture.bytes[4 * index + channel] = UInt8(225 - 165 * share) } }
        page.photograph(darkest: 0.8, grain: 2)
        #expect(reader.read(page.picture).text == "010")
    }
}
