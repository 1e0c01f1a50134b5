import Glibc
import NeuralNetwork

/// A smooth random field of displacements for 28 x 28 pixels (Simard, Steinkraus and Platt 2003).
///
/// Each pixel draws a displacement evenly from -alpha...alpha in both directions; a Gaussian whose weights add up to 1 then smooths
/// the field. Outside the image it is 0, so that the border moves less.
final class ElasticField {
    private static let side = Augmenter.side
    private static let pixels = Augmenter.pixels

    /// Pixels to the right and down, row by row, after `draw`.
    let x: UnsafeMutablePointer<Float>
    let y: UnsafeMutablePointer<Float>
    private let random: UnsafeMutablePointer<Float>
    private let turned: UnsafeMutablePointer<Float>
    private let weights: [Float]

    init(smoothness: Float) {
        precondition(smoothness > 0, "the smoothness of elastic distortion must be above 0")
        x = .allocate(capacity: 4 * Self.pixels)
        x.initialize(repeating: 0, count: 4 * Self.pixels)
        (y, random, turned) = (x + Self.pixels, x + 2 * Self.pixels, x + 3 * Self.pixels)
        // Beyond three deviations lies less than 0.3 % of a Gaussian.
        let reach = min(Int((3 * smoothness).rounded(.up)), Self.side - 1)
        let raw = (0...reach).map { expf(-Float($0 * $0) / (2 * smoothness * smoothness)) }
        let sum = 2 * raw.reduce(0, +) - raw[0]
        weights = raw.map { $0 / sum }
    }

    deinit { x.deallocate() }

    /// Draws a new field of this strength (alpha, in pixels).
    func draw(strength: Float, random numbers: inout RandomNumbers) {
        for field in [x, y] {
            // Four displacements of 16 bits from each draw.
            let factor = strength / 32768
            for i in stride(from: 0, to: Self.pixels, by: 4) {
                let bits = numbers.next()
                for part in 0..<4 {
                    random[i + part] = factor * Float(Int16(truncatingIfNeeded: bits >> (16 * UInt64(part))))
                }
            }
            smoothColumnsAndTurn(random, into: turned)
            smoothColumnsAndTurn(turned, into: field)
        }
    }

    /// Smooths along each column and writes the result with rows and columns exchanged; twice is both directions and the right way round.
    private func smoothColumnsAndTurn(_ input: UnsafeMutablePointer<Float>, into output: UnsafeMutablePointer<Float>) {
        withUnsafeTemporaryAllocation(of: SIMD4<Float>.self, capacity: Self.side / 4) { sums in
            for row in 0..<Self.side {
                let lanes = UnsafeMutableRawPointer(input)
                func vector(_ row: Int, _ column: Int) -> SIMD4<Float> {
                    lanes.loadUnaligned(fromByteOffset: (row * Self.side + 4 * column) * 4, as: SIMD4<Float>.self)
                }
                for column in 0..<Self.side / 4 { sums[column] = weights[0] * vector(row, column) }
                for distance in 1..<weights.count {
                    let weight = weights[distance]
                    if row >= distance {
                        for column in 0..<Self.side / 4 { sums[column] += weight * vector(row - distance, column) }
                    }
                    if row + distance < Self.side {
                        for column in 0..<Self.side / 4 { sums[column] += weight * vector(row + distance, column) }
                    }
                }
                for column in 0..<Self.side { output[column * Self.side + row] = sums[column / 4][column % 4] }
            }
        }
    }
}
