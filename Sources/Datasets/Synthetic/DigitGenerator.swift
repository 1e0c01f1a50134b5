import DigitRecognition
import NeuralNetwork

/// A digit as a pen draws it.
public struct SyntheticDigit: Sendable, Equatable {
    /// The digit, 0 to 9.
    public var digit: Int
    /// The name of the way in which it is written, such as "crossed with serif".
    public var style: String
    /// The strokes in the order of writing, as points about 0.02 apart. Their box has its longer side from 0 to 1 and its shorter side around
    /// 0.5; y grows downwards.
    public var strokes: [[SIMD2<Float>]]
}

/// Draws digits of many hands: for each digit the ways in which people write it in different countries, as plans of strokes with knots that stray
/// together with slant, proportions, haste and trembling of the hand.
///
/// Every digit depends on the seed and its index alone, so that any number of threads may draw at once and in any order.
public struct DigitGenerator: Sendable {
    /// What all draws depend on.
    public let seed: UInt64

    /// A generator of its own for each seed.
    public init(seed: UInt64) { self.seed = seed }

    /// The names of a digit's styles.
    public static func styles(of digit: Int) -> [String] { DigitStyle.all[digit].map(\.name) }

    /// The digit at an index; ten indices in a row have ten different digits.
    public func digit(at index: Int) -> SyntheticDigit {
        var random = RandomNumbers(seed: seed, stream: "synthetic digit", index)
        let hand = Hand(&random)
        let digit = ((index % 10) + 10) % 10
        return Self.draw(digit, style: DigitStyle.style(of: digit, at: random.uniform()), hand: hand, &random)
    }

    /// A digit in a given style (one of `styles(of:)`), by a hand of its own for each index.
    public func digit(_ digit: Int, style: String, at index: Int) -> SyntheticDigit {
        guard let plan = DigitStyle.all[digit].first(where: { $0.name == style }) else {
            preconditionFailure("\(digit) has no style called \(style)")
        }
        var random = RandomNumbers(seed: seed, stream: "synthetic digit", index)
        let hand = Hand(&random)
        return Self.draw(digit, style: plan, hand: hand, &random)
    }

    /// A digit as `hand` writes it: nine times of ten in the style that this hand prefers.
    public static func digit(_ digit: Int, hand: Hand, _ random: inout RandomNumbers) -> SyntheticDigit {
        let position = random.chance(0.9) ? hand.favourites[digit] : random.uniform()
        return draw(digit, style: DigitStyle.style(of: digit, at: position), hand: hand, &random)
    }

    private static func draw(_ digit: Int, style: DigitStyle, hand: Hand, _ random: inout RandomNumbers) -> SyntheticDigit {
        var draft = Draft(hand: hand, random: random, legibility: DigitStyle.limits[digit])
        style.plan(&draft)
        let strokes = draft.written()
        random = draft.random
        return SyntheticDigit(digit: digit, style: style.name, strokes: fitted(strokes))
    }

    /// Moves and scales the strokes so that their longer side runs from 0 to 1 and their shorter side lies around 0.5.
    static func fitted(_ strokes: [[SIMD2<Float>]]) -> [[SIMD2<Float>]] {
        var low = SIMD2<Float>(repeating: .infinity), high = SIMD2<Float>(repeating: -.infinity)
        for stroke in strokes { for point in stroke { low = pointwiseMin(low, point); high = pointwiseMax(high, point) } }
        let size = high - low
        let scale = 1 / max(size.max(), 1e-6)
        let origin = low - (SIMD2(repeating: 1 / scale) - size) / 2
        return strokes.map { $0.map { ($0 - origin) * scale } }
    }
}

extension DigitGenerator {
    /// The digit at an index, drawn with a pen of its own at a size of its own, as ink on paper before any preparation.
    public func inkImage(at index: Int) -> (ink: InkImage, digit: Int) {
        let digit = digit(at: index)
        var random = RandomNumbers(seed: seed, stream: "synthetic pen", index)
        let pen = Pen.random(&random)
        let size = random.uniform(24, 90)
        return (PenRenderer.render(digit.strokes, size: size, pen: pen, &random), digit.digit)
    }
}
