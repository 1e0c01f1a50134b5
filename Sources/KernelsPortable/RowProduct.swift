import CPlatform

/// c[j] (+)= bias[j] + sum over p of a[p] * b[p, j] for whole pairs of vectors: one row times a matrix, which is as fast as B comes from
/// memory.
///
/// Where a row of C stays in registers as a whole, B is one stream, which the prefetchers of the hardware follow by themselves. Wider rows are
/// cut into pieces, and each piece runs down some of the steps before the next one does, so that B still comes about in its order: measured
/// with AVX-512 for 784 x 512 from L3 91 GB/s, 85 where each piece runs down all steps, and 96 where B is only read.
public func multiplyRow(
    columns: Int, steps: Int, a: UnsafePointer<Float>, b: UnsafePointer<Float>, ldb: Int, bias: UnsafePointer<Float>?, accumulate: Bool,
    relu: Bool, c: UnsafeMutablePointer<Float>
) {
    let pair = 2 * vectorWidth
    if rowPairs >= 8, columns == 8 * pair, ldb == columns {
        multiplyRowPiece(8, asksAhead: false, steps, a, b, ldb, bias ?? (accumulate ? UnsafePointer(c) : nil), relu, c)
        return
    }
    if columns == 4 * pair, ldb == columns {
        multiplyRowPiece(4, asksAhead: false, steps, a, b, ldb, bias ?? (accumulate ? UnsafePointer(c) : nil), relu, c)
        return
    }
    var step = 0
    repeat {
        let end = step + stepsInPiece < steps ? step + stepsInPiece : steps
        var column = 0
        while column < columns {
            let pairs = (columns - column) / pair, y = b + step * ldb + column, target = c + column, last = relu && end == steps
            let start = step > 0 ? UnsafePointer(target) : bias.map { $0 + column } ?? (accumulate ? UnsafePointer(target) : nil)
            if pairs >= 4 {
                multiplyRowPiece(4, asksAhead: true, end - step, a + step, y, ldb, start, last, target)
                column += 4 * pair
            } else if pairs >= 2 {
                multiplyRowPiece(2, asksAhead: true, end - step, a + step, y, ldb, start, last, target)
                column += 2 * pair
            } else {
                multiplyRowPiece(1, asksAhead: true, end - step, a + step, y, ldb, start, last, target)
                column += pair
            }
        }
        step = end
    } while step < steps
}

/// Steps that a piece runs down before the next piece does.
private var stepsInPiece: Int { 128 }

/// Pairs of vectors of a row of C that stay in registers.
@inline(__always) private var rowPairs: Int { tileRows >= 12 ? 8 : 4 }

@inline(__always)
private func multiplyRowPiece(
    _ pairs: Int, asksAhead: Bool, _ steps: Int, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ ldb: Int, _ start: UnsafePointer<Float>?, _ relu: Bool,
    _ c: UnsafeMutablePointer<Float>
) {
    let pair = 2 * vectorWidth
    var r0 = emptyRow(), r1 = emptyRow(), r2 = emptyRow(), r3 = emptyRow()
    var r4 = emptyRow(), r5 = emptyRow(), r6 = emptyRow(), r7 = emptyRow()
    if let start {
        read(&r0, 2, start)
        if pairs > 1 { read(&r1, 2, start + 1 * pair) }
        if pairs > 2 { read(&r2, 2, start + 2 * pair) }
        if pairs > 3 { read(&r3, 2, start + 3 * pair) }
        if pairs > 4 { read(&r4, 2, start + 4 * pair) }
        if pairs > 5 { read(&r5, 2, start + 5 * pair) }
        if pairs > 6 { read(&r6, 2, start + 6 * pair) }
        if pairs > 7 { read(&r7, 2, start + 7 * pair) }
    }
    var y = b
    var step = 0
    while step < steps {
        let x = a[step]
        if pairs > 0 { addPair(&r0, x, y + 0 * pair, asksAhead, ldb) }
        if pairs > 1 { addPair(&r1, x, y + 1 * pair, asksAhead, ldb) }
        if pairs > 2 { addPair(&r2, x, y + 2 * pair, asksAhead, ldb) }
        if pairs > 3 { addPair(&r3, x, y + 3 * pair, asksAhead, ldb) }
        if pairs > 4 { addPair(&r4, x, y + 4 * pair, asksAhead, ldb) }
        if pairs > 5 { addPair(&r5, x, y + 5 * pair, asksAhead, ldb) }
        if pairs > 6 { addPair(&r6, x, y + 6 * pair, asksAhead, ldb) }
        if pairs > 7 { addPair(&r7, x, y + 7 * pair, asksAhead, ldb) }
        y += ldb
        step += 1
    }
    if relu {
        rectify(&r0)
        rectify(&r1)
        rectify(&r2)
        rectify(&r3)
        rectify(&r4)
        rectify(&r5)
        rectify(&r6)
        rectify(&r7)
    }
    write(r0, 2, c)
    if pairs > 1 { write(r1, 2, c + 1 * pair) }
    if pairs > 2 { write(r2, 2, c + 2 * pair) }
    if pairs > 3 { write(r3, 2, c + 3 * pair) }
    if pairs > 4 { write(r4, 2, c + 4 * pair) }
    if pairs > 5 { write(r5, 2, c + 5 * pair) }
    if pairs > 6 { write(r6, 2, c + 6 * pair) }
    if pairs > 7 { write(r7, 2, c + 7 * pair) }
}

/// How many steps before they are needed the lines of B are asked for.
private var rowStepsAhead: Int { 4 }

@inline(__always)
private func addPair(_ row: inout TileRow, _ x: Float, _ y: UnsafePointer<Float>, _ asksAhead: Bool, _ ldb: Int) {
    if asksAhead {
        cpu_prefetch_near(y + rowStepsAhead * ldb)
        if vectorWidth > 8 { cpu_prefetch_near(y + rowStepsAhead * ldb + vectorWidth) }
    }
    add(&row, 2, x, load(y), load(y + vectorWidth))
}
