import DigitRecognition
import Foundation
import Pictures
import Testing

/// Takes what has ink above and below an empty middle for a 0, what has ink in the middle for nothing in particular, anything else for a 1.
private struct Rings: DigitClassifier {
    let temperature: Float = 1

    func logits(_ images: [Float], count: Int) -> [Float] {
        (0..<count).flatMap { image -> [Float] in
            let column = (0..<28).map { y in (12...15).contains { images[784 * image + 28 * y + $0] > 0.3 } }
            let isRing = column[..<12].contains(true) && column[16...].contains(true)
            return (0..<10).map { $0 == (isRing ? 0 : 1) && !column[13] && !column[14] ? 8 : 0 }
        }
    }
}

/// Takes what is less than half as wide as high for a 1, anything else for nothing in particular.
private struct Slim: DigitClassifier {
    let temperature: Float = 1

    func logits(_ images: [Float], count: Int) -> [Float] {
        (0..<count).flatMap { image -> [Float] in
            let columns = (0..<28).count { x in (0..<28).contains { images[784 * image + 28 * $0 + x] > 0.3 } }
            return (0..<10).map { $0 == 1 && columns < 11 ? 8 : 0 }
        }
    }
}

@Suite("Reading")
struct ReadingTests {
    private let reader = DigitReader(classifier: Shapes())

    @Test("An empty page holds nothing")
    func empty() {
        for gray in [0, 128, 255] as [UInt8] {
            let recognition = reader.read(Picture(width: 200, height: 150, gray: gray))
            #expect(recognition.digits.isEmpty && recognition.rejected.isEmpty && recognition.text == "" && recognition.confidence == 0)
        }
    }

    @Test("Lines from the top, digits from the left, boxes where the ink is")
    func order() throws {
        let recognition = reader.read(TestPage.twoLines().picture)
        #expect(recognition.text == "1001|01")
        #expect(recognition.digits.map(\.line) == [0, 0, 0, 0, 1, 1])
        let box = try #require(recognition.digits.first).box
        #expect(abs(box.x - 57) <= 1 && abs(box.y - 37) <= 1 && abs(box.width - 6) <= 2 && abs(box.height - 66) <= 2)
    }

    @Test("Light ink on dark paper reads the same")
    func inverted() {
        var page = TestPage.twoLines().picture
        for i in page.bytes.indices where i % 4 != 3 { page.bytes[i] = 255 - page.bytes[i] }
        let upright = reader.read(TestPage.twoLines().picture), inverted = reader.read(page)
        #expect(inverted.text == "1001|01")
        #expect(inverted.digits.map(\.networkInput) == upright.digits.map(\.networkInput))
    }

    @Test("Coloured ink on coloured paper reads the same")
    func coloured() {
        var page = TestPage.twoLines().picture
        for i in stride(from: 0, to: page.bytes.count, by: 4) {
            // Blue ink on yellow paper.
            let cover = 255 - Int(page.bytes[i])
            page.bytes[i] = UInt8(60 + cover * 140 / 255)
            page.bytes[i + 1] = UInt8(230 - cover * 180 / 255)
            page.bytes[i + 2] = UInt8(250 - cover * 220 / 255)
        }
        #expect(reader.read(page).text == "1001|01")
    }

    @Test("A drawing that is moved gives the same input to the network, bit by bit", arguments: [(0, 0), (1, 0), (0, 1), (211, 137)])
    func translation(dx: Int, dy: Int) throws {
        var still = TestPage(width: 400, height: 400), moved = still
        still.ring(70, 40, height: 90, radius: 6)
        for y in 0..<200 {
            for x in 0..<4 * 150 { moved.picture.bytes[4 * 400 * (y + dy) + 4 * dx + x] = still.picture.bytes[4 * 400 * y + x] }
        }
        for single in [false, true] {
            let options = ReadingOptions(single: single)
            let a = try #require(reader.read(still.picture, options: options).digits.first), b = try #require(reader.read(moved.picture, options: options).digits.first)
            let isSame = a.networkInput == b.networkInput
            #expect(isSame)
            #expect(b.box == Box(x: a.box.x + dx, y: a.box.y + dy, width: a.box.width, height: a.box.height))
        }
    }

    @Test("Dots, commas and dashes are no digits")
    func punctuation() {
        var page = TestPage.twoLines()
        page.dot(175, 100, radius: 4)
        for step in 0...16 { page.dot(255 + Float(step), 70, radius: 3) }
        page.dot(120, 242, radius: 4)
        for step in 0...5 { page.dot(120 - Float(step), 242 + 2 * Float(step), radius: 2.5) }
        #expect(reader.read(page.picture).text == "1001|01")
    }

