/// A digit drawn with a pen: its strokes as points in the order of drawing, and who drew it.
public struct PenDigit: Sendable, Hashable {
    /// The digit, 0 to 9.
    public var label: UInt8
    /// The number of the person who drew it; no person should stand on both sides of a split.
    public var writer: Int
    /// The strokes, pen down to pen up. x grows to the right and y downwards.
    public var strokes: [[SIMD2<Float>]]

    /// A digit of these strokes.
    public init(label: UInt8, writer: Int, strokes: [[SIMD2<Float>]]) {
        self.label = label
        self.writer = writer
        self.strokes = strokes
    }

    /// The smallest and the largest coordinates of all points; nil where there is no point.
    public var bounds: (low: SIMD2<Float>, high: SIMD2<Float>)? {
        var low = SIMD2<Float>(repeating: .infinity), high = SIMD2<Float>(repeating: -.infinity)
        for stroke in strokes {
            for point in stroke {
                low = pointwiseMin(low, point)
                high = pointwiseMax(high, point)
            }
        }
        return low.x <= high.x ? (low, high) : nil
    }

    /// The longer side of the box around the points.
    public var extent: Float { bounds.map { max($0.high.x - $0.low.x, $0.high.y - $0.low.y) } ?? 0 }

    /// Every point moved by `transform`.
    public func mapped(_ transform: (SIMD2<Float>) -> SIMD2<Float>) -> PenDigit {
        PenDigit(label: label, writer: writer, strokes: strokes.map { $0.map(transform) })
    }

    /// The digit enlarged so that the longer side of its box is `extent`, with the middle of the box at `centre`. A digit that
    /// is a single point is only moved.
    public func placed(extent target: Float, centre: SIMD2<Float>) -> PenDigit {
        guard let bounds else { return self }
        let size = extent
        let factor = size > 0 ? target / size : 1
        let middle = (bounds.low + bounds.high) / 2
        return mapped { ($0 - middle) * factor + centre }
    }
}
