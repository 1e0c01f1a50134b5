import CPlatform
import KernelArguments

/// Computes one block of a product whose left factor has many zeros. `steps` holds for each row the steps that are not 0, `ends` for each
/// segment of each row where its part of them ends; `bias`, if there is one, is what each row begins with instead of 0.
///
/// Two loads of B from L2 for a multiplication and addition each are what bounds it: half of the peak, on a fifth of the products.
public func multiplySparse(
    _ block: SparseBlock, steps: UnsafePointer<Int32>, ends: UnsafePointer<Int32>, a: UnsafePointer<Float>, b: UnsafePointer<Float>,
    bias: UnsafePointer<Float>?, c: UnsafeMutablePointer<Float>
) {
    var panel = block.firstPanel
    while panel < block.lastPanel {
        let panels = block.lastPanel - panel
        if panels >= 4 {
            multiplySparsePanels(4, panel, block, steps, ends, a, b, bias, c)
            panel += 4
        } else if panels >= 2 {
            multiplySparsePanels(2, panel, block, steps, ends, a, b, bias, c)
            panel += 2
        } else {
            multiplySparsePanels(1, panel, block, steps, ends, a, b, bias, c)
            panel += 1
        }
    }
}

/// How many steps before they are needed the lines of B are asked for.
private var stepsAhead: Int { 6 }

@inline(__always)
private func multiplySparsePanels(
    _ panels: Int, _ panel: Int, _ block: SparseBlock, _ steps: UnsafePointer<Int32>, _ ends: UnsafePointer<Int32>,
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ bias: UnsafePointer<Float>?, _ c: UnsafeMutablePointer<Float>
) {
    let pair = 2 * vectorWidth, stride = block.panelStride, ldb = block.ldb, stepStride = block.stepStride
    let b = b + panel * stride, c = c + panel * pair
    var row = block.firstRow
    while row < block.lastRow {
        let x = a + row * block.rowStride, list = steps + row * block.pitch, target = c + row * block.ldc
        let asksAhead = row - block.firstRow < block.rowsAskingAhead
        var place = 0, segment = 0
        // What the segments before this one gave.
        var t0 = emptyRow(), t1 = emptyRow(), t2 = emptyRow(), t3 = emptyRow()
        while segment < block.segments {
            let end = Int(ends[row * block.segments + segment])
            var r0 = emptyRow(), r1 = emptyRow(), r2 = emptyRow(), r3 = emptyRow()
            if segment == 0, let bias {
                let start = bias + panel * pair
                read(&r0, 2, start)
                if panels > 1 { read(&r1, 2, start + pair) }
                if panels > 2 { read(&r2, 2, start + 2 * pair) }
                if panels > 3 { read(&r3, 2, start + 3 * pair) }
            }
            while place < end {
                let step = Int(list[place])
                let value = x[step * stepStride], y = b + step * ldb
                if asksAhead {
                    let next = b + Int(list[place + stepsAhead < end ? place + stepsAhead : end - 1]) * ldb
                    awaitLines(2, next)
                    if panels > 1 { awaitLines(2, next + stride) }
                    if panels > 2 { awaitLines(2, next + 2 * stride) }
                    if panels > 3 { awaitLines(2, next + 3 * stride) }
                }
                add(&r0, 2, value, load(y), load(y + vectorWidth))
                if panels > 1 { add(&r1, 2, value, load(y + stride), load(y + stride + vectorWidth)) }
                if panels > 2 { add(&r2, 2, value, load(y + 2 * stride), load(y + 2 * stride + vectorWidth)) }
                if panels > 3 { add(&r3, 2, value, load(y + 3 * stride), load(y + 3 * stride + vectorWidth)) }
                place += 1
            }
            if segment == 0 {
                (t0, t1, t2, t3) = (r0, r1, r2, r3)
            } else {
                add(&t0, r0)
                if panels > 1 { add(&t1, r1) }
                if panels > 2 { add(&t2, r2) }
                if panels > 3 { add(&t3, r3) }
            }
            segment += 1
        }
        if block.relu {
            rectify(&t0)
            rectify(&t1)
            rectify(&t2)
            rectify(&t3)
        }
        if block.streams {
            stream(t0, 2, target)
            if panels > 1 { stream(t1, 2, target + pair) }
            if panels > 2 { stream(t2, 2, target + 2 * pair) }
            if panels > 3 { stream(t3, 2, target + 3 * pair) }
        } else {
            write(t0, 2, target)
            if panels > 1 { write(t1, 2, target + pair) }
            if panels > 2 { write(t2, 2, target + 2 * pair) }
            if panels > 3 { write(t3, 2, target + 3 * pair) }
        }
        row += 1
    }
    if block.streams { cpu_streamed() }
}

/// Writes the numbers, counted from `first`, of those of `count` floats that are not 0 to `list`, which has room for `count`; returns how many they are.
///
/// No branch hangs on a value: one that is 0 four times out of five would be foretold wrongly for each of the others.
public func listNonzeros(count: Int, x: UnsafePointer<Float>, first: Int, list: UnsafeMutablePointer<Int32>) -> Int {
    var found = 0, i = 0
    while i + vectorWidth <= count {
        let flags = bits(load(x + i) .!= Vector.zero)
        found = listFlags(vectorWidth, flags, first + i, list, found)
        i += vectorWidth
    }
    if i < count { found = listFlags(count - i, bits(loadFirst(count - i, x + i) .!= Vector.zero), first + i, list, found) }
    return found
}

/// Adds the numbers of the lanes whose bits are set to the `found` entries of the list.
@inline(__always)
private func listFlags(_ lanes: Int, _ flags: BitVector, _ first: Int, _ list: UnsafeMutablePointer<Int32>, _ found: Int) -> Int {
    withUnsafeBytes(of: flags) { bytes in
        let flags = bytes.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: Int32.self)
        var found = found, lane = 0
        while lane < lanes {
            list[found] = Int32(truncatingIfNeeded: first + lane)
            found &-= Int(flags[lane])
            lane += 1
        }
        return found
    }
}
