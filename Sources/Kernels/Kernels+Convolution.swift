import KernelArguments

extension Kernels {
    /// Output (N x P x Q x K) = input (N x H x W x C) correlated with weights (R x S x C x K), plus bias (K), then ReLU.
    public func convolution(
        _ g: ConvolutionGeometry, input: UnsafePointer<Float>, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
        relu: Bool, output: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        let steps = g.kernelHeight * g.kernelWidth * g.inputChannels
        let packs = g.outputChannels % table.vectorWidth != 0 || (g.outputChannels > table.panelWidth && g.batch > 1)
        let source = packs ? packedWeights(g.outputChannels, steps, weights, pool: pool) : weights
        var plan = ImageConvolution()
        plan.strideY = g.strideY
        plan.offsetY = g.paddingTop
        plan.kernelRows = g.kernelHeight
        plan.steps = g.kernelWidth * g.inputChannels
        plan.outputWidth = g.outputWidth
        plan.outputChannels = g.outputChannels
        plan.pixelStride = g.strideX * g.inputChannels
        plan.packedWeights = packs
        plan.relu = relu
        let frame = ImageFrame(
            rows: g.inputHeight, columns: g.inputWidth, channels: g.inputChannels, left: g.paddingLeft,
            width: g.inputWidth + g.paddingLeft + g.paddingRight)
        convolve(
            plan, frame, batch: g.batch, outputHeight: g.outputHeight, operations: g.operations, input: input, weights: source,
            bias: bias.map { wholePanels($0, count: g.outputChannels) }, output: output, pool: pool)
    }

    /// Input gradient (N x H x W x C) of a convolution; overwritten.
    ///
    /// It is the convolution of the output's gradient, spread by the strides, with the kernels turned by 180 degrees.
    public func convolutionInputGradient(
        _ g: ConvolutionGeometry, outputGradient: UnsafePointer<Float>, weights: UnsafePointer<Float>,
        inputGradient: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        var plan = ImageConvolution()
        plan.offsetY = g.kernelHeight - 1 - g.paddingTop
        plan.kernelRows = g.kernelHeight
        plan.steps = g.kernelWidth * g.outputChannels
        plan.outputWidth = g.inputWidth
        plan.outputChannels = g.inputChannels
        plan.pixelStride = g.outputChannels
        plan.packedWeights = true
        let frame = ImageFrame(
            rows: g.outputHeight, columns: g.outputWidth, channels: g.outputChannels, left: g.kernelWidth - 1 - g.paddingLeft,
            width: g.inputWidth + g.kernelWidth - 1, spreadY: g.strideY, spreadX: g.strideX)
        convolve(
            plan, frame, batch: g.batch, outputHeight: g.inputHeight, operations: g.operations, input: outputGradient,
            weights: turnedWeights(g, weights), bias: nil, output: inputGradient, pool: pool)
    }

    /// Runs `plan` over all images, in tasks of one image or, where there are few images, of some rows of one.
    private func convolve(
        _ plan: ImageConvolution, _ frame: ImageFrame, batch: Int, outputHeight: Int, operations: Int, input: UnsafePointer<Float>,
        weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?, output: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        var plan = plan
        plan.imageRows = frame.spreadRows
        plan.rowPitch = frame.width * frame.channels
        let outputSize = outputHeight * plan.outputWidth * plan.outputChannels
        let slices = batch >= 8 ? 1 : min(outputHeight, 8 / max(batch, 1))
        (operations < Work.operationsWorthThreads ? .serial : pool).run(tasks: batch * slices) { task, _ in
            let (n, slice) = task.quotientAndRemainder(dividingBy: slices)
            let firstRow = slice * outputHeight / slices, lastRow = (slice + 1) * outputHeight / slices
            let image = input + n * frame.imageSize
            var source = image
            if !frame.isPlain {
                let lowest = firstRow * plan.strideY - plan.offsetY, highest = (lastRow - 1) * plan.strideY - plan.offsetY + plan.kernelRows
                let copy = Scratch.image.floats(frame.spreadRows * plan.rowPitch)
                frame.copy(image, rows: max(lowest, 0)..<max(lowest, 0, min(highest, frame.spreadRows)), to: copy)
                source = UnsafePointer(copy)
            }
            table.convolveImage(plan, firstRow, lastRow, source, weights, bias, output + n * outputSize, Scratch.tile.floats(table.spareFloats))
        }
    }

    /// Weights as a matrix of `steps` x `columns` in panels.
    private func packedWeights(_ columns: Int, _ steps: Int, _ weights: UnsafePointer<Float>, pool: ThreadPool) -> UnsafePointer<Float> {
        let panels = (columns + table.panelWidth - 1) / table.panelWidth
        let packed = Scratch.weights.floats(panels * table.panelWidth * steps)
        (columns * steps < Work.floatsWorthThreads ? .serial : pool).run(tasks: panels) { panel, _ in
            table.packColumnPanels(panel, panel + 1, columns, steps, steps, false, weights, columns, packed)
        }
        return UnsafePointer(packed)
    }

    /// The kernels turned by 180 degrees, inputs and outputs exchanged (R x S x K x C), in panels of C.
    private func turnedWeights(_ g: ConvolutionGeometry, _ weights: UnsafePointer<Float>) -> UnsafePointer<Float> {
        let taps = g.kernelHeight * g.kernelWidth, panels = (g.inputChannels + table.panelWidth - 1) / table.panelWidth
        let packed = Scratch.weights.floats(panels * table.panelWidth * taps * g.outputChannels)
        for tap in 0..<taps {
            table.packColumnPanels(
                0, panels, g.inputChannels, g.outputChannels, taps * g.outputChannels, true,
                weights + (taps - 1 - tap) * g.inputChannels * g.outputChannels, g.outputChannels,
                packed + tap * g.outputChannels * table.panelWidth)
        }
        return UnsafePointer(packed)
    }
}
