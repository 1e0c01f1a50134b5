import CPlatform
import KernelArguments

/// Two neighbouring vectors of a row of C.
///
/// A tuple, because a struct would come with functions that copy it, of a name that all modules share and compiled for this
/// instruction set.
typealias TileRow = (left: Vector, right: Vector)

@inline(__always) func emptyRow() -> TileRow { (.zero, .zero) }

@inline(__always) func read(_ row: inout TileRow, _ vectors: Int, _ c: UnsafePointer<Float>) {
    row.left = load(c)
    if vectors > 1 { row.right = load(c + vectorWidth) }
}

@inline(__always) func add(_ row: inout TileRow, _ vectors: Int, _ x: Float, _ b0: Vector, _ b1: Vector) {
    let x = broadcast(x)
    row.left = multiplyAdd(row.left, x, b0)
    if vectors > 1 { row.right = multiplyAdd(row.right, x, b1) }
}

/// Adds what stands at `c`.
@inline(__always) func merge(_ row: inout TileRow, _ vectors: Int, _ c: UnsafeMutablePointer<Float>) {
    row.left += load(c)
    if vectors > 1 { row.right += load(c + vectorWidth) }
}

/// Asks for the lines of the cache that a row of a tile has.
@inline(__always) func awaitLines(_ vectors: Int, _ c: UnsafePointer<Float>) {
    cpu_prefetch_near(c)
    if vectors * vectorWidth > 4 { cpu_prefetch_near(c + vectors * vectorWidth - 1) }
}

/// Asks for a line of A, of which the rows of the next part fit the first cache (measured 3 % in products with 64 columns), but not its columns.
@inline(__always) private func askFor(_ line: UnsafePointer<Float>, near: Bool) {
    if near, vectorWidth > 8 { cpu_prefetch_near(line) } else { cpu_prefetch(line) }
}

@inline(__always) func rectify(_ row: inout TileRow) {
    row.left = rectified(row.left)
    row.right = rectified(row.right)
}

@inline(__always) func write(_ row: TileRow, _ vectors: Int, _ c: UnsafeMutablePointer<Float>) {
    store(row.left, c)
    if vectors > 1 { store(row.right, c + vectorWidth) }
}

/// Adds a row to a row.
@inline(__always) func add(_ row: inout TileRow, _ other: TileRow) {
    row.left += other.left
    row.right += other.right
}

/// `write` past the caches, to an aligned place; `cpu_streamed` must follow.
@inline(__always) func stream(_ row: TileRow, _ vectors: Int, _ c: UnsafeMutablePointer<Float>) {
    cpu_stream(row.left, c)
    if vectors > 1 { cpu_stream(row.right, c + vectorWidth) }
}

/// The micro-kernel: `rows` (1 ... 14) x `vectors` (1 or 2) accumulators, all in registers, for one panel of B after the other.
///
/// `rows`, `vectors`, `ofRows` (whether A has neighbouring steps) and one of the strides are constants at each call, so that the compiler drops what a tile does not have. The
/// accumulators are locals with names because an array of them stays in memory: measured 32 instead of 116 GFLOP/s. Registers with
/// AVX-512: 28 accumulators, 2 of B, 1 or 2 broadcasts of A. The panels are a loop in here because a call of its own for each of them
/// takes as long as three steps.
@inline(__always)
func tile(rows: Int, vectors: Int, ofRows: Bool, rowStride: Int, stepStride: Int, _ tiles: Tiles) {
    while true {
        panelOfTile(rows: rows, vectors: vectors, ofRows: ofRows, rowStride: rowStride, stepStride: stepStride, tiles.pointee)
        tiles.pointee.panels -= 1
        if tiles.pointee.panels <= 0 { return }
        nextPanel(tiles)
    }
}

/// Goes on to the next panel of B.
@inline(__always) func nextPanel(_ tiles: Tiles) {
    tiles.pointee.b += tiles.pointee.panelStride
    tiles.pointee.c += 2 * vectorWidth
    if let bias = tiles.pointee.edges.bias { tiles.pointee.edges.bias = bias + 2 * vectorWidth }
    if let copy = tiles.pointee.copyOfB { tiles.pointee.copyOfB = copy + 2 * vectorWidth * tiles.pointee.steps }
    tiles.pointee.panelsAskingAhead -= 1
    tiles.pointee.ahead += tiles.pointee.panelStrideAhead
}

