import Pictures
import Sketch

/// Random numbers from a seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// A wandering stroke inside 0...size.
func wander(using generator: inout SeededGenerator, size: Double = 100, tool: Brush.Tool = .pen, withPressure: Bool = false) -> Stroke {
    var x = Double.random(in: 0...size, using: &generator), y = Double.random(in: 0...size, using: &generator)
    var points: [Point] = []
    for _ in 0..<Int.random(in: 1...25, using: &generator) {
        points.append(Point(x: x, y: y, pressure: withPressure ? .random(in: 0...1, using: &generator) : Point.nominalPressure))
        x += .random(in: -12...12, using: &generator)
        y += .random(in: -12...12, using: &generator)
    }
    return Stroke(brush: Brush(tool: tool, diameter: .random(in: 1...12, using: &generator)), points: points)
}

extension Picture {
    /// The blue channel at a pixel (all that is drawn here is gray).
    func gray(_ x: Int, _ y: Int) -> Int { Int(bytes[4 * (y * width + x)]) }

    /// Ink of all pixels together, a black pixel counting 1.
    var ink: Double { stride(from: 0, to: bytes.count, by: 4).reduce(0) { $0 + Double(255 - bytes[$1]) / 255 } }

    /// The largest difference of a byte.
    func largestDifference(from other: Picture) -> Int {
        zip(bytes, other.bytes).reduce(0) { max($0, abs(Int($1.0) - Int($1.1))) }
    }
}

/// The page 0...100 at the given scale, painted from nothing.
func painted(_ drawing: Drawing, scale: Double = 1) -> Picture {
    let raster = Raster(area: Rect(x: 0, y: 0, width: 100, height: 100), scale: scale)
    raster.update(to: drawing)
    return raster.picture
}
