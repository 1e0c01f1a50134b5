import KernelArguments

extension Kernels {
    /// Weight gradient (R x S x C x K) and bias gradient (K) of a convolution, summed over the batch; overwritten.
    ///
    /// The batch is cut into a fixed number of groups, each with sums of its own, which are added up in a fixed order.
    public func convolutionWeightGradient(
        _ g: ConvolutionGeometry, input: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>,
        weightGradient: UnsafeMutablePointer<Float>, biasGradient: UnsafeMutablePointer<Float>?, pool: ThreadPool
    ) {
        let sums = WeightGradientSums(g, groups: min(g.batch, 8), vectorWidth: table.vectorWidth)
        let isPlane = plane(g) != nil
        // A kernel row is a task of its own, but for the first layer, whose nine sums are computed together.
        let rows = isPlane ? 1 : g.kernelHeight
        (g.operations < Work.operationsWorthThreads ? .serial : pool).run(tasks: sums.groups * rows) { task, _ in
            let (group, r) = task.quotientAndRemainder(dividingBy: rows)
            for n in sums.images(of: group) {
                accumulate(
                    g, kernelRows: isPlane ? 0..<g.kernelHeight : r..<r + 1, image: input + n * g.inputImageSize,
                    outputGradient: outputGradient + n * g.outputImageSize, first: n == sums.images(of: group).lowerBound,
                    bias: biasGradient != nil && r == 0, sums: sums, group: group)
            }
        }
        add(sums, weightGradient: weightGradient, biasGradient: biasGradient, pool: pool)
    }

    /// The gradients of `convolutionMaxPool` in one pass, without the gradient of the convolution's output in memory.
    ///
    /// `output` (what the forward pass gave) is needed where there was a ReLU, else nil; without `inputGradient` that is not computed.
    public func convolutionMaxPoolGradient(
        _ g: ConvolutionGeometry, pooling: PoolGeometry, input: UnsafePointer<Float>, weights: UnsafePointer<Float>,
        output: UnsafePointer<Float>?, argmax: UnsafePointer<UInt8>, outputGradient: UnsafePointer<Float>,
        inputGradient: UnsafeMutablePointer<Float>?, weightGradient: UnsafeMutablePointer<Float>, biasGradient: UnsafeMutablePointer<Float>?,
        pool: ThreadPool
    ) {
        g.requireOutput(of: pooling)
        convolutionGradient(
            g, input: input, weights: weights, inputGradient: inputGradient, weightGradient: weightGradient, biasGradient: biasGradient, pool: pool
        ) { n, gradient in
            let first = n * pooling.outputImageSize
            unpoolImage(pooling, outputGradient + first, argmax + first, output.map { $0 + first }, to: gradient)
        }
    }

    /// The gradients of a convolution in one pass: `outputGradient` writes that of one image's output (P x Q x K) when it is needed, which then
    /// stays in the caches and never has a place for the whole batch.
    ///
    /// Without `inputGradient` that is not computed. `outputGradient` is called from all threads of the pool, once for each image.
    public func convolutionGradient(
        _ g: ConvolutionGeometry, input: UnsafePointer<Float>, weights: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>?,
        weightGradient: UnsafeMutablePointer<Float>, biasGradient: UnsafeMutablePointer<Float>?, pool: ThreadPool,
        outputGradient: (_ image: Int, _ target: UnsafeMutablePointer<Float>) -> Void
    ) {
        let filters = inputGradient != nil && g.hasInputGradient && filtersMinimallyAtOnce(g.inputGradient)
        let minimal = filters ? WinogradConvolution(inputGradientOf: g, self, weights: weights, pool: pool) : nil
        let backward = inputGradient == nil || filters ? nil : BackwardConvolution(self, g, weights: weights, pool: pool)
        let sums = WeightGradientSums(g, groups: min(g.batch, 16), vectorWidth: table.vectorWidth)
        let most = g.imagesAtOnce
        (g.operations < Work.operationsWorthThreads ? .serial : pool).run(tasks: sums.groups) { group, _ in
            let images = sums.images(of: group), gradients = Scratch.activation.floats(most * g.outputImageSize)
            for first in stride(from: images.lowerBound, to: images.upperBound, by: most) {
                let count = min(most, images.upperBound - first)
                for n in first..<first + count {
                    let gradient = gradients + (n - first) * g.outputImageSize
                    outputGradient(n, gradient)
                    accumulate(
                        g, kernelRows: 0..<g.kernelHeight, image: input + n * g.inputImageSize, outputGradient: gradient,
                        first: n == images.lowerBound, bias: biasGradient != nil, sums: sums, group: group)
                    if let inputGradient {
                        backward?.run(rows: 0..<g.inputHeight, outputGradient: gradient, inputGradient: inputGradient + n * g.inputImageSize)
                    }
                }
                if let inputGradient { minimal?.run(images: count, input: gradients, output: inputGradient + first * g.inputImageSize) }
            }
        }
        add(sums, weightGradient: weightGradient, biasGradient: biasGradient, pool: pool)
    }

