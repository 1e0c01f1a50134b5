import Glibc

/// A point that a pen passes on its way. The plan of a stroke is a list of knots; a spline runs through them.
///
/// Plans are drawn in a frame of their own: y from 0 (top of the digit) to 1 (base line), downwards; x from about -0.5 to 0.5, rightwards.
package struct Knot: Sendable, Equatable {
    package var point: SIMD2<Float>
    /// Whether the pen may change its direction here at once; elsewhere it passes smoothly.
    package var isCorner: Bool

    package static func at(_ x: Float, _ y: Float) -> Knot { Knot(point: SIMD2(x, y), isCorner: false) }
    package static func corner(_ x: Float, _ y: Float) -> Knot { Knot(point: SIMD2(x, y), isCorner: true) }
}

extension Array where Element == Knot {
    /// A piece of an ellipse, from one angle to another in degrees: 0 is right, 90 bottom, 180 left, 270 top, so that falling angles run
    /// anticlockwise, as most people write a 0.
    ///
    /// - Parameter drift: how much the radii have grown at the end, as a share: a loop that ends outside (or inside) of where it began.
    static func arc(_ x: Float, _ y: Float, _ radiusX: Float, _ radiusY: Float, from: Float, to: Float, drift: Float = 0) -> [Knot] {
        let steps = Swift.max(2, Int((abs(to - from) / 40).rounded(.up)))
        return (0...steps).map { step in
            let share = Float(step) / Float(steps)
            let angle = (from + (to - from) * share) * .pi / 180
            let scale = 1 + drift * share
            return .at(x + radiusX * scale * cos(angle), y + radiusY * scale * sin(angle))
        }
    }
}
