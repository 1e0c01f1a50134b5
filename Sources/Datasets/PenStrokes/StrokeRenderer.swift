/// Draws strokes with a round brush into rows of ink, 0 paper to 255 ink.
///
/// A pixel's ink is how far the brush reaches over its middle, by the distance to the nearest segment: from full at half a
/// pixel inside the brush's edge to none at half a pixel outside. Strokes that cross do not add up, as with a pen.
public struct StrokeRenderer: Sendable {
    /// The diameter of the brush in pixels, above 0.
    public var brush: Float

    /// A renderer with this brush.
    public init(brush: Float) {
        precondition(brush > 0, "the brush has no width")
        self.brush = brush
    }

    /// The digit drawn on a canvas of `width` x `height` pixels; what lies outside of it is cut off.
    public func render(_ digit: PenDigit, width: Int, height: Int) -> [UInt8] {
        var ink = [UInt8](repeating: 0, count: width * height)
        ink.withUnsafeMutableBufferPointer { draw(digit.strokes, into: $0.baseAddress!, width: width, height: height, stride: width) }
        return ink
    }

    /// Draws onto what is there already. Point (0, 0) is the corner of the first pixel, whose middle is (0.5, 0.5).
    public func draw(
        _ strokes: [[SIMD2<Float>]], into ink: UnsafeMutablePointer<UInt8>, width: Int, height: Int, stride: Int
    ) {
        precondition(width > 0 && height > 0 && stride >= width)
        for stroke in strokes {
            guard var last = stroke.first else { continue }
            if stroke.count == 1 { segment(from: last, to: last, ink, width, height, stride) }
            for point in stroke.dropFirst() {
                segment(from: last, to: point, ink, width, height, stride)
                last = point
            }
        }
    }

    private func segment(
        from start: SIMD2<Float>, to end: SIMD2<Float>, _ ink: UnsafeMutablePointer<UInt8>, _ width: Int, _ height: Int, _ stride: Int
    ) {
        let reach = brush / 2 + 0.5
        let low = pointwiseMin(start, end) - reach, high = pointwiseMax(start, end) + reach
        guard high.x > 0, high.y > 0, low.x < Float(width), low.y < Float(height) else { return }
        let firstColumn = Int(max(low.x, 0)), lastColumn = Int(min(high.x, Float(width - 1)))
        let firstRow = Int(max(low.y, 0)), lastRow = Int(min(high.y, Float(height - 1)))
        let along = end - start
        let lengthSquared = (along * along).sum()
        let inverse = lengthSquared > 0 ? 1 / lengthSquared : 0
        // A brush thinner than a pixel covers less than a pixel.
        let full = 255 * min(brush, 1)
        let alongX = along.x * inverse, alongY = along.y * inverse
        for row in firstRow...max(firstRow, lastRow) {
            let py = Float(row) + 0.5 - start.y
            let pixels = ink + row * stride
            var column = firstColumn
            while column <= lastColumn {
                let px = SIMD4<Float>(0, 1, 2, 3) + (Float(column) + 0.5 - start.x)
                let share = bounded(px * alongX + py * alongY, .zero, .one)
                let dx = px - share * along.x, dy = py - share * along.y
                let distance = (dx * dx + dy * dy).squareRoot()
                let cover = bounded(reach - distance, .zero, .one) * full
                if any(cover .> 0) {
                    // Adding 2^23 rounds to a whole number, which then stands in the lowest bits.
                    let bits = unsafeBitCast(cover + 0x1p23, to: SIMD4<UInt32>.self)
                    for lane in 0..<min(4, lastColumn + 1 - column) {
                        let value = UInt8(truncatingIfNeeded: bits[lane])
                        if value > pixels[column + lane] { pixels[column + lane] = value }
                    }
                }
                column += 4
            }
        }
    }
}
