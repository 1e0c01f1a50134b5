import KernelArguments

/// How often each float of a packed part of A stands there. Without a broadcasting load a copy for each lane saves two instructions for
/// each row and step, and the portable micro-kernel is as fast as instructions are decoded.
@inline(__always) public var packedCopies: Int { vectorWidth == 4 ? 4 : 1 }

/// The micro-kernel for parts of A packed with `packedCopies` of each float.
func spreadTile(rows: Int, vectors: Int, _ o: Tiles) {
    guard packedCopies > 1 else { return }
    while true {
        spreadPanel(rows: rows, vectors: vectors, o)
        o.pointee.panels -= 1
        if o.pointee.panels <= 0 { return }
        nextPanel(o)
    }
}

private func spreadPanel(rows: Int, vectors: Int, _ o: Tiles) {
    switch (rows, vectors) {
    case (1, 2): spread1x2(o)
    case (2, 2): spread2x2(o)
    case (3, 2): spread3x2(o)
    case (4, 2): spread4x2(o)
    case (1, _): spread1x1(o)
    case (2, _): spread2x1(o)
    case (3, _): spread3x1(o)
    default: spread4x1(o)
    }
}

@inline(never) private func spread1x2(_ o: Tiles) { tile(rows: 1, vectors: 2, o.pointee) }
@inline(never) private func spread2x2(_ o: Tiles) { tile(rows: 2, vectors: 2, o.pointee) }
@inline(never) private func spread3x2(_ o: Tiles) { tile(rows: 3, vectors: 2, o.pointee) }
@inline(never) private func spread4x2(_ o: Tiles) { tile(rows: 4, vectors: 2, o.pointee) }
@inline(never) private func spread1x1(_ o: Tiles) { tile(rows: 1, vectors: 1, o.pointee) }
@inline(never) private func spread2x1(_ o: Tiles) { tile(rows: 2, vectors: 1, o.pointee) }
@inline(never) private func spread3x1(_ o: Tiles) { tile(rows: 3, vectors: 1, o.pointee) }
@inline(never) private func spread4x1(_ o: Tiles) { tile(rows: 4, vectors: 1, o.pointee) }

@inline(__always)
private func tile(rows: Int, vectors: Int, _ o: TileOperands) {
    let edges = o.edges
    var r0 = emptyRow(), r1 = emptyRow(), r2 = emptyRow(), r3 = emptyRow()
    if let bias = edges.bias {
        read(&r0, vectors, bias)
        if rows > 1 { read(&r1, vectors, bias) }
        if rows > 2 { read(&r2, vectors, bias) }
        if rows > 3 { read(&r3, vectors, bias) }
    }
    var x = o.a, y = o.b
    var step = o.steps
    while step >= 2 {
        addStep(rows, vectors, &r0, &r1, &r2, &r3, x, y)
        addStep(rows, vectors, &r0, &r1, &r2, &r3, x + rows * vectorWidth, y + o.ldb)
        x += 2 * rows * vectorWidth
        y += 2 * o.ldb
        step -= 2
    }
    if step > 0 { addStep(rows, vectors, &r0, &r1, &r2, &r3, x, y) }
    let c = o.c, ldc = o.ldc
    if edges.accumulate {
        merge(&r0, vectors, c)
        if rows > 1 { merge(&r1, vectors, c + ldc) }
        if rows > 2 { merge(&r2, vectors, c + 2 * ldc) }
        if rows > 3 { merge(&r3, vectors, c + 3 * ldc) }
    }
    if edges.relu {
        rectify(&r0)
        if rows > 1 { rectify(&r1) }
        if rows > 2 { rectify(&r2) }
        if rows > 3 { rectify(&r3) }
    }
    write(r0, vectors, c)
    if rows > 1 { write(r1, vectors, c + ldc) }
    if rows > 2 { write(r2, vectors, c + 2 * ldc) }
    if rows > 3 { write(r3, vectors, c + 3 * ldc) }
}

@inline(__always)
private func addStep(
    _ rows: Int, _ vectors: Int, _ r0: inout TileRow, _ r1: inout TileRow, _ r2: inout TileRow, _ r3: inout TileRow,
    _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>
) {
    let b0 = load(y), b1 = vectors > 1 ? load(y + vectorWidth) : b0
    add(&r0, vectors, load(x), b0, b1)
    if rows > 1 { add(&r1, vectors, load(x + vectorWidth), b0, b1) }
    if rows > 2 { add(&r2, vectors, load(x + 2 * vectorWidth), b0, b1) }
    if rows > 3 { add(&r3, vectors, load(x + 3 * vectorWidth), b0, b1) }
}

@inline(__always) private func add(_ row: inout TileRow, _ vectors: Int, _ x: Vector, _ b0: Vector, _ b1: Vector) {
    row.left = multiplyAdd(row.left, b0, x)
    if vectors > 1 { row.right = multiplyAdd(row.right, b1, x) }
}
