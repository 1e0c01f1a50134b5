import Glibc

/// Curves through knots, and what happens to a line of points on its way through a hand.
package enum Spline {
    /// Points along the curve through `knots`, about `spacing` apart: a centripetal Catmull-Rom spline (Yuksel, Schaefer and Keyser, "On the
    /// parameterization of Catmull-Rom curves", 2009), which makes no loop of its own between two knots, broken at corners.
    package static func points(through knots: [Knot], spacing: Float = 0.02) -> [SIMD2<Float>] {
        guard let first = knots.first else { return [] }
        var points = [first.point]
        var start = 0
        while start < knots.count - 1 {
            var end = start + 1
            while end < knots.count - 1, !knots[end].isCorner { end += 1 }
            let run = knots[start...end].map(\.point)
            for i in 0..<run.count - 1 {
                let p1 = run[i], p2 = run[i + 1]
                let p0 = i > 0 ? run[i - 1] : p1 + (p1 - p2)
                let p3 = i + 2 < run.count ? run[i + 2] : p2 + (p2 - p1)
                append(to: &points, p0, p1, p2, p3, spacing: spacing)
            }
            start = end
        }
        return points
    }

    /// The piece between `p1` and `p2` without its first point, by the pyramid of Barry and Goldman.
    private static func append(
        to points: inout [SIMD2<Float>], _ p0: SIMD2<Float>, _ p1: SIMD2<Float>, _ p2: SIMD2<Float>, _ p3: SIMD2<Float>, spacing: Float
    ) {
        let length = distance(p1, p2)
        guard length > 1e-6 else { return }
        let t1 = max(distance(p0, p1).squareRoot(), 1e-3)
        let t2 = t1 + length.squareRoot()
        let t3 = t2 + max(distance(p2, p3).squareRoot(), 1e-3)
        let steps = max(1, Int((length * 1.15 / spacing).rounded(.up)))
        for step in 1...steps {
            let t = t1 + (t2 - t1) * Float(step) / Float(steps)
            let a1 = p0 + (p1 - p0) * (t / t1)
            let a2 = p1 + (p2 - p1) * ((t - t1) / (t2 - t1))
            let a3 = p2 + (p3 - p2) * ((t - t2) / (t3 - t2))
            let b1 = a1 + (a2 - a1) * (t / t2)
            let b2 = a2 + (a3 - a2) * ((t - t1) / (t3 - t1))
            points.append(b1 + (b2 - b1) * ((t - t1) / (t2 - t1)))
        }
    }

    /// A Gaussian of `deviation` points along the line; the ends stay where they are. A quick hand rounds its corners like that.
    package static func smoothed(_ points: [SIMD2<Float>], deviation: Float) -> [SIMD2<Float>] {
        guard deviation > 0.3, points.count > 2 else { return points }
        let reach = Int((2.5 * deviation).rounded(.up))
        let weights = (0...reach).map { exp(-0.5 * Float($0 * $0) / (deviation * deviation)) }
        return points.indices.map { i in
            // Towards an end the window shrinks with it, so that the end itself is kept.
            let here = min(reach, min(i, points.count - 1 - i))
            var sum = points[i] * weights[0], total = weights[0]
            for offset in 0..<here {
                let weight = weights[offset + 1]
                sum += (points[i - offset - 1] + points[i + offset + 1]) * weight
                total += 2 * weight
            }
            return sum / total
        }
    }

    package static func distance(_ a: SIMD2<Float>, _ b: SIMD2<Float>) -> Float {
        let difference = b - a
        return (difference * difference).sum().squareRoot()
    }
}
