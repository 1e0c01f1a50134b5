import DigitRecognition
import Foundation
import Pictures
import Synchronization
import Testing

/// Tells two shapes apart without a network: a narrow upright bar is a 1, a ring is a 0, anything else nothing in particular. What the reader does around
/// the network is what these tests are about.
private struct Shapes: DigitClassifier {
    let temperature: Float = 1

    func logits(_ images: [Float], count: Int) -> [Float] {
        (0..<count).flatMap { image -> [Float] in
            let pixels = Array(images[784 * image..<784 * (image + 1)])
            let columns = (0..<28).filter { x in (0..<28).contains { pixels[28 * $0 + x] > 0.5 } }
            let rows = (0..<28).filter { y in (0..<28).contains { pixels[28 * y + $0] > 0.5 } }
            var logits = [Float](repeating: 0, count: 10)
            guard let left = columns.first, let right = columns.last, let top = rows.first, let bottom = rows.last else { return logits }
            let width = right - left + 1, height = bottom - top + 1, middleX = (left + right) / 2, middleY = (top + bottom) / 2
            // Along its middle row a ring has ink, a hole and ink, or one side less where a cut has opened it; its top and bottom are closed, which those of
            // two bars are not.
            let inked = (left...right).map { pixels[28 * middleY + $0] > 0.5 }
            let runs = zip([false] + inked, inked).count { !$0 && $1 }
            let isClosed = (top..<top + 4).contains { pixels[28 * $0 + middleX] > 0.5 } && (bottom - 3...bottom).contains { pixels[28 * $0 + middleX] > 0.5 }
            if 3 * width < height { logits[1] = 8 } else if runs <= 2, isClosed, 5 * width > 3 * height, width < height { logits[0] = 8 }
            return logits
        }
    }
}

/// Rows of marks on a page.
private struct Page {
    var picture: Picture

    init(width: Int, height: Int, gray: UInt8 = 255) { picture = Picture(width: width, height: height, gray: gray) }

    /// Paints a disc's path; `ink` 0 black.
    mutating func dot(_ x: Float, _ y: Float, radius: Float, ink: Float = 0) {
        for py in max(Int(y - radius - 1), 0)...min(Int(y + radius + 1), picture.height - 1) {
            for px in max(Int(x - radius - 1), 0)...min(Int(x + radius + 1), picture.width - 1) {
                let cover = min(max(radius + 0.5 - hypot(Float(px) + 0.5 - x, Float(py) + 0.5 - y), 0), 1)
                for channel in 0..<3 {
                    let index = 4 * (py * picture.width + px) + channel
                    let old = Float(picture.bytes[index])
                    picture.bytes[index] = UInt8(min(old, old * (1 - cover) + ink * cover))
                }
            }
        }
    }

    mutating func bar(_ x: Float, _ y: Float, height: Float, radius: Float = 3, ink: Float = 0) {
        for step in 0...Int(height) { dot(x, y + Float(step), radius: radius, ink: ink) }
    }

    mutating func ring(_ x: Float, _ y: Float, height: Float, radius: Float = 3, ink: Float = 0) {
        for step in 0..<360 {
            let angle = Float(step) * .pi / 180
            dot(x + cos(angle) * height * 0.35, y + height / 2 + sin(angle) * height / 2, radius: radius, ink: ink)
        }
    }

    /// Light that falls off to one side, and grain.
    mutating func photograph(darkest: Float, grain: Int) {
        var generator = SystemNoise(state: 5)
        for y in 0..<picture.height {
            for x in 0..<picture.width {
                let light = darkest + (1 - darkest) * Float(x) / Float(picture.width)
                let noise = Int(generator.next() >> 33) % (2 * grain + 1) - grain
                for channel in 0..<3 {
                    let index = 4 * (y * picture.width + x) + channel
                    picture.bytes[index] = UInt8(min(max(Int(Float(picture.bytes[index]) * light) + noise, 0), 255))
                }
            }
        }
    }
}

private struct SystemNoise {
    var state: UInt64
    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state
    }
}

@Suite("Reading")
struct ReadingTests {
    private let reader = DigitReader(classifier: Shapes())

