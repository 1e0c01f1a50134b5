import DigitRecognition
import Glibc
import NeuralNetwork

/// Something drawn that is not a digit.
public struct SyntheticMark: Sendable, Equatable {
    /// What kinds there are.
    public enum Kind: String, Sendable, CaseIterable {
        case letter, word, sign, scribble, hatching, loops, dot, blot, dash, line, grid, digits
    }

    /// What was drawn.
    public var kind: Kind
    /// The strokes, in a unit box as those of a `SyntheticDigit`.
    public var strokes: [[SIMD2<Float>]]
    /// The pen's width as a share of the longer side, where the mark is what it is by that (a blot); else any pen may draw it.
    public var penWidth: Float?

    /// A pen that may have drawn the mark: what stands small in its box, such as the letters of a word, has a line that fits its height.
    public func pen(_ random: inout RandomNumbers) -> Pen {
        var pen = Pen.random(&random)
        if let penWidth {
            pen.width = penWidth
        } else if [.word, .digits, .grid, .hatching, .loops].contains(kind) {
            let heights = strokes.joined().map(\.y)
            pen.width *= max(0.3, (heights.max() ?? 1) - (heights.min() ?? 0)) * (kind == .digits || kind == .word ? 1 : 0.6)
        }
        return pen
    }
}

/// Draws what stands on paper and on screens beside digits: letters, words, signs, scribbles, pieces of lines, blots, and groups of digits that are
/// not one digit. Nothing that a person could take for a digit is among it, as far as plans can say: no upright bar, no single ring.
public struct MarkGenerator: Sendable {
    /// What all draws depend on.
    public let seed: UInt64

    /// A generator of its own for each seed.
    public init(seed: UInt64) { self.seed = seed }

    /// The mark at an index; it depends on the seed and the index alone.
    public func mark(at index: Int) -> SyntheticMark {
        var random = RandomNumbers(seed: seed, stream: "synthetic mark", index)
        let kinds: [SyntheticMark.Kind] = [
            .letter, .letter, .letter, .letter, .letter, .word, .word, .sign, .sign, .sign,
            .scribble, .scribble, .hatching, .loops, .dot, .blot, .dash, .line, .grid, .digits, .digits,
        ]
        return Self.mark(kinds[random.integer(below: kinds.count)], hand: Hand(&random), &random)
    }

    /// A mark of a kind, as `hand` draws it.
    public static func mark(_ kind: SyntheticMark.Kind, hand: Hand, _ random: inout RandomNumbers) -> SyntheticMark {
        var width: Float?
        var strokes: [[SIMD2<Float>]]
        switch kind {
        case .letter: strokes = letter(Bool.random(using: &random) ? Letter.capitals : Letter.small, hand, &random)
        case .sign: strokes = letter(Letter.signs, hand, &random)
        case .word: strokes = word(hand, &random)
        case .digits: strokes = digits(hand, &random)
        case .scribble: strokes = scribble(&random)
        case .hatching: strokes = hatching(hand, &random)
        case .loops: strokes = loops(hand, &random)
        case .dash: strokes = dash(hand, &random)
        case .line: strokes = ruledCorner(&random)
        case .grid: strokes = grid(&random)
        case .dot:
            let length = random.uniform(0, 0.5)
            let angle = random.uniform(0, 2 * .pi)
            strokes = [[SIMD2(0, 0), SIMD2(cos(angle), sin(angle)) * length]]
            width = random.uniform(0.9, 1.6)
        case .blot:
            strokes = blot(&random)
            width = random.uniform(0.7, 1.2)
        }
        strokes = kind == .dot ? strokes : DigitGenerator.fitted(strokes)
        return SyntheticMark(kind: kind, strokes: strokes, penWidth: width)
    }

    /// The mark at an index, drawn with a pen of its own at a size of its own, as ink on paper before any preparation.
    public func inkImage(at index: Int) -> InkImage {
        let mark = mark(at: index)
        var random = RandomNumbers(seed: seed, stream: "synthetic mark's pen", index)
        let pen = mark.pen(&random)
        let size = mark.kind == .dot || mark.kind == .blot ? random.uniform(8, 40) : random.uniform(24, 90)
        return PenRenderer.render(mark.strokes, size: size, pen: pen, &random)
    }
}
