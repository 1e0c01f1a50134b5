import Glibc
import NeuralNetwork

/// What a style draws on: it collects the knots of the strokes and then lets a hand write them.
struct Draft {
    let hand: Hand
    var random: RandomNumbers
    private let legibility: Legibility
    private(set) var plans: [[Knot]] = []

    init(hand: Hand, random: RandomNumbers, legibility: Legibility = Legibility()) {
        self.hand = hand
        self.random = random
        self.legibility = legibility
    }

    /// A measure of the plan that varies from one digit to the next.
    mutating func vary(_ mean: Float, _ deviation: Float) -> Float { random.clippedNormal(mean, deviation) }
    mutating func between(_ lower: Float, _ upper: Float) -> Float { random.uniform(lower, upper) }
    mutating func chance(_ probability: Float) -> Bool { random.chance(probability) }

    /// How far short of closing a loop ends, in degrees, this time.
    mutating func gap(_ more: Float = 0) -> Float { vary(hand.gap + more, 8) }

    /// One stroke: the pen goes down at the first knot and up after the last.
    mutating func stroke(_ parts: [Knot]...) {
        plans.append(parts.reduce([], +))
    }

    /// The strokes as this hand writes them, as points about 0.02 apart, still in the frame of the plan.
    mutating func written() -> [[SIMD2<Float>]] {
        let sloppiness = hand.sloppiness * legibility.steadiness
        let warp = Warp(&random, amplitude: 0.035 * sloppiness)
        let stray = 0.018 * sloppiness
        let shear = hand.slant + random.clippedNormal(0, 0.04)
        let turn = hand.rotation + random.clippedNormal(0, 0.03)
        let breadth = min(max(hand.breadth * exp(random.clippedNormal(0, 0.07)), legibility.breadth.lowerBound), legibility.breadth.upperBound)
        let foot = hand.foot + random.clippedNormal(0, 0.05)
        let haste = min(max(0, hand.haste * exp(random.clippedNormal(0, 0.25))), legibility.haste)
        var strokes: [[SIMD2<Float>]] = []
        for (order, plan) in plans.enumerated() {
            // After lifting the pen it does not come down quite where it was meant to.
            let lift = order == 0 ? 0 : 0.012 + 0.016 * sloppiness
            let missed = SIMD2(random.clippedNormal(0, lift), random.clippedNormal(0, lift))
            var knots = plan
            for i in knots.indices {
                knots[i].point += missed + SIMD2(random.clippedNormal(0, stray), random.clippedNormal(0, stray))
            }
            stretchEnds(&knots)
            var points = Spline.smoothed(Spline.points(through: knots), deviation: haste / 0.02)
            tremble(&points)
            strokes.append(points.map { point in
                var p = point + warp(point)
                p.y = p.y > 0 && p.y < 1 ? powf(p.y, hand.balance) : p.y
                p.x *= breadth * (1 + foot * (p.y - 0.5))
                p.x -= shear * (p.y - 0.5)
                let y = p.y - 0.5
                return SIMD2(p.x * cos(turn) - y * sin(turn), p.x * sin(turn) + y * cos(turn) + 0.5)
            })
        }
        return strokes
    }

    /// Lets the ends run on or stop short, in the direction of the stroke.
    private mutating func stretchEnds(_ knots: inout [Knot]) {
        guard knots.count > 1 else { return }
        let last = knots.count - 1
        for (end, next) in [(0, 1), (last, last - 1)] {
            let way = knots[end].point - knots[next].point
            let length = Spline.distance(knots[end].point, knots[next].point)
            guard length > 0.08 else { continue }
            let more = max(-0.25 * length, random.clippedNormal(hand.overshoot, 0.015))
            knots[end].point += way / length * more
        }
    }

    /// Adds the trembling of the hand: two waves along the line with wandering phases.
    private mutating func tremble(_ points: inout [SIMD2<Float>]) {
        guard hand.tremor > 0.0005 else { return }
        var phases = SIMD4<Float>(random.uniform(0, 6.28), random.uniform(0, 6.28), random.uniform(0, 6.28), random.uniform(0, 6.28))
        for i in points.indices {
            phases += SIMD4(0.35, 0.4, 1.1, 1.3) * SIMD4(2 * random.uniform(), 2 * random.uniform(), 2 * random.uniform(), 2 * random.uniform())
            points[i] += hand.tremor * SIMD2(sin(phases[0]) + 0.5 * sin(phases[2]), sin(phases[1]) + 0.5 * sin(phases[3]))
        }
    }
}

/// A slow displacement of the plane: what is near each other strays together.
struct Warp {
    private var waves: [(frequency: SIMD2<Float>, phase: Float, shift: SIMD2<Float>)] = []

    init(_ random: inout RandomNumbers, amplitude: Float) {
        for _ in 0..<3 {
            waves.append((
                SIMD2(random.clippedNormal(0, 4), random.clippedNormal(0, 4)), random.uniform(0, 2 * .pi),
                SIMD2(random.clippedNormal(0, amplitude), random.clippedNormal(0, amplitude))))
        }
    }

    func callAsFunction(_ point: SIMD2<Float>) -> SIMD2<Float> {
        waves.reduce(SIMD2(0, 0)) { $0 + $1.shift * sin(($1.frequency * point).sum() + $1.phase) }
    }
}
