import DigitRecognition
import Glibc
import NeuralNetwork

/// Draws strokes into an ink image with a pen. Each pixel keeps the darkest ink that passes over it.
public enum PenRenderer {
    /// The strokes of a digit in a unit box, drawn so that its longer side is `size` pixels between the middles of the lines, with a border of
    /// paper around it as wide as the pen needs.
    public static func render(_ strokes: [[SIMD2<Float>]], size: Float, pen: Pen, _ random: inout RandomNumbers) -> InkImage {
        var low = SIMD2<Float>(repeating: .infinity), high = SIMD2<Float>(repeating: -.infinity)
        for stroke in strokes { for point in stroke { low = pointwiseMin(low, point); high = pointwiseMax(high, point) } }
        guard low.x <= high.x else { return InkImage(width: 1, height: 1) }
        let border = 0.75 * pen.width * size + pen.softness + 1
        let extent = (high - low) * size
        var image = InkImage(width: Int((extent.x + 2 * border).rounded(.up)), height: Int((extent.y + 2 * border).rounded(.up)))
        var scaled = pen
        scaled.width *= size
        draw(strokes.map { $0.map { ($0 - low) * size + SIMD2(border, border) } }, with: scaled, into: &image, &random)
        return image
    }

    /// Draws strokes in pixels (the middle of the top left pixel is 0.5, 0.5) with a pen whose width is in pixels. What lies outside is cut off.
    public static func draw(
        _ strokes: [[SIMD2<Float>]], with pen: Pen, into image: inout InkImage, _ random: inout RandomNumbers
    ) {
        let grain = Grain(seed: random.next())
        for stroke in strokes {
            let line = Line(stroke, pen: pen, &random)
            let (width, height) = (image.width, image.height)
            image.values.withUnsafeMutableBufferPointer { values in
                line.draw(into: values.baseAddress!, width: width, height: height, pen: pen, grain: grain)
            }
        }
    }
}

/// A stroke with the radius and darkness that the pen gives it at each point.
private struct Line {
    var points: [SIMD2<Float>]
    var radii: [Float]
    var darkness: [Float]

    init(_ points: [SIMD2<Float>], pen: Pen, _ random: inout RandomNumbers) {
        self.points = points
        radii = []
        darkness = []
        radii.reserveCapacity(points.count)
        darkness.reserveCapacity(points.count)
        var width = SmoothNoise(&random), ink = SmoothNoise(&random)
        let taper = max(3 * pen.width, 1)
        var along: Float = 0, length: Float = 0
        for i in points.indices.dropFirst() { length += Spline.distance(points[i - 1], points[i]) }
        for i in points.indices {
            let step = i > 0 ? Spline.distance(points[i - 1], points[i]) : 0
            along += step
            var radius = pen.width / 2 * (1 + pen.variation * width.next(step / (3 * pen.width + 1), &random))
            let fromEnd = min(along, length - along)
            if pen.taper > 0, fromEnd < taper, length > taper { radius *= 1 - pen.taper * (1 - fromEnd / taper) }
            if pen.nib > 0 {
                let way = points[min(i + 1, points.count - 1)] - points[max(i - 1, 0)]
                let across = sin(atan2(way.y, way.x) - pen.nibAngle)
                radius *= 1 - pen.nib * (1 - across * across)
            }
            radii.append(max(radius, 0.3))
            darkness.append(pen.fading == 0 ? 1 : max(0, min(1, 1 - pen.fading * (0.3 + ink.next(step / (5 * pen.width + 1), &random)))))
        }
    }

    func draw(into values: UnsafeMutablePointer<UInt8>, width: Int, height: Int, pen: Pen, grain: Grain) {
        for i in 0..<max(1, points.count - 1) where !points.isEmpty {
            let j = min(i + 1, points.count - 1)
            capsule(points[i], points[j], (radii[i], radii[j]), (darkness[i], darkness[j]), pen, grain, values, width, height)
        }
    }

    private func capsule(
        _ a: SIMD2<Float>, _ b: SIMD2<Float>, _ radii: (Float, Float), _ darkness: (Float, Float), _ pen: Pen, _ grain: Grain,
        _ values: UnsafeMutablePointer<UInt8>, _ width: Int, _ height: Int
    ) {
        let reach = max(radii.0, radii.1) + pen.softness
        let x0 = max(0, min(a.x, b.x) - reach), x1 = min(Float(width) - 1, max(a.x, b.x) + reach)
        let y0 = max(0, min(a.y, b.y) - reach), y1 = min(Float(height) - 1, max(a.y, b.y) + reach)
        guard x0 <= x1, y0 <= y1 else { return }
        let way = b - a
        let inverse = 1 / max((way * way).sum(), 1e-9)
        let edge = 1 / pen.softness
        for y in Int(y0)...Int(y1) {
            let row = values + y * width
            for x in Int(x0)...Int(x1) {
                let pixel = SIMD2(Float(x) + 0.5, Float(y) + 0.5) - a
                let t = max(0, min(1, (pixel * way).sum() * inverse))
                let difference = pixel - way * t
                let radius = radii.0 + (radii.1 - radii.0) * t
                let square = (difference * difference).sum()
                guard square < (radius + pen.softness) * (radius + pen.softness) else { continue }
                var ink = min(1, (radius - square.squareRoot()) * edge + 0.5)
                guard ink > 0 else { continue }
                // A line thinner than a pixel covers no pixel wholly.
                ink *= min(1, 2 * radius) * (darkness.0 + (darkness.1 - darkness.0) * t)
                if pen.grain > 0 { ink *= 1 - pen.grain * grain(x, y) }
                let value = UInt8(ink * 255)
                if value > row[x] { row[x] = value }
            }
        }
    }
}

/// A random walk without jumps, about -1 to 1.
private struct SmoothNoise {
    private var from: Float, to: Float, position: Float = 0

    init(_ random: inout RandomNumbers) {
        from = random.uniform(-1, 1)
        to = random.uniform(-1, 1)
        position = random.uniform()
    }

    mutating func next(_ step: Float, _ random: inout RandomNumbers) -> Float {
        position += step
        while position >= 1 {
            position -= 1
            from = to
            to = random.uniform(-1, 1)
        }
        let t = position * position * (3 - 2 * position)
        return from + (to - from) * t
    }
}

/// The grain of a paper: a value 0 to 1 for each pixel that depends on its place alone.
struct Grain {
    let seed: UInt64

    func callAsFunction(_ x: Int, _ y: Int) -> Float {
        // One hash of SplitMix64's finaliser: the position is all that may matter.
        var z = seed &+ UInt64(truncatingIfNeeded: x) &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(truncatingIfNeeded: y) &* 0xC2B2_AE3D_27D4_EB4F
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Float((z ^ (z >> 31)) >> 40) * 0x1p-24
    }
}
