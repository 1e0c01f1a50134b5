import Glibc
import KernelArguments

extension Kernels {
    /// One step of stochastic gradient descent with momentum, as PyTorch defines it; `velocity` is needed where `momentum` is not 0.
    public func sgdStep(
        count: Int, weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
        momentum velocity: UnsafeMutablePointer<Float>?, learningRate: Float, momentum: Float, nesterov: Bool,
        weightDecay: Float, pool: ThreadPool
    ) {
        forEachChunk(count, pool) { start, length in
            table.sgdStep(
                length, weights + start, gradient + start, momentum == 0 ? nil : velocity.map { $0 + start }, learningRate, momentum,
                nesterov, weightDecay)
        }
    }

    /// One step of Adam (Kingma and Ba 2014, arXiv 1412.6980), or of AdamW with `decoupled` weight decay (Loshchilov and Hutter
    /// 2017, arXiv 1711.05101), as PyTorch defines them; `step` counts from 1.
    public func adamStep(
        count: Int, weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
        firstMoment: UnsafeMutablePointer<Float>, secondMoment: UnsafeMutablePointer<Float>, learningRate: Float, beta1: Float,
        beta2: Float, epsilon: Float, step: Int, weightDecay: Float, decoupled: Bool, pool: ThreadPool
    ) {
        let correction1 = 1 - pow(Double(beta1), Double(step)), correction2 = 1 - pow(Double(beta2), Double(step))
        let numbers = AdamStep(
            beta1: beta1, beta2: beta2, oneMinusBeta1: Float(1 - Double(beta1)), oneMinusBeta2: Float(1 - Double(beta2)), epsilon: epsilon,
            stepSize: Float(Double(learningRate) / correction1), secondScale: Float(1 / correction2.squareRoot()),
            decayInGradient: decoupled ? 0 : weightDecay,
            decayOfWeight: decoupled ? Float(1 - Double(learningRate) * Double(weightDecay)) : 1,
            streamsWeights: streams(weights, count: count, pool))
        forEachChunk(count, pool) { start, length in
            table.adamStep(numbers, length, weights + start, gradient + start, firstMoment + start, secondMoment + start)
        }
    }
}
