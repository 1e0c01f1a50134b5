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
        // So many pixels are counted in each byte of a vector.
        precondition(side <= 60, "the counts of a block must fit their type")
        let whole = Pixels.scalarCount, flipped: UInt8 = inverted ? 255 : 0
        plane.values.withUnsafeBufferPointer { source in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: side * side + whole) { memory in
                let block = memory.baseAddress!
                for row in 0..<rows {
                    let ys = row * side..<min((row + 1) * side, plane.height)
                    for column in 0..<columns {
                        let xs = column * side..<min((column + 1) * side, plane.width)
                        var count = 0
                        for y in ys {
                            let line = source.baseAddress! + y * plane.width + xs.lowerBound
                            if xs.count >= whole, xs.count <= 2 * whole {
                                // Two vectors that overlap.
                                for first in [0, xs.count - whole] {
                                    let pixels = UnsafeRawPointer(line + first).loadUnaligned(as: Pixels.self)
                                    UnsafeMutableRawPointer(block + count + first).storeBytes(of: pixels ^ Pixels(repeating: flipped), as: Pixels.self)
                                }
                            } else {
                                for x in 0..<xs.count { block[count + x] = line[x] ^ flipped }
                            }
                            count += xs.count
                        }
                        // What fills the last vector up is below no level.
                        (block + count).update(repeating: 255, count: whole)
                        values[row * columns + column] = Float(Self.level(below: Int(Float(count) * share), of: block, count: count))
                    }
                }
            }
        }
    }

    private typealias Pixels = SIMD16<UInt8>

    /// The highest level below which no more than `most` of the pixels lie, bit by bit from the highest one.
    private static func level(below most: Int, of pixels: UnsafePointer<UInt8>, count: Int) -> UInt8 {
        var level: UInt8 = 0, bit: UInt8 = 128
        while bit > 0 {
            let limit = Pixels(repeating: level | bit)
            var below = Pixels(), i = 0
            while i < count {
                let isBelow = UnsafeRawPointer(pixels + i).loadUnaligned(as: Pixels.self) .< limit
                below = below &- unsafeBitCast(isBelow, to: Pixels.self)
                i += Pixels.scalarCount
            }
            if Int(SIMD16<UInt16>(truncatingIfNeeded: below).wrappedSum()) <= most { level |= bit }
            bit >>= 1
        }
        return level
    }

    /// The largest value among blocks at most `radius` away, in both directions.
    func dilated(_ radius: Int) -> BlockGrid { filtered(radius, max) }

    /// The smallest value among blocks at most `radius` away.
    func eroded(_ radius: Int) -> BlockGrid { filtered(radius, min) }

    /// Dark places narrower than the window of 2 * radius + 1 blocks are filled with what surrounds them.
    func closed(_ radius: Int) -> BlockGrid { dilated(radius).eroded(radius) }

    /// Bright places narrower than the window are levelled.
    func opened(_ radius: Int) -> BlockGrid { eroded(radius).dilated(radius) }

    /// The mean over the window.
    func smoothed(_ radius: Int) -> BlockGrid {
        var result = self
        for pass in 0..<2 {
            let source = result.values
            result.forEachLine(vertical: pass == 1) { first, step, count in
                var target: [(Int, Float)] = []
                target.reserveCapacity(count)
                for i in 0..<count {
                    let window = max(i - radius, 0)...min(i + radius, count - 1)
                    let sum = window.reduce(Float(0)) { $0 + source[first + $1 * step] }
                    target.append((first + i * step, sum / Float(window.count)))
                }
                return target
            }
        }
        return result
    }

    private func filtered(_ radius: Int, _ choose: (Float, Float) -> Float) -> BlockGrid {
        guard radius > 0 else { return self }
        var result = self
        for pass in 0..<2 {
            let source = result.values
            result.forEachLine(vertical: pass == 1) { first, step, count in
                (0..<count).map { i in
                    var best = source[first + i * step]
                    for j in max(i - radius, 0)...min(i + radius, count - 1) { best = choose(best, source[first + j * step]) }
                    return (first + i * step, best)
                }
            }
        }
        return result
    }

    private mutating func forEachLine(vertical: Bool, _ body: (_ first: Int, _ step: Int, _ count: Int) -> [(Int, Float)]) {
        for line in 0..<(vertical ? columns : rows) {
            let changes = vertical ? body(line, columns, rows) : body(line * columns, 1, columns)
            for (index, value) in changes { values[index] = value }
        }
    }

    /// A part of a pixel row over which the values between the middles of the blocks change evenly.
    struct Stretch {
        let y: Int
        let xs: Range<Int>
        /// The value where the stretch begins to leave the middle of one block, and what is added to it at the middle of the next.
        let first: Float, step: Float
        /// Which share of the step is added at each pixel of the row.
        let shares: UnsafePointer<Float>

        /// The smallest value of all.
        var least: Float { min(first, first + step) }

        @inline(__always)
        func value(_ x: Int) -> Float { first + shares[x] * step }
    }

    /// Calls `body` for each stretch of each pixel row.
    @inline(__always)
    func forEachStretch(width: Int, height: Int, _ body: (Stretch) -> Void) {
        // Where each pixel of a row lies between the blocks is the same in all rows.
        var stretches: [(left: Int, xs: Range<Int>)] = [], shares: [Float] = []
        for x in 0..<width {
            let position = max((Float(x) + 0.5) / Float(side) - 0.5, 0)
            let left = min(Int(position), columns - 1)
            shares.append(position - Float(left))
            if stretches.last?.left != left { stretches.append((left, x..<x)) }
            stretches[stretches.count - 1].xs = stretches[stretches.count - 1].xs.lowerBound..<x + 1
        }
        withUnsafeTemporaryAllocation(of: Float.self, capacity: columns) { blended in
            for y in 0..<height {
                let position = (Float(y) + 0.5) / Float(side) - 0.5
                let upper = min(max(Int(position.rounded(.down)), 0), rows - 1), lower = min(upper + 1, rows - 1)
                let share = min(max(position - Float(upper), 0), 1)
                for x in 0..<columns {
                    let above = values[upper * columns + x]
                    blended[x] = above + share * (values[lower * columns + x] - above)
                }
                shares.withUnsafeBufferPointer { shares in
                    for (left, xs) in stretches {
                        let first = blended[left], step = blended[min(left + 1, columns - 1)] - first
                        body(Stretch(y: y, xs: xs, first: first, step: step, shares: shares.baseAddress!))
                    }
                }
            }
        }
    }
}
