import DigitRecognition
import Foundation
import Pictures
import Synchronization

/// Tells two shapes apart without a network: a narrow upright bar is a 1, a ring is a 0, anything else nothing in particular. What the reader does around
/// the network is what these tests are about.
struct Shapes: DigitClassifier {
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
struct TestPage {
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

    /// A stroke between two points, bent by `bow` pixels to the right.
    mutating func stroke(_ from: (Float, Float), _ to: (Float, Float), bow: Float = 0, radius: Float = 3, ink: Float = 0) {
        let steps = Int(max(abs(to.0 - from.0), abs(to.1 - from.1)))
        for step in 0...steps {
            let share = Float(step) / Float(steps)
            dot(from.0 + (to.0 - from.0) * share + bow * sin(share * .pi), from.1 + (to.1 - from.1) * share, radius: radius, ink: ink)
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

    /// Puts a sheet on the page with its middle at a place, turned clockwise by an angle in radians.
    mutating func lay(_ sheet: Picture, at centre: (x: Float, y: Float), turned angle: Float) {
        for y in 0..<picture.height {
            for x in 0..<picture.width {
                let dx = Float(x) - centre.x, dy = Float(y) - centre.y
                let u = cos(angle) * dx + sin(angle) * dy + Float(sheet.width) / 2, v = -sin(angle) * dx + cos(angle) * dy + Float(sheet.height) / 2
                guard u >= 0, v >= 0, u < Float(sheet.width - 1), v < Float(sheet.height - 1) else { continue }
                let value = sheet.bytes[4 * (Int(v) * sheet.width + Int(u))]
                for channel in 0..<3 { picture.bytes[4 * (y * picture.width + x) + channel] = value }
            }
        }
    }

    /// An ellipse by its middle and its half axes, but for what lies in the gaps, which are angles in degrees from the right, clockwise.
    mutating func ellipse(_ x: Float, _ y: Float, across: Float, down: Float, without gaps: [ClosedRange<Int>] = []) {
        for step in 0..<720 where !gaps.contains(where: { $0.contains(step / 2) }) {
            let angle = Float(step) * .pi / 360
            dot(x + cos(angle) * across, y + sin(angle) * down, radius: 3)
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

    /// The page with the mean of each square of pixels as one pixel, photographed.
    func reduced(by factor: Int, grain: Int) -> Picture {
        let source = picture
        var small = TestPage(width: source.width / factor, height: source.height / factor)
        for y in 0..<small.picture.height {
            for x in 0..<small.picture.width {
                var sum = 0
                for dy in 0..<factor { for dx in 0..<factor { sum += Int(source.bytes[4 * ((y * factor + dy) * source.width + x * factor + dx)]) } }
                for channel in 0..<3 { small.picture.bytes[4 * (y * small.picture.width + x) + channel] = UInt8(sum / (factor * factor)) }
            }
        }
        small.photograph(darkest: 0.85, grain: grain)
        return small.picture
    }
}

struct SystemNoise {
    var state: UInt64
    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state
    }
}

extension TestPage {
    /// "1 0 0 1" in one line, "0 1" in the next.
    static func twoLines(gray: UInt8 = 255, ink: Float = 0) -> TestPage {
        var page = TestPage(width: 420, height: 300, gray: gray)
        page.bar(60, 40, height: 60, ink: ink)
        page.ring(130, 40, height: 60, ink: ink)
        page.ring(220, 44, height: 60, ink: ink)
        page.bar(300, 38, height: 60, ink: ink)
        page.ring(80, 180, height: 60, ink: ink)
        page.bar(160, 182, height: 60, ink: ink)
        return page
    }
}

/// How often a classifier was asked about how much.
final class Counted: DigitClassifier {
    let temperature: Float = 1
    private let classifier: any DigitClassifier
    private let asked = Mutex((calls: 0, questions: 0))

    init(classifier: any DigitClassifier) { self.classifier = classifier }

    var calls: Int { asked.withLock { $0.calls } }
    var questions: Int { asked.withLock { $0.questions } }

    func logits(_ images: [Float], count: Int) -> [Float] {
        asked.withLock { $0 = ($0.calls + 1, $0.questions + count) }
        return classifier.logits(images, count: count)
    }
}
