import Kernels

/// Softmax and cross-entropy in one: for logits z and targets t (N x F, each row of t summing to 1)
///
///     loss = −(1/N) Σₙ Σᵢ t[n,i] · log softmax(z)[n,i]        dz = (softmax(z) − t) / N
///
/// With labels, t is 1 − ε at the label plus ε / F everywhere (label smoothing, Szegedy et al. 2015, arXiv
/// 1512.00567; PyTorch's `label_smoothing`).
public struct CrossEntropy: Sendable, Hashable {
    /// ε in 0..<1.
    public var labelSmoothing: Float

    /// The loss, with ε = `labelSmoothing` in 0..<1.
    public init(labelSmoothing: Float = 0) {
        self.labelSmoothing = labelSmoothing
    }
}

/// The loss of one plan, with its memory.
package final class LossComputation {
    private let loss: CrossEntropy
    private let classes: Int
    private let rows: FloatBuffer

    package init(_ loss: CrossEntropy, classes: Int, capacity: Int) {
        self.loss = loss
        self.classes = classes
        rows = FloatBuffer(count: capacity)
    }

    /// The mean loss of a batch, and its gradient by the logits.
    package func forwardAndBackward(
        logits: UnsafePointer<Float>, labels: UnsafePointer<UInt8>, batch: Int, gradient: UnsafeMutablePointer<Float>,
        context: RunContext
    ) -> Float {
        context.kernels.softmaxCrossEntropy(
            rows: batch, columns: classes, logits: logits, labels: labels, smoothing: loss.labelSmoothing,
            lossPerRow: rows.pointer, gradient: gradient, pool: context.pool)
        return mean(batch)
    }

    /// The same for targets that are distributions, N x F; smoothing is added to them.
    package func forwardAndBackward(
        logits: UnsafePointer<Float>, targets: UnsafePointer<Float>, batch: Int, gradient: UnsafeMutablePointer<Float>,
        context: RunContext
    ) -> Float {
        context.kernels.softmax(rows: batch, columns: classes, x: logits, y: gradient, pool: context.pool)
        let floor = loss.labelSmoothing / Float(classes), keep = 1 - loss.labelSmoothing
        for n in 0..<batch {
            let z = logits + n * classes, t = targets + n * classes, g = gradient + n * classes
            let largest = (0..<classes).reduce(-Float.infinity) { max($0, z[$1]) }
            let logSum = largest + logarithm((0..<classes).reduce(Float(0)) { $0 + exponential(z[$1] - largest) })
            var row: Float = 0
            for i in 0..<classes {
                let target = keep * t[i] + floor
                row -= target * (z[i] - logSum)
                g[i] = (g[i] - target) / Float(batch)
            }
            rows.pointer[n] = row
        }
        return mean(batch)
    }

    /// Summed in double precision and in order, so that it is the same everywhere.
    private func mean(_ batch: Int) -> Float {
        Float((0..<batch).reduce(0.0) { $0 + Double(rows.pointer[$1]) } / Double(batch))
    }
}
