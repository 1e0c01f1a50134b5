import CPlatform

/// The most steps of `multiplyShort`: so many rows of a panel of B stay in registers; 0 where there are too few registers.
@inline(__always) public var shortSteps: Int { tileRows >= 12 ? 12 : 0 }

/// c[i, j] (+)= bias[j] + sum over p of a[i, p] * b[p, j] for `rows` rows and `columns` columns (whole vectors), at most `shortSteps` steps.
///
/// So few steps are over before a tile's sums would be worth their loads and stores: here a panel of B stays in registers and the rows of
/// A pass by.
public func multiplyShort(
    rows: Int, columns: Int, steps: Int, a: UnsafePointer<Float>, lda: Int, b: UnsafePointer<Float>, ldb: Int, panelStride: Int,
    bias: UnsafePointer<Float>?, accumulate: Bool, relu: Bool, streams: Bool, c: UnsafeMutablePointer<Float>, ldc: Int
) {
    guard shortSteps > 0 else { return }
    var column = 0
    while column < columns {
        let panel = b + column / (2 * vectorWidth) * panelStride, start = bias.map { $0 + column }
        if columns - column > vectorWidth {
            multiplyShortPanel(2, rows, steps, a, lda, panel, ldb, start, accumulate, relu, streams, c + column, ldc)
        } else {
            multiplyShortPanel(1, rows, steps, a, lda, panel, ldb, start, accumulate, relu, streams, c + column, ldc)
        }
        column += 2 * vectorWidth
    }
    if streams { cpu_streamed() }
}

@inline(__always)
private func multiplyShortPanel(
    _ vectors: Int, _ rows: Int, _ steps: Int, _ a: UnsafePointer<Float>, _ lda: Int, _ b: UnsafePointer<Float>, _ ldb: Int,
    _ bias: UnsafePointer<Float>?, _ accumulate: Bool, _ relu: Bool, _ streams: Bool, _ c: UnsafeMutablePointer<Float>, _ ldc: Int
) {
    var b0 = emptyRow(), b1 = emptyRow(), b2 = emptyRow(), b3 = emptyRow(), b4 = emptyRow(), b5 = emptyRow()
    var b6 = emptyRow(), b7 = emptyRow(), b8 = emptyRow(), b9 = emptyRow(), b10 = emptyRow(), b11 = emptyRow(), start = emptyRow()
    if steps > 0 { read(&b0, vectors, b) }
    if steps > 1 { read(&b1, vectors, b + ldb) }
    if steps > 2 { read(&b2, vectors, b + 2 * ldb) }
    if steps > 3 { read(&b3, vectors, b + 3 * ldb) }
    if steps > 4 { read(&b4, vectors, b + 4 * ldb) }
    if steps > 5 { read(&b5, vectors, b + 5 * ldb) }
    if steps > 6 { read(&b6, vectors, b + 6 * ldb) }
    if steps > 7 { read(&b7, vectors, b + 7 * ldb) }
    if steps > 8 { read(&b8, vectors, b + 8 * ldb) }
    if steps > 9 { read(&b9, vectors, b + 9 * ldb) }
    if steps > 10 { read(&b10, vectors, b + 10 * ldb) }
    if steps > 11 { read(&b11, vectors, b + 11 * ldb) }
    if let bias { read(&start, vectors, bias) }
    var x = a, y = c
    var row = 0
    while row < rows {
        if !streams {
            // The lines of C that are written some rows later.
            cpu_prefetch_near(y + 16 * ldc)
            if vectors > 1 { cpu_prefetch_near(y + 16 * ldc + vectorWidth) }
        }
        var sum = start
        if accumulate { merge(&sum, vectors, y) }
        if steps > 0 { add(&sum, vectors, x[0], b0.left, b0.right) }
        if steps > 1 { add(&sum, vectors, x[1], b1.left, b1.right) }
        if steps > 2 { add(&sum, vectors, x[2], b2.left, b2.right) }
        if steps > 3 { add(&sum, vectors, x[3], b3.left, b3.right) }
        if steps > 4 { add(&sum, vectors, x[4], b4.left, b4.right) }
        if steps > 5 { add(&sum, vectors, x[5], b5.left, b5.right) }
        if steps > 6 { add(&sum, vectors, x[6], b6.left, b6.right) }
        if steps > 7 { add(&sum, vectors, x[7], b7.left, b7.right) }
        if steps > 8 { add(&sum, vectors, x[8], b8.left, b8.right) }
        if steps > 9 { add(&sum, vectors, x[9], b9.left, b9.right) }
        if steps > 10 { add(&sum, vectors, x[10], b10.left, b10.right) }
        if steps > 11 { add(&sum, vectors, x[11], b11.left, b11.right) }
        if relu { rectify(&sum) }
        if streams { stream(sum, vectors, y) } else { write(sum, vectors, y) }
        x += lda
        y += ldc
        row += 1
    }
}
