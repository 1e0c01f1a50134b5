import CPlatform
import KernelArguments

/// c[i, j] = sum over p of a[i, p] * b[j, p] for `rows` rows and `columns` columns, both factors with their steps side by side: dot
/// products, for a C that is narrower than a vector; at least as many steps as a vector has lanes.
///
public func multiplyNarrow(
    rows: Int, columns: Int, steps: Int, a: UnsafePointer<Float>, lda: Int, b: UnsafePointer<Float>, ldb: Int,
    bias: UnsafePointer<Float>?, accumulate: Bool, relu: Bool, c: UnsafeMutablePointer<Float>, ldc: Int
) {
    guard narrowColumns > 0 else { return }
    let groups = (columns + dotColumns - 1) / dotColumns
    var row = 0
    while row < rows {
        let height = rows - row < 4 ? rows - row : 4
        var group = 0
        while group < groups {
            let first = partStart(group, groups, columns), count = partStart(group + 1, groups, columns) - first
            let x = a + row * lda, y = b + first * ldb, target = c + row * ldc + first, start = bias.map { $0 + first }
            switch count {
            case 1: dots1(height, steps, x, lda, y, ldb, start, accumulate, relu, target, ldc)
            case 2: dots2(height, steps, x, lda, y, ldb, start, accumulate, relu, target, ldc)
            case 3: dots3(height, steps, x, lda, y, ldb, start, accumulate, relu, target, ldc)
            case 4: dots4(height, steps, x, lda, y, ldb, start, accumulate, relu, target, ldc)
            default: dots5(height, steps, x, lda, y, ldb, start, accumulate, relu, target, ldc)
            }
            group += 1
        }
        row += 4
    }
}

/// The most columns of `multiplyNarrow`; 0 where there are too few registers.
@inline(__always) public var narrowColumns: Int { tileRows >= 12 ? 14 : 0 }

/// Columns of C whose dot products are computed together, four rows high.
private var dotColumns: Int { 5 }

/// The sums of one column: four rows.
private typealias Dots = (Vector, Vector, Vector, Vector)

@inline(__always) private func emptyDots() -> Dots { (.zero, .zero, .zero, .zero) }

@inline(__always) private func add(_ dots: inout Dots, _ x0: Vector, _ x1: Vector, _ x2: Vector, _ x3: Vector, _ y: Vector) {
    dots.0 = multiplyAdd(dots.0, x0, y)
    dots.1 = multiplyAdd(dots.1, x1, y)
    dots.2 = multiplyAdd(dots.2, x2, y)
    dots.3 = multiplyAdd(dots.3, x3, y)
}

@inline(__always) private func finish(
    _ dots: Dots, _ height: Int, _ bias: Float, _ accumulate: Bool, _ relu: Bool, _ c: UnsafeMutablePointer<Float>, _ ldc: Int
) {
    var sums = laneSums(dots.0, dots.1, dots.2, dots.3) + bias
    if accumulate {
        sums[0] += c[0]
        if height > 1 { sums[1] += c[ldc] }
        if height > 2 { sums[2] += c[2 * ldc] }
        if height > 3 { sums[3] += c[3 * ldc] }
    }
    if relu {
        // A NaN stays.
        let mask = unsafeBitCast(sums .< SIMD4<Float>.zero, to: SIMD4<Int32>.self)
        sums = unsafeBitCast(unsafeBitCast(sums, to: SIMD4<Int32>.self) & ~mask, to: SIMD4<Float>.self)
    }
    c[0] = sums[0]
    if height > 1 { c[ldc] = sums[1] }
    if height > 2 { c[2 * ldc] = sums[2] }
    if height > 3 { c[3 * ldc] = sums[3] }
}

@inline(__always) private func dots(
    columns: Int, _ height: Int, _ steps: Int, _ a: UnsafePointer<Float>, _ lda: Int, _ b: UnsafePointer<Float>, _ ldb: Int,
    _ bias: UnsafePointer<Float>?, _ accumulate: Bool, _ relu: Bool, _ c: UnsafeMutablePointer<Float>, _ ldc: Int
) {
    var d0 = emptyDots(), d1 = emptyDots(), d2 = emptyDots(), d3 = emptyDots(), d4 = emptyDots()
    // Rows that are not there are the first one once more; their sums are not written.
    let a1 = height > 1 ? a + lda : a, a2 = height > 2 ? a + 2 * lda : a, a3 = height > 3 ? a + 3 * lda : a
    var p = 0
    while p + vectorWidth <= steps {
        let x0 = load(a + p), x1 = load(a1 + p), x2 = load(a2 + p), x3 = load(a3 + p)
        cpu_prefetch(a3 + p + lda)
        cpu_prefetch(a3 + p + 2 * lda)
        cpu_prefetch(a3 + p + 3 * lda)
        cpu_prefetch(a3 + p + 4 * lda)
        if columns > 0 { add(&d0, x0, x1, x2, x3, load(b + p)) }
        if columns > 1 { add(&d1, x0, x1, x2, x3, load(b + p + ldb)) }
        if columns > 2 { add(&d2, x0, x1, x2, x3, load(b + p + 2 * ldb)) }
        if columns > 3 { add(&d3, x0, x1, x2, x3, load(b + p + 3 * ldb)) }
        if columns > 4 { add(&d4, x0, x1, x2, x3, load(b + p + 4 * ldb)) }
        p += vectorWidth
    }
    if p < steps {
        // The last vector of each row once more, without the lanes that have been added.
        let end = steps - vectorWidth, done = vectorWidth - (steps - p)
        let x0 = lanes(from: done, load(a + end)), x1 = lanes(from: done, load(a1 + end))
        let x2 = lanes(from: done, load(a2 + end)), x3 = lanes(from: done, load(a3 + end))
        if columns > 0 { add(&d0, x0, x1, x2, x3, lanes(from: done, load(b + end))) }
        if columns > 1 { add(&d1, x0, x1, x2, x3, lanes(from: done, load(b + end + ldb))) }
        if columns > 2 { add(&d2, x0, x1, x2, x3, lanes(from: done, load(b + end + 2 * ldb))) }
        if columns > 3 { add(&d3, x0, x1, x2, x3, lanes(from: done, load(b + end + 3 * ldb))) }
        if columns > 4 { add(&d4, x0, x1, x2, x3, lanes(from: done, load(b + end + 4 * ldb))) }
    }
    if columns > 0 { finish(d0, height, bias?[0] ?? 0, accumulate, relu, c, ldc) }
    if columns > 1 { finish(d1, height, bias?[1] ?? 0, accumulate, relu, c + 1, ldc) }
    if columns > 2 { finish(d2, height, bias?[2] ?? 0, accumulate, relu, c + 2, ldc) }
    if columns > 3 { finish(d3, height, bias?[3] ?? 0, accumulate, relu, c + 3, ldc) }
    if columns > 4 { finish(d4, height, bias?[4] ?? 0, accumulate, relu, c + 4, ldc) }
}

