import DigitRecognition
import Foundation
import Pictures
import Testing

@Suite("What lies askew, or on a table that is hard to tell from it")
struct AskewTests {
    private let reader = DigitReader(classifier: Shapes())

    /// Two lines, "10010" and "01101", that fall to the right by an angle in radians.
    private func slopingLines(_ angle: Float, gray: UInt8 = 255, ink: Float = 0) -> TestPage {
        var page = TestPage(width: 640, height: 560, gray: gray)
        for (line, digits) in ["10010", "01101"].enumerated() {
            for (column, digit) in digits.enumerated() {
                let u = Float(column - 2) * 56, v = Float(line) * 110 - 55
                let x = 320 + cos(angle) * u - sin(angle) * v, y = 280 + sin(angle) * u + cos(angle) * v - 30
                if digit == "1" { page.bar(x, y, height: 60, ink: ink) } else { page.ring(x, y, height: 60, ink: ink) }
            }
        }
        return page
    }

    @Test("Lines that climb or fall steeply are read line by line", arguments: [-0.2, -0.1, 0, 0.1, 0.2] as [Float])
    func slopes(angle: Float) throws {
        #expect(reader.read(slopingLines(angle).picture).text == "10010|01101")
        var photo = slopingLines(angle, gray: 225, ink: 50)
        photo.photograph(darkest: 0.7, grain: 3)
        let recognition = reader.read(photo.picture)
        #expect(recognition.text == "10010|01101")
        // The first bar's middle.
        let box = try #require(recognition.digits.first).box
        let expected = (x: 320 - cos(angle) * 112 + sin(angle) * 55, y: 280 - sin(angle) * 112 - cos(angle) * 55)
        #expect(abs(Float(box.x) + Float(box.width) / 2 - expected.x) < 8)
        #expect(abs(Float(box.y) + Float(box.height) / 2 - expected.y) < 8)
    }

    @Test("A page that is held askew, its edges out of the picture", arguments: [-0.7, -0.35, 0.35, 0.7] as [Float])
    func turnedPage(angle: Float) {
        var page = TestPage(width: 900, height: 900, gray: 225)
        page.lay(slopingLines(0, gray: 225, ink: 50).picture, at: (450, 450), turned: angle)
        #expect(reader.read(page.picture).text == "10010|01101")
        page.photograph(darkest: 0.7, grain: 3)
        #expect(reader.read(page.picture).text == "10010|01101")
    }

    @Test("A sheet that is turned by more than an eighth of a turn is read upright", arguments: [-0.95, 0.95] as [Float])
    func nearlyUpright(angle: Float) {
        var table = TestPage(width: 900, height: 900, gray: 45)
        table.lay(slopingLines(0, gray: 230, ink: 40).picture, at: (450, 450), turned: angle)
        table.photograph(darkest: 0.8, grain: 3)
        #expect(reader.read(table.picture).text == "10010|01101")
    }

    @Test("Its digits need not stand nearer to those beside them than to those below", arguments: [-0.85, 0.85] as [Float])
    func nearlyUprightColumns(angle: Float) {
        var sheet = TestPage(width: 600, height: 460, gray: 230)
        for line in 0..<3 { for column in 0..<3 { sheet.bar(160 + 140 * Float(column), 100 + 96 * Float(line), height: 60, ink: 40) } }
        var table = TestPage(width: 900, height: 900, gray: 45)
        table.lay(sheet.picture, at: (450, 450), turned: angle)
        table.photograph(darkest: 0.8, grain: 3)
        #expect(reader.read(table.picture).text == "111|111|111")
    }

