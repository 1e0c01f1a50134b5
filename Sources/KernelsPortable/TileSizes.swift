import KernelArguments

/// The operands of tiles, in memory: what a loop over panels changes must not take registers in the loop over steps.
typealias Tiles = UnsafeMutablePointer<TileOperands>

// The sizes of the micro-kernel that exist, one function each: `tile` with constants. In one function for all of them the compiler stops
// inlining half-way, and a tile that is not inlined keeps its accumulators in memory.

/// Runs the tile of `rows` x `vectors` whose A has neighbouring rows: `rowStride` is 1 (packed panels, transposed matrices, pixels of a weight gradient).
@inline(__always)
func tileOfColumns(rows: Int, vectors: Int, _ o: Tiles) {
    if vectors > 1 { tileOfColumns2(rows, o) } else { tileOfColumns1(rows, o) }
}

private func tileOfColumns2(_ rows: Int, _ o: Tiles) {
    switch rows {
    case 1: columns1x2(o)
    case 2: if tileRows >= 2 { columns2x2(o) }
    case 3: if tileRows >= 3 { columns3x2(o) }
    case 4: if tileRows >= 4 { columns4x2(o) }
    case 5: if tileRows >= 5 { columns5x2(o) }
    case 6: if tileRows >= 6 { columns6x2(o) }
    case 7: if tileRows >= 7 { columns7x2(o) }
    case 8: if tileRows >= 8 { columns8x2(o) }
    case 9: if tileRows >= 9 { columns9x2(o) }
    case 10: if tileRows >= 10 { columns10x2(o) }
    case 11: if tileRows >= 11 { columns11x2(o) }
    case 12: if tileRows >= 12 { columns12x2(o) }
    case 13: if tileRows >= 13 { columns13x2(o) }
    default: if tileRows >= 14 { columns14x2(o) }
    }
}

@inline(never) private func columns1x2(_ o: Tiles) { tile(rows: 1, vectors: 2, ofRows: false, rowStride: 1, stepStride: o.pointee.stepStride, o) }
@inline(never) private func columns2x2(_ o: Tiles) { tile(rows: 2, vectors: 2, ofRows: false, rowStride: 1, stepStride: o.pointee.stepStride, o) }
@inline(never) private func columns3x2(_ o: Tiles) { tile(rows: 3, vectors: 2, ofRows: false, rowStride: 1, stepStride: o.pointee.stepStride, o) }
@inline(never) private func columns4x2(_ o: Tiles) { tile(rows: 4, vectors: 2, ofRows: false, rowStride: 1, stepStride: o.pointee.stepStride, o) }
@inline(never) private func columns5x2(_ o: Tiles) { tile(rows: 5, vectors: 2, ofRows: false, rowStride: 1, stepStride: o.pointee.stepStride, o) }
@inline(never) private func columns6x2(_ o: Tiles) { tile(rows: 6, vectors: 2, ofRows: false, rowStride: 1, stepStride: o.pointee.stepStride, o) }
@inline(never) private func columns7x2(_ o: Tiles) { tile(rows: 7, vectors: 2, ofRows: false, rowStride: 1, stepStride: o.pointee.stepStride, o) }
@inline(never) private func columns8x2(_ o: Tiles) { tile(rows: 8, vectors: 2, ofRows: false, rowStride: 1, stepStride: o.pointee.stepStride, o) }
@inline(never) private func columns9x2(_ o: Tiles) { tile(rows: 9, vectors: 2, ofRows: false, rowStride: 1, stepStride: o.pointee.stepStride, o) }
@inline(never) private func columns10x2(_ o: Tiles) { tile(rows: 10, vectors: 2, ofRows: false, rowStride: 1, stepStride: o.pointee.stepStride, o) }
@inline(never) private func columns11x2(_ o: Tiles) { tile(rows: 11, vectors: 2, ofRows: false, rowStride: 1, stepStride: o.pointee.stepStride, o) }
@inline(never) private func columns12x2(_ o: Tiles) { tile(rows: 12, vectors: 2, ofRows: false, rowStride: 1, stepStride: o.pointee.stepStride, o) }
@inline(never) private func columns13x2(_ o: Tiles) { tile(rows: 13, vectors: 2, ofRows: false, rowStride: 1, stepStride: o.pointee.stepStride, o) }
@inline(never) private func columns14x2(_ o: Tiles) { tile(rows: 14, vectors: 2, ofRows: false, rowStride: 1, stepStride: o.pointee.stepStride, o) }

