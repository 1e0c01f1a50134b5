extension Reference {
    /// Output (N x P x Q x K) = input (N x H x W x C) correlated with weights (R x S x C x K), plus bias (K), then ReLU.
    public static func convolution(
        _ g: ConvolutionGeometry, input: UnsafePointer<Float>, weights: UnsafePointer<Float>,
        bias: UnsafePointer<Float>?, relu: Bool, output: UnsafeMutablePointer<Float>
    ) {
        for n in 0..<g.batch {
            for p in 0..<g.outputHeight {
                for q in 0..<g.outputWidth {
                    for k in 0..<g.outputChannels {
                        var sum = Double(bias?[k] ?? 0)
                        forEachTap(g, n, p, q) { pixel, tap in
                            for c in 0..<g.inputChannels {
                                sum += Double(input[pixel * g.inputChannels + c])
                                    * Double(weights[(tap * g.inputChannels + c) * g.outputChannels + k])
                            }
                        }
                        let value = Float(sum)
                        output[((n * g.outputHeight + p) * g.outputWidth + q) * g.outputChannels + k] =
                            relu && value < 0 ? 0 : value
                    }
                }
            }
        }
    }

    /// Input gradient (N x H x W x C) of a convolution; overwritten.
    public static func convolutionInputGradient(
        _ g: ConvolutionGeometry, outputGradient: UnsafePointer<Float>, weights: UnsafePointer<Float>,
        inputGradient: UnsafeMutablePointer<Float>
    ) {
        var sums = [Double](repeating: 0, count: g.batch * g.inputImageSize)
        forEachOutput(g) { n, p, q, row in
            forEachTap(g, n, p, q) { pixel, tap in
                for c in 0..<g.inputChannels {
                    for k in 0..<g.outputChannels {
                        sums[pixel * g.inputChannels + c] += Double(outputGradient[row * g.outputChannels + k])
                            * Double(weights[(tap * g.inputChannels + c) * g.outputChannels + k])
                    }
                }
            }
        }
        for (i, sum) in sums.enumerated() { inputGradient[i] = Float(sum) }
    }

    /// Weight gradient (R x S x C x K) and bias gradient (K) of a convolution, summed over the batch; overwritten.
    public static func convolutionWeightGradient(
        _ g: ConvolutionGeometry, input: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>,
        weightGradient: UnsafeMutablePointer<Float>, biasGradient: UnsafeMutablePointer<Float>?
    ) {
        var sums = [Double](repeating: 0, count: g.weightCount)
        var biasSums = [Double](repeating: 0, count: g.outputChannels)
        forEachOutput(g) { n, p, q, row in
            for k in 0..<g.outputChannels { biasSums[k] += Double(outputGradient[row * g.outputChannels + k]) }
            forEachTap(g, n, p, q) { pixel, tap in
                for c in 0..<g.inputChannels {
                    for k in 0..<g.outputChannels {
                        sums[(tap * g.inputChannels + c) * g.outputChannels + k] +=
                            Double(input[pixel * g.inputChannels + c]) * Double(outputGradient[row * g.outputChannels + k])
                    }
                }
            }
        }
        for (i, sum) in sums.enumerated() { weightGradient[i] = Float(sum) }
        if let biasGradient { for (k, sum) in biasSums.enumerated() { biasGradient[k] = Float(sum) } }
    }

    /// Calls `body` with each output pixel and its row in the N*P*Q x K matrix of the output.
    private static func forEachOutput(_ g: ConvolutionGeometry, _ body: (_ n: Int, _ p: Int, _ q: Int, _ row: Int) -> Void) {
        for n in 0..<g.batch {
            for p in 0..<g.outputHeight {
                for q in 0..<g.outputWidth { body(n, p, q, (n * g.outputHeight + p) * g.outputWidth + q) }
            }
        }
    }

    /// Calls `body` with each input pixel under the kernel at output pixel (n, p, q), padding left out, and its tap r * S + s.
    private static func forEachTap(_ g: ConvolutionGeometry, _ n: Int, _ p: Int, _ q: Int, _ body: (_ pixel: Int, _ tap: Int) -> Void) {
        for r in 0..<g.kernelHeight {
            let y = p * g.strideY + r - g.paddingTop
            guard (0..<g.inputHeight).contains(y) else { continue }
            for s in 0..<g.kernelWidth {
                let x = q * g.strideX + s - g.paddingLeft
                guard (0..<g.inputWidth).contains(x) else { continue }
                body((n * g.inputHeight + y) * g.inputWidth + x, r * g.kernelWidth + s)
            }
        }
    }
}
