import Glibc
import NeuralNetwork

/// A smooth random field of displacements for 28 x 28 pixels (Simard, Steinkraus and Platt 2003).
///
/// Each pixel draws a displacement evenly from -alpha...alpha in both directions; a Gaussian whose weights add up to 1 then smooths
/// the field. Outside the image it is 0, so that the border moves less.
package final class ElasticField {
    private static let side = Augmenter.side
    private static let pixels = Augmenter.pixels

    /// Pixels to the right and down, row by row, after `draw`.
    package let x: UnsafeMutablePointer<Float>
    package let y: UnsafeMutablePointer<Float>
    /// The field before a pass, with `reach` rows of zeros above and below it.
    private let rows: UnsafeMutablePointer<Float>
    private let weights: UnsafeMutablePointer<Float>
    private let reach: Int

    package init(smoothness: Float) {
        precondition(smoothness > 0, "the smoothness of elastic distortion must be above 0")
        // Beyond three deviations lies less than 0.3 % of a Gaussian.
        reach = min(Int((3 * smoothness).rounded(.up)), Self.side - 1)
        weights = .allocate(capacity: reach + 1)
        for distance in 0...reach { weights[distance] = expf(-Float(distance * distance) / (2 * smoothness * smoothness)) }
        var sum = weights[0]
        for distance in 1..<reach + 1 { sum += 2 * weights[distance] }
        for distance in 0...reach { weights[distance] /= sum }
        let padded = (Self.side + 2 * reach) * Self.side
        x = .allocate(capacity: 2 * Self.pixels + padded)
        x.initialize(repeating: 0, count: 2 * Self.pixels + padded)
        (y, rows) = (x + Self.pixels, x + 2 * Self.pixels)
    }

    deinit {
        x.deallocate()
        weights.deallocate()
    }

    /// Draws a new field of this strength (alpha, in pixels).
    package func draw(strength: Float, random numbers: inout RandomNumbers) {
        // Four displacements of 16 bits from each draw.
        let factor = SIMD4(repeating: strength / 32768)
        let inner = UnsafeMutableRawPointer(rows + reach * Self.side)
        for field in [x, y] {
            for i in stride(from: 0, to: Self.pixels, by: 4) {
                let numbers = SIMD4<Float>(unsafeBitCast(numbers.next(), to: SIMD4<Int16>.self))
                inner.storeBytes(of: factor * numbers, toByteOffset: 4 * i, as: SIMD4<Float>.self)
            }
            smoothColumnsAndTurn(into: field)
            inner.copyMemory(from: field, byteCount: 4 * Self.pixels)
            smoothColumnsAndTurn(into: field)
        }
    }

    /// Smooths `rows` along each column and writes the result with rows and columns exchanged; twice is both directions and the
    /// right way round.
    private func smoothColumnsAndTurn(into output: UnsafeMutablePointer<Float>) {
        let line = 4 * Self.side
        for column in stride(from: 0, to: Self.side, by: 4) {
            for row in 0..<Self.side {
                let middle = UnsafeRawPointer(rows + (row + reach) * Self.side + column)
                var sum = weights[0] * middle.loadUnaligned(as: SIMD4<Float>.self)
                var (above, below) = (middle, middle)
                for distance in 1..<reach + 1 {
                    above -= line
                    below += line
                    sum += weights[distance]
                        * (above.loadUnaligned(as: SIMD4<Float>.self) + below.loadUnaligned(as: SIMD4<Float>.self))
                }
                let turned = output + column * Self.side + row
                (turned[0], turned[Self.side], turned[2 * Self.side], turned[3 * Self.side]) = (sum[0], sum[1], sum[2], sum[3])
            }
        }
    }
}
