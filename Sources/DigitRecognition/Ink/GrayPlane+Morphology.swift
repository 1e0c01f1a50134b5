import Kernels

extension GrayPlane {
    /// The largest value at most `radius` pixels away in both directions (dilation by a square).
    func dilated(_ radius: Int) -> GrayPlane { filtered(radius, largest: true) }

    /// The smallest value at most `radius` pixels away in both directions (erosion by a square).
    func eroded(_ radius: Int) -> GrayPlane { filtered(radius, largest: false) }

    /// Dark places in which no square of side 2 * radius + 1 fits are filled with what surrounds them.
    func closed(_ radius: Int) -> GrayPlane { dilated(radius).eroded(radius) }

    /// The mean over 3 x 3 pixels, at the edges over what is there twice.
    var smoothed: GrayPlane {
        var result = self
        guard width >= 2, height >= 2 else { return result }
        values.withUnsafeBufferPointer { source in
            result.values.withUnsafeMutableBufferPointer { target in
                withUnsafeTemporaryAllocation(of: UInt16.self, capacity: width) { sums in
                    let means = PageLoops.current.smoothed
                    for y in 0..<height {
                        let above = source.baseAddress! + max(y - 1, 0) * width, below = source.baseAddress! + min(y + 1, height - 1) * width
                        let here = source.baseAddress! + y * width, row = target.baseAddress! + y * width
                        means(width - 2, above + 1, here + 1, below + 1, sums.baseAddress!, row + 1)
                        func mean(_ a: UInt16, _ b: UInt16) -> UInt8 { UInt8((2 * a + b + 4) / 9) }
                        row[0] = mean(sums[0], sums[1])
                        row[width - 1] = mean(sums[width - 1], sums[width - 2])
                    }
                }
            }
        }
        return result
    }

    /// The mean over squares of `side` pixels; those at the right and lower edge may be smaller.
    func cells(_ side: Int) -> GrayPlane {
        guard side > 1 else { return self }
        let columns = (width + side - 1) / side, rows = (height + side - 1) / side
        var result = GrayPlane(width: columns, height: rows, values: [UInt8](repeating: 0, count: columns * rows), reduction: reduction * side)
        values.withUnsafeBufferPointer { source in
            result.values.withUnsafeMutableBufferPointer { target in
                withUnsafeTemporaryAllocation(of: UInt16.self, capacity: width) { sums in
                    for row in 0..<rows {
                        let ys = row * side..<min((row + 1) * side, height), cells = target.baseAddress! + row * columns
                        var first = 0
                        if side == 2, ys.count == 2 {
                            first = width / 2
                            let upper = source.baseAddress! + ys.lowerBound * width
                            PageLoops.current.halved(first, upper, upper + width, cells)
                            if first == columns { continue }
                        }
                        sums.update(repeating: 0)
                        for y in ys {
                            let line = source.baseAddress! + y * width
                            for x in 0..<width { sums[x] &+= UInt16(line[x]) }
                        }
                        for column in first..<columns {
                            let xs = column * side..<min((column + 1) * side, width)
                            var sum = 0
                            for x in xs { sum &+= Int(sums[x]) }
                            cells[column] = UInt8(sum / (xs.count * ys.count))
                        }
                    }
                }
            }
        }
        return result
    }

    /// Columns that are gone through together.
    private static let strip = 64

    /// Extremes over a square window: over each row by doubling, and then over each column.
    private func filtered(_ radius: Int, largest: Bool) -> GrayPlane {
        guard radius > 0 else { return self }
        var result = self
        guard width >= Self.strip else {
            let wide = widened(with: largest ? 0 : 255).filtered(radius, largest: largest)
            result.values = (0..<height).flatMap { y in wide.values[y * Self.strip..<y * Self.strip + width] }
            return result
        }
        result.values = [UInt8](unsafeUninitializedCapacity: values.count) { target, count in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: values.count) { rows in
                filterRows(radius, largest: largest, into: rows.baseAddress!)
                let window = 2 * radius + 1, filter = PageLoops.current.columnExtremes
                withUnsafeTemporaryAllocation(of: UInt8.self, capacity: (window + 2) * Self.strip) { spare in
                    for left in Swift.stride(from: 0, to: width, by: Self.strip) {
                        // The last strip overlaps the one before it.
                        let left = min(left, width - Self.strip)
                        filter(height, width, radius, largest, rows.baseAddress! + left, spare.baseAddress!, target.baseAddress! + left)
                    }
                }
            }
            count = values.count
        }
        return result
    }

    /// Extremes over windows of each row by doubling: those over 1, 2, 4, ... pixels, and the last step with what is missing.
    private func filterRows(_ radius: Int, largest: Bool, into target: UnsafeMutablePointer<UInt8>) {
        let window = 2 * radius + 1, loop = PixelLoops.current.extremes, vector = 64
        // Extremes are over what is there: beyond the edge lies what never wins.
        let outside: UInt8 = largest ? 0 : 255, capacity = width + 2 * radius + vector
        values.withUnsafeBufferPointer { values in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 2 * capacity) { memory in
                // From one memory into the other, for what overlaps is not done in vectors.
                var line = memory.baseAddress!, spare = line + capacity
                for y in 0..<height {
                    line.update(repeating: outside, count: radius)
                    (line + radius).update(from: values.baseAddress! + y * width, count: width)
                    (line + radius + width).update(repeating: outside, count: radius)
                    var length = 1
                    while length < window {
                        let step = min(length, window - length)
                        length += step
                        // Whole vectors: what is done too much is not asked for.
                        loop((width + window - length + vector - 1) / vector * vector, line, step, largest, spare)
                        swap(&line, &spare)
                    }
                    (target + y * width).update(from: line, count: width)
                }
            }
        }
    }

    /// As wide as a strip of columns.
    private func widened(with value: UInt8) -> GrayPlane {
        let rows = (0..<height).flatMap { y in values[y * width..<(y + 1) * width] + [UInt8](repeating: value, count: Self.strip - width) }
        return GrayPlane(width: Self.strip, height: height, values: rows)
    }
}
