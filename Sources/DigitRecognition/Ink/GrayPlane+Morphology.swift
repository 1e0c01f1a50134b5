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
                    for y in 0..<height {
                        let above = source.baseAddress! + max(y - 1, 0) * width, below = source.baseAddress! + min(y + 1, height - 1) * width
                        let here = source.baseAddress! + y * width, row = target.baseAddress! + y * width
                        for x in 0..<width { sums[x] = UInt16(above[x]) &+ UInt16(here[x]) &+ UInt16(below[x]) }
                        // A ninth is 7282 / 65536 within the rounding.
                        func mean(_ a: UInt16, _ b: UInt16, _ c: UInt16) -> UInt8 {
                            UInt8(truncatingIfNeeded: ((UInt32(a &+ b &+ c) &+ 4) &* 7282) &>> 16)
                        }
                        row[0] = mean(sums[0], sums[0], sums[1])
                        for x in 1..<width - 1 { row[x] = mean(sums[x - 1], sums[x], sums[x + 1]) }
                        row[width - 1] = mean(sums[width - 2], sums[width - 1], sums[width - 1])
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
                        let ys = row * side..<min((row + 1) * side, height)
                        sums.update(repeating: 0)
                        for y in ys {
                            let line = source.baseAddress! + y * width
                            for x in 0..<width { sums[x] &+= UInt16(line[x]) }
                        }
                        let cells = target.baseAddress! + row * columns
                        // Whole squares of four pixels, where the compiler makes vectors of it.
                        let whole = side == 2 && ys.count == 2 ? width / 2 : 0
                        for column in 0..<whole { cells[column] = UInt8(truncatingIfNeeded: (sums[2 &* column] &+ sums[2 &* column &+ 1]) &>> 2) }
                        for column in whole..<columns {
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

    /// Extremes over a square window by doubling: those over 1, 2, 4, ... pixels, and the last step with what is missing (van Herk's filter needs fewer
    /// operations, but this one runs on whole vectors).
    private func filtered(_ radius: Int, largest: Bool) -> GrayPlane {
        guard radius > 0 else { return self }
        var result = self
        // Extremes are over what is there: beyond the edge lies what never wins.
        let outside: UInt8 = largest ? 0 : 255
        // Strips of columns stay in the cache while their rows are gone through again and again.
        let strip = 256
        let length = max(width + 2 * radius, strip * (height + 2 * radius))
        result.values.withUnsafeMutableBufferPointer { values in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 2 * length) { memory in
                var line = memory.baseAddress!, spare = line + length
                for y in 0..<height {
                    let row = values.baseAddress! + y * width
                    line.update(repeating: outside, count: radius)
                    (line + radius).update(from: row, count: width)
                    (line + radius + width).update(repeating: outside, count: radius)
                    Self.extremes(&line, &spare, window: 2 * radius + 1, stride: 1, count: width + 2 * radius, largest: largest)
                    row.update(from: line, count: width)
                }
                for left in Swift.stride(from: 0, to: width, by: strip) {
                    let columns = min(strip, width - left)
                    line.update(repeating: outside, count: columns * (height + 2 * radius))
                    for y in 0..<height { (line + (y + radius) * columns).update(from: values.baseAddress! + y * width + left, count: columns) }
                    Self.extremes(&line, &spare, window: 2 * radius + 1, stride: columns, count: columns * (height + 2 * radius), largest: largest)
                    for y in 0..<height { (values.baseAddress! + y * width + left).update(from: line + y * columns, count: columns) }
                }
            }
        }
        return result
    }

    /// Each of the first values of `line` becomes the extreme of `window` values that lie `stride` apart, starting with itself. From one memory into the other,
    /// for what overlaps is not done in vectors.
    private static func extremes(
        _ line: inout UnsafeMutablePointer<UInt8>, _ spare: inout UnsafeMutablePointer<UInt8>, window: Int, stride: Int, count: Int, largest: Bool
    ) {
        let loop = PixelLoops.current.extremes
        var length = 1, count = count
        while length < window {
            let step = min(length, window - length) * stride
            count -= step
            loop(count, line, step, largest, spare)
            swap(&line, &spare)
            length += step / stride
        }
    }
}
