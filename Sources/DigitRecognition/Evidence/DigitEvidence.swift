/// What in a digit's ink spoke for an answer, and what against it.
public struct DigitEvidence: Sendable, Equatable {
    /// A rectangle in pixels of the picture, whose edges need not lie between pixels.
    public struct Frame: Sendable, Equatable {
        /// Left edge.
        public var x: Double
        /// Top edge.
        public var y: Double
        /// Pixels from left to right edge.
        public var width: Double
        /// Pixels from top to bottom edge.
        public var height: Double
    }

    /// The answer, 0 to 9.
    public let answer: Int
    /// 28 x 28 values over what the network saw, row by row: from 1, where the ink speaks for the answer as strongly as anywhere, to -1, where it
    /// speaks as strongly against it; 0 where there is no ink.
    public let values: [Float]
    /// The same, turned as the digit lies in the picture.
    public let lyingValues: [Float]
    /// Where the 28 x 28 squares of `lyingValues` lie in the picture.
    public let frame: Frame
    /// Whether the digit is lighter than what it stands on.
    public let isInkLight: Bool
}

extension DigitEvidence {
    /// The side of a square of the grid.
    static let side = DigitPreparation.side

    /// A map to look at, from what the answer loses with the ink around each pixel: the mean over about a stroke's width, in which each pixel counts as
    /// much as it has ink, so that the gray edges of a stroke say what its middle says.
    static func map(_ losses: [Float], ink: [Float]) -> [Float] {
        let sums = blurred(losses.indices.map { losses[$0] * ink[$0] }), amounts = blurred(ink)
        let density = losses.indices.map { sums[$0] / (amounts[$0] + 0.05) }
        // A single pixel doesn't set the scale: the strongest twentieth of the ink's pixels is as strong as can be.
        let strengths = density.indices.filter { ink[$0] > 0.3 }.map { abs(density[$0]) }.sorted()
        guard let strongest = strengths.isEmpty ? nil : strengths[strengths.count * 19 / 20], strongest > 0 else {
            return [Float](repeating: 0, count: losses.count)
        }
        return density.indices.map { min(max(density[$0] / strongest, -1), 1) * min(2 * amounts[$0], 1) }
    }

    /// Weights of a pixel and its neighbours: a Gaussian with a standard deviation of 0.8 pixels.
    private static let kernel: [Float] = [0.0223, 0.2276, 0.5002, 0.2276, 0.0223]

    private static func blurred(_ values: [Float]) -> [Float] {
        func along(_ step: Int, _ values: [Float], position: (Int) -> Int) -> [Float] {
            values.indices.map { index in
                (-2...2).reduce(0) { sum, offset in
                    (0..<side).contains(position(index) + offset) ? sum + kernel[offset + 2] * values[index + offset * step] : sum
                }
            }
        }
        return along(side, along(1, values) { $0 % side }) { $0 / side }
    }
}
