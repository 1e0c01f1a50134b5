import DigitRecognition
import Foundation
import Pictures
import Testing

@Suite("Faint pens")
struct FaintTests {
    private let reader = DigitReader(classifier: Shapes())

    @Test("A hard pencil: no stroke stands out, but they stand in lines", arguments: [16, 18, 22] as [Float])
    func hardPencil(darkness: Float) {
        var page = TestPage(width: 420, height: 300, gray: 225)
        for (y, digits) in [(40, "1001"), (180, "010")] as [(Float, String)] {
            for (column, digit) in digits.enumerated() {
                let x = 60 + 80 * Float(column)
                if digit == "1" { page.bar(x, y, height: 60, radius: 1.5, ink: 225 - darkness) } else { page.ring(x, y, height: 60, radius: 1.5, ink: 225 - darkness) }
            }
        }
        page.photograph(darkest: 0.8, grain: 0)
        #expect(reader.read(page.picture).text == "1001|010")
    }

    @Test("Pencil on a sheet with the black holes of a binding")
    func pencilBesideHoles() {
        var page = TestPage(width: 520, height: 400, gray: 225)
        for hole in 0..<9 { page.dot(14, 24 + 44 * Float(hole), radius: 8, ink: 10) }
        for (y, digits) in [(70, "1001"), (240, "010")] as [(Float, String)] {
            for (column, digit) in digits.enumerated() {
                let x = 120 + 80 * Float(column)
                if digit == "1" { page.bar(x, y, height: 60, radius: 1.5, ink: 207) } else { page.ring(x, y, height: 60, radius: 1.5, ink: 207) }
            }
        }
        page.photograph(darkest: 0.85, grain: 0)
        #expect(reader.read(page.picture).text == "1001|010")
    }

    @Test("Rings that fade in places are whole")
    func fadingRings() {
        var page = TestPage(width: 520, height: 200, gray: 225)
        for x in [70, 170, 270, 370, 460] as [Float] {
            for step in 0..<720 {
                let angle = Float(step) * .pi / 360
                // Four stretches of ink with paler ones between them.
                let isPale = step % 180 < 45
                page.dot(x + cos(angle) * 24, 95 + sin(angle) * 35, radius: 2, ink: isPale ? 195 : 120)
            }
        }
        page.photograph(darkest: 0.85, grain: 1)
        #expect(reader.read(page.picture).text == "00000")
    }
}