    /// "1 0 0 1" in one line, "0 1" in the next.
    private func twoLines(gray: UInt8 = 255, ink: Float = 0) -> Page {
        var page = Page(width: 420, height: 300, gray: gray)
        page.bar(60, 40, height: 60, ink: ink)
        page.ring(130, 40, height: 60, ink: ink)
        page.ring(220, 44, height: 60, ink: ink)
        page.bar(300, 38, height: 60, ink: ink)
        page.ring(80, 180, height: 60, ink: ink)
        page.bar(160, 182, height: 60, ink: ink)
        return page
    }

    @Test("An empty page holds nothing")
    func empty() {
        for gray in [0, 128, 255] as [UInt8] {
            let recognition = reader.read(Picture(width: 200, height: 150, gray: gray))
            #expect(recognition.digits.isEmpty && recognition.rejected.isEmpty && recognition.text == "" && recognition.confidence == 0)
        }
    }

    @Test("Lines from the top, digits from the left, boxes where the ink is")
    func order() throws {
        let recognition = reader.read(twoLines().picture)
        #expect(recognition.text == "1001|01")
        #expect(recognition.digits.map(\.line) == [0, 0, 0, 0, 1, 1])
        let box = try #require(recognition.digits.first).box
        #expect(abs(box.x - 57) <= 1 && abs(box.y - 37) <= 1 && abs(box.width - 6) <= 2 && abs(box.height - 66) <= 2)
    }

    @Test("Light ink on dark paper reads the same")
    func inverted() {
        var page = twoLines().picture
        for i in page.bytes.indices where i % 4 != 3 { page.bytes[i] = 255 - page.bytes[i] }
        let upright = reader.read(twoLines().picture), inverted = reader.read(page)
        #expect(inverted.text == "1001|01")
        #expect(inverted.digits.map(\.networkInput) == upright.digits.map(\.networkInput))
    }

    @Test("Coloured ink on coloured paper reads the same")
    func coloured() {
        var page = twoLines().picture
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
        var still = Page(width: 400, height: 400), moved = still
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
        var page = twoLines()
        page.dot(175, 100, radius: 4)
        for step in 0...16 { page.dot(255 + Float(step), 70, radius: 3) }
        page.dot(120, 242, radius: 4)
        for step in 0...5 { page.dot(120 - Float(step), 242 + 2 * Float(step), radius: 2.5) }
        #expect(reader.read(page.picture).text == "1001|01")
    }