    @Test("A sheet half in the shadow, on a table that shines as bright as its dark half")
    func glossyTable() {
        var sheet = slopingLines(0, gray: 230, ink: 40)
        for y in 0..<560 {
            for x in 0..<640 {
                let light = 1 - 0.55 / (1 + exp(-(Float(x + y) - 780) / 15))
                for channel in 0..<3 { sheet.picture.bytes[4 * (640 * y + x) + channel] = UInt8(Float(sheet.picture.bytes[4 * (640 * y + x) + channel]) * light) }
            }
        }
        var table = TestPage(width: 1000, height: 800, gray: 60)
        // Grains of leather that shine.
        var noise = SystemNoise(state: 3)
        for _ in 0..<9_000 {
            let x = Float(noise.next() >> 40).truncatingRemainder(dividingBy: 1000), y = Float(noise.next() >> 40).truncatingRemainder(dividingBy: 800)
            table.dot(x, y, radius: 2.5, ink: 15)
        }
        for y in 0..<800 {
            for x in 0..<1000 {
                let shine = 1 + 1.3 * exp(-(pow(Float(x) - 120, 2) + pow(Float(y) - 90, 2)) / 40_000)
                for channel in 0..<3 {
                    let index = 4 * (1000 * y + x) + channel
                    table.picture.bytes[index] = UInt8(min(Float(table.picture.bytes[index]) * shine, 255))
                }
            }
        }
        table.lay(sheet.picture, at: (520, 420), turned: 0.12)
        table.photograph(darkest: 0.85, grain: 2)
        #expect(reader.read(table.picture).text == "10010|01101")
    }

    @Test("A sheet seen aslant, whose sides run together")
    func perspective() throws {
        let sheet = slopingLines(0, gray: 230, ink: 40).picture
        var table = TestPage(width: 900, height: 700, gray: 50)
        // The further up, the smaller: a row of the picture at height y shows the sheet's row v at the scale s.
        for y in 60..<640 {
            let share = Float(y - 60) / 580, scale = 0.7 + 0.4 * share, v = Int(share * (1 - 0.4 * (1 - share)) * 559)
            for x in 0..<900 {
                let u = (Float(x) - 450 - 60 * share) / scale + 320
                guard u >= 0, u < 639, v < 560 else { continue }
                let value = sheet.bytes[4 * (v * 640 + Int(u))]
                for channel in 0..<3 { table.picture.bytes[4 * (900 * y + x) + channel] = value }
            }
        }
        table.photograph(darkest: 0.8, grain: 3)
        let recognition = reader.read(table.picture)
        #expect(recognition.text == "10010|01101")
        #expect(recognition.rejected.isEmpty)
        // The ring at the lower line's left end: 112 of the sheet's pixels left of its middle, at 0.97 of their size.
        let box = try #require(recognition.digits.dropFirst(5).first).box
        #expect(abs(box.x + box.width / 2 - 386) < 15 && abs(box.y + box.height / 2 - 457) < 20)
    }

    @Test("A sheet whose sides run together a little, on a woven cloth")
    func leaningSide() {
        var table = TestPage(width: 1000, height: 800, gray: 40)
        // A weave of slanting threads that are darker than the cloth.
        for x in stride(from: 10, to: 990, by: 26) as StrideTo<Float> {
            for y in stride(from: 10 + x.truncatingRemainder(dividingBy: 40), to: 740, by: 70) as StrideTo<Float> {
                table.stroke((x, y), (x + 6, y + 44), radius: 1.5, ink: 12)
            }
        }
        let sheet = slopingLines(0, gray: 230, ink: 40).picture
        for y in 120..<680 {
            for x in 200..<200 + 500 + 60 * (y - 120) / 560 {
                let value = sheet.bytes[4 * ((y - 120) * 640 + x - 200 + 40)]
                for channel in 0..<3 { table.picture.bytes[4 * (1000 * y + x) + channel] = value }
            }
        }
        table.photograph(darkest: 0.85, grain: 2)
        #expect(reader.read(table.picture).text == "10010|01101")
    }

    @Test("Where the sheet ends or is folded is no 1, and digits beside it are no specks")
    func edges() {
        var photo = slopingLines(0.1, gray: 225, ink: 50)
        photo.stroke((40, 20), (90, 520), radius: 1, ink: 40)
        photo.stroke((560, 30), (610, 540), radius: 1, ink: 40)
        photo.photograph(darkest: 0.7, grain: 3)
        #expect(reader.read(photo.picture).text == "10010|01101")
    }
}
