import CPlatform
import KernelArguments

/// Computes one block of C; `bias`, if there is one, is what each row begins with
/// instead of 0, and has whole panels.
public func multiplyBlock(
    _ block: ProductBlock, a: UnsafePointer<Float>, b: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
    c: UnsafeMutablePointer<Float>, spare: UnsafeMutablePointer<Float>
) {
    // Each part of A is read by all panels while it is in the first cache, and meanwhile the next part comes. Tiles of AVX2 take more of
    // B than of A in each step, and are faster the other way round (measured 89 against 81 % of the peak) where A stays in L2.
    if vectorWidth != 8 || block.rows * block.steps > 1 << 18 {
        var part = block.firstPart
        var row = partStart(part, block.parts, block.rows)
        while part < block.lastPart {
            let end = partStart(part + 1, block.parts, block.rows)
            var panel = block.firstPanel
            while panel < block.lastPanel {
                multiplyTile(block, part, row, end, panel, asksAhead: vectorWidth > 4, a, b, bias, c, spare)
                panel += 1
            }
            row = end
            part += 1
        }
    } else {
        var panel = block.firstPanel
        while panel < block.lastPanel {
            var part = block.firstPart
            var row = partStart(part, block.parts, block.rows)
            while part < block.lastPart {
                let end = partStart(part + 1, block.parts, block.rows)
                multiplyTile(block, part, row, end, panel, asksAhead: false, a, b, bias, c, spare)
                row = end
                part += 1
            }
            panel += 1
        }
    }
    if block.streams { cpu_streamed() }
}

@inline(__always)
private func multiplyTile(
    _ block: ProductBlock, _ part: Int, _ row: Int, _ end: Int, _ panel: Int, asksAhead: Bool, _ a: UnsafePointer<Float>,
    _ b: UnsafePointer<Float>, _ bias: UnsafePointer<Float>?, _ c: UnsafeMutablePointer<Float>, _ spare: UnsafeMutablePointer<Float>
) {
    // The rows of the part are given, because finding them takes a division, which shows in products of few steps.
    let width = 2 * vectorWidth, height = end - row
    let column = panel * width
    let present = block.columns - column < width ? block.columns - column : width
    let vectors = present > vectorWidth ? 2 : 1
    var o = TileOperands(
        segments: 1, steps: block.steps, a: a, rowStride: block.lda, stepStride: block.lda, segmentStrideA: 0,
        b: block.packedRight ? b + column * block.steps : b + column, ldb: block.packedRight ? width : block.ldb, segmentStrideB: 0,
        c: c, ldc: block.ldc)
    if block.packedLeft {
        o.a = a + row * block.steps * packedCopies
        o.stepStride = height
        o.ahead = a + end * block.steps
        o.aheadStride = 16
    } else if block.transposedLeft {
        o.a = a + row
        o.ahead = a + end - 1 + stepsAhead * block.lda
        o.aheadStride = block.lda
    } else {
        o.a = a + row * block.lda
        o.ahead = a + end * block.lda
        o.aheadStride = 16
    }
    if panel != block.firstPanel { o.aheadStride = 0 }
    // Packed panels of B alone come as one stream by themselves.
    o.asksAhead = asksAhead && (block.lastPart - block.firstPart > 1 || !block.packedRight)
    // The first part brings B, in pieces too short for the prefetchers of the hardware.
    let bringsB = part == block.firstPart && !block.packedRight
    o.aheadOfB = bringsB ? o.b + stepsAhead * block.ldb : o.b
    o.aheadStrideOfB = bringsB ? block.ldb : 0
    var edges = TileEdges(bias: bias.map { $0 + column }, accumulate: block.accumulate, relu: block.relu)
    edges.streams = block.streams && present == width
    let ofRows = !block.packedLeft && !block.transposedLeft
    let target = c + row * block.ldc + column
    if present == vectors * vectorWidth {
        o.c = target
        if !block.streams, block.rows * block.columns > 1 << 16 {
            // Many steps leave the lines of this tile the time to come; with few steps those of a later one are asked for.
            o.nextC = block.steps <= 64 ? target + 2 * height * block.ldc : target
        }
        runTile(rows: height, vectors: vectors, ofRows, spread: block.packedLeft, o, edges)
    } else {
        // C ends within the vector: the tile goes to spare memory, and what C has is copied.
        o.c = spare
        o.ldc = width
        if block.accumulate { copyRows(rows: height, width: present, target, block.ldc, factor: 1, spare, width) }
        runTile(rows: height, vectors: vectors, ofRows, spread: block.packedLeft, o, edges)
        copyRows(rows: height, width: present, spare, width, factor: 1, target, block.ldc)
    }
}

/// How many steps before they are needed the lines of a matrix that is read as it stands are asked for.
private var stepsAhead: Int { 32 }

/// Floats of spare memory that a tile needs which does not fit C.
@inline(__always) public var spareFloats: Int { tileRows * 2 * vectorWidth }

@inline(__always)
private func runTile(rows: Int, vectors: Int, _ ofRows: Bool, spread: Bool, _ o: TileOperands, _ edges: TileEdges) {
    if packedCopies > 1, spread {
        spreadTile(rows: rows, vectors: vectors, o, edges)
    } else if ofRows {
        tileOfRows(rows: rows, vectors: vectors, o, edges)
    } else {
        tileOfColumns(rows: rows, vectors: vectors, o, edges)
    }
}
