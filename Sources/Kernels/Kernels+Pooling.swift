import KernelArguments

extension Kernels {
    /// Largest value of each window; among equal ones the first in reading order counts. A NaN in the window wins, as in PyTorch.
    public func maxPool(
        _ g: PoolGeometry, input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>,
        argmax: UnsafeMutablePointer<UInt8>?, pool: ThreadPool
    ) {
        let image = ImagePool(g)
        forEachImage(g, pool) { n in
            let spare = UnsafeMutableRawPointer(Scratch.values.floats(g.outputWidth * g.channels)).assumingMemoryBound(to: Int32.self)
            table.maxPoolRows(
                image, 0, g.outputHeight, input + n * g.inputImageSize, output + n * g.outputImageSize,
                argmax.map { $0 + n * g.outputImageSize }, spare)
        }
    }

    /// Each output gradient goes to the pixel that `argmax` names; overlapping windows add up.
    public func maxPoolGradient(
        _ g: PoolGeometry, outputGradient: UnsafePointer<Float>, argmax: UnsafePointer<UInt8>,
        inputGradient: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        let image = ImagePool(g)
        let overlap = g.strideY < g.windowHeight || g.strideX < g.windowWidth
        let covers = g.outputHeight * g.windowHeight == g.inputHeight && g.outputWidth * g.windowWidth == g.inputWidth
        forEachImage(g, pool) { n in
            let target = inputGradient + n * g.inputImageSize
            if overlap || !covers { target.update(repeating: 0, count: g.inputImageSize) }
            let gradient = outputGradient + n * g.outputImageSize, places = argmax + n * g.outputImageSize
            if overlap {
                scatter(g, gradient, places, to: target)
            } else {
                table.maxPoolGradientRows(image, 0, g.outputHeight, gradient, places, target)
            }
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
        _ g: PoolGeometry, _ gradient: UnsafePointer<Float>, _ places: UnsafePointer<UInt8>, to target: UnsafeMutablePointer<Float>
    ) {
        var index = 0
        for p in 0..<g.outputHeight {
            for q in 0..<g.outputWidth {
                for c in 0..<g.channels {
                    let (r, s) = Int(places[index]).quotientAndRemainder(dividingBy: g.windowWidth)
                    target[((p * g.strideY + r) * g.inputWidth + q * g.strideX + s) * g.channels + c] += gradient[index]
                    index += 1
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
