import KernelArguments

/// Computes the output rows `firstRow` ..< `lastRow` of one image; `output` is that of row 0, `bias` has whole panels.
///
/// A tile is a run of output pixels in a row, so that A is broadcast straight from the image; runs are as even as they can be.
public func convolveImage(
    _ g: ImageConvolution, firstRow: Int, lastRow: Int, image: UnsafePointer<Float>, weights: UnsafePointer<Float>,
    bias: UnsafePointer<Float>?, output: UnsafeMutablePointer<Float>, spare: UnsafeMutablePointer<Float>
) {
    let width = 2 * vectorWidth
    let runs = (g.outputWidth + tileRows - 1) / tileRows
    let ldb = g.packedWeights ? width : g.outputChannels
    var column = 0
    while column < g.outputChannels {
        let present = g.outputChannels - column < width ? g.outputChannels - column : width
        let vectors = present > vectorWidth ? 2 : 1
        let whole = present == vectors * vectorWidth
        let panel = g.packedWeights ? weights + column * g.kernelRows * g.steps : weights + column
        let edges = TileEdges(bias: bias.map { $0 + column }, accumulate: false, relu: g.relu)
        var p = firstRow
        while p < lastRow {
            let top = p * g.strideY - g.offsetY
            let firstTap = top < 0 ? (-top < g.kernelRows ? -top : g.kernelRows) : 0
            let taps = g.imageRows - top < g.kernelRows ? g.imageRows - top : g.kernelRows
            var run = 0
            while run < runs {
                let first = partStart(run, runs, g.outputWidth), count = partStart(run + 1, runs, g.outputWidth) - first
                let target = output + (p * g.outputWidth + first) * g.outputChannels + column
                let o = TileOperands(
                    segments: taps - firstTap, steps: g.steps,
                    a: image + (top + firstTap) * g.rowPitch + first * g.pixelStride, rowStride: g.pixelStride, stepStride: 1,
                    segmentStrideA: g.rowPitch,
                    b: panel + firstTap * g.steps * ldb, ldb: ldb, segmentStrideB: g.steps * ldb,
                    c: whole ? target : spare, ldc: whole ? g.outputChannels : width)
                tileOfRows(rows: count, vectors: vectors, o, edges)
                if !whole { copyRows(rows: count, width: present, spare, width, factor: 1, target, g.outputChannels) }
                run += 1
            }
            p += 1
        }
        column += width
    }
}

/// Adds one image's part to the sums (`inputs` x `gradientStride`) of one kernel row, or of one tap of it.
///
/// The sums of a tile stay in registers while it runs over all pixels of the image.
public func accumulateWeightGradient(
    _ g: ImageWeightGradient, image: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>, sums: UnsafeMutablePointer<Float>
) {
    let width = 2 * vectorWidth
    let parts = (g.inputs + tileRows - 1) / tileRows
    let edges = TileEdges(bias: nil, accumulate: g.accumulate, relu: false)
    var column = 0
    while column < g.gradientStride {
        let vectors = g.gradientStride - column > vectorWidth ? 2 : 1
        var part = 0
        while part < parts {
            let first = partStart(part, parts, g.inputs), count = partStart(part + 1, parts, g.inputs) - first
            let o = TileOperands(
                segments: g.rows, steps: g.pixels, a: image + g.imageOffset + first, rowStride: 1, stepStride: g.pixelStride,
                segmentStrideA: g.imageRowStep,
                b: outputGradient + g.gradientOffset + column, ldb: g.gradientStride, segmentStrideB: g.gradientPitch,
                c: sums + first * g.gradientStride + column, ldc: g.gradientStride)
            tileOfColumns(rows: count, vectors: vectors, o, edges)
            part += 1
        }
        column += width
    }
}
