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
    if vectorWidth != 8 || block.steps <= 128 || block.rows * block.steps > 1 << 18 || block.rowCopy != nil || block.panelCopy != nil {
        var part = block.firstPart
        var row = partStart(part, block.parts, block.rows)
        while part < block.lastPart {
            let end = partStart(part + 1, block.parts, block.rows)
            multiplyTiles(block, part, row, end, block.firstPanel, block.lastPanel, asksAhead: vectorWidth > 4, a, b, bias, c, spare)
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
                multiplyTiles(block, part, row, end, panel, panel + 1, asksAhead: false, a, b, bias, c, spare)
                row = end
                part += 1
            }
            panel += 1
        }
    }
    if block.streams { cpu_streamed() }
}

/// The tiles of one part of the rows and neighbouring panels. The rows of the part are given, because finding them takes a division, which
/// shows in products of few steps.
@inline(__always)
private func multiplyTiles(
    _ block: ProductBlock, _ part: Int, _ row: Int, _ end: Int, _ panel: Int, _ lastPanel: Int, asksAhead: Bool, _ a: UnsafePointer<Float>,
    _ b: UnsafePointer<Float>, _ bias: UnsafePointer<Float>?, _ c: UnsafeMutablePointer<Float>, _ spare: UnsafeMutablePointer<Float>
) {
    let width = 2 * vectorWidth, height = end - row, panels = lastPanel - panel
    // The first part brings B, in pieces too short for the prefetchers of the hardware.
    let bringsB = part == block.firstPart && !block.packedRight, packedRight = block.packedRight || (block.panelCopy != nil && !bringsB)
    var o = TileOperands(
        segments: 1, steps: block.steps, a: a, rowStride: block.lda, stepStride: block.lda, segmentStrideA: 0, b: b,
        ldb: packedRight ? width : block.ldb, segmentStrideB: 0, c: c, ldc: block.ldc,
        edges: TileEdges(bias: bias.map { $0 + panel * width }, accumulate: block.accumulate, relu: block.relu))
    o.edges.streams = block.streams
    o.panelStride = packedRight ? width * block.steps : width
    if let copy = block.panelCopy {
        if bringsB { o.copyOfB = copy + panel * width * block.steps } else { o.b = UnsafePointer(copy) }
    }
    o.b += panel * o.panelStride
    if block.packedLeft {
        o.a = a + row * block.steps * packedCopies
        o.stepStride = height
    } else if block.transposedLeft {
        o.a = a + row
    } else if let copy = block.rowCopy {
        copyRows(rows: height, width: block.steps, a + row * block.lda, block.lda, factor: 1, copy, block.rowPitch)
        o.a = UnsafePointer(copy)
        o.rowStride = block.rowPitch
    } else {
        o.a = a + row * block.lda
    }
    // Packed panels of B alone come as one stream by themselves.
    if asksAhead, block.rows * block.steps > 1 << 13, block.lastPart - block.firstPart > 1 || !block.packedRight {
        o.asksAhead = true
        askAhead(&o, block, a, height, end, panels)
    }
    if bringsB { o.aheadOfB = stepsAhead * block.ldb }
    o.c = c + row * block.ldc + panel * width
    if !block.streams, block.rows * block.columns > 1 << 16 {
        // Many steps leave the lines of this tile the time to come; with few steps those of a later one are asked for.
        o.asksForC = true
        o.nextC = block.steps <= 64 ? 2 * height * block.ldc : 0
    }
    let ofRows = !block.packedLeft && !block.transposedLeft
    let wholePanels = lastPanel * width <= block.columns ? panels : panels - 1
    if wholePanels > 0 {
        o.panels = wholePanels
        runTile(rows: height, vectors: 2, ofRows, spread: block.packedLeft, &o)
        if wholePanels == panels { return }
        nextPanel(&o)
    }
    let present = block.columns - (lastPanel - 1) * width, vectors = present > vectorWidth ? 2 : 1
    let last = o.c
    o.panels = 1
    o.edges.streams = false
    if present == vectors * vectorWidth {
        runTile(rows: height, vectors: vectors, ofRows, spread: block.packedLeft, &o)
    } else {
        // C ends within the vector: the tile goes to spare memory, and what C has is copied.
        o.c = spare
        o.ldc = width
        o.asksForC = false
        if block.accumulate { copyRows(rows: height, width: present, last, block.ldc, factor: 1, spare, width) }
        runTile(rows: height, vectors: vectors, ofRows, spread: block.packedLeft, &o)
        copyRows(rows: height, width: present, spare, width, factor: 1, last, block.ldc)
    }
}

/// What is asked for of A while a part is multiplied: the next part.
@inline(__always)
private func askAhead(_ o: inout TileOperands, _ block: ProductBlock, _ a: UnsafePointer<Float>, _ height: Int, _ end: Int, _ panels: Int) {
    if block.packedLeft {
        o.ahead = a + end * block.steps
        o.aheadStride = 16
    } else if block.transposedLeft {
        o.ahead = a + end - 1 + stepsAhead * block.lda
        o.aheadStride = block.lda
    } else {
        o.ahead = a + end * block.lda
        o.panelsAskingAhead = panels
        if 2 * panels < height, height * block.lda <= 16 * panels * block.steps {
            // All of it, from its first float to its last.
            o.aheadStride = 16
            o.panelStrideAhead = 16 * block.steps
        } else {
            // With each panel one or two of its rows.
            let rows = panels < height ? 2 : 1
            o.aheadSecond = (rows - 1) * block.lda
            o.aheadStride = 1
            o.panelStrideAhead = rows * block.lda
            if rows * panels > height { o.panelsAskingAhead = (height + rows - 1) / rows }
        }
    }
}

/// How many steps before they are needed the lines of a matrix that is read as it stands are asked for.
private var stepsAhead: Int { 32 }

/// Floats of spare memory that a tile needs which does not fit C.
@inline(__always) public var spareFloats: Int { tileRows * 2 * vectorWidth }

@inline(__always)
private func runTile(rows: Int, vectors: Int, _ ofRows: Bool, spread: Bool, _ o: Tiles) {
    if packedCopies > 1, spread {
        spreadTile(rows: rows, vectors: vectors, o)
    } else if ofRows {
        tileOfRows(rows: rows, vectors: vectors, o)
    } else {
        tileOfColumns(rows: rows, vectors: vectors, o)
    }
}
