// Loops over the ink of single marks. Plain ones, of which the compiler makes vectors of this instruction set.

/// Writes how steep the ink is over each of the `count` squares of four pixels that lie side by side in two rows of `count` + 1 pixels: the length of
/// its gradient.
public func gradients(count: Int, upper: UnsafePointer<UInt8>, lower: UnsafePointer<UInt8>, lengths: UnsafeMutablePointer<Float>) {
    var x = 0
    while x < count {
        let a = Int32(upper[x]), b = Int32(upper[x + 1]), c = Int32(lower[x]), d = Int32(lower[x + 1])
        let across = b &+ d &- a &- c, down = c &+ d &- a &- b
        lengths[x] = Float(across &* across &+ down &* down).squareRoot() * 0.5
        x += 1
    }
}

/// Adds a row of pixels to the sums of its columns and to their largest values, and gives the row's own; an empty row changes nothing.
public func addRow(
    count: Int, row: UnsafePointer<UInt8>, sums: UnsafeMutablePointer<UInt32>, peaks: UnsafeMutablePointer<UInt8>
) -> (sum: UInt32, peak: UInt8) {
    var sum: UInt32 = 0, peak: UInt8 = 0
    var x = 0
    while x < count {
        sum &+= UInt32(row[x])
        peak = peak < row[x] ? row[x] : peak
        x += 1
    }
    guard sum > 0 else { return (0, 0) }
    x = 0
    while x < count {
        sums[x] = sums[x] &+ UInt32(row[x])
        peaks[x] = peaks[x] < row[x] ? row[x] : peaks[x]
        x += 1
    }
    return (sum, peak)
}

/// One step down through ink for all ways that end in `count` columns side by side: what the cheapest way to each pixel of a row costs, and the column of the
/// row above that it comes from, 0 for the same, -1 and 1 for those beside it. A way pays for ink, for each stroke that it enters, and for going aside; between
/// two pixels of ink that touch by their corners there is none but through ink.
///
/// - Parameters:
///   - above: the ink of the row above, of which one more pixel on either side is read.
///   - row: the ink of the row, of which one more pixel on either side is read.
///   - entry: the price of entering a stroke.
///   - aside: the price of going aside.
///   - costs: those of the ways to the row above, of which one more on either side is read.
public func stepDown(
    count: Int, above: UnsafePointer<UInt8>, row: UnsafePointer<UInt8>, entry: Float, aside: Float, costs: UnsafePointer<Float>,
    result: UnsafeMutablePointer<Float>, steps: UnsafeMutablePointer<Int8>
) {
    var x = 0
    while x < count {
        // 1 where the pixel counts as ink.
        let above0 = Int32(above[x] &>> 7), above1 = Int32(above[x - 1] &>> 7), above2 = Int32(above[x + 1] &>> 7)
        let here0 = Int32(row[x] &>> 7), here1 = Int32(row[x - 1] &>> 7), here2 = Int32(row[x + 1] &>> 7)
        var best = costs[x] + entry * Float(here0 & (above0 ^ 1))
        let left = costs[x - 1] + entry * Float((here0 | (above0 & here1)) & (above1 ^ 1)) + aside
        let right = costs[x + 1] + entry * Float((here0 | (above0 & here2)) & (above2 ^ 1)) + aside
        var step: Int8 = left < best ? -1 : 0
        best = left < best ? left : best
        step = right < best ? 1 : step
        best = right < best ? right : best
        result[x] = best + Float(row[x]) / 255
        steps[x] = step
        x += 1
    }
}
