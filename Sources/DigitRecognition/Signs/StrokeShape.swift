/// The course of a mark that is one stroke from its head to its foot, such as a bare 1, a slash, a parenthesis or a bracket.
struct StrokeShape {
    /// How far the middle of the stroke lies to the right of the straight line from head to foot, over its height: an opening parenthesis has less than 0.
    let bow: Float
    /// How far the stroke strays from a straight line between its ends, over its height.
    let wander: Float
    /// How far the ends of the stroke reach aside, over its height: the ticks of a bracket.
    let head: (left: Float, right: Float), foot: (left: Float, right: Float)

    /// Rows from either end in which a bracket has its ticks, as a share of the height.
    private static let end: Float = 0.12
    /// Of the rows between, this share may be wider: where a pen rests, or where another stroke touches.
    private static let widerRows: Float = 0.08
    /// A row across a leaning stroke is so many times its width.
    private static let widest: Float = 2.2

    /// Nil where the mark is more than one stroke, or lies.
    init?(of ink: InkImage) {
        guard let box = ink.box, box.height >= 8, 2 * box.height >= box.width else { return nil }
        let rows = Array(Self.extents(of: ink)[box.y..<box.bottom])
        let height = Float(box.height), margin = max(Int(Self.end * height), 1)
        let inner = margin..<rows.count - margin
        let limit = max(Self.widest * StrokeWidth.mean(of: ink), 3)
        let wider = inner.count { row in rows[row].map { Float($0.right - $0.left) > limit } ?? true }
        guard Float(wider) <= Self.widerRows * Float(inner.count) else { return nil }

        let middles = rows.map { $0.map { Float($0.left + $0.right) / 2 } }
        func mean(_ range: Range<Int>) -> Float? {
            let known = range.compactMap { middles[$0] }
            return known.isEmpty ? nil : known.reduce(0, +) / Float(known.count)
        }
        let third = rows.count / 3, tip = max(rows.count / 12, 1)
        guard let top = mean(0..<tip), let bottom = mean(rows.count - tip..<rows.count), let middle = mean(third..<rows.count - third),
              let upper = mean(inner.lowerBound..<third + 1), let lower = mean(rows.count - third - 1..<inner.upperBound) else { return nil }
        bow = (middle - (top + bottom) / 2) / height

        // The stroke between the ticks, carried on to the ends.
        let upperRow = Float(inner.lowerBound + third) / 2, lowerRow = Float(rows.count) - 1 - upperRow
        let slope = (lower - upper) / max(lowerRow - upperRow, 1)
        wander = inner.reduce(Float(0)) { most, row in max(most, middles[row].map { abs($0 - upper - slope * (Float(row) - upperRow)) } ?? 0) } / height
        let widths = inner.compactMap { rows[$0].map { $0.right - $0.left } }.sorted()
        let half = Float(widths[widths.count / 2]) / 2
        func reach(_ range: Range<Int>) -> (left: Float, right: Float) {
            var left: Float = 0, right: Float = 0
            for row in range {
                guard let extent = rows[row] else { continue }
                let course = upper + slope * (Float(row) - upperRow)
                left = max(left, course - half - Float(extent.left))
                right = max(right, Float(extent.right) - course - half)
            }
            return (left / height, right / height)
        }
        head = reach(0..<margin)
        foot = reach(rows.count - margin..<rows.count)
    }

    /// Where the ink of each row begins and ends.
    private static func extents(of ink: InkImage) -> [(left: Int, right: Int)?] {
        var extents = [(left: Int, right: Int)?](repeating: nil, count: ink.height)
        for run in InkComponent.runs(of: ink) { extents[run.y] = (extents[run.y]?.left ?? run.start, run.end) }
        return extents
    }

    /// A bracket's two ticks are so long, nothing looks out on the other side, and between them it is straight.
    private static let tick: Float = 0.09, noTick: Float = 0.05, straightest: Float = 0.05

    /// Whether both ends are turned to the same side.
    var isBracket: Bool {
        guard wander <= Self.straightest else { return false }
        return (min(head.right, foot.right) >= Self.tick && max(head.left, foot.left) <= Self.noTick)
            || (min(head.left, foot.left) >= Self.tick && max(head.right, foot.right) <= Self.noTick)
    }
}

extension InkImage {
    /// How far the ink leans to the right, in columns for each row from the foot upwards: the shear that its second moments tell.
    var lean: Float {
        var mass: Float = 0, sumX: Float = 0, sumY: Float = 0, sumXY: Float = 0, sumYY: Float = 0
        values.withUnsafeBufferPointer { values in
            for y in 0..<height {
                let row = values.baseAddress! + y * width
                var rowMass: UInt32 = 0, rowX: UInt32 = 0
                for x in 0..<width {
                    rowMass &+= UInt32(row[x])
                    rowX &+= UInt32(row[x]) &* UInt32(truncatingIfNeeded: x)
                }
                mass += Float(rowMass)
                sumX += Float(rowX)
                sumY += Float(rowMass) * Float(y)
                sumXY += Float(rowX) * Float(y)
                sumYY += Float(rowMass) * Float(y * y)
            }
        }
        guard mass > 0 else { return 0 }
        let meanY = sumY / mass, spread = sumYY / mass - meanY * meanY
        return spread > 0 ? -(sumXY / mass - sumX / mass * meanY) / spread : 0
    }
}
