import Glibc
import NeuralNetwork

extension MarkGenerator {
    static func letter(_ letters: [Letter], _ hand: Hand, _ random: inout RandomNumbers) -> [[SIMD2<Float>]] {
        let letter = letters[random.integer(below: letters.count)]
        var draft = Draft(hand: hand, random: random)
        for stroke in letter.strokes {
            draft.stroke(stroke.map { knot in
                var knot = knot
                knot.point += SIMD2(draft.vary(0, 0.022), draft.vary(0, 0.022))
                return knot
            })
        }
        let strokes = draft.written()
        random = draft.random
        return strokes
    }

    /// Two to five small letters on one line; every third word begins with a capital.
    static func word(_ hand: Hand, _ random: inout RandomNumbers) -> [[SIMD2<Float>]] {
        var strokes: [[SIMD2<Float>]] = []
        var x: Float = 0
        for position in 0..<2 + random.integer(below: 4) {
            let isCapital = position == 0 && random.chance(0.35)
            let scale: Float = isCapital ? 1.6 : 1
            let letter = letter(isCapital ? Letter.capitals : Letter.small, hand, &random)
            place(letter, scale: scale, bottom: 1, left: &x, gap: random.uniform(-0.05, 0.22), into: &strokes)
        }
        return strokes
    }

    /// Two or three digits that touch or stand close: a number is not one digit.
    static func digits(_ hand: Hand, _ random: inout RandomNumbers) -> [[SIMD2<Float>]] {
        var strokes: [[SIMD2<Float>]] = []
        var x: Float = 0
        for _ in 0..<2 + random.integer(below: 2) {
            let digit = DigitGenerator.digit(random.integer(below: 10), hand: hand, &random)
            let scale = random.uniform(0.85, 1.1), bottom = 1 + random.clippedNormal(0, 0.05)
            place(digit.strokes, scale: scale, bottom: bottom, left: &x, gap: random.uniform(-0.1, 0.16), into: &strokes)
        }
        return strokes
    }

    /// Sets strokes beside those that stand already.
    private static func place(
        _ part: [[SIMD2<Float>]], scale: Float, bottom: Float, left: inout Float, gap: Float, into strokes: inout [[SIMD2<Float>]]
    ) {
        var low = SIMD2<Float>(repeating: .infinity), high = SIMD2<Float>(repeating: -.infinity)
        for stroke in part { for point in stroke { low = pointwiseMin(low, point); high = pointwiseMax(high, point) } }
        let shift = SIMD2(left - low.x * scale, bottom - high.y * scale)
        strokes += part.map { $0.map { $0 * scale + shift } }
        left += (high.x - low.x) * scale + gap
    }

    /// A line that wanders through a box and crosses itself many times.
    static func scribble(_ random: inout RandomNumbers) -> [[SIMD2<Float>]] {
        let shape = SIMD2(random.uniform(0.4, 1), random.uniform(0.4, 1))
        let knots = (0..<10 + random.integer(below: 20)).map { _ in
            let point = SIMD2(random.uniform(), random.uniform()) * shape
            return Knot(point: point, isCorner: random.chance(0.15))
        }
        return [Spline.points(through: knots)]
    }

    /// Lines beside each other in one stroke or several, as when something is shaded or crossed out.
    static func hatching(_ hand: Hand, _ random: inout RandomNumbers) -> [[SIMD2<Float>]] {
        let lines = 4 + random.integer(below: 8), slope = random.uniform(-0.6, 0.6), height = random.uniform(0.3, 1)
        var knots: [Knot] = []
        for line in 0...lines {
            let x = Float(line) / Float(lines) + random.clippedNormal(0, 0.03)
            let up = Knot.corner(x - slope * height / 2, random.clippedNormal(0, 0.05))
            let down = Knot.corner(x + slope * height / 2, height + random.clippedNormal(0, 0.05))
            knots += line % 2 == 0 ? [up, down] : [down, up]
        }
        if random.chance(0.4) {
            return stride(from: 0, to: knots.count - 1, by: 2).map { Spline.points(through: [knots[$0], knots[$0 + 1]]) }
        }
        let points = Spline.points(through: knots)
        return [Spline.smoothed(points, deviation: hand.haste / 0.02)]
    }

    /// Loop after loop to the right, as when a pen is tried, or the rounds of a spiral.
    static func loops(_ hand: Hand, _ random: inout RandomNumbers) -> [[SIMD2<Float>]] {
        let isSpiral = random.chance(0.35), turns = Float(3 + random.integer(below: 4))
        let width = random.uniform(0.25, 0.5), way = isSpiral ? 0 : random.uniform(0.25, 0.5), growth = isSpiral ? random.uniform(0.12, 0.2) : 0
        let steps = Int(turns * 9)
        let knots = (0...steps).map { step in
            let angle = Float(step) / 9 * 2 * .pi
            let radius = isSpiral ? growth * Float(step) / 9 : 0.5
            let x = way * Float(step) / 9 + radius * cos(angle) * (isSpiral ? 1 : 2 * width), y = radius * sin(angle)
            return Knot.at(x + random.clippedNormal(0, 0.02), y + random.clippedNormal(0, 0.02))
        }
        return [Spline.points(through: knots)]
    }

    /// A dash, an underline or a slash that lies too flat to be a 1.
    static func dash(_ hand: Hand, _ random: inout RandomNumbers) -> [[SIMD2<Float>]] {
        let slope = random.clippedNormal(0, 0.2), bend = random.clippedNormal(0, 0.04)
        let lines = random.chance(0.2) ? 2 : 1
        return (0..<lines).map { line in
            let y = Float(line) * 0.18 + random.clippedNormal(0, 0.02)
            return Spline.points(through: [.at(0, y), .at(0.5, y + slope / 2 + bend), .at(1, y + slope + random.clippedNormal(0, 0.03))])
        }
    }

    /// A piece of ruling: parallel lines, or the corner or the crossing of two.
    static func ruledCorner(_ random: inout RandomNumbers) -> [[SIMD2<Float>]] {
        let turn = random.clippedNormal(0, 0.08)
        let across = SIMD2(cos(turn), sin(turn)), down = SIMD2(-sin(turn), cos(turn))
        let cut = random.uniform(0.2, 0.8), height = random.uniform(0.4, 1)
        switch random.integer(below: 3) {
        case 0: return (0..<2 + random.integer(below: 4)).map { line in [down * (0.22 * Float(line)), down * (0.22 * Float(line)) + across] }
        case 1:
            let column = across * random.uniform(0.25, 0.75)
            return [[down * height * cut, across + down * height * cut], [column, column + down * height]]
        default: return [[across, SIMD2(0, 0), down * height, down * height + across]]
        }
    }

    /// Squared paper.
    static func grid(_ random: inout RandomNumbers) -> [[SIMD2<Float>]] {
        let columns = 2 + random.integer(below: 4), rows = 2 + random.integer(below: 3)
        let step = 1 / Float(columns)
        let right = step * Float(columns), bottom = step * Float(rows)
        return (0...rows).map { [SIMD2(0, step * Float($0)), SIMD2(right, step * Float($0))] }
            + (0...columns).map { [SIMD2(step * Float($0), 0), SIMD2(step * Float($0), bottom)] }
    }

    /// A filled spot of no shape: a short walk of a very wide pen.
    static func blot(_ random: inout RandomNumbers) -> [[SIMD2<Float>]] {
        let knots = (0..<3 + random.integer(below: 5)).map { _ in Knot.at(random.uniform(0, 0.8), random.uniform(0, 0.8)) }
        return [Spline.points(through: knots)]
    }
}
