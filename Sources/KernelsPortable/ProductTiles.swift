import KernelArguments

/// Computes one block of C; `bias`, if there is one, is what each row begins with
/// instead of 0, and has whole panels.
public func multiplyBlock(
    _ block: ProductBlock, a: UnsafePointer<Float>, b: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
    c: UnsafeMutablePointer<Float>, spare: UnsafeMutablePointer<Float>
) {
    let width = 2 * vectorWidth
    var panel = block.firstPanel
    while panel < block.lastPanel {
        let column = panel * width
        let present = block.columns - column < width ? block.columns - column : width
        let vectors = present > vectorWidth ? 2 : 1
        let whole = present == vectors * vectorWidth
        var o = TileOperands(
            segments: 1, steps: block.steps, a: a, rowStride: block.lda, stepStride: block.lda, segmentStrideA: 0,
            b: block.packedRight ? b + column * block.steps : b + column, ldb: block.packedRight ? width : block.ldb, segmentStrideB: 0,
            c: c, ldc: block.ldc)
        let edges = TileEdges(bias: bias.map { $0 + column }, accumulate: block.accumulate, relu: block.relu)
        let ofRows = !block.packedLeft && !block.transposedLeft
        var part = block.firstPart
        while part < block.lastPart {
            let row = partStart(part, block.parts, block.rows), height = partStart(part + 1, block.parts, block.rows) - row
            if block.packedLeft {
                o.a = a + row * block.steps
                o.stepStride = height
            } else {
                o.a = a + (block.transposedLeft ? row : row * block.lda)
            }
            let target = c + row * block.ldc + column
            if whole {
                o.c = target
                runTile(rows: height, vectors: vectors, ofRows, o, edges)
            } else {
                // C ends within the vector: the tile goes to spare memory, and what C has is copied.
                o.c = spare
                o.ldc = width
                if block.accumulate { copyRows(rows: height, width: present, target, block.ldc, factor: 1, spare, width) }
                runTile(rows: height, vectors: vectors, ofRows, o, edges)
                copyRows(rows: height, width: present, spare, width, factor: 1, target, block.ldc)
            }
            part += 1
        }
        panel += 1
    }
}

/// Floats of spare memory that a tile needs which does not fit C.
@inline(__always) public var spareFloats: Int { tileRows * 2 * vectorWidth }

@inline(__always)
private func runTile(rows: Int, vectors: Int, _ ofRows: Bool, _ o: TileOperands, _ edges: TileEdges) {
    if ofRows {
        tileOfRows(rows: rows, vectors: vectors, o, edges)
    } else {
        tileOfColumns(rows: rows, vectors: vectors, o, edges)
    }
}