@inline(never) private func dots1(
    _ height: Int, _ steps: Int, _ a: UnsafePointer<Float>, _ lda: Int, _ b: UnsafePointer<Float>, _ ldb: Int,
    _ bias: UnsafePointer<Float>?, _ accumulate: Bool, _ relu: Bool, _ c: UnsafeMutablePointer<Float>, _ ldc: Int
) {
    dots(columns: 1, height, steps, a, lda, b, ldb, bias, accumulate, relu, c, ldc)
}

@inline(never) private func dots2(
    _ height: Int, _ steps: Int, _ a: UnsafePointer<Float>, _ lda: Int, _ b: UnsafePointer<Float>, _ ldb: Int,
    _ bias: UnsafePointer<Float>?, _ accumulate: Bool, _ relu: Bool, _ c: UnsafeMutablePointer<Float>, _ ldc: Int
) {
    dots(columns: 2, height, steps, a, lda, b, ldb, bias, accumulate, relu, c, ldc)
}

@inline(never) private func dots3(
    _ height: Int, _ steps: Int, _ a: UnsafePointer<Float>, _ lda: Int, _ b: UnsafePointer<Float>, _ ldb: Int,
    _ bias: UnsafePointer<Float>?, _ accumulate: Bool, _ relu: Bool, _ c: UnsafeMutablePointer<Float>, _ ldc: Int
) {
    dots(columns: 3, height, steps, a, lda, b, ldb, bias, accumulate, relu, c, ldc)
}

@inline(never) private func dots4(
    _ height: Int, _ steps: Int, _ a: UnsafePointer<Float>, _ lda: Int, _ b: UnsafePointer<Float>, _ ldb: Int,
    _ bias: UnsafePointer<Float>?, _ accumulate: Bool, _ relu: Bool, _ c: UnsafeMutablePointer<Float>, _ ldc: Int
) {
    dots(columns: 4, height, steps, a, lda, b, ldb, bias, accumulate, relu, c, ldc)
}

@inline(never) private func dots5(
    _ height: Int, _ steps: Int, _ a: UnsafePointer<Float>, _ lda: Int, _ b: UnsafePointer<Float>, _ ldb: Int,
    _ bias: UnsafePointer<Float>?, _ accumulate: Bool, _ relu: Bool, _ c: UnsafeMutablePointer<Float>, _ ldc: Int
) {
    dots(columns: 5, height, steps, a, lda, b, ldb, bias, accumulate, relu, c, ldc)
}

/// C (m x n) = transposed(A) * B where A is k x m and B k x n with n at most `tileRows`, both with their steps as rows: tiles of the transposed
/// C, whose vectors run over the m rows, of which there are at least two vectors. Rows `firstPanel` ..< `lastPanel` times two vectors.
public func multiplyTransposed(
    firstPanel: Int, lastPanel: Int, rows: Int, columns: Int, steps: Int, a: UnsafePointer<Float>, lda: Int,
    b: UnsafePointer<Float>, ldb: Int, c: UnsafeMutablePointer<Float>, ldc: Int, spare: UnsafeMutablePointer<Float>
) {
    let width = 2 * vectorWidth
    let edges = TileEdges(bias: nil, accumulate: false, relu: false)
    var panel = firstPanel
    while panel < lastPanel {
        // The last panel ends with the last row and repeats some of the rows before it.
        let row = (panel + 1) * width <= rows ? panel * width : rows - width
        var o = TileOperands(
            segments: 1, steps: steps, a: b, rowStride: 1, stepStride: ldb, segmentStrideA: 0, b: a + row, ldb: lda, segmentStrideB: 0,
            c: spare, ldc: width, edges: edges)
        o.asksAhead = true
        o.ahead = a + row + width
        o.aheadStride = lda
        tileOfColumns(rows: columns, vectors: 2, &o)
        transpose(rows: columns, columns: width, UnsafePointer(spare), width, factor: 1, c + row * ldc, ldc)
        panel += 1
    }
}
