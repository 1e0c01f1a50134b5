import KernelArguments

/// Computes the output rows `firstRow` ..< `lastRow` of one image; `output` is that of row 0, `bias` has whole panels.
///
/// A tile is a run of output pixels in a row, so that A is broadcast straight from the image; runs are as even as they can be. Pixels
/// near the left and the right edge, under whose kernel there are columns of padding, are tiles of their own, which run down the
/// image: no product with a zero of the padding is computed.
public func convolveImage(
    _ g: ImageConvolution, firstRow: Int, lastRow: Int, image: UnsafePointer<Float>, weights: UnsafePointer<Float>,
    bias: UnsafePointer<Float>?, output: UnsafeMutablePointer<Float>, spare: UnsafeMutablePointer<Float>
) {
    let width = 2 * vectorWidth
    let steps = g.kernelColumns * g.channels
    // The pixels with all columns of the kernel in the image, and the rows with all its rows.
    let left = firstWhole(g.offsetX, g.strideX, 0, g.outputWidth)
    let right = lastWhole(g.imageColumns + g.offsetX - g.kernelColumns, g.strideX, left, g.outputWidth)
    let upper = firstWhole(g.offsetY, g.strideY, firstRow, lastRow)
    let lower = lastWhole(g.imageRows + g.offsetY - g.kernelRows, g.strideY, upper, lastRow)
    let runs = (right - left + tileRows - 1) / tileRows, downRuns = (lower - upper + tileRows - 1) / tileRows
    var column = 0
    while column < g.outputChannels {
        let panel = g.packedWeights ? weights + column * g.kernelRows * steps : weights + column
        let start = bias.map { $0 + column }
        var p = firstRow
        while p < lastRow {
            var run = 0
            while run < runs {
                let first = left + partStart(run, runs, right - left), end = left + partStart(run + 1, runs, right - left)
                convolveRun(g, column, p, first, end - first, down: false, image, panel, start, output, spare)
                run += 1
            }
            p += 1
        }
        var q = 0
        while q < g.outputWidth {
            if q == left { q = right }
            if q == g.outputWidth { break }
            p = firstRow
            while p < upper {
                convolveRun(g, column, p, q, 1, down: true, image, panel, start, output, spare)
                p += 1
            }
            var run = 0
            while run < downRuns {
                let first = upper + partStart(run, downRuns, lower - upper), end = upper + partStart(run + 1, downRuns, lower - upper)
                convolveRun(g, column, first, q, end - first, down: true, image, panel, start, output, spare)
                run += 1
            }
            p = lower
            while p < lastRow {
                convolveRun(g, column, p, q, 1, down: true, image, panel, start, output, spare)
                p += 1
            }
            q += 1
        }
        column += width
    }
}

/// The first of `first` ..< `last` outputs whose kernel begins in the image, `padding` before which there is nothing.
@inline(__always) private func firstWhole(_ padding: Int, _ stride: Int, _ first: Int, _ last: Int) -> Int {
    let whole = padding > 0 ? (padding + stride - 1) / stride : 0
    return whole < first ? first : (whole < last ? whole : last)
}

/// The end of the outputs from `first` on whose kernel ends in the image, where the last place that it can begin is `place`.
@inline(__always) private func lastWhole(_ place: Int, _ stride: Int, _ first: Int, _ last: Int) -> Int {
    let whole = place < 0 ? 0 : place / stride + 1
    return whole < first ? first : (whole < last ? whole : last)
}

/// Computes `count` pixels from row `p`, column `q` on, to the right or down; the taps that are in the image are the same for all of them.
private func convolveRun(
    _ g: ImageConvolution, _ column: Int, _ p: Int, _ q: Int, _ count: Int, down: Bool, _ image: UnsafePointer<Float>,
    _ panel: UnsafePointer<Float>, _ bias: UnsafePointer<Float>?, _ output: UnsafeMutablePointer<Float>, _ spare: UnsafeMutablePointer<Float>
) {
    let width = 2 * vectorWidth
    let present = g.outputChannels - column < width ? g.outputChannels - column : width
    let vectors = present > vectorWidth ? 2 : 1
    let whole = present == vectors * vectorWidth
    let ldb = g.packedWeights ? width : g.outputChannels
    let top = p * g.strideY - g.offsetY, edge = q * g.strideX - g.offsetX
    let firstTap = top < 0 ? (-top < g.kernelRows ? -top : g.kernelRows) : 0
    let taps = g.imageRows - top < g.kernelRows ? g.imageRows - top : g.kernelRows
    let firstStep = (edge < 0 ? (-edge < g.kernelColumns ? -edge : g.kernelColumns) : 0) * g.channels
    let lastStep = (g.imageColumns - edge < g.kernelColumns ? g.imageColumns - edge : g.kernelColumns) * g.channels
    let target = output + (p * g.outputWidth + q) * g.outputChannels + column
    let stride = down ? g.outputWidth * g.outputChannels : g.outputChannels
    var o = TileOperands(
        segments: taps - firstTap, steps: lastStep - firstStep,
        a: image + (top + firstTap) * g.rowPitch + edge * g.channels + firstStep,
        rowStride: down ? g.strideY * g.rowPitch : g.strideX * g.channels, stepStride: 1, segmentStrideA: g.rowPitch,
        b: panel + (firstTap * g.kernelColumns * g.channels + firstStep) * ldb, ldb: ldb,
        segmentStrideB: g.kernelColumns * g.channels * ldb,
        c: whole ? target : spare, ldc: whole ? stride : width, edges: TileEdges(bias: bias, accumulate: false, relu: g.relu))
    tileOfRows(rows: count, vectors: vectors, &o)
    if !whole { copyRows(rows: count, width: present, spare, width, factor: 1, target, stride) }
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
            var o = TileOperands(
                segments: g.rows, steps: g.pixels, a: image + g.imageOffset + first, rowStride: 1, stepStride: g.pixelStride,
                segmentStrideA: g.imageRowStep,
                b: outputGradient + g.gradientOffset + column, ldb: g.gradientStride, segmentStrideB: g.gradientPitch,
                c: sums + first * g.gradientStride + column, ldc: g.gradientStride, edges: edges)
            tileOfColumns(rows: count, vectors: vectors, &o)
            part += 1
        }
        column += width
    }
}