    @Test("Digits that touch are separated where the network reads both")
    func touching() throws {
        var page = TestPage(width: 400, height: 160)
        page.ring(80, 40, height: 70)
        page.ring(80 + 0.7 * 70 + 5, 42, height: 70)
        page.bar(260, 40, height: 70)
        let recognition = reader.read(page.picture)
        #expect(recognition.text == "001")
        // Each half is a ring's width.
        for digit in recognition.digits.prefix(2) { #expect(abs(Float(digit.box.width) - 55) < 12) }
    }

    /// Two bars, 100 pixels high, that two rungs join.
    private func ladder(_ page: inout TestPage, _ x: Float, _ y: Float) {
        page.bar(x, y, height: 100)
        page.bar(x + 65, y, height: 100)
        for step in 0..<65 { for rung in [30, 70] as [Float] { page.dot(x + Float(step), y + rung, radius: 3) } }
    }

    @Test("Digits that touch at two places are cut apart where they are like no digit together, and may as well be a letter")
    func touchingTwice() {
        var page = TestPage(width: 200, height: 200)
        ladder(&page, 60, 40)
        let recognition = DigitReader(classifier: Slim()).read(page.picture)
        #expect(recognition.text == "11")
        #expect(recognition.digits.allSatisfy { $0.confidence > 0.5 && $0.confidence < 0.6 })
    }

    @Test("Many of them are words", arguments: [2, 5, 15])
    func text(count: Int) {
        var page = TestPage(width: 1_000, height: 600)
        for place in 0..<count { ladder(&page, 60 + 190 * Float(place % 5), 40 + 180 * Float(place / 5)) }
        let recognition = DigitReader(classifier: Slim()).read(page.picture)
        #expect(recognition.text == (count == 2 ? "1111" : ""))
        #expect(recognition.rejected.contains { $0.reason.contains("word") } == (count > 2))
    }

    @Test("What is cut off something that is no digit is none, unless it is the larger part", arguments: [40, 120])
    func scrap(width: Int) {
        var page = TestPage(width: 300, height: 200)
        page.bar(60, 40, height: 100)
        for step in 0..<45 { page.dot(60 + Float(step), 90, radius: 3) }
        for x in 0..<width { for y in 0..<100 { page.dot(100 + Float(x), 40 + Float(y), radius: 1) } }
        #expect(DigitReader(classifier: Slim()).read(page.picture).text == (width == 40 ? "11" : ""))
    }

    @Test("A ring with eyes and a mouth in it is a drawing")
    func face() {
        var page = TestPage(width: 300, height: 260)
        page.ring(150, 40, height: 160)
        #expect(reader.read(page.picture).text == "0")
        for x in [130, 170] as [Float] { page.dot(x, 95, radius: 7) }
        for step in -20...20 { page.dot(150 + Float(step), 160 - Float(step * step) / 50, radius: 3) }
        let recognition = reader.read(page.picture)
        #expect(recognition.text == "" && recognition.rejected.contains { $0.reason == "a drawing" })
    }

    @Test("A 0 that lies on its side is not cut, though its halves are like other digits", arguments: [1.2, 1.5, 1.8] as [Float])
    func lying(aspect: Float) {
        var page = TestPage(width: 300, height: 160)
        page.ellipse(150, 80, across: 30 * aspect, down: 30)
        #expect(DigitReader(classifier: Rings()).read(page.picture).text == "0")
    }

    @Test("A ring of two halves that do not quite touch is one digit")
    func brokenStroke() {
        var page = TestPage(width: 300, height: 160)
        page.bar(60, 30, height: 80)
        for step in 0..<360 where abs(step % 180 - 90) > 6 {
            let angle = Float(step) * .pi / 180
            page.dot(160 + sin(angle) * 28, 70 + cos(angle) * 40, radius: 3)
        }
        page.bar(240, 30, height: 80)
        #expect(reader.read(page.picture).text == "101")
    }

    @Test("Two rings right over one another are one digit, in lines of digits they are two")
    func stackedRings() {
        var page = TestPage(width: 400, height: 400)
        page.ring(200, 100, height: 70)
        page.ring(203, 180, height: 70)
        let one = reader.read(page.picture)
        #expect(one.digits.count + one.rejected.count == 1)
        // Beside a digit as high as both they are one of its line.
        page.bar(300, 98, height: 150)
        let beside = reader.read(page.picture)
        #expect(beside.digits.count + beside.rejected.count == 2 && Set(beside.digits.map(\.line)).count == 1)
        page = TestPage(width: 400, height: 400)
        page.ring(200, 100, height: 70)
        page.ring(203, 180, height: 70)
        page.ring(300, 98, height: 70)
        page.ring(300, 180, height: 70)
        #expect(reader.read(page.picture).text == "00|00")
    }

    @Test("One digit: dirt beside it is left out, parts of it are not")
    func single() throws {
        var page = TestPage(width: 300, height: 300)
        page.ring(150, 90, height: 120, radius: 7)
        page.dot(30, 280, radius: 3)
        let digit = try #require(reader.read(page.picture, options: ReadingOptions(single: true)).digits.first)
        #expect(digit.digit == 0 && digit.box.x > 60 && digit.box.y > 60)
    }

    @Test("Two round digits that share a wall are cut through it, and not through what one of them leaves open")
    func sharedWall() throws {
        var page = TestPage(width: 300, height: 120)
        // Strokes of hardly more than a pixel, slanted ones are joined by corners.
        page.ring(80, 40, height: 40, radius: 0.6)
        page.ring(80 + 0.7 * 40, 41, height: 40, radius: 0.6)
        page.bar(180, 40, height: 40, radius: 1)
        let recognition = reader.read(page.picture)
        #expect(recognition.text == "001")
        for digit in recognition.digits.prefix(2) { #expect(abs(digit.box.width - 29) <= 4) }
    }

    @Test("A long chain of digits that touch is cut everywhere")
    func longChain() {
        var page = TestPage(width: 700, height: 140)
        for index in 0..<12 { page.ring(60 + 0.7 * 60 * Float(index) + 3 * Float(index), 40, height: 60) }
        #expect(reader.read(page.picture).text == "000000000000")
    }
}
