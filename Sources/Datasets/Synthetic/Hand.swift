import Glibc
import NeuralNetwork

/// How somebody writes: what stays the same over all that one person writes on one day. Drawn at random; two digits of one hand look related.
public struct Hand: Sendable {
    /// Shear to the right at the top, as a share of the height; upright at 0.
    var slant: Float
    /// Radians, clockwise.
    var rotation: Float
    /// Width in relation to the usual.
    var breadth: Float
    /// How far knots stray, 0 a careful hand to about 1.3 a hasty one.
    var sloppiness: Float
    /// How much ends run past their place; negative where they stop short.
    var overshoot: Float
    /// How much loops fall short of closing, in degrees; negative where they overlap.
    var gap: Float
    /// Amplitude of trembling in heights.
    var tremor: Float
    /// Rounding of corners, in heights along the line.
    var haste: Float
    /// The exponent that moves the middle of the digit up (above 1) or down.
    var balance: Float
    /// How much wider the foot is than the head, as a share.
    var foot: Float
    /// The favourite style of each digit, as a number in 0..<1 that is looked up in the cumulated weights.
    var favourites: [Float]

    /// A hand of its own for this stream.
    public init(_ random: inout RandomNumbers) {
        let care = random.uniform()
        slant = random.clippedNormal(0.1, 0.17)
        rotation = random.clippedNormal(0, 0.07)
        breadth = exp(random.clippedNormal(0, 0.2))
        sloppiness = 0.15 + 1.0 * care * care
        overshoot = random.clippedNormal(0.01, 0.03)
        gap = random.clippedNormal(-10, 18)
        tremor = random.chance(0.25) ? random.uniform(0.002, 0.007) : random.uniform(0, 0.0025)
        haste = random.uniform(0, 1) * random.uniform(0.005, 0.075)
        balance = exp(random.clippedNormal(0, 0.14))
        foot = random.clippedNormal(0, 0.16)
        favourites = (0..<10).map { _ in random.uniform() }
    }
}

extension RandomNumbers {
    /// Normal, kept within two and a half standard deviations, so that no plan is torn apart by one wild draw.
    mutating func clippedNormal(_ mean: Float, _ deviation: Float) -> Float {
        mean + deviation * max(-2.5, min(2.5, normal()))
    }
}
