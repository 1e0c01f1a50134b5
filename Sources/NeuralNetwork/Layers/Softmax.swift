import Kernels

/// Probabilities from logits: y[i] = exp(x[i]) / Σⱼ exp(x[j]) over the features of each example, N x F.
///
/// Training with cross-entropy does not need it: the loss takes logits.
public struct Softmax: Sendable, Hashable, LayerKind {
    /// It has nothing to choose.
    public init() {}

    func outputShape(for input: ActivationShape) throws(ShapeMismatch) -> ActivationShape {
        guard input.isFlat else { throw ShapeMismatch("it takes a vector, not pictures of \(input)") }
        return input
    }
}

/// Forward and backward of `Softmax`: dx[i] = y[i] · (dy[i] − Σⱼ dy[j] y[j]).
final class SoftmaxOperation: Operation {
    private let columns: Int

    init(_ wiring: Wiring, columns: Int) {
        self.columns = columns
        super.init(wiring)
        gradientInPlace = true
    }

    override func forward(batch: Int) {
        kernels.softmax(rows: batch, columns: columns, x: input, y: output, pool: pool)
    }

    override func backward(batch: Int) {
        let target = inputGradient ?? outputGradient
        for row in 0..<batch {
            let y = output + row * columns, dy = outputGradient + row * columns, dx = target + row * columns
            var dot: Float = 0
            for i in 0..<columns { dot += dy[i] * y[i] }
            for i in 0..<columns { dx[i] = y[i] * (dy[i] - dot) }
        }
    }
}
