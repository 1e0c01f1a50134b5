/// Two neighbouring vectors of a row of C.
struct TileRow {
    var left = Vector.zero
    var right = Vector.zero

    @inline(__always) init() {}

    @inline(__always) mutating func read(_ vectors: Int, _ c: UnsafePointer<Float>) {
        left = load(c)
        if vectors > 1 { right = load(c + vectorWidth) }
    }

    @inline(__always) mutating func add(_ vectors: Int, _ x: Float, _ b0: Vector, _ b1: Vector) {
        let x = broadcast(x)
        left = multiplyAdd(left, x, b0)
        if vectors > 1 { right = multiplyAdd(right, x, b1) }
    }

    @inline(__always) mutating func rectify() {
        left = rectified(left)
        right = rectified(right)
    }

    @inline(__always) func write(_ vectors: Int, _ c: UnsafeMutablePointer<Float>) {
        store(left, c)
        if vectors > 1 { store(right, c + vectorWidth) }
    }
}

/// What a tile begins with and ends with.
///
/// It begins with `bias` in each row, or with C where `accumulate` is true, or with 0; where `relu` is true negative results become 0.
struct TileEdges {
    var bias: UnsafePointer<Float>?
    var accumulate: Bool
    var relu: Bool
}

/// The operands of a tile: C[i, j] += sum over segments g and steps p of A(g, i, p) * B(g, p, j).
///
/// A(g, i, p) stands at `a + g * segmentStrideA + i * rowStride + p * stepStride`, B(g, p, j) at `b + g * segmentStrideB + p * ldb + j`.
/// One such sum is a packed or a plain matrix product (one segment), the outputs of a convolution along an image row (a segment for each
/// kernel row, a step for each tap and channel) and the gradient of its weights (a segment for each image row, a step for each pixel).
struct TileOperands {
    var segments: Int
    var steps: Int
    var a: UnsafePointer<Float>
    var rowStride: Int
    var stepStride: Int
    var segmentStrideA: Int
    var b: UnsafePointer<Float>
    var ldb: Int
    var segmentStrideB: Int
    var c: UnsafeMutablePointer<Float>
    var ldc: Int
}