@inline(__always)
private func panelOfTile(rows: Int, vectors: Int, ofRows: Bool, rowStride: Int, stepStride: Int, _ o: TileOperands) {
    let c = o.c, ldc = o.ldc
    var r0 = emptyRow(), r1 = emptyRow(), r2 = emptyRow(), r3 = emptyRow(), r4 = emptyRow(), r5 = emptyRow(), r6 = emptyRow()
    var r7 = emptyRow(), r8 = emptyRow(), r9 = emptyRow(), r10 = emptyRow(), r11 = emptyRow(), r12 = emptyRow(), r13 = emptyRow()
    if let bias = o.edges.bias {
        if rows > 0 { read(&r0, vectors, bias) }
        if rows > 1 { read(&r1, vectors, bias) }
        if rows > 2 { read(&r2, vectors, bias) }
        if rows > 3 { read(&r3, vectors, bias) }
        if rows > 4 { read(&r4, vectors, bias) }
        if rows > 5 { read(&r5, vectors, bias) }
        if rows > 6 { read(&r6, vectors, bias) }
        if rows > 7 { read(&r7, vectors, bias) }
        if rows > 8 { read(&r8, vectors, bias) }
        if rows > 9 { read(&r9, vectors, bias) }
        if rows > 10 { read(&r10, vectors, bias) }
        if rows > 11 { read(&r11, vectors, bias) }
        if rows > 12 { read(&r12, vectors, bias) }
        if rows > 13 { read(&r13, vectors, bias) }
    }
    if o.asksForC {
        let next = c + o.nextC
        if rows > 0 { awaitLines(vectors, next + 0 * ldc) }
        if rows > 1 { awaitLines(vectors, next + 1 * ldc) }
        if rows > 2 { awaitLines(vectors, next + 2 * ldc) }
        if rows > 3 { awaitLines(vectors, next + 3 * ldc) }
        if rows > 4 { awaitLines(vectors, next + 4 * ldc) }
        if rows > 5 { awaitLines(vectors, next + 5 * ldc) }
        if rows > 6 { awaitLines(vectors, next + 6 * ldc) }
        if rows > 7 { awaitLines(vectors, next + 7 * ldc) }
        if rows > 8 { awaitLines(vectors, next + 8 * ldc) }
        if rows > 9 { awaitLines(vectors, next + 9 * ldc) }
        if rows > 10 { awaitLines(vectors, next + 10 * ldc) }
        if rows > 11 { awaitLines(vectors, next + 11 * ldc) }
        if rows > 12 { awaitLines(vectors, next + 12 * ldc) }
        if rows > 13 { awaitLines(vectors, next + 13 * ldc) }
    }
    let asksForA = o.panelsAskingAhead > 0, aheadStride = asksForA ? o.aheadStride : 0
    var ahead = asksForA ? o.ahead : o.a
    var segment = 0
    var a = o.a, b = o.b
    while segment < o.segments {
        var x = a, y = b
        var step = o.steps
        if vectors > 1, 2 * rows >= tileRows, var copy = o.copyOfB {
            while step > 0 {
                cpu_prefetch(ahead)
                cpu_prefetch(y + o.aheadOfB)
                if vectorWidth > 8 { cpu_prefetch(y + o.aheadOfB + vectorWidth) }
                addStep(rows, vectors, rowStride, x, y, &r0, &r1, &r2, &r3, &r4, &r5, &r6, &r7, &r8, &r9, &r10, &r11, &r12, &r13)
                store(load(y), copy)
                store(load(y + vectorWidth), copy + vectorWidth)
                ahead += aheadStride
                copy += 2 * vectorWidth
                x += stepStride
                y += o.ldb
                step -= 1
            }
        } else if o.asksAhead {
            while step > 0 {
                askFor(ahead, near: ofRows)
                askFor(ahead + o.aheadSecond, near: ofRows)
                cpu_prefetch(y + o.aheadOfB)
                if vectorWidth > 8 { cpu_prefetch(y + o.aheadOfB + vectorWidth) }
                addStep(rows, vectors, rowStride, x, y, &r0, &r1, &r2, &r3, &r4, &r5, &r6, &r7, &r8, &r9, &r10, &r11, &r12, &r13)
                ahead += aheadStride
                x += stepStride
                y += o.ldb
                step -= 1
            }
        }
        while step > 0 {
            addStep(rows, vectors, rowStride, x, y, &r0, &r1, &r2, &r3, &r4, &r5, &r6, &r7, &r8, &r9, &r10, &r11, &r12, &r13)
            x += stepStride
            y += o.ldb
            step -= 1
        }
        a += o.segmentStrideA
        b += o.segmentStrideB
        segment += 1
    }
    if o.edges.accumulate {
        if rows > 0 { merge(&r0, vectors, c + 0 * ldc) }
        if rows > 1 { merge(&r1, vectors, c + 1 * ldc) }
        if rows > 2 { merge(&r2, vectors, c + 2 * ldc) }
        if rows > 3 { merge(&r3, vectors, c + 3 * ldc) }
        if rows > 4 { merge(&r4, vectors, c + 4 * ldc) }
        if rows > 5 { merge(&r5, vectors, c + 5 * ldc) }
        if rows > 6 { merge(&r6, vectors, c + 6 * ldc) }
        if rows > 7 { merge(&r7, vectors, c + 7 * ldc) }
        if rows > 8 { merge(&r8, vectors, c + 8 * ldc) }
        if rows > 9 { merge(&r9, vectors, c + 9 * ldc) }
        if rows > 10 { merge(&r10, vectors, c + 10 * ldc) }
        if rows > 11 { merge(&r11, vectors, c + 11 * ldc) }
        if rows > 12 { merge(&r12, vectors, c + 12 * ldc) }
        if rows > 13 { merge(&r13, vectors, c + 13 * ldc) }
    }
    if o.edges.relu {
        if rows > 0 { rectify(&r0) }
        if rows > 1 { rectify(&r1) }
        if rows > 2 { rectify(&r2) }
        if rows > 3 { rectify(&r3) }
        if rows > 4 { rectify(&r4) }
        if rows > 5 { rectify(&r5) }
        if rows > 6 { rectify(&r6) }
        if rows > 7 { rectify(&r7) }
        if rows > 8 { rectify(&r8) }
        if rows > 9 { rectify(&r9) }
        if rows > 10 { rectify(&r10) }
        if rows > 11 { rectify(&r11) }
        if rows > 12 { rectify(&r12) }
        if rows > 13 { rectify(&r13) }
    }
    if o.edges.streams {
        if rows > 0 { stream(r0, vectors, c + 0 * ldc) }
        if rows > 1 { stream(r1, vectors, c + 1 * ldc) }
        if rows > 2 { stream(r2, vectors, c + 2 * ldc) }
        if rows > 3 { stream(r3, vectors, c + 3 * ldc) }
        if rows > 4 { stream(r4, vectors, c + 4 * ldc) }
        if rows > 5 { stream(r5, vectors, c + 5 * ldc) }
        if rows > 6 { stream(r6, vectors, c + 6 * ldc) }
        if rows > 7 { stream(r7, vectors, c + 7 * ldc) }
        if rows > 8 { stream(r8, vectors, c + 8 * ldc) }
        if rows > 9 { stream(r9, vectors, c + 9 * ldc) }
        if rows > 10 { stream(r10, vectors, c + 10 * ldc) }
        if rows > 11 { stream(r11, vectors, c + 11 * ldc) }
        if rows > 12 { stream(r12, vectors, c + 12 * ldc) }
        if rows > 13 { stream(r13, vectors, c + 13 * ldc) }
    } else {
        if rows > 0 { write(r0, vectors, c + 0 * ldc) }
        if rows > 1 { write(r1, vectors, c + 1 * ldc) }
        if rows > 2 { write(r2, vectors, c + 2 * ldc) }
        if rows > 3 { write(r3, vectors, c + 3 * ldc) }
        if rows > 4 { write(r4, vectors, c + 4 * ldc) }
        if rows > 5 { write(r5, vectors, c + 5 * ldc) }
        if rows > 6 { write(r6, vectors, c + 6 * ldc) }
        if rows > 7 { write(r7, vectors, c + 7 * ldc) }
        if rows > 8 { write(r8, vectors, c + 8 * ldc) }
        if rows > 9 { write(r9, vectors, c + 9 * ldc) }
        if rows > 10 { write(r10, vectors, c + 10 * ldc) }
        if rows > 11 { write(r11, vectors, c + 11 * ldc) }
        if rows > 12 { write(r12, vectors, c + 12 * ldc) }
        if rows > 13 { write(r13, vectors, c + 13 * ldc) }
    }
}

