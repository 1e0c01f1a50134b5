import KernelArguments

extension Kernels {
    /// Largest value of each window; among equal ones the first in reading order counts. A NaN in the window wins, as in PyTorch.
    public func maxPool(
        _ g: PoolGeometry, input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>,
        argmax: UnsafeMutablePointer<UInt8>?, pool: ThreadPool
    ) {
        forEachImage(g, pool) { n in
            poolImage(g, input + n * g.inputImageSize, output + n * g.outputImageSize, argmax.map { $0 + n * g.outputImageSize })
        }
    }

    /// Max pooling of one image.
    func poolImage(
        _ g: PoolGeometry, _ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, _ places: UnsafeMutablePointer<UInt8>?
    ) {
        let spare = UnsafeMutableRawPointer(Scratch.values.floats(g.outputWidth * g.channels)).assumingMemoryBound(to: Int32.self)
        table.maxPoolRows(ImagePool(g), 0, g.outputHeight, input, output, places, spare)
    }

    /// Each output gradient goes to the pixel that `argmax` names; overlapping windows add up.
    ///
    /// Where the forward pass's `output` is given, gradients of outputs that are not positive count as 0: the backward pass of a ReLU before
    /// the pooling, without a pass over its output.
    public func maxPoolGradient(
        _ g: PoolGeometry, outputGradient: UnsafePointer<Float>, argmax: UnsafePointer<UInt8>, output: UnsafePointer<Float>? = nil,
        inputGradient: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        forEachImage(g, pool) { n in
            let first = n * g.outputImageSize
            unpoolImage(
                g, outputGradient + first, argmax + first, output.map { $0 + first }, to: inputGradient + n * g.inputImageSize)
        }
    }

    /// Gradient of the max pooling of one image.
    func unpoolImage(
        _ g: PoolGeometry, _ gradient: UnsafePointer<Float>, _ places: UnsafePointer<UInt8>, _ output: UnsafePointer<Float>?,
        to target: UnsafeMutablePointer<Float>
    ) {
        let overlap = g.strideY < g.windowHeight || g.strideX < g.windowWidth
        let covers = g.outputHeight * g.windowHeight == g.inputHeight && g.outputWidth * g.windowWidth == g.inputWidth
        if overlap || !covers { target.update(repeating: 0, count: g.inputImageSize) }
        if overlap {
            scatter(g, gradient, places, output, to: target)
        } else {
            table.maxPoolGradientRows(ImagePool(g), 0, g.outputHeight, gradient, places, output, target)
        }
    }

    /// Mean of each window.
    public func averagePool(
        _ g: PoolGeometry, input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        forEachImage(g, pool) { n in
            Reference.averagePool(g.oneImage, input: input + n * g.inputImageSize, output: output + n * g.outputImageSize)
        }
    }

    /// Each output gradient goes to all pixels of its window in equal parts.
    public func averagePoolGradient(
        _ g: PoolGeometry, outputGradient: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        forEachImage(g, pool) { n in
            Reference.averagePoolGradient(
                g.oneImage, outputGradient: outputGradient + n * g.outputImageSize, inputGradient: inputGradient + n * g.inputImageSize)
        }
    }

    private func forEachImage(_ g: PoolGeometry, _ pool: ThreadPool, _ body: (_ n: Int) -> Void) {
        (g.batch * g.inputImageSize < Work.floatsWorthThreads ? .serial : pool).run(tasks: g.batch) { n, _ in body(n) }
    }

    /// Adds each output gradient of one image to the pixel at its place: for windows that overlap.
    private func scatter(
        _ g: PoolGeometry, _ gradient: UnsafePointer<Float>, _ places: UnsafePointer<UInt8>, _ output: UnsafePointer<Float>?,
        to target: UnsafeMutablePointer<Float>
    ) {
        var index = 0
        for p in 0..<g.outputHeight {
            for q in 0..<g.outputWidth {
                for c in 0..<g.channels {
                    defer { index += 1 }
                    if let output, !(output[index] > 0) { continue }
                    let (r, s) = Int(places[index]).quotientAndRemainder(dividingBy: g.windowWidth)
                    target[((p * g.strideY + r) * g.inputWidth + q * g.strideX + s) * g.channels + c] += gradient[index]
                }
            }
        }
    }
}

extension ImagePool {
    init(_ g: PoolGeometry) {
        self.init(
            inputWidth: g.inputWidth, channels: g.channels, outputWidth: g.outputWidth, windowHeight: g.windowHeight,
            windowWidth: g.windowWidth, strideY: g.strideY, strideX: g.strideX)
    }
}