/// The micro-kernel: `rows` (1 ... 14) x `vectors` (1 or 2) accumulators, all in registers.
///
/// `rows`, `vectors` and one of the strides are constants at each call, so that the compiler drops what a tile does not have. The
/// accumulators are locals with names because an array of them stays in memory: measured 32 instead of 116 GFLOP/s. Registers with
/// AVX-512: 28 accumulators, 2 of B, 1 or 2 broadcasts of A.
@inline(__always)
func tile(rows: Int, vectors: Int, rowStride: Int, stepStride: Int, _ o: TileOperands, _ edges: TileEdges) {
    var r0 = TileRow(), r1 = TileRow(), r2 = TileRow(), r3 = TileRow(), r4 = TileRow(), r5 = TileRow(), r6 = TileRow()
    var r7 = TileRow(), r8 = TileRow(), r9 = TileRow(), r10 = TileRow(), r11 = TileRow(), r12 = TileRow(), r13 = TileRow()
    let c = o.c, ldc = o.ldc
    if edges.accumulate || edges.bias != nil {
        let start = edges.bias ?? UnsafePointer(c)
        let stride = edges.bias == nil ? ldc : 0
        if rows > 0 { r0.read(vectors, start + 0 * stride) }
        if rows > 1 { r1.read(vectors, start + 1 * stride) }
        if rows > 2 { r2.read(vectors, start + 2 * stride) }
        if rows > 3 { r3.read(vectors, start + 3 * stride) }
        if rows > 4 { r4.read(vectors, start + 4 * stride) }
        if rows > 5 { r5.read(vectors, start + 5 * stride) }
        if rows > 6 { r6.read(vectors, start + 6 * stride) }
        if rows > 7 { r7.read(vectors, start + 7 * stride) }
        if rows > 8 { r8.read(vectors, start + 8 * stride) }
        if rows > 9 { r9.read(vectors, start + 9 * stride) }
        if rows > 10 { r10.read(vectors, start + 10 * stride) }
        if rows > 11 { r11.read(vectors, start + 11 * stride) }
        if rows > 12 { r12.read(vectors, start + 12 * stride) }
        if rows > 13 { r13.read(vectors, start + 13 * stride) }
    }
    var segment = 0
    var a = o.a, b = o.b
    while segment < o.segments {
        var x = a, y = b
        var step = o.steps
        while step > 0 {
            let b0 = load(y), b1 = vectors > 1 ? load(y + vectorWidth) : b0
            if rows > 0 { r0.add(vectors, x[0 * rowStride], b0, b1) }
            if rows > 1 { r1.add(vectors, x[1 * rowStride], b0, b1) }
            if rows > 2 { r2.add(vectors, x[2 * rowStride], b0, b1) }
            if rows > 3 { r3.add(vectors, x[3 * rowStride], b0, b1) }
            if rows > 4 { r4.add(vectors, x[4 * rowStride], b0, b1) }
            if rows > 5 { r5.add(vectors, x[5 * rowStride], b0, b1) }
            if rows > 6 { r6.add(vectors, x[6 * rowStride], b0, b1) }
            if rows > 7 { r7.add(vectors, x[7 * rowStride], b0, b1) }
            if rows > 8 { r8.add(vectors, x[8 * rowStride], b0, b1) }
            if rows > 9 { r9.add(vectors, x[9 * rowStride], b0, b1) }
            if rows > 10 { r10.add(vectors, x[10 * rowStride], b0, b1) }
            if rows > 11 { r11.add(vectors, x[11 * rowStride], b0, b1) }
            if rows > 12 { r12.add(vectors, x[12 * rowStride], b0, b1) }
            if rows > 13 { r13.add(vectors, x[13 * rowStride], b0, b1) }
            x += stepStride
            y += o.ldb
            step -= 1
        }
        a += o.segmentStrideA
        b += o.segmentStrideB
        segment += 1
    }
    if edges.relu {
        if rows > 0 { r0.rectify() }
        if rows > 1 { r1.rectify() }
        if rows > 2 { r2.rectify() }
        if rows > 3 { r3.rectify() }
        if rows > 4 { r4.rectify() }
        if rows > 5 { r5.rectify() }
        if rows > 6 { r6.rectify() }
        if rows > 7 { r7.rectify() }
        if rows > 8 { r8.rectify() }
        if rows > 9 { r9.rectify() }
        if rows > 10 { r10.rectify() }
        if rows > 11 { r11.rectify() }
        if rows > 12 { r12.rectify() }
        if rows > 13 { r13.rectify() }
    }
    if rows > 0 { r0.write(vectors, c + 0 * ldc) }
    if rows > 1 { r1.write(vectors, c + 1 * ldc) }
    if rows > 2 { r2.write(vectors, c + 2 * ldc) }
    if rows > 3 { r3.write(vectors, c + 3 * ldc) }
    if rows > 4 { r4.write(vectors, c + 4 * ldc) }
    if rows > 5 { r5.write(vectors, c + 5 * ldc) }
    if rows > 6 { r6.write(vectors, c + 6 * ldc) }
    if rows > 7 { r7.write(vectors, c + 7 * ldc) }
    if rows > 8 { r8.write(vectors, c + 8 * ldc) }
    if rows > 9 { r9.write(vectors, c + 9 * ldc) }
    if rows > 10 { r10.write(vectors, c + 10 * ldc) }
    if rows > 11 { r11.write(vectors, c + 11 * ldc) }
    if rows > 12 { r12.write(vectors, c + 12 * ldc) }
    if rows > 13 { r13.write(vectors, c + 13 * ldc) }
}