/// One step of a tile.
@inline(__always)
private func addStep(
    _ rows: Int, _ vectors: Int, _ rowStride: Int, _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>,
    _ r0: inout TileRow, _ r1: inout TileRow, _ r2: inout TileRow, _ r3: inout TileRow, _ r4: inout TileRow, _ r5: inout TileRow,
    _ r6: inout TileRow, _ r7: inout TileRow, _ r8: inout TileRow, _ r9: inout TileRow, _ r10: inout TileRow, _ r11: inout TileRow,
    _ r12: inout TileRow, _ r13: inout TileRow
) {
    let b0 = load(y), b1 = vectors > 1 ? load(y + vectorWidth) : b0
    if rows > 0 { add(&r0, vectors, x[0 * rowStride], b0, b1) }
    if rows > 1 { add(&r1, vectors, x[1 * rowStride], b0, b1) }
    if rows > 2 { add(&r2, vectors, x[2 * rowStride], b0, b1) }
    if rows > 3 { add(&r3, vectors, x[3 * rowStride], b0, b1) }
    if rows > 4 { add(&r4, vectors, x[4 * rowStride], b0, b1) }
    if rows > 5 { add(&r5, vectors, x[5 * rowStride], b0, b1) }
    if rows > 6 { add(&r6, vectors, x[6 * rowStride], b0, b1) }
    if rows > 7 { add(&r7, vectors, x[7 * rowStride], b0, b1) }
    if rows > 8 { add(&r8, vectors, x[8 * rowStride], b0, b1) }
    if rows > 9 { add(&r9, vectors, x[9 * rowStride], b0, b1) }
    if rows > 10 { add(&r10, vectors, x[10 * rowStride], b0, b1) }
    if rows > 11 { add(&r11, vectors, x[11 * rowStride], b0, b1) }
    if rows > 12 { add(&r12, vectors, x[12 * rowStride], b0, b1) }
    if rows > 13 { add(&r13, vectors, x[13 * rowStride], b0, b1) }
}
