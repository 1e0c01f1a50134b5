import KernelArguments

extension Kernels {
    /// Weight gradient (R x S x C x K) and bias gradient (K) of a convolution, summed over the batch; overwritten.
    ///
    /// The batch is cut into a fixed number of groups, each with sums of its own, which are added up in a fixed order.
    public func convolutionWeightGradient(
        _ g: ConvolutionGeometry, input: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>,
        weightGradient: UnsafeMutablePointer<Float>, biasGradient: UnsafeMutablePointer<Float>?, pool: ThreadPool
    ) {
        let groups = min(g.batch, 8)
        let stride = (g.outputChannels + table.vectorWidth - 1) / table.vectorWidth * table.vectorWidth
        let weightRows = g.kernelHeight * g.kernelWidth * g.inputChannels
        // Behind the sums of the weights of each group stand those of its bias.
        let groupSize = (weightRows + 1) * stride
        let sums = Scratch.partial.floats(max(groups, 1) * groupSize)
        let serial = g.operations < Work.operationsWorthThreads ? ThreadPool.serial : pool
        serial.run(tasks: groups * g.kernelHeight) { task, _ in
            let (group, r) = task.quotientAndRemainder(dividingBy: g.kernelHeight)
            let target = sums + group * groupSize
            for n in group * g.batch / groups..<(group + 1) * g.batch / groups {
                let first = n == group * g.batch / groups
                let gradient = wholeVectors(
                    outputGradient + n * g.outputImageSize, rows: g.outputHeight * g.outputWidth, columns: g.outputChannels, stride: stride)
                accumulate(
                    g, kernelRow: r, image: input + n * g.inputImageSize, gradient: gradient, stride: stride, first: first, sums: target)
                if r == 0, biasGradient != nil {
                    table.addColumns(
                        g.outputHeight * g.outputWidth, stride, gradient, stride, !first, target + weightRows * stride)
                }
            }
        }
        let rowsInTask = max(1, 4_096 / stride)
        let tasks = (weightRows + rowsInTask - 1) / rowsInTask
        (weightRows * stride * groups < Work.floatsWorthThreads ? .serial : pool).run(tasks: tasks + 1) { task, _ in
            let first = task < tasks ? task * rowsInTask : weightRows
            let rows = task < tasks ? min(rowsInTask, weightRows - first) : 1
            guard let target = task < tasks ? weightGradient + first * g.outputChannels : biasGradient else { return }
            table.sumGroups(groups, groupSize, rows, g.outputChannels, stride, sums + first * stride, target)
        }
    }

    /// One image's part of the sums of kernel row `r`.
    private func accumulate(
        _ g: ConvolutionGeometry, kernelRow r: Int, image: UnsafePointer<Float>, gradient: UnsafePointer<Float>, stride: Int,
        first: Bool, sums: UnsafeMutablePointer<Float>
    ) {
        var part = ImageWeightGradient()
        let channels = g.inputChannels, pitch = g.inputWidth * channels
        // The output rows whose pixels under kernel row r are in the image.
        let (firstRow, lastRow) = g.outputs(tap: r, padding: g.paddingTop, stride: g.strideY, input: g.inputHeight, output: g.outputHeight)
        part.pixelStride = g.strideX * channels
        part.imageRowStep = g.strideY * pitch
        part.rows = lastRow - firstRow
        part.gradientPitch = g.outputWidth * stride
        part.gradientStride = stride
        part.accumulate = !first
        let imageRow = (firstRow * g.strideY + r - g.paddingTop) * pitch
        if g.paddingLeft == 0 && g.paddingRight == 0 {
            // The taps of a kernel row are neighbours in the image, as they are in the weights.
            part.imageOffset = imageRow
            part.pixels = g.outputWidth
            part.gradientOffset = firstRow * part.gradientPitch
            part.inputs = g.kernelWidth * channels
            table.accumulateWeightGradient(part, image, gradient, sums + r * part.inputs * stride)
            return
        }
        for s in 0..<g.kernelWidth {
            let (firstPixel, lastPixel) = g.outputs(
                tap: s, padding: g.paddingLeft, stride: g.strideX, input: g.inputWidth, output: g.outputWidth)
            part.imageOffset = imageRow + (firstPixel * g.strideX + s - g.paddingLeft) * channels
            part.pixels = lastPixel - firstPixel
            part.gradientOffset = firstRow * part.gradientPitch + firstPixel * stride
            part.inputs = channels
            table.accumulateWeightGradient(part, image, gradient, sums + (r * g.kernelWidth + s) * channels * stride)
        }
    }

    /// A matrix whose rows are whole vectors: `x` itself, or a copy with zeros.
    private func wholeVectors(_ x: UnsafePointer<Float>, rows: Int, columns: Int, stride: Int) -> UnsafePointer<Float> {
        guard columns != stride else { return x }
        let copy = Scratch.gradient.floats(rows * stride)
        for row in 0..<rows {
            (copy + row * stride).update(from: x + row * columns, count: columns)
            (copy + row * stride + columns).update(repeating: 0, count: stride - columns)
        }
        return UnsafePointer(copy)
    }
}

extension ConvolutionGeometry {
    /// The outputs first ..< last along one axis whose pixel under `tap` is in the image, and not on the padding.
    func outputs(tap: Int, padding: Int, stride: Int, input: Int, output: Int) -> (first: Int, last: Int) {
        let before = padding - tap
        let first = min(before > 0 ? (before + stride - 1) / stride : 0, output)
        let last = input - 1 + before < 0 ? 0 : min(output, (input - 1 + before) / stride + 1)
        return (first, max(first, last))
    }
}
