import DigitRecognition
import Foundation
import Pictures
import Synchronization
import Testing

@Suite("Reading pictures of unusual size")
struct SmallPictureTests {
    private let reader = DigitReader(classifier: Shapes())

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

    @Test("A line of one pixel that lies between two columns of pixels holds together")
    func lineBetweenPixels() {
        var picture = Picture(width: 120, height: 160)
        for y in 20..<130 {
            // First on column 60, then paler and over to column 62.
            let x = 60 + max(Float(y - 75), 0) * 2 / 55, strength: Float = y < 75 ? 1 : 0.85
            for column in 59...63 {
                let cover = max(1 - abs(Float(column) - x), 0) * strength
                for channel in 0..<3 { picture.bytes[4 * (120 * y + column) + channel] = UInt8(255 - 250 * cover) }
            }
        }
        let recognition = reader.read(picture)
        #expect(recognition.text == "1" && recognition.rejected.isEmpty)
        #expect(recognition.digits.first.map(\.box.height) ?? 0 >= 108)
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

    @Test("Pictures of a few pixels, and such as are far longer than wide, are read like any other", arguments: [1, 2, 3, 4, 5, 9, 4999, 9000])
    func slivers(width: Int) {
        for height in width > 9 ? [1, 2, 3, 4] : [1, 2, 3, 4, 5, 9, 4999, 9000] {
            var page = TestPage(width: width, height: height, gray: 150)
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
        var page = TestPage(width: 600, height: 400)
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
