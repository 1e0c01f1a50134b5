extension Kernels {
    /// y = max(x, 0); a NaN stays.
    public func relu(
        count: Int, x: UnsafePointer<Float>, y: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        Reference.relu(
            count: count, x: x, y: y)
    }

    /// The gradient goes through where the forward output is positive.
    public func reluGradient(
        count: Int, y: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>,
        pool: ThreadPool
    ) {
        Reference.reluGradient(
            count: count, y: y, outputGradient: outputGradient, inputGradient: inputGradient)
    }

    /// y = x where x is positive, else slope * x.
    public func leakyReLU(
        count: Int, slope: Float, x: UnsafePointer<Float>, y: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        Reference.leakyReLU(
            count: count, slope: slope, x: x, y: y)
    }

    /// The gradient, times `slope` where the forward input is not positive.
    public func leakyReLUGradient(
        count: Int, slope: Float, x: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>,
        inputGradient: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        Reference.leakyReLUGradient(
            count: count, slope: slope, x: x, outputGradient: outputGradient, inputGradient: inputGradient)
    }

    /// y = x * Phi(x), Phi the normal distribution function (Hendrycks and Gimpel 2016, arXiv 1606.08415).
    public func gelu(
        count: Int, x: UnsafePointer<Float>, y: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        Reference.gelu(
            count: count, x: x, y: y)
    }

    /// The gradient times Phi(x) + x * phi(x).
    public func geluGradient(
        count: Int, x: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>,
        pool: ThreadPool
    ) {
        Reference.geluGradient(
            count: count, x: x, outputGradient: outputGradient, inputGradient: inputGradient)
    }

    /// y += x.
    public func add(
        count: Int, x: UnsafePointer<Float>, y: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        Reference.add(
            count: count, x: x, y: y)
    }

    /// x *= factor.
    public func scale(
        count: Int, factor: Float, x: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        Reference.scale(
            count: count, factor: factor, x: x)
    }

    /// Sum of the squares of x.
    public func sumOfSquares(
        count: Int, x: UnsafePointer<Float>, pool: ThreadPool
    ) -> Float {
        Reference.sumOfSquares(
            count: count, x: x)
    }

    /// average += factor * (target - average).
    public func lerp(
        count: Int, from target: UnsafePointer<Float>, factor: Float, into average: UnsafeMutablePointer<Float>,
        pool: ThreadPool
    ) {
        Reference.lerp(
            count: count, from: target, factor: factor, into: average)
    }
}