    @Test("Digits that touch are separated where the network reads both")
    func touching() throws {
        var page = Page(width: 400, height: 160)
        page.ring(80, 40, height: 70)
        page.ring(80 + 0.7 * 70 + 5, 42, height: 70)
        page.bar(260, 40, height: 70)
        let recognition = reader.read(page.picture)
        #expect(recognition.text == "001")
        // Each half is a ring's width.
        for digit in recognition.digits.prefix(2) { #expect(abs(Float(digit.box.width) - 55) < 12) }
    }

    @Test("A ring of two halves that do not quite touch is one digit")
    func brokenStroke() {
        var page = Page(width: 300, height: 160)
        page.bar(60, 30, height: 80)
        for step in 0..<360 where abs(step % 180 - 90) > 6 {
            let angle = Float(step) * .pi / 180
            page.dot(160 + sin(angle) * 28, 70 + cos(angle) * 40, radius: 3)
        }
        page.bar(240, 30, height: 80)
        #expect(reader.read(page.picture).text == "101")
    }

    @Test("A photo: light that falls off to a third, and grain")
    func photo() {
        var page = twoLines(gray: 225, ink: 60)
        page.photograph(darkest: 0.35, grain: 6)
        #expect(reader.read(page.picture).text == "1001|01")
    }

    @Test("Ruled and squared paper", arguments: [false, true])
    func ruledPaper(isSquared: Bool) {
        var page = twoLines(gray: 235, ink: 40)
        for offset in stride(from: 22, to: 420, by: 36) {
            // Rules climb a little, as the sheet never lies quite straight.
            if offset < 296 { for x in 0..<420 { page.dot(Float(x) + 0.5, Float(offset) + Float(x) * 0.01, radius: 0.8, ink: 130) } }
            if isSquared { for y in 0..<300 { page.dot(Float(offset) - Float(y) * 0.01, Float(y) + 0.5, radius: 0.8, ink: 130) } }
        }
        page.photograph(darkest: 0.7, grain: 3)
        #expect(reader.read(page.picture).text == "1001|01")
    }

    @Test("Faint pencil on a photo")
    func pencil() {
        var page = twoLines(gray: 225, ink: 165)
        page.photograph(darkest: 0.7, grain: 4)
        #expect(reader.read(page.picture).text == "1001|01")
    }

    @Test("A photo of an empty sheet holds nothing, whatever the light and the grain", arguments: [(0.9, 2), (0.4, 6), (0.25, 12)] as [(Float, Int)])
    func emptyPhoto(darkest: Float, grain: Int) {
        var page = Page(width: 600, height: 400, gray: 230)
        page.photograph(darkest: darkest, grain: grain)
        #expect(reader.read(page.picture).digits.isEmpty)
    }

    @Test("A sheet that lies slanted on a dark table")
    func slantedSheet() throws {
        let sheet = twoLines(gray: 230, ink: 40).picture
        var table = Page(width: 700, height: 600, gray: 45)
        let angle: Float = 0.35
        for y in 0..<600 {
            for x in 0..<700 {
                let dx = Float(x) - 350, dy = Float(y) - 300
                let u = cos(angle) * dx + sin(angle) * dy + 210, v = -sin(angle) * dx + cos(angle) * dy + 150
                guard u >= 0, v >= 0, u < 419, v < 299 else { continue }
                let value = sheet.bytes[4 * (Int(v) * 420 + Int(u))]
                for channel in 0..<3 { table.picture.bytes[4 * (y * 700 + x) + channel] = value }
            }
        }
        table.photograph(darkest: 0.8, grain: 3)
        let recognition = reader.read(table.picture)
        #expect(recognition.text == "1001|01")
        // The first bar's middle, (60, 70) on the sheet, turned.
        let box = try #require(recognition.digits.first).box
        let expected = (x: 350 + cos(angle) * -150 - sin(angle) * -80, y: 300 + sin(angle) * -150 + cos(angle) * -80)
        #expect(abs(Float(box.x) + Float(box.width) / 2 - expected.x) < 8)
        #expect(abs(Float(box.y) + Float(box.height) / 2 - expected.y) < 8)
    }

    @Test("Two rings right over one another are one digit, in lines of digits they are two")
    func stackedRings() {
        var page = Page(width: 400, height: 400)
        page.ring(200, 100, height: 70)
        page.ring(203, 180, height: 70)
        let one = reader.read(page.picture)
        #expect(one.digits.count + one.rejected.count == 1)
        page.ring(300, 98, height: 70)
        page.ring(300, 180, height: 70)
        #expect(reader.read(page.picture).text == "00|00")
    }

    @Test("What is like no digit is refused, with a reason")
    func refusal() throws {
        var page = Page(width: 200, height: 200)
        for step in 0...80 { page.dot(60 + Float(step), 60 + Float(step), radius: 5); page.dot(140 - Float(step), 60 + Float(step), radius: 5) }
        let recognition = reader.read(page.picture)
        #expect(recognition.digits.isEmpty)
        #expect(try #require(recognition.rejected.first).reason == "not like any digit")
    }

    @Test("One digit: dirt beside it is left out, parts of it are not")
    func single() throws {
        var page = Page(width: 300, height: 300)
        page.ring(150, 90, height: 120, radius: 7)
        page.dot(30, 280, radius: 3)
        let digit = try #require(reader.read(page.picture, options: ReadingOptions(single: true)).digits.first)
        #expect(digit.digit == 0 && digit.box.x > 60 && digit.box.y > 60)
    }

    @Test("The edge of a shadow that lies across the digits is no ink", arguments: [0.35, 0.6] as [Float])
    func shadow(depth: Float) {
        var page = twoLines(gray: 225, ink: 60)
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
        var page = twoLines(gray: 225, ink: 60).picture
        for i in page.bytes.indices where i % 4 != 3 { page.bytes[i] = 255 - page.bytes[i] }
        var dark = Page(width: 420, height: 300)
        dark.picture = page
        dark.photograph(darkest: 0.6, grain: 3)
        #expect(reader.read(dark.picture).text == "1001|01")
    }

    @Test("Ruled paper that lies turned", arguments: [-0.15, 0.1] as [Float])
    func turnedRules(slope: Float) {
        var page = twoLines(gray: 235, ink: 40)
        for offset in stride(from: -60, to: 380, by: 44) {
            for x in 0..<420 {
                let y = Float(offset) + Float(x) * slope
                if y > 0, y < 299 { page.dot(Float(x) + 0.5, y, radius: 0.8, ink: 130) }
            }
        }
        page.photograph(darkest: 0.7, grain: 3)
        #expect(reader.read(page.picture).text == "1001|01")
    }

    @Test("A bare stroke among many marks that are no digits is none either")
    func otherPage() {
        var page = Page(width: 700, height: 120)
        page.bar(40, 30, height: 60)
        for place in 1..<7 {
            let left = Float(40 + 90 * place)
            for step in 0...60 { page.dot(left + Float(step), 30 + Float(step), radius: 3); page.dot(left + Float(60 - step), 30 + Float(step), radius: 3) }
        }
        let recognition = reader.read(page.picture)
        #expect(recognition.digits.isEmpty && recognition.rejected.count == 7)
        // Without refusing anything, all are read as something.
        #expect(DigitReader(classifier: Shapes(), refusal: .nothing).read(page.picture).digits.count == 7)
    }

    @Test("A picture that is the network's input already is taken as it is")
    func alreadyPrepared() throws {
        var picture = Picture(width: 28, height: 28, gray: 0)
        for y in 4..<24 { for x in 12..<17 { for channel in 0..<3 { picture.bytes[4 * (28 * y + x) + channel] = y == 4 ? 100 : 255 } } }
        let digit = try #require(reader.read(picture, options: ReadingOptions(single: true)).digits.first)
        #expect(digit.networkInput == (0..<784).map { Float(picture.bytes[4 * $0]) / 255 })
    }

    @Test("The soft edges of ink in a small picture are not the grain of a photo")
    func softEdges() throws {
        var picture = Picture(width: 28, height: 28, gray: 0)
        // A ring whose edges fade over two pixels on either side, as in many pictures of MNIST: a tenth of all pixels are hardly darker than paper.
        for y in 0..<28 {
            for x in 0..<28 {
                let off = abs(hypot(Float(x) - 14, Float(y) - 14) - 6.9)
                let value: UInt8 = off < 0.9 ? 255 : off < 1.7 ? 120 : off < 2.6 ? 18 : 0
                for channel in 0..<3 { picture.bytes[4 * (28 * y + x) + channel] = value }
            }
        }
        #expect((0..<784).count { picture.bytes[4 * $0] == 18 } > 784 / 20)
        let digit = try #require(DigitReader(classifier: Shapes(), refusal: .nothing).read(picture, options: ReadingOptions(single: true)).digits.first)
        #expect(digit.networkInput == (0..<784).map { Float(picture.bytes[4 * $0]) / 255 })
    }

    @Test("A stroke thinner than a pixel is ink from end to end, though it is darker where it crosses itself")
    func hairline() throws {
        var picture = Picture(width: 60, height: 60)
        for step in 0..<44 {
            for (x, y) in [(8 + step, 8 + step), (51 - step, 8 + step)] {
                // Two pixels beside one another share the stroke.
                for (column, share) in [(x, 100), (x + 1, 60)] {
                    for channel in 0..<3 {
                        let index = 4 * (60 * y + column) + channel
                        picture.bytes[index] = UInt8(max(Int(picture.bytes[index]) - share, 40))
                    }
                }
            }
        }
        let mark = try #require(reader.read(picture, options: ReadingOptions(single: true)).rejected.first)
        #expect(mark.box.width >= 42 && mark.box.height >= 42)
    }

    @Test("Of a small sheet on a table the digit is read and not the sheet's edge")
    func smallSheet() throws {
        var page = Page(width: 100, height: 110, gray: 70)
        for y in 10..<100 { for x in 8..<92 { for channel in 0..<3 { page.picture.bytes[4 * (100 * y + x) + channel] = 225 } } }
        page.ring(50, 30, height: 48, radius: 2, ink: 40)
        page.photograph(darkest: 0.8, grain: 3)
        let digit = try #require(reader.read(page.picture, options: ReadingOptions(single: true)).digits.first)
        #expect(digit.digit == 0)
        #expect(abs(digit.box.x - 31) < 5 && abs(digit.box.y - 28) < 5 && abs(digit.box.width - 38) < 8 && abs(digit.box.height - 52) < 8)
    }

    @Test("What is read with hardly any confidence is shown, but a page of it is none of digits", arguments: [3, 9])
    func doubtfulMarks(count: Int) {
        struct Doubtful: DigitClassifier {
            let temperature: Float = 1
            // exp(1.8) of exp(1.8) + 9: 0.40.
            func logits(_ images: [Float], count: Int) -> [Float] { (0..<count).flatMap { _ in [1.8] + [Float](repeating: 0, count: 9) } }
        }
        var page = Page(width: 900, height: 120)
        for place in 0..<count { page.ring(Float(50 + 90 * place), 30, height: 60) }
        let recognition = DigitReader(classifier: Doubtful()).read(page.picture)
        #expect(recognition.digits.count == (count == 3 ? 3 : 0))
        #expect(recognition.rejected.count == (count == 3 ? 0 : 9))
    }

    @Test("Silhouettes are no signs of a page of digits, however sure the network is of them", arguments: [4, 26])
    func silhouettes(radius: Int) {
        struct Sure: DigitClassifier {
            let temperature: Float = 1
            func logits(_ images: [Float], count: Int) -> [Float] { (0..<count).flatMap { _ in [Float](repeating: 0, count: 8) + [9, 0] } }
        }
        var page = Page(width: 1000, height: 160)
        for place in 0..<8 { page.bar(Float(60 + 120 * place), 50, height: 60, radius: Float(radius)) }
        let recognition = DigitReader(classifier: Sure()).read(page.picture)
        #expect(recognition.digits.count == (radius == 4 ? 8 : 0))
        #expect(recognition.digits.count + recognition.rejected.count == 8)
    }

    @Test("Two round digits that share a wall are cut through it, and not through what one of them leaves open")
    func sharedWall() throws {
        var page = Page(width: 300, height: 120)
        // Strokes of hardly more than a pixel, slanted ones are joined by corners.
        page.ring(80, 40, height: 40, radius: 0.6)
        page.ring(80 + 0.7 * 40, 41, height: 40, radius: 0.6)
        page.bar(180, 40, height: 40, radius: 1)
        let recognition = reader.read(page.picture)
        #expect(recognition.text == "001")
        for digit in recognition.digits.prefix(2) { #expect(abs(digit.box.width - 29) <= 4) }
    }

    @Test("Pictures of a few pixels, and such as are far longer than wide, are read like any other", arguments: [1, 2, 3, 4, 5, 9, 4999, 9000])
    func slivers(width: Int) {
        for height in width > 9 ? [1, 2, 3, 4] : [1, 2, 3, 4, 5, 9, 4999, 9000] {
            var page = Page(width: width, height: height, gray: 150)
            page.photograph(darkest: 0.5, grain: 60)
            for single in [false, true] {
                let recognition = reader.read(page.picture, options: ReadingOptions(single: single))
                for box in recognition.digits.map(\.box) + recognition.rejected.map(\.box) {
                    #expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height)
                }
            }
        }
    }

    @Test("A page of scribbles asks the network a bounded number of questions", arguments: [600, 60])
    func boundedWork(steps: Int) {
        var page = Page(width: 600, height: 400)
        var noise = SystemNoise(state: 9), x: Float = 300, y: Float = 200
        // One scribble, or hundreds of blots where the steps are wide.
        for _ in 0..<60 {
            let nextX = Float((noise.next() >> 33) % 600), nextY = Float((noise.next() >> 33) % 400)
            for step in 0...steps { page.dot(x + (nextX - x) * Float(step) / Float(steps), y + (nextY - y) * Float(step) / Float(steps), radius: 2) }
            (x, y) = (nextX, nextY)
        }
        let counter = Counter()
        _ = DigitReader(classifier: counter).read(page.picture)
        #expect(counter.questions.withLock { $0 } < 400)
    }
}

/// Counts what it is asked, and is sure of nothing.
private final class Counter: DigitClassifier {
    let temperature: Float = 1
    let questions = Mutex(0)

    func logits(_ images: [Float], count: Int) -> [Float] {
        questions.withLock { $0 += count }
        return [Float](repeating: 0, count: 10 * count)
    }
}