    /// Adds the sums of the groups up.
    private func add(
        _ sums: WeightGradientSums, weightGradient: UnsafeMutablePointer<Float>, biasGradient: UnsafeMutablePointer<Float>?, pool: ThreadPool
    ) {
        let rowsInTask = max(1, 1_024 / sums.stride), columns = sums.geometry.outputChannels
        let tasks = (sums.rows + rowsInTask - 1) / rowsInTask
        (sums.groupSize * sums.groups < Work.floatsWorthThreads ? .serial : pool).run(tasks: tasks + 1) { task, _ in
            let first = task < tasks ? task * rowsInTask : sums.rows
            let rows = task < tasks ? min(rowsInTask, sums.rows - first) : 1
            guard let target = task < tasks ? weightGradient + first * columns : biasGradient else { return }
            table.sumGroups(sums.groups, sums.groupSize, rows, columns, sums.stride, sums.memory + first * sums.stride, target)
        }
    }

    /// One image's part of the sums of some kernel rows, and of the bias.
    private func accumulate(
        _ g: ConvolutionGeometry, kernelRows: Range<Int>, image: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>, first: Bool,
        bias: Bool, sums: WeightGradientSums, group: Int
    ) {
        let target = sums.memory + group * sums.groupSize, pixels = g.outputHeight * g.outputWidth
        let gradient = wholeVectors(outputGradient, rows: pixels, columns: g.outputChannels, stride: sums.stride)
        if let plane = plane(g) {
            let frame = ImageFrame(
                rows: g.inputHeight, columns: g.inputWidth, channels: 1, left: g.paddingLeft, width: plane.rowPitch)
            table.accumulatePlaneGradient(plane, paddedPlane(g, frame, image), gradient, !first, target)
        } else {
            for r in kernelRows {
                accumulate(g, kernelRow: r, image: image, gradient: gradient, stride: sums.stride, first: first, sums: target)
            }
        }
        if bias { table.addColumns(pixels, sums.stride, gradient, sums.stride, !first, target + sums.rows * sums.stride) }
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

/// Memory for the sums of the groups of a batch: those of the weights, with whole vectors of output channels, and behind them the bias's.
struct WeightGradientSums {
    let geometry: ConvolutionGeometry
    let groups: Int
    /// Rows (R * S * C) of the weights, and floats from one to the next.
    let rows: Int, stride: Int
    /// In the scratch memory of the thread that made this.
    let memory: UnsafeMutablePointer<Float>

    init(_ g: ConvolutionGeometry, groups: Int, vectorWidth: Int) {
        geometry = g
        self.groups = groups
        rows = g.kernelHeight * g.kernelWidth * g.inputChannels
        stride = (g.outputChannels + vectorWidth - 1) / vectorWidth * vectorWidth
        memory = Scratch.partial.floats(max(groups, 1) * (rows + 1) * stride)
    }

    /// Floats of one group.
    var groupSize: Int { (rows + 1) * stride }

    /// The images of a group.
    func images(of group: Int) -> Range<Int> { group * geometry.batch / groups..<(group + 1) * geometry.batch / groups }
}
