import KernelArguments

extension Kernels {
    /// Output (N x P x Q x K) = input (N x H x W x C) correlated with weights (R x S x C x K), plus bias (K), then ReLU.
    ///
    /// `afterImages` is called from any thread of the pool with images whose output is ready and still in its cache; once with each image.
    public func convolution(
        _ g: ConvolutionGeometry, input: UnsafePointer<Float>, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
        relu: Bool, output: UnsafeMutablePointer<Float>, pool: ThreadPool, afterImages: ((_ images: Range<Int>) -> Void)? = nil
    ) {
        if filtersMinimallyAtOnce(g) {
            let minimal = WinogradConvolution(self, g, weights: weights, bias: bias, relu: relu, pool: pool)
            guard let afterImages else { return minimal.run(input: input, output: output, pool: pool) }
            let tasks = (g.batch + g.imagesAtOnce - 1) / g.imagesAtOnce
            (g.operations < Work.operationsWorthThreads ? .serial : pool).run(tasks: tasks) { task, _ in
                let images = task * g.batch / tasks..<(task + 1) * g.batch / tasks
                minimal.run(
                    images: images.count, input: input + images.lowerBound * g.inputImageSize, output: output + images.lowerBound * g.outputImageSize)
                afterImages(images)
            }
            return
        }
        let forward = ForwardConvolution(self, g, weights: weights, bias: bias, relu: relu, pool: pool)
        let threaded = g.operations >= Work.operationsWorthThreads
        let slices = g.batch >= 8 || !threaded ? 1 : min(g.outputHeight, 8 / max(g.batch, 1))
        (threaded ? pool : .serial).run(tasks: g.batch * slices) { task, _ in
            let (n, slice) = task.quotientAndRemainder(dividingBy: slices)
            forward.run(
                rows: slice * g.outputHeight / slices..<(slice + 1) * g.outputHeight / slices, image: input + n * g.inputImageSize,
                output: output + n * g.outputImageSize)
            if slices == 1 { afterImages?(n..<n + 1) }
        }
        if slices > 1 { afterImages?(0..<g.batch) }
    }

    /// `convolution` and `maxPool` of its output in one pass, without the convolution's output in memory: output N x P' x Q' x K, argmax of
    /// the same shape or nil. `pooling` takes the convolution's output.
    public func convolutionMaxPool(
        _ g: ConvolutionGeometry, pooling: PoolGeometry, input: UnsafePointer<Float>, weights: UnsafePointer<Float>,
        bias: UnsafePointer<Float>?, relu: Bool, output: UnsafeMutablePointer<Float>, argmax: UnsafeMutablePointer<UInt8>?, pool: ThreadPool
    ) {
        g.requireOutput(of: pooling)
        let minimal = filtersMinimallyAtOnce(g) ? WinogradConvolution(self, g, weights: weights, bias: bias, relu: relu, pool: pool) : nil
        let forward = minimal == nil ? ForwardConvolution(self, g, weights: weights, bias: bias, relu: relu, pool: pool) : nil
        (g.operations < Work.operationsWorthThreads ? .serial : pool).run(tasks: g.batch) { n, _ in
            let activation = Scratch.activation.floats(g.outputImageSize), first = n * pooling.outputImageSize
            minimal?.run(images: 1, input: input + n * g.inputImageSize, output: activation)
            forward?.run(rows: 0..<g.outputHeight, image: input + n * g.inputImageSize, output: activation)
            poolImage(pooling, activation, output + first, argmax.map { $0 + first })
        }
    }

    /// Input gradient (N x H x W x C) of a convolution; overwritten.
    ///
    /// It is the convolution of the output's gradient, spread by the strides, with the kernels turned by 180 degrees.
    public func convolutionInputGradient(
        _ g: ConvolutionGeometry, outputGradient: UnsafePointer<Float>, weights: UnsafePointer<Float>,
        inputGradient: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        if g.hasInputGradient, filtersMinimallyAtOnce(g.inputGradient) {
            WinogradConvolution(inputGradientOf: g, self, weights: weights, pool: pool).run(input: outputGradient, output: inputGradient, pool: pool)
            return
        }
        let backward = BackwardConvolution(self, g, weights: weights, pool: pool)
        let threaded = g.operations >= Work.operationsWorthThreads
        let slices = g.batch >= 8 || !threaded ? 1 : min(g.inputHeight, 8 / max(g.batch, 1))
        (threaded ? pool : .serial).run(tasks: g.batch * slices) { task, _ in
            let (n, slice) = task.quotientAndRemainder(dividingBy: slices)
            backward.run(
                rows: slice * g.inputHeight / slices..<(slice + 1) * g.inputHeight / slices,
                outputGradient: outputGradient + n * g.outputImageSize, inputGradient: inputGradient + n * g.inputImageSize)
        }
    }

    /// Weights as a matrix of `steps` x `columns` in panels.
    func packedWeights(_ columns: Int, _ steps: Int, _ weights: UnsafePointer<Float>, pool: ThreadPool) -> UnsafePointer<Float> {
        let panels = (columns + table.panelWidth - 1) / table.panelWidth
        let packed = Scratch.weights.floats(panels * table.panelWidth * steps)
        (columns * steps < Work.floatsWorthThreads ? .serial : pool).run(tasks: panels) { panel, _ in
            table.packColumnPanels(panel, panel + 1, columns, steps, steps, false, weights, columns, packed)
        }
        return UnsafePointer(packed)
    }

    /// The kernels turned by 180 degrees, inputs and outputs exchanged (R x S x K x C), in panels of C.
    func turnedWeights(_ g: ConvolutionGeometry, _ weights: UnsafePointer<Float>, pool: ThreadPool) -> UnsafePointer<Float> {
        let taps = g.kernelHeight * g.kernelWidth, panels = (g.inputChannels + table.panelWidth - 1) / table.panelWidth
        let packed = Scratch.weights.floats(panels * table.panelWidth * taps * g.outputChannels)
        (g.weightCount < Work.floatsWorthThreads ? .serial : pool).run(tasks: taps) { tap, _ in
            table.packColumnPanels(
                0, panels, g.inputChannels, g.outputChannels, taps * g.outputChannels, true,
                weights + (taps - 1 - tap) * g.inputChannels * g.outputChannels, g.outputChannels,
                packed + tap * g.outputChannels * table.panelWidth)
        }
        return UnsafePointer(packed)
    }
}

extension ConvolutionGeometry {
    /// Images that a task works on together: tiles of minimal filtering then make large groups, and the images' outputs stay in L2.
    var imagesAtOnce: Int { max(1, min(4, (1 << 17) / outputImageSize)) }

    /// Stops where `pooling` does not take this convolution's output.
    func requireOutput(of pooling: PoolGeometry) {
        precondition(
            pooling.batch == batch && pooling.inputHeight == outputHeight && pooling.inputWidth == outputWidth
                && pooling.channels == outputChannels, "the pooling does not take the convolution's output")
    }
}
