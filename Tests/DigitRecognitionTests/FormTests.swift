import DigitRecognition
import Foundation
import Pictures
import Testing

@Suite("Forms")
struct FormTests {
    private let reader = DigitReader(classifier: Shapes())

    private func line(_ page: inout TestPage, _ from: (Float, Float), _ to: (Float, Float), ink: Float = 0) {
        page.stroke(from, to, radius: 1.2, ink: ink)
    }

    private func box(_ page: inout TestPage, _ x: Float, _ y: Float, _ width: Float, _ height: Float) {
        line(&page, (x, y), (x + width, y))
        line(&page, (x, y + height), (x + width, y + height))
        line(&page, (x, y), (x, y + height))
        line(&page, (x + width, y), (x + width, y + height))
    }

    /// "0 1 0 0" in boxes 80 pixels wide, the last digit touching its box.
    private func digits(_ page: inout TestPage) {
        page.ring(80, 50, height: 60)
        page.bar(170, 50, height: 60)
        page.ring(260, 48, height: 60)
        page.ring(350, 66, height: 60)
    }

    @Test(
        "Boxes, a comb, a comb that is open, a line below: none of them is read, what stands there is, also where a digit touches the print",
        arguments: [(0, false), (0, true), (1, false), (1, true), (2, false), (3, false), (3, true)])
    func boxes(kind: Int, isPhoto: Bool) {
        var page = TestPage(width: 520, height: 240, gray: isPhoto ? 225 : 255)
        digits(&page)
        switch kind {
        case 0: for column in 0..<5 { box(&page, Float(42 + 90 * column), 38, 78, 90) }
        case 1:
            box(&page, 35, 38, 450, 90)
            for column in 1..<5 { line(&page, (Float(35 + 90 * column), 38), (Float(35 + 90 * column), 128)) }
        case 2:
            line(&page, (35, 128), (485, 128))
            for column in 0..<6 { line(&page, (Float(35 + 90 * column), 105), (Float(35 + 90 * column), 128)) }
        default: line(&page, (40, 131), (400, 125))
        }
        if isPhoto { page.photograph(darkest: 0.8, grain: 3) }
        #expect(reader.read(page.picture).text == "0100")
    }

    @Test("The ring around a number is no digit")
    func ring() {
        var page = TestPage(width: 400, height: 240)
        page.bar(160, 90, height: 60)
        page.ring(210, 90, height: 60)
        page.ellipse(185, 120, across: 110, down: 80)
        #expect(reader.read(page.picture).text == "10")
    }

    @Test("The slash in a 0 is a part of it, a 1 in a ring is not", arguments: [0, 18] as [Float])
    func slash(lean: Float) {
        var page = TestPage(width: 300, height: 240)
        page.ring(150, 50, height: 120)
        for step in -22...22 { page.dot(150 - lean * Float(step) / 22, 110 + Float(step), radius: 7) }
        let recognition = reader.read(page.picture)
        #expect(recognition.rejected.contains { $0.reason.contains("ring") } == (lean == 0))
        if lean == 0 { #expect(recognition.text == "1") }
    }

    @Test("A number that is crossed out is not read, one above a line is")
    func crossedOut() {
        var page = TestPage(width: 520, height: 300)
        digits(&page)
        line(&page, (30, 86), (400, 80))
        page.bar(120, 180, height: 60)
        page.ring(200, 180, height: 60)
        let recognition = reader.read(page.picture)
        #expect(recognition.text == "10")
        #expect(recognition.rejected.contains { $0.reason == "crossed out" })
    }

    @Test("Two digits with a line through them are crossed out, where it looks out on both sides", arguments: [true, false])
    func shortCrossing(looksOut: Bool) {
        var page = TestPage(width: 420, height: 160)
        page.ring(90, 50, height: 60)
        page.ring(150, 50, height: 60)
        if looksOut { line(&page, (52, 84), (190, 76)) } else { line(&page, (112, 80), (128, 80)) }
        page.bar(280, 50, height: 60)
        page.ring(330, 50, height: 60)
        #expect(reader.read(page.picture).text == (looksOut ? "10" : "0010"))
    }

    @Test("A thick dash alone is nothing")
    func thickDash() {
        var page = TestPage(width: 300, height: 160)
        for step in 0...100 { page.dot(90 + Float(step), 80 - 0.06 * Float(step), radius: 9) }
        #expect(reader.read(page.picture).digits.isEmpty)
    }

    @Test("A 0 with nothing in it is no box, however square")
    func squareZero() {
        var page = TestPage(width: 300, height: 160)
        page.bar(60, 40, height: 60)
        for (from, to) in [((120, 40), (160, 40)), ((160, 40), (160, 100)), ((160, 100), (120, 100)), ((120, 100), (120, 40))] as [((Float, Float), (Float, Float))] {
            page.stroke(from, to)
        }
        page.bar(220, 40, height: 60)
        #expect(reader.read(page.picture).text == "101")
    }

    @Test("Of an empty form nothing is read", arguments: [(0, false), (0, true), (1, false), (1, true), (2, false), (3, false), (3, true)])
    func emptyForm(kind: Int, isPhoto: Bool) {
        var page = TestPage(width: 520, height: 240, gray: isPhoto ? 225 : 255)
        switch kind {
        case 0: for column in 0..<5 { box(&page, Float(42 + 90 * column), 38, 60, 90) }
        case 1:
            box(&page, 35, 38, 450, 90)
            for column in 1..<5 { line(&page, (Float(35 + 90 * column), 100), (Float(35 + 90 * column), 128)) }
        case 2:
            line(&page, (35, 128), (485, 128))
            for column in 0..<6 { line(&page, (Float(35 + 90 * column), 105), (Float(35 + 90 * column), 128)) }
        default:
            for row in 0..<4 { line(&page, (40, Float(30 + 50 * row)), (460, Float(30 + 50 * row))) }
            for column in 0..<6 { line(&page, (Float(40 + 84 * column), 30), (Float(40 + 84 * column), 180)) }
        }
        if isPhoto { page.photograph(darkest: 0.8, grain: 3) }
        #expect(reader.read(page.picture).digits.isEmpty)
    }

    @Test("Three 1s on a line are no comb where they stand as a hand sets them")
    func onesOnALine() {
        var page = TestPage(width: 520, height: 200)
        line(&page, (30, 126), (480, 122))
        for (x, y, height) in [(100, 58, 64), (190, 64, 58), (250, 54, 66)] as [(Float, Float, Float)] { page.bar(x, y, height: height) }
        #expect(reader.read(page.picture).text == "111")
    }
}