private func tileOfColumns1(_ rows: Int, _ o: Tiles) {
    switch rows {
    case 1: columns1x1(o)
    case 2: if tileRows >= 2 { columns2x1(o) }
    case 3: if tileRows >= 3 { columns3x1(o) }
    case 4: if tileRows >= 4 { columns4x1(o) }
    case 5: if tileRows >= 5 { columns5x1(o) }
    case 6: if tileRows >= 6 { columns6x1(o) }
    case 7: if tileRows >= 7 { columns7x1(o) }
    case 8: if tileRows >= 8 { columns8x1(o) }
    case 9: if tileRows >= 9 { columns9x1(o) }
    case 10: if tileRows >= 10 { columns10x1(o) }
    case 11: if tileRows >= 11 { columns11x1(o) }
    case 12: if tileRows >= 12 { columns12x1(o) }
    case 13: if tileRows >= 13 { columns13x1(o) }
    default: if tileRows >= 14 { columns14x1(o) }
    }
}

@inline(never) private func columns1x1(_ o: Tiles) { tile(rows: 1, vectors: 1, ofRows: false, rowStride: 1, stepStride: o.pointee.stepStride, o) }
@inline(never) private func columns2x1(_ o: Tiles) { tile(rows: 2, vectors: 1, ofRows: false, rowStride: 1, stepStride: o.pointee.stepStride, o) }
@inline(never) private func columns3x1(_ o: Tiles) { tile(rows: 3, vectors: 1, ofRows: false, rowStride: 1, stepStride: o.pointee.stepStride, o) }
@inline(never) private func columns4x1(_ o: Tiles) { tile(rows: 4, vectors: 1, ofRows: false, rowStride: 1, stepStride: o.pointee.stepStride, o) }
@inline(never) private func columns5x1(_ o: Tiles) { tile(rows: 5, vectors: 1, ofRows: false, rowStride: 1, stepStride: o.pointee.stepStride, o) }
@inline(never) private func columns6x1(_ o: Tiles) { tile(rows: 6, vectors: 1, ofRows: false, rowStride: 1, stepStride: o.pointee.stepStride, o) }
@inline(never) private func columns7x1(_ o: Tiles) { tile(rows: 7, vectors: 1, ofRows: false, rowStride: 1, stepStride: o.pointee.stepStride, o) }
@inline(never) private func columns8x1(_ o: Tiles) { tile(rows: 8, vectors: 1, ofRows: false, rowStride: 1, stepStride: o.pointee.stepStride, o) }
@inline(never) private func columns9x1(_ o: Tiles) { tile(rows: 9, vectors: 1, ofRows: false, rowStride: 1, stepStride: o.pointee.stepStride, o) }
@inline(never) private func columns10x1(_ o: Tiles) { tile(rows: 10, vectors: 1, ofRows: false, rowStride: 1, stepStride: o.pointee.stepStride, o) }
@inline(never) private func columns11x1(_ o: Tiles) { tile(rows: 11, vectors: 1, ofRows: false, rowStride: 1, stepStride: o.pointee.stepStride, o) }
@inline(never) private func columns12x1(_ o: Tiles) { tile(rows: 12, vectors: 1, ofRows: false, rowStride: 1, stepStride: o.pointee.stepStride, o) }
@inline(never) private func columns13x1(_ o: Tiles) { tile(rows: 13, vectors: 1, ofRows: false, rowStride: 1, stepStride: o.pointee.stepStride, o) }
@inline(never) private func columns14x1(_ o: Tiles) { tile(rows: 14, vectors: 1, ofRows: false, rowStride: 1, stepStride: o.pointee.stepStride, o) }

