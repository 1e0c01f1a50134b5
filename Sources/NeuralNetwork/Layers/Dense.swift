import Kernels

/// A fully connected layer: y = x W + b.
///
/// x is N x I, W in memory I x O (files: O x I, as PyTorch's Linear), b is O, y is N x O. A picture is taken as
/// one vector; files then order its features C, H, W.
public struct Dense: Sendable, Hashable, LayerKind {
    /// O, the number of features that come out.
    public var outputs: Int
    /// Whether b is added.
    public var hasBias: Bool
    /// How the weights begin; biases begin at 0.
    public var initialiser: Initialiser

    /// A layer for whatever number of features comes in.
    public init(outputs: Int, bias: Bool = true, initialiser: Initialiser = .he(.normal)) {
        self.outputs = outputs
        hasBias = bias
        self.initialiser = initialiser
    }

    func outputShape(for input: ActivationShape) throws(ShapeMismatch) -> ActivationShape {
        guard outputs > 0 else { throw ShapeMismatch("it has \(outputs) outputs") }
        guard input.isFlat else { throw ShapeMismatch("it takes a vector, not pictures of \(input): put a flatten layer before it") }
        return .vector(outputs)
    }

    func parameters(for input: ActivationShape) -> [ParameterDescription] {
        var all = [ParameterDescription(
            "weight", .weight, shape: [outputs, input.count], order: .dense(outputs: outputs, input: input),
            initialiser: initialiser, fanIn: input.count, fanOut: outputs)]
        if hasBias { all.append(ParameterDescription("bias", .bias, shape: [outputs], order: .same, initialiser: .constant(0))) }
        return all
    }
}

/// Forward and backward of `Dense`, with an optional ReLU behind it.
///
///     forward:   y = relu(x W + b)
///     backward:  dy := dy where y > 0, else 0     dW = xᵀ dy     db = Σₙ dy     dx = dy Wᵀ
final class DenseOperation: Operation {
    private let inputs: Int
    private let outputs: Int
    private let relu: Bool
    private let weight: Parameter
    private let bias: Parameter?
    private let packed: PackedMatrix?
    /// Whether the input is examples, whose zeros may be left out, and where the last batch was not 0.
    private let leavesOutZeros: Bool
    private var pattern: SparsePattern?

    init(_ wiring: Wiring, _ layer: Dense, inputs: Int, relu: Bool) {
        self.inputs = inputs
        outputs = layer.outputs
        self.relu = relu
        weight = wiring.parameter("weight")
        packed = wiring.packed("weight")
        bias = layer.hasBias ? wiring.parameter("bias") : nil
        leavesOutZeros = wiring.input.holdsExamples && wiring.context.kernels.canLeaveOutZeros(steps: inputs, columns: layer.outputs)
        super.init(wiring)
        outputMayBeScaled = true
        outputIsUnread = !relu
    }

    override var productOperations: Int { 2 * inputs * outputs }

    override func forward(batch: Int) {
        let bias = bias.map { UnsafePointer($0.value) }
        if leavesOutZeros {
            let pattern = pattern(for: batch)
            if let packed {
                kernels.multiply(
                    rows: batch, leavingOutZerosBy: pattern, a: input, lda: inputs, by: packed, bias: bias, relu: relu, c: output, ldc: outputs,
                    pool: pool)
            } else {
                kernels.multiply(
                    rows: batch, columns: outputs, leavingOutZerosBy: pattern, a: input, lda: inputs, b: weight.value, ldb: outputs, bias: bias,
                    relu: relu, c: output, ldc: outputs, pool: pool)
            }
            return
        }
        if let packed {
            kernels.multiply(
                rows: batch, input, lda: inputs, by: packed, bias: bias, relu: relu, c: output, ldc: outputs, pool: pool)
            return
        }
        kernels.gemm(
            transposeA: false, transposeB: false, m: batch, n: outputs, k: inputs, alpha: 1, a: input, lda: inputs,
            b: weight.value, ldb: outputs, beta: 0, c: output, ldc: outputs, bias: bias, relu: relu, pool: pool)
    }

    override func backward(batch: Int) {
        if relu {
            kernels.reluGradient(
                count: batch * outputs, y: output, outputGradient: outputGradient, inputGradient: outputGradient, pool: pool)
        }
        if let weightGradient = weight.gradient, let pattern {
            kernels.multiplyTransposed(
                columns: outputs, leavingOutZerosBy: pattern, a: input, lda: inputs, b: outputGradient, ldb: outputs, c: weightGradient,
                ldc: outputs, pool: pool)
        } else if let weightGradient = weight.gradient {
            kernels.gemm(
                transposeA: true, transposeB: false, m: inputs, n: outputs, k: batch, alpha: 1, a: input, lda: inputs,
                b: outputGradient, ldb: outputs, beta: 0, c: weightGradient, ldc: outputs, pool: pool)
        }
        if let biasGradient = bias?.gradient {
            kernels.columnSums(rows: batch, columns: outputs, x: outputGradient, sums: biasGradient, pool: pool)
        }
        if let inputGradient {
            kernels.gemm(
                transposeA: false, transposeB: true, m: batch, n: inputs, k: outputs, alpha: 1, a: outputGradient,
                lda: outputs, b: weight.value, ldb: outputs, beta: 0, c: inputGradient, ldc: inputs, pool: pool)
        }
    }

    /// The pattern of a batch, with memory that stays.
    private func pattern(for batch: Int) -> SparsePattern {
        if let pattern, pattern.capacity >= batch { return pattern }
        let new = SparsePattern(capacity: batch, columns: inputs)
        pattern = new
        return new
    }
}
