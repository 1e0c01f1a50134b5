import DigitRecognition
import Glibc
import NeuralNetwork

/// How digits are set out on a sheet.
public struct SheetLayout: Sendable, Equatable {
    /// How many lines.
    public var lines: ClosedRange<Int>
    /// How many digits stand in a line.
    public var digits: ClosedRange<Int>
    /// The height of a digit in pixels of the sheet.
    public var digitHeight: ClosedRange<Float>
    /// The paper around the writing, in heights of a digit.
    public var margin: ClosedRange<Float>
    /// How likely a mark that is not a digit stands after a line.
    public var markChance: Float = 0
    /// How likely a line is written so closely that its digits touch.
    public var touchChance: Float = 0.2

    /// Lines of digits of these numbers and sizes.
    public init(lines: ClosedRange<Int>, digits: ClosedRange<Int>, digitHeight: ClosedRange<Float>, margin: ClosedRange<Float>) {
        self.lines = lines
        self.digits = digits
        self.digitHeight = digitHeight
        self.margin = margin
    }

    /// One digit that fills much of its picture.
    public static let digit = SheetLayout(lines: 1...1, digits: 1...1, digitHeight: 28...110, margin: 0.15...0.7)
    /// One line of a few digits.
    public static let line = SheetLayout(lines: 1...1, digits: 2...11, digitHeight: 28...80, margin: 0.4...1.2)
    /// A sheet with several lines.
    public static let page: SheetLayout = {
        var layout = SheetLayout(lines: 2...7, digits: 1...10, digitHeight: 30...70, margin: 0.8...2.5)
        layout.markChance = 0.15
        return layout
    }()

    /// A sheet written by one hand with one pen.
    public func sheet(_ random: inout RandomNumbers) -> WrittenSheet {
        let texts = (0..<random.integer(below: lines.count) + lines.lowerBound).map { _ in
            (0..<random.integer(below: digits.count) + digits.lowerBound).map { _ in random.integer(below: 10) }
        }
        return sheet(of: texts, &random)
    }

    /// A sheet on which one hand wrote these lines of digits.
    public func sheet(of texts: [[Int]], _ random: inout RandomNumbers) -> WrittenSheet {
        let hand = Hand(&random)
        let height = random.uniform(digitHeight.lowerBound, digitHeight.upperBound)
        var pen = Pen.random(&random)
        pen.width = max(1.2, pen.width * height)
        let pitch = random.uniform(1.4, 2.4) * height
        let margin = random.uniform(margin.lowerBound, margin.upperBound) * height
        var lines: [[WrittenSheet.Digit]] = [], marks: [[[SIMD2<Float>]]] = []
        for (row, text) in texts.enumerated() {
            let baseLine = margin + height + Float(row) * pitch + random.clippedNormal(0, 0.06 * height)
            let indent = margin + (texts.count > 1 ? random.uniform(0, 1.2) * height : 0)
            let line = write(text, row: row, from: SIMD2(indent, baseLine), height: height, hand: hand, &random)
            lines.append(line)
            if random.chance(markChance) {
                let kinds: [SyntheticMark.Kind] = [.word, .letter, .sign, .dash, .scribble, .hatching]
                let mark = MarkGenerator.mark(kinds[random.integer(below: kinds.count)], hand: hand, &random)
                let right = line.flatMap { $0.strokes.joined().map(\.x) }.max() ?? indent
                let size = random.uniform(0.8, 1.6) * height
                let corner = SIMD2(right + random.uniform(0.5, 1.2) * height, baseLine - size * random.uniform(0.5, 0.8))
                marks.append(mark.strokes.map { $0.map { $0 * size + corner } })
            }
        }
        let points = lines.joined().flatMap { $0.strokes.joined() } + marks.joined().joined()
        // A line that climbs or a wide mark may leave the margins that were meant: what is written decides where the sheet ends.
        let least = margin.rounded(.up)
        let shift = SIMD2(max(0, least - (points.map(\.x).min() ?? 0)), max(0, least - (points.map(\.y).min() ?? 0)))
        let right = (points.map(\.x).max() ?? 0) + shift.x + margin, bottom = (points.map(\.y).max() ?? 0) + shift.y + margin
        var sheet = WrittenSheet(
            width: max(Int(right.rounded(.up)), Int(0.5 * height)), height: Int(bottom.rounded(.up)), digitHeight: height, penWidth: pen.width)
        sheet.digits = lines.joined().map { digit in
            var digit = digit
            digit.strokes = digit.strokes.map { $0.map { $0 + shift } }
            return digit
        }
        sheet.marks = marks.map { $0.map { $0.map { $0 + shift } } }
        for strokes in sheet.digits.map(\.strokes) + sheet.marks { PenRenderer.draw(strokes, with: pen, into: &sheet.ink, &random) }
        return sheet
    }

    /// One line of digits from a point on its base line.
    private func write(
        _ text: [Int], row: Int, from start: SIMD2<Float>, height: Float, hand: Hand, _ random: inout RandomNumbers
    ) -> [WrittenSheet.Digit] {
        let touches = random.chance(touchChance)
        let spacing = touches ? random.uniform(-0.08, 0.03) : random.uniform(0.1, 0.4)
        let climb = random.clippedNormal(0, 0.035)
        let group = random.chance(0.3) ? 2 + random.integer(below: 3) : Int.max
        var x = start.x, drift: Float = 0
        return text.enumerated().map { place, number in
            let digit = DigitGenerator.digit(number, hand: hand, &random)
            let points = digit.strokes.joined()
            let low = points.reduce(SIMD2(repeating: Float.infinity)) { pointwiseMin($0, $1) }
            let high = points.reduce(SIMD2(repeating: -Float.infinity)) { pointwiseMax($0, $1) }
            // A digit that is wider than high would be blown up if its height alone were given.
            let size = height * exp(random.clippedNormal(0, 0.06)) / max(high.y - low.y, 0.8 * (high.x - low.x))
            drift = 0.7 * drift + random.clippedNormal(0, 0.035 * height)
            if place > 0 {
                x += random.clippedNormal(spacing, touches ? 0.03 : 0.05) * height
                if place % group == 0 { x += random.uniform(0.3, 0.7) * height }
            }
            let foot = start.y + climb * (x - start.x) + drift
            let corner = SIMD2(x - low.x * size, foot - high.y * size)
            x += (high.x - low.x) * size
            return WrittenSheet.Digit(digit: number, line: row, strokes: digit.strokes.map { $0.map { $0 * size + corner } })
        }
    }
}
