import CPlatform

/// c[j] (+)= bias[j] + sum over p of a[p] * b[p, j] for whole pairs of vectors: one row times a matrix, which is as fast as B comes from
/// memory. Long pieces of each row of B are read one after the other, because those of a narrow tile defeat the prefetcher.
public func multiplyRow(
    columns: Int, steps: Int, a: UnsafePointer<Float>, b: UnsafePointer<Float>, ldb: Int, bias: UnsafePointer<Float>?, accumulate: Bool,
    relu: Bool, c: UnsafeMutablePointer<Float>
) {
    let pair = 2 * vectorWidth
    var column = 0
    while column < columns {
        let pairs = (columns - column) / pair
        let start = bias.map { $0 + column } ?? (accumulate ? UnsafePointer(c + column) : nil)
        if rowPairs >= 8, pairs >= 8 {
            multiplyRowPiece(8, steps, a, b + column, ldb, start, relu, c + column)
            column += 8 * pair
        } else if pairs >= 4 {
            multiplyRowPiece(4, steps, a, b + column, ldb, start, relu, c + column)
            column += 4 * pair
        } else if pairs >= 2 {
            multiplyRowPiece(2, steps, a, b + column, ldb, start, relu, c + column)
            column += 2 * pair
        } else {
            multiplyRowPiece(1, steps, a, b + column, ldb, start, relu, c + column)
            column += pair
        }
    }
}

/// Pairs of vectors of a row of C that stay in registers.
@inline(__always) private var rowPairs: Int { tileRows >= 12 ? 8 : 4 }

@inline(__always)
private func multiplyRowPiece(
    _ pairs: Int, _ steps: Int, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ ldb: Int, _ start: UnsafePointer<Float>?, _ relu: Bool,
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
        let x = a[step], next = y + rowStepsAhead * ldb
        if pairs > 0 { addPair(&r0, x, y + 0 * pair, next + 0 * pair) }
        if pairs > 1 { addPair(&r1, x, y + 1 * pair, next + 1 * pair) }
        if pairs > 2 { addPair(&r2, x, y + 2 * pair, next + 2 * pair) }
        if pairs > 3 { addPair(&r3, x, y + 3 * pair, next + 3 * pair) }
        if pairs > 4 { addPair(&r4, x, y + 4 * pair, next + 4 * pair) }
        if pairs > 5 { addPair(&r5, x, y + 5 * pair, next + 5 * pair) }
        if pairs > 6 { addPair(&r6, x, y + 6 * pair, next + 6 * pair) }
        if pairs > 7 { addPair(&r7, x, y + 7 * pair, next + 7 * pair) }
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
private var rowStepsAhead: Int { 8 }

@inline(__always)
private func addPair(_ row: inout TileRow, _ x: Float, _ y: UnsafePointer<Float>, _ next: UnsafePointer<Float>) {
    cpu_prefetch_near(next)
    if vectorWidth > 8 { cpu_prefetch_near(next + vectorWidth) }
    add(&row, 2, x, load(y), load(y + vectorWidth))
}
