import Glibc

extension Reference {
    /// One step of stochastic gradient descent with momentum, as PyTorch defines it; `velocity` is needed where `momentum` is not 0.
    public static func sgdStep(
        count: Int, weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>, momentum velocity: UnsafeMutablePointer<Float>?,
        learningRate: Float, momentum: Float, nesterov: Bool, weightDecay: Float
    ) {
        for i in 0..<count {
            let slope = gradient[i] + weightDecay * weights[i]
            var direction = slope
            if let velocity, momentum != 0 {
                velocity[i] = momentum * velocity[i] + slope
                direction = nesterov ? slope + momentum * velocity[i] : velocity[i]
            }
            weights[i] -= learningRate * direction
        }
    }

    /// One step of Adam (Kingma and Ba 2014, arXiv 1412.6980), or of AdamW with `decoupled` weight decay (Loshchilov and Hutter
    /// 2017, arXiv 1711.05101), as PyTorch defines them; `step` counts from 1.
    public static func adamStep(
        count: Int, weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
        firstMoment: UnsafeMutablePointer<Float>, secondMoment: UnsafeMutablePointer<Float>,
        learningRate: Float, beta1: Float, beta2: Float, epsilon: Float, step: Int, weightDecay: Float, decoupled: Bool
    ) {
        let correction1 = 1 - pow(Double(beta1), Double(step)), correction2 = 1 - pow(Double(beta2), Double(step))
        for i in 0..<count {
            var weight = Double(weights[i])
            var slope = Double(gradient[i])
            if decoupled { weight *= 1 - Double(learningRate) * Double(weightDecay) } else { slope += Double(weightDecay) * weight }
            let first = Double(beta1) * Double(firstMoment[i]) + (1 - Double(beta1)) * slope
            let second = Double(beta2) * Double(secondMoment[i]) + (1 - Double(beta2)) * slope * slope
            firstMoment[i] = Float(first)
            secondMoment[i] = Float(second)
            let denominator = (second / correction2).squareRoot() + Double(epsilon)
            weights[i] = Float(weight - Double(learningRate) * first / correction1 / denominator)
        }
    }
}
