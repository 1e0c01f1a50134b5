extension Kernels {
    /// One step of stochastic gradient descent with momentum, as PyTorch defines it; `velocity` is needed where `momentum` is not 0.
    public func sgdStep(
        count: Int, weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
        momentum velocity: UnsafeMutablePointer<Float>?, learningRate: Float, momentum: Float, nesterov: Bool,
        weightDecay: Float, pool: ThreadPool
    ) {
        Reference.sgdStep(
            count: count, weights: weights, gradient: gradient, momentum: velocity, learningRate: learningRate,
            momentum: momentum, nesterov: nesterov, weightDecay: weightDecay)
    }

    /// One step of Adam (Kingma and Ba 2014, arXiv 1412.6980), or of AdamW with `decoupled` weight decay (Loshchilov and Hutter
    /// 2017, arXiv 1711.05101), as PyTorch defines them; `step` counts from 1.
    public func adamStep(
        count: Int, weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
        firstMoment: UnsafeMutablePointer<Float>, secondMoment: UnsafeMutablePointer<Float>, learningRate: Float, beta1: Float,
        beta2: Float, epsilon: Float, step: Int, weightDecay: Float, decoupled: Bool, pool: ThreadPool
    ) {
        Reference.adamStep(
            count: count, weights: weights, gradient: gradient, firstMoment: firstMoment, secondMoment: secondMoment,
            learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon, step: step, weightDecay: weightDecay,
            decoupled: decoupled)
    }
}
