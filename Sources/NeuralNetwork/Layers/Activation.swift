import Kernels

/// A function of each value by itself; shapes stay.
public enum Activation: Sendable, Hashable, LayerKind {
    /// max(x, 0).
    case relu
    /// x where x > 0, else slope · x (Maas et al. 2013; usually 0.01).
    case leakyReLU(slope: Float)
    /// x · Φ(x) with the normal distribution function Φ, by the error function (Hendrycks and Gimpel, arXiv 1606.08415).
    case gelu

    func outputShape(for input: ActivationShape) throws(ShapeMismatch) -> ActivationShape { input }
}

/// Forward and backward of `Activation`.
///
///     relu:        y = max(x, 0)            dx = dy where y > 0, else 0
///     leaky relu:  y = x > 0 ? x : a x      dx = dy where x > 0, else a dy
///     gelu:        y = x Φ(x)               dx = dy (Φ(x) + x φ(x))
final class ActivationOperation: Operation {
    private let activation: Activation
    private let size: Int

    init(_ wiring: Wiring, _ activation: Activation, size: Int) {
        self.activation = activation
        self.size = size
        super.init(wiring)
        gradientInPlace = true
        outputMayBeScaled = true
        outputIsUnread = activation != .relu
    }

    override func forward(batch: Int) {
        let count = batch * size
        switch activation {
        case .relu: kernels.relu(count: count, x: input, y: output, pool: pool)
        case .leakyReLU(let slope): kernels.leakyReLU(count: count, slope: slope, x: input, y: output, pool: pool)
        case .gelu: kernels.gelu(count: count, x: input, y: output, pool: pool)
        }
    }

    override func backward(batch: Int) {
        let count = batch * size
        let target = inputGradient ?? outputGradient
        switch activation {
        case .relu:
            kernels.reluGradient(count: count, y: output, outputGradient: outputGradient, inputGradient: target, pool: pool)
        case .leakyReLU(let slope):
            kernels.leakyReLUGradient(
                count: count, slope: slope, x: input, outputGradient: outputGradient, inputGradient: target, pool: pool)
        case .gelu:
            kernels.geluGradient(count: count, x: input, outputGradient: outputGradient, inputGradient: target, pool: pool)
        }
    }
}
