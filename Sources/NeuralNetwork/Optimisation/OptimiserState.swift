import Kernels

/// An optimiser at work on the parameters of one network, with its memory.
package final class OptimiserState {
    package let optimiser: Optimiser
    package let decay: WeightDecay
    private let layout: ParameterLayout
    /// Velocity, or first and second moment; each in the layout of the trained parameters.
    package let moments: [FloatBuffer]
    /// Updates done.
    package var step = 0

    package init(_ optimiser: Optimiser, decay: WeightDecay, layout: ParameterLayout) {
        self.optimiser = optimiser
        self.decay = decay
        self.layout = layout
        let count = switch optimiser {
        case .sgd(let momentum, _): momentum == 0 ? 0 : 1
        case .adam, .adamW: 2
        }
        moments = (0..<count).map { _ in FloatBuffer(count: layout.trainedCount) }
    }

    /// The names of the moments in files.
    package var momentNames: [String] {
        switch moments.count {
        case 0: []
        case 1: ["velocity"]
        default: ["first_moment", "second_moment"]
        }
    }

    /// One update of all trained parameters.
    package func update(
        _ weights: FloatBuffer, gradients: FloatBuffer, learningRate: Float, kernels: Kernels, pool: ThreadPool
    ) {
        step += 1
        let groups = [
            (0..<layout.decayedCount, decay.factor),
            (layout.decayedCount..<layout.trainedCount, decay.includesBiasesAndNorms ? decay.factor : 0),
        ]
        for (range, decay) in groups where !range.isEmpty {
            let w = weights.pointer + range.lowerBound, g = gradients.pointer + range.lowerBound
            switch optimiser {
            case .sgd(let momentum, let nesterov):
                kernels.sgdStep(
                    count: range.count, weights: w, gradient: g, momentum: moments.first.map { $0.pointer + range.lowerBound },
                    learningRate: learningRate, momentum: momentum, nesterov: nesterov, weightDecay: decay, pool: pool)
            case .adam(let beta1, let beta2, let epsilon), .adamW(let beta1, let beta2, let epsilon):
                var decoupled = false
                if case .adamW = optimiser { decoupled = true }
                kernels.adamStep(
                    count: range.count, weights: w, gradient: g, firstMoment: moments[0].pointer + range.lowerBound,
                    secondMoment: moments[1].pointer + range.lowerBound, learningRate: learningRate, beta1: beta1,
                    beta2: beta2, epsilon: epsilon, step: step, weightDecay: decay, decoupled: decoupled, pool: pool)
            }
        }
    }
}

/// Scales gradients so that the norm of all of them together is at most `limit`, by PyTorch's rule:
/// g := g · min(1, limit / (‖g‖ + 10⁻⁶)).
///
/// - Returns: the norm before.
@discardableResult
package func clipGradientNorm(_ gradients: FloatBuffer, limit: Float, kernels: Kernels, pool: ThreadPool) -> Float {
    let norm = kernels.sumOfSquares(count: gradients.count, x: gradients.pointer, pool: pool).squareRoot()
    let factor = limit / (norm + 1e-6)
    // A norm that is not finite leaves no direction to keep; the caller sees it in the result.
    if factor < 1 { kernels.scale(count: gradients.count, factor: factor, x: gradients.pointer, pool: pool) }
    return norm
}
