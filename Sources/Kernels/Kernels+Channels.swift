extension Kernels {
    /// Mean and biased variance of each column of x (rows x channels).
    public func channelMeanAndVariance(
        rows: Int, channels: Int, x: UnsafePointer<Float>, mean: UnsafeMutablePointer<Float>,
        variance: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        Reference.channelMeanAndVariance(
            rows: rows, channels: channels, x: x, mean: mean, variance: variance)
    }

    /// y = x * scale + shift for each column, then ReLU.
    public func channelScaleShift(
        rows: Int, channels: Int, x: UnsafePointer<Float>, scale: UnsafePointer<Float>, shift: UnsafePointer<Float>,
        relu: Bool, y: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        Reference.channelScaleShift(
            rows: rows, channels: channels, x: x, scale: scale, shift: shift, relu: relu, y: y)
    }

    /// Gradients of y = scale * (x - mean) * inverseDeviation + shift where mean and deviation depend on x
    /// (Ioffe and Szegedy 2015, arXiv 1502.03167).
    public func batchNormGradient(
        rows: Int, channels: Int, x: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>, mean: UnsafePointer<Float>,
        inverseDeviation: UnsafePointer<Float>, scale: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>,
        scaleGradient: UnsafeMutablePointer<Float>, shiftGradient: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        Reference.batchNormGradient(
            rows: rows, channels: channels, x: x, outputGradient: outputGradient, mean: mean,
            inverseDeviation: inverseDeviation, scale: scale, inputGradient: inputGradient, scaleGradient: scaleGradient,
            shiftGradient: shiftGradient)
    }

    /// y += bias in every row, then ReLU.
    public func addBias(
        rows: Int, columns: Int, bias: UnsafePointer<Float>, relu: Bool, y: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        Reference.addBias(
            rows: rows, columns: columns, bias: bias, relu: relu, y: y)
    }

    /// Sum of each column of x (rows x columns).
    public func columnSums(
        rows: Int, columns: Int, x: UnsafePointer<Float>, sums: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        Reference.columnSums(
            rows: rows, columns: columns, x: x, sums: sums)
    }
}
