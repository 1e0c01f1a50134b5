import DigitRecognition
import Foundation
import Pictures
import Testing

/// Tells a 7, a bar on top of a stem that leans, from what it is when turned, and an upright stroke from a level one; nothing else is anything.
private struct Sevens: DigitClassifier {
    let temperature: Float = 1

    func logits(_ images: [Float], count: Int) -> [Float] {
        (0..<count).flatMap { image -> [Float] in
            let widths = (0..<28).map { y in (0..<28).count { images[784 * image + 28 * y + $0] > 0.4 } }.filter { $0 > 0 }
            var logits = [Float](repeating: 0, count: 10)
            guard widths.count >= 18, let widest = widths.max() else { return logits }
            let isBare = widest <= 6, hasBar = widths.prefix(5).contains { $0 >= 9 }, isStem = widths.dropFirst(8).allSatisfy { $0 <= 6 }
            if isBare { logits[1] = 8 } else if hasBar, isStem { logits[7] = 8 }
            return logits
        }
    }
}

/// Takes such a 7 for a 9, and is not beyond doubt then, and a ring for a 0.
private struct Nines: DigitClassifier {
    let temperature: Float = 1

    func logits(_ images: [Float], count: Int) -> [Float] {
        let sevens = Sevens().logits(images, count: count), rings = Shapes().logits(images, count: count)
        return (0..<count).flatMap { image -> [Float] in
            var logits = [Float](repeating: 0, count: 10)
            if sevens[10 * image + 7] > 0 { logits[9] = 6.5 } else { logits[0] = rings[10 * image] }
            return logits
        }
    }
}

@Suite("Which way up a page lies")
struct TurnTests {
    private let reader = DigitReader(classifier: Sevens())

    /// Lines of sevens and ones, and of rings, which are neither.
    private static func page(_ lines: [String], gray: UInt8 = 225, ink: Float = 60) -> TestPage {
        var page = TestPage(width: 620, height: 60 + 130 * lines.count, gray: gray)
        for (line, digits) in lines.enumerated() {
            for (column, digit) in digits.enumerated() {
                let x = Float(80 + 90 * column), y = Float(50 + 130 * line)
                if digit == "0" {
                    page.ring(x, y, height: 70, ink: ink)
                    continue
                }
                if digit == "7" { page.stroke((x - 20, y), (x + 20, y), ink: ink) }
                page.stroke((digit == "7" ? x + 20 : x, y), (x, y + 70), ink: ink)
            }
        }
        return page
    }

    @Test("A photo on its side or upside down is read as it was written", arguments: 0...3)
    func quarters(quarters: Int) throws {
        var page = Self.page(["771717", "177117"])
        page.photograph(darkest: 0.75, grain: 3)
        let picture = page.picture.turned(quarters: quarters), recognition = reader.read(picture)
        #expect(recognition.text == "771717|177117")
        // The first digit's middle, which was at (80, 85), turned counterclockwise.
        let box = try #require(recognition.digits.first).box
        let expected = [(80, 85), (85, 540), (540, 235), (235, 80)][quarters]
        #expect(abs(box.x + box.width / 2 - expected.0) < 8 && abs(box.y + box.height / 2 - expected.1) < 8)
        #expect(recognition.digits.allSatisfy { $0.quarters == (4 - quarters) % 4 })
    }

    @Test("Some of the marks of a page tell; of one that lies as it should nothing more is asked")
    func questions() {
        let lines = [String](repeating: "771717", count: 2)
        for (quarters, limit) in [(0, 12), (2, 12 + 36 + 12)] {
            let counted = Counted(classifier: Sevens())
            var page = Self.page(lines)
            page.photograph(darkest: 0.75, grain: 3)
            #expect(DigitReader(classifier: counted).read(page.picture.turned(quarters: quarters)).text == "771717|771717")
            #expect(counted.questions <= limit)
        }
    }

    @Test("A drawing is not turned for a few marks that look like digits in another way, a scan is for many")
    func drawings() {
        #expect(reader.read(Self.page(["77"], gray: 255, ink: 0).picture.turned(quarters: 2)).digits.isEmpty)
        #expect(reader.read(Self.page(["777777", "777777"], gray: 255, ink: 0).picture.turned(quarters: 2)).text == "777777|777777")
    }

    @Test("What is no digit in any way is not turned into one")
    func others() {
        var page = TestPage(width: 620, height: 320, gray: 225)
        for line in 0..<2 { for column in 0..<6 { page.ring(80 + 90 * Float(column), 50 + 130 * Float(line), height: 70, ink: 60) } }
        page.photograph(darkest: 0.75, grain: 3)
        for quarters in 0...3 { #expect(reader.read(page.picture.turned(quarters: quarters)).digits.isEmpty) }
    }

    @Test("Digits of five pixels on a page by an eighth of a turn, where only the level and larger view can be read", arguments: [-0.75, 0.75] as [Float])
    func smallAskew(angle: Float) {
        var page = TestPage(width: 720, height: 720, gray: 225)
        page.lay(Self.page(["777177", "717777"]).picture, at: (360, 360), turned: angle)
        let recognition = reader.read(page.reduced(by: 14, grain: 2))
        #expect(recognition.digits.count >= 9 && recognition.text.count { $0 == "|" } == 1)
    }

    @Test("A page upside down among whose marks are some that are no digit in any way")
    func upsideDownAmongOthers() {
        var page = Self.page(["717717", "770177", "177077"])
        page.photograph(darkest: 0.75, grain: 3)
        #expect(reader.read(page.picture.turned(quarters: 2)).text == "717717|77177|17777")
    }

    @Test("A page is read both ways where its marks leave open which is right", arguments: [1, 3])
    func open(quarters: Int) {
        var page = Self.page(["707007", "077007"])
        page.photograph(darkest: 0.75, grain: 3)
        #expect(DigitReader(classifier: Nines()).read(page.picture.turned(quarters: quarters)).text == "909009|099009")
    }
}
