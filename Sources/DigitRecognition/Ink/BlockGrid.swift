import Kernels

/// One number for each square block of a plane: what changes slowly over a photo, such as the light on the paper.
struct BlockGrid {
    /// Pixels along a block's side.
    let side: Int
    let columns: Int
    let rows: Int
    var values: [Float]

    init(width: Int, height: Int, side: Int) {
        self.side = side
        columns = (width + side - 1) / side
        rows = (height + side - 1) / side
        values = [Float](repeating: 0, count: columns * rows)
    }

    /// For each block the brightness below which `share` of its pixels lie.
    ///
    /// - Parameter inverted: whether light and dark are exchanged.
    init(percentilesOf plane: GrayPlane, side: Int, share: Float, inverted: Bool = false) {
        self.init(width: plane.width, height: plane.height, side: side)
        precondition(side <= 255, "the counts of a block must fit their type")
        let loop = PageLoops.current.levels, last = plane.width - (columns - 1) * side
        plane.values.withUnsafeBufferPointer { source in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 2 * columns * side + 16) { spare in
                withUnsafeTemporaryAllocation(of: UInt8.self, capacity: columns) { levels in
                    for row in 0..<rows {
                        let first = row * side, height = min(side, plane.height - first)
                        let most = (usual: Int(Float(side * height) * share), last: Int(Float(last * height) * share))
                        let pixels = source.baseAddress! + first * plane.width
                        loop(columns, side, plane.width, height, inverted ? 255 : 0, most, pixels, spare.baseAddress!, levels.baseAddress!)
                        for column in 0..<columns { values[row * columns + column] = Float(levels[column]) }
                    }
                }
            }
        }
    }

    /// The values of the blocks that are no nearer to any side than a share of the length there.
    func inner(_ share: Float) -> [Float] {
        let aside = Int(share * Float(columns)), down = Int(share * Float(rows))
        return (down..<rows - down).flatMap { values[$0 * columns + aside..<($0 + 1) * columns - aside] }
    }

    /// The largest value among blocks at most `radius` away, in both directions.
    func dilated(_ radius: Int) -> BlockGrid { filtered(radius, from: -.infinity, max) }

    /// The smallest value among blocks at most `radius` away.
    func eroded(_ radius: Int) -> BlockGrid { filtered(radius, from: .infinity, min) }

    /// Dark places narrower than the window of 2 * radius + 1 blocks are filled with what surrounds them.
    func closed(_ radius: Int) -> BlockGrid { dilated(radius).eroded(radius) }

    /// Bright places narrower than the window are levelled.
    func opened(_ radius: Int) -> BlockGrid { eroded(radius).dilated(radius) }

    /// The mean over the window.
    func smoothed(_ radius: Int) -> BlockGrid { filtered(radius, from: 0, +) { $0 / Float($1) } }

    /// What becomes of the values of a window, first over each row and then over each column.
    ///
    /// - Parameters:
    ///   - start: what the first value is combined with.
    ///   - finish: what is made of all that were combined, and how many they were.
    @inline(__always)
    private func filtered(
        _ radius: Int, from start: Float, _ combine: (Float, Float) -> Float, finish: (Float, Int) -> Float = { value, _ in value }
    ) -> BlockGrid {
        var result = self
        for (count, step, lines, lineStep) in [(columns, 1, rows, columns), (rows, columns, columns, 1)] {
            let source = result.values
            result.values = [Float](unsafeUninitializedCapacity: source.count) { target, written in
                for i in 0..<count {
                    let window = max(i - radius, 0)...min(i + radius, count - 1)
                    for line in 0..<lines {
                        var value = start
                        for j in window { value = combine(value, source[line * lineStep + j * step]) }
                        target[line * lineStep + i * step] = finish(value, window.count)
                    }
                }
                written = source.count
            }
        }
        return result
    }

    /// A row of pixels, over which the values change evenly from the middle of one block to that of the next.
    struct PixelRow {
        let y: Int
        /// How many stretches there are between two middles, and where they end.
        let stretches: Int, ends: UnsafePointer<Int32>
        /// The values in the middles of the blocks at which the stretches begin, and last that of the last block once more.
        let values: UnsafePointer<Float>
        /// How far each pixel is on its way to the middle of the next block.
        let shares: UnsafePointer<Float>
    }

    /// Calls `body` for each pixel row.
    func forEachPixelRow(width: Int, height: Int, _ body: (PixelRow) -> Void) {
        // Where each pixel of a row lies between the blocks is the same in all rows.
        var ends: [Int32] = [], shares: [Float] = []
        for x in 0..<width {
            let position = max((Float(x) + 0.5) / Float(side) - 0.5, 0)
            let left = min(Int(position), columns - 1)
            shares.append(position - Float(left))
            if ends.count == left { ends.append(0) }
            ends[left] = Int32(x + 1)
        }
        withUnsafeTemporaryAllocation(of: Float.self, capacity: columns + 1) { blended in
            for y in 0..<height {
                let position = (Float(y) + 0.5) / Float(side) - 0.5
                let upper = min(max(Int(position.rounded(.down)), 0), rows - 1), lower = min(upper + 1, rows - 1)
                let share = min(max(position - Float(upper), 0), 1)
                for x in 0..<columns {
                    let above = values[upper * columns + x]
                    blended[x] = above + share * (values[lower * columns + x] - above)
                }
                blended[columns] = blended[columns - 1]
                ends.withUnsafeBufferPointer { ends in
                    shares.withUnsafeBufferPointer { shares in
                        body(PixelRow(y: y, stretches: ends.count, ends: ends.baseAddress!, values: blended.baseAddress!, shares: shares.baseAddress!))
                    }
                }
            }
        }
    }
}
