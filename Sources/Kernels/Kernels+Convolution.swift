extension Kernels {
    /// Output (N x P x Q x K) = input (N x H x W x C) correlated with weights (R x S x C x K), plus bias (K), then ReLU.
    public func convolution(
        _ g: ConvolutionGeometry, input: UnsafePointer<Float>, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
        relu: Bool, output: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        Reference.convolution(
            g, input: input, weights: weights, bias: bias, relu: relu, output: output)
    }

    /// Input gradient (N x H x W x C) of a convolution; overwritten.
    public func convolutionInputGradient(
        _ g: ConvolutionGeometry, outputGradient: UnsafePointer<Float>, weights: UnsafePointer<Float>,
        inputGradient: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        Reference.convolutionInputGradient(
            g, outputGradient: outputGradient, weights: weights, inputGradient: inputGradient)
    }

    /// Weight gradient (R x S x C x K) and bias gradient (K) of a convolution, summed over the batch; overwritten.
    public func convolutionWeightGradient(
        _ g: ConvolutionGeometry, input: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>,
        weightGradient: UnsafeMutablePointer<Float>, biasGradient: UnsafeMutablePointer<Float>?, pool: ThreadPool
    ) {
        Reference.convolutionWeightGradient(
            g, input: input, outputGradient: outputGradient, weightGradient: weightGradient, biasGradient: biasGradient)
    }
}
