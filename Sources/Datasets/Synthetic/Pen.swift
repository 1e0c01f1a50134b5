import Glibc
import NeuralNetwork

/// What writes: how wide its line is and how the line changes on its way.
public struct Pen: Sendable, Equatable {
    /// Kinds of pens; each draws its measures from ranges of its own.
    public enum Kind: String, Sendable, CaseIterable {
        /// A thin line of one width, sometimes with gaps where the ball does not roll.
        case ball
        /// A wide soft line that gives way to pressure and speed.
        case felt
        /// A grainy line.
        case pencil
        /// A very wide line.
        case marker
        /// A line that is wide in one direction and thin across it.
        case nib
        /// The round brush of a drawing program.
        case screen
    }

    /// What it draws with.
    public var kind: Kind
    /// Mean width of the line; a share of the digit's longer side, or pixels where the renderer is told so.
    public var width: Float
    /// How much the width wanders, as a share.
    public var variation: Float = 0
    /// How much thinner a line is where it begins and ends, as a share.
    public var taper: Float = 0
    /// How much thinner a line is along `nibAngle`, as a share.
    public var nib: Float = 0
    /// The direction of the thinnest lines in radians.
    public var nibAngle: Float = 0
    /// How much of the ink a grain of the paper may keep off, 0 to 1.
    public var grain: Float = 0
    /// How much the darkness wanders along the line, 0 to 1.
    public var fading: Float = 0
    /// The width in pixels of the way from ink to paper at the line's edge.
    public var softness: Float = 1

    /// A pen of this kind with all else at rest.
    public init(_ kind: Kind, width: Float) {
        self.kind = kind
        self.width = width
    }

    /// A pen as one may happen to lie on the desk.
    public static func random(_ random: inout RandomNumbers) -> Pen {
        let kinds: [Kind] = [.ball, .ball, .ball, .felt, .felt, .pencil, .marker, .nib, .screen, .screen]
        return .random(kinds[random.integer(below: kinds.count)], &random)
    }

    /// A pen of a kind.
    public static func random(_ kind: Kind, _ random: inout RandomNumbers) -> Pen {
        var pen = Pen(kind, width: 0.08)
        switch kind {
        case .ball:
            pen.width = random.uniform(0.025, 0.07)
            pen.variation = random.uniform(0, 0.2)
            pen.fading = random.chance(0.25) ? random.uniform(0.2, 0.8) : random.uniform(0, 0.15)
            pen.grain = random.uniform(0, 0.25)
        case .felt:
            pen.width = random.uniform(0.05, 0.12)
            pen.variation = random.uniform(0.1, 0.4)
            pen.taper = random.uniform(0, 0.45)
            pen.softness = random.uniform(1, 2)
        case .pencil:
            pen.width = random.uniform(0.03, 0.08)
            pen.variation = random.uniform(0.1, 0.35)
            pen.taper = random.uniform(0, 0.3)
            pen.grain = random.uniform(0.3, 0.75)
            pen.fading = random.uniform(0.1, 0.4)
            pen.softness = random.uniform(1, 2)
        case .marker:
            pen.width = random.uniform(0.1, 0.175)
            pen.variation = random.uniform(0, 0.15)
            pen.nib = random.uniform(0, 0.3)
            pen.nibAngle = random.uniform(0, .pi)
        case .nib:
            pen.width = random.uniform(0.05, 0.12)
            pen.variation = random.uniform(0, 0.25)
            pen.nib = random.uniform(0.3, 0.7)
            pen.nibAngle = random.clippedNormal(-0.7, 0.3)
            pen.taper = random.uniform(0, 0.3)
        case .screen:
            pen.width = random.uniform(0.035, 0.15)
        }
        return pen
    }
}