/// Runs the tile of `rows` x `vectors` whose A has neighbouring steps: `stepStride` is 1 (plain matrices, pixels of an image).
@inline(__always)
func tileOfRows(rows: Int, vectors: Int, _ o: Tiles) {
    if vectors > 1 { tileOfRows2(rows, o) } else { tileOfRows1(rows, o) }
}

private func tileOfRows2(_ rows: Int, _ o: Tiles) {
    switch rows {
    case 1: rows1x2(o)
    case 2: if tileRows >= 2 { rows2x2(o) }
    case 3: if tileRows >= 3 { rows3x2(o) }
    case 4: if tileRows >= 4 { rows4x2(o) }
    case 5: if tileRows >= 5 { rows5x2(o) }
    case 6: if tileRows >= 6 { rows6x2(o) }
    case 7: if tileRows >= 7 { rows7x2(o) }
    case 8: if tileRows >= 8 { rows8x2(o) }
    case 9: if tileRows >= 9 { rows9x2(o) }
    case 10: if tileRows >= 10 { rows10x2(o) }
    case 11: if tileRows >= 11 { rows11x2(o) }
    case 12: if tileRows >= 12 { rows12x2(o) }
    case 13: if tileRows >= 13 { rows13x2(o) }
    default: if tileRows >= 14 { rows14x2(o) }
    }
}

@inline(never) private func rows1x2(_ o: Tiles) { tile(rows: 1, vectors: 2, ofRows: true, rowStride: o.pointee.rowStride, stepStride: 1, o) }
@inline(never) private func rows2x2(_ o: Tiles) { tile(rows: 2, vectors: 2, ofRows: true, rowStride: o.pointee.rowStride, stepStride: 1, o) }
@inline(never) private func rows3x2(_ o: Tiles) { tile(rows: 3, vectors: 2, ofRows: true, rowStride: o.pointee.rowStride, stepStride: 1, o) }
@inline(never) private func rows4x2(_ o: Tiles) { tile(rows: 4, vectors: 2, ofRows: true, rowStride: o.pointee.rowStride, stepStride: 1, o) }
@inline(never) private func rows5x2(_ o: Tiles) { tile(rows: 5, vectors: 2, ofRows: true, rowStride: o.pointee.rowStride, stepStride: 1, o) }
@inline(never) private func rows6x2(_ o: Tiles) { tile(rows: 6, vectors: 2, ofRows: true, rowStride: o.pointee.rowStride, stepStride: 1, o) }
@inline(never) private func rows7x2(_ o: Tiles) { tile(rows: 7, vectors: 2, ofRows: true, rowStride: o.pointee.rowStride, stepStride: 1, o) }
@inline(never) private func rows8x2(_ o: Tiles) { tile(rows: 8, vectors: 2, ofRows: true, rowStride: o.pointee.rowStride, stepStride: 1, o) }
@inline(never) private func rows9x2(_ o: Tiles) { tile(rows: 9, vectors: 2, ofRows: true, rowStride: o.pointee.rowStride, stepStride: 1, o) }
@inline(never) private func rows10x2(_ o: Tiles) { tile(rows: 10, vectors: 2, ofRows: true, rowStride: o.pointee.rowStride, stepStride: 1, o) }
@inline(never) private func rows11x2(_ o: Tiles) { tile(rows: 11, vectors: 2, ofRows: true, rowStride: o.pointee.rowStride, stepStride: 1, o) }
@inline(never) private func rows12x2(_ o: Tiles) { tile(rows: 12, vectors: 2, ofRows: true, rowStride: o.pointee.rowStride, stepStride: 1, o) }
@inline(never) private func rows13x2(_ o: Tiles) { tile(rows: 13, vectors: 2, ofRows: true, rowStride: o.pointee.rowStride, stepStride: 1, o) }
@inline(never) private func rows14x2(_ o: Tiles) { tile(rows: 14, vectors: 2, ofRows: true, rowStride: o.pointee.rowStride, stepStride: 1, o) }

private func tileOfRows1(_ rows: Int, _ o: Tiles) {
    switch rows {
    case 1: rows1x1(o)
    case 2: if tileRows >= 2 { rows2x1(o) }
    case 3: if tileRows >= 3 { rows3x1(o) }
    case 4: if tileRows >= 4 { rows4x1(o) }
    case 5: if tileRows >= 5 { rows5x1(o) }
    case 6: if tileRows >= 6 { rows6x1(o) }
    case 7: if tileRows >= 7 { rows7x1(o) }
    case 8: if tileRows >= 8 { rows8x1(o) }
    case 9: if tileRows >= 9 { rows9x1(o) }
    case 10: if tileRows >= 10 { rows10x1(o) }
    case 11: if tileRows >= 11 { rows11x1(o) }
    case 12: if tileRows >= 12 { rows12x1(o) }
    case 13: if tileRows >= 13 { rows13x1(o) }
    default: if tileRows >= 14 { rows14x1(o) }
    }
}

@inline(never) private func rows1x1(_ o: Tiles) { tile(rows: 1, vectors: 1, ofRows: true, rowStride: o.pointee.rowStride, stepStride: 1, o) }
@inline(never) private func rows2x1(_ o: Tiles) { tile(rows: 2, vectors: 1, ofRows: true, rowStride: o.pointee.rowStride, stepStride: 1, o) }
@inline(never) private func rows3x1(_ o: Tiles) { tile(rows: 3, vectors: 1, ofRows: true, rowStride: o.pointee.rowStride, stepStride: 1, o) }
@inline(never) private func rows4x1(_ o: Tiles) { tile(rows: 4, vectors: 1, ofRows: true, rowStride: o.pointee.rowStride, stepStride: 1, o) }
@inline(never) private func rows5x1(_ o: Tiles) { tile(rows: 5, vectors: 1, ofRows: true, rowStride: o.pointee.rowStride, stepStride: 1, o) }
@inline(never) private func rows6x1(_ o: Tiles) { tile(rows: 6, vectors: 1, ofRows: true, rowStride: o.pointee.rowStride, stepStride: 1, o) }
@inline(never) private func rows7x1(_ o: Tiles) { tile(rows: 7, vectors: 1, ofRows: true, rowStride: o.pointee.rowStride, stepStride: 1, o) }
@inline(never) private func rows8x1(_ o: Tiles) { tile(rows: 8, vectors: 1, ofRows: true, rowStride: o.pointee.rowStride, stepStride: 1, o) }
@inline(never) private func rows9x1(_ o: Tiles) { tile(rows: 9, vectors: 1, ofRows: true, rowStride: o.pointee.rowStride, stepStride: 1, o) }
@inline(never) private func rows10x1(_ o: Tiles) { tile(rows: 10, vectors: 1, ofRows: true, rowStride: o.pointee.rowStride, stepStride: 1, o) }
@inline(never) private func rows11x1(_ o: Tiles) { tile(rows: 11, vectors: 1, ofRows: true, rowStride: o.pointee.rowStride, stepStride: 1, o) }
@inline(never) private func rows12x1(_ o: Tiles) { tile(rows: 12, vectors: 1, ofRows: true, rowStride: o.pointee.rowStride, stepStride: 1, o) }
@inline(never) private func rows13x1(_ o: Tiles) { tile(rows: 13, vectors: 1, ofRows: true, rowStride: o.pointee.rowStride, stepStride: 1, o) }
@inline(never) private func rows14x1(_ o: Tiles) { tile(rows: 14, vectors: 1, ofRows: true, rowStride: o.pointee.rowStride, stepStride: 1, o) }
