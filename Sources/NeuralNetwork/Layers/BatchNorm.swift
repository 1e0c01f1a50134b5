import Kernels

/// Batch normalisation (Ioffe and Szegedy 2015, arXiv 1502.03167), as PyTorch's BatchNorm1d and BatchNorm2d:
///
///     y = scale · (x − mean) / √(variance + ε) + shift
///
/// x and y are N x H x W x C with statistics of each channel over N, H, W; a vector of F features has statistics of
/// each feature over N. Training uses the batch's mean and biased variance and moves the running ones towards the
/// batch's (running += momentum · (batch − running), the variance unbiased); elsewhere the running ones are used.
/// Files: `weight` (scale), `bias` (shift), `running_mean`, `running_var`.
public struct BatchNorm: Sendable, Hashable, LayerKind {
    /// How far the running statistics move towards the batch's with each step, 0 to 1.
    public var momentum: Float
    /// Added to the variance, above 0, so that a constant channel divides by no zero.
    public var epsilon: Float

    /// A norm with PyTorch's defaults.
    public init(momentum: Float = 0.1, epsilon: Float = 1e-5) {
        self.momentum = momentum
        self.epsilon = epsilon
    }

    func outputShape(for input: ActivationShape) throws(ShapeMismatch) -> ActivationShape {
        guard epsilon > 0, (0...1).contains(momentum) else {
            throw ShapeMismatch("its epsilon must be positive and its momentum in 0...1")
        }
        return input
    }

    /// How many means it keeps.
    static func channels(_ input: ActivationShape) -> Int { input.isFlat ? input.count : input.channels }

    func parameters(for input: ActivationShape) -> [ParameterDescription] {
        let channels = Self.channels(input)
        let order = input.isFlat ? ParameterOrder.features(input) : .same
        func one(_ name: String, _ role: ParameterDescription.Role, _ start: Float) -> ParameterDescription {
            ParameterDescription(name, role, shape: [channels], order: order, initialiser: .constant(start))
        }
        return [
            one("weight", .scale, 1), one("bias", .shift, 0), one("running_mean", .runningMean, 0),
            one("running_var", .runningVariance, 1),
        ]
    }
}

/// Forward and backward of `BatchNorm` on a batch's own statistics, with an optional ReLU and an optional max pool
/// behind it. With x̂ = (x − mean) / √(variance + ε) and M = N H W:
///
///     forward:   y = pool(relu(scale · x̂ + shift))
///     backward:  dy := dy where y > 0, else 0     dscale = Σ dy · x̂     dshift = Σ dy
///                dx = scale / √(variance + ε) · (dy − dshift / M − x̂ · dscale / M)
final class BatchNormOperation: Operation {
    private let layer: BatchNorm
    private let channels: Int
    private let rowsPerExample: Int
    private let relu: Bool
    private let scale: Parameter, shift: Parameter
    private let runningMean: Parameter, runningVariance: Parameter
    private let mean: FloatBuffer, variance: FloatBuffer, inverseDeviation: FloatBuffer
    private let factor: FloatBuffer, offset: FloatBuffer
    /// What the backward pass makes the gradient of the input from.
    private let coefficients: FloatBuffer
    private let fusedPool: FusedMaxPool?
    /// Whether the operation before this one works image by image: it has this one take the moments of its output while that is in the cache, and
    /// asks for its gradient when it needs it, so that this has no place for the whole batch.
    var worksByImage = false
    private let moments: PlannedBuffer

    init(_ wiring: Wiring, _ layer: BatchNorm, input: ActivationShape, relu: Bool, pool: MaxPool2D?) {
        self.layer = layer
        channels = BatchNorm.channels(input)
        rowsPerExample = input.count / channels
        self.relu = relu
        scale = wiring.parameter("weight")
        shift = wiring.parameter("bias")
        runningMean = wiring.parameter("running_mean")
        runningVariance = wiring.parameter("running_var")
        mean = FloatBuffer(count: channels)
        variance = FloatBuffer(count: channels)
        inverseDeviation = FloatBuffer(count: channels)
        factor = FloatBuffer(count: channels)
        offset = FloatBuffer(count: channels)
        coefficients = FloatBuffer(count: 3 * channels)
        moments = wiring.scratch(Kernels.momentCount(rows: rowsPerExample, channels: channels))
        fusedPool = pool.map { FusedMaxPool(wiring, $0, input: input, relu: relu) }
        super.init(wiring)
        outputMayBeScaled = true
        outputIsUnread = fusedPool == nil || !relu
        gradientInPlace = fusedPool == nil
    }

    override func forward(batch: Int) {
        let rows = batch * rowsPerExample
        if worksByImage {
            kernels.channelMeanAndVariance(
                images: batch, rows: rowsPerExample, channels: channels, moments: moments.pointer, mean: mean.pointer,
                variance: variance.pointer, pool: pool)
        } else {
            kernels.channelMeanAndVariance(
                rows: rows, channels: channels, x: input, mean: mean.pointer, variance: variance.pointer, pool: pool)
        }
        // The variance of a single value has no unbiased estimate.
        let unbiased = rows > 1 ? Float(rows) / Float(rows - 1) : 1
        let mean = mean.pointer, variance = variance.pointer
        for c in 0..<channels {
            let inverse = 1 / (variance[c] + layer.epsilon).squareRoot()
            inverseDeviation.pointer[c] = inverse
            factor.pointer[c] = scale.value[c] * inverse
            offset.pointer[c] = shift.value[c] - mean[c] * scale.value[c] * inverse
            runningMean.value[c] += layer.momentum * (mean[c] - runningMean.value[c])
            runningVariance.value[c] += layer.momentum * (unbiased * variance[c] - runningVariance.value[c])
        }
        guard let fusedPool else { return normalise(0, batch, output, pool) }
        fusedPool.forward(batch: batch, output: output, context: context, produce: normalise)
    }

    /// Takes what the statistics need of images of the input that are ready; any thread may call.
    func takeMoments(_ images: Range<Int>) {
        kernels.channelMoments(images: images, rows: rowsPerExample, channels: channels, x: input, moments: moments.pointer)
    }

    private func normalise(_ first: Int, _ count: Int, _ target: UnsafeMutablePointer<Float>, _ pool: ThreadPool) {
        kernels.channelScaleShift(
            rows: count * rowsPerExample, channels: channels, x: input + first * rowsPerExample * channels,
            scale: factor.pointer, shift: offset.pointer, relu: relu, y: target, pool: pool)
    }

    override func backward(batch: Int) {
        guard let scaleGradient = scale.gradient, let shiftGradient = shift.gradient else {
            preconditionFailure("a plan for training computes the gradients of all parameters")
        }
        let gradient = gradient
        if let fusedPool {
            kernels.batchNormGradient(
                gradient, images: batch, rows: rowsPerExample, channels: channels, x: input, scaleGradient: scaleGradient,
                shiftGradient: shiftGradient, pool: pool
            ) { image, target in
                fusedPool.unpool(image, output: output, outputGradient: outputGradient, to: target, kernels: kernels)
            }
        } else {
            kernels.batchNormGradient(
                gradient, rows: batch * rowsPerExample, channels: channels, x: input, outputGradient: outputGradient,
                scaleGradient: scaleGradient, shiftGradient: shiftGradient, pool: pool)
        }
        guard !worksByImage, let inputGradient else { return }
        if fusedPool == nil {
            kernels.batchNormInputGradient(
                gradient, rows: batch * rowsPerExample, channels: channels, x: input, outputGradient: outputGradient,
                inputGradient: inputGradient, pool: pool)
        } else {
            pool.run(tasks: batch) { image, _ in writeInputGradient(image, to: inputGradient + image * inputSize) }
        }
    }

    /// The gradient of the input by one image, after `backward` has found what it needs of the whole batch; any thread may ask.
    func writeInputGradient(_ image: Int, to target: UnsafeMutablePointer<Float>) {
        fusedPool?.unpool(image, output: output, outputGradient: outputGradient, to: target, kernels: kernels)
        let source = fusedPool == nil ? UnsafePointer(outputGradient + image * inputSize) : UnsafePointer(target)
        kernels.batchNormInputGradient(
            gradient, rows: rowsPerExample, channels: channels, x: input + image * inputSize, outputGradient: source, inputGradient: target,
            pool: .serial)
    }

    private var gradient: BatchNormGradient {
        // The kernel finds from x where the ReLU let through; a pool that follows masks its gradient already.
        let masks = relu && fusedPool == nil
        return BatchNormGradient(
            mean: mean.pointer, inverseDeviation: inverseDeviation.pointer, scale: scale.value,
            reluScale: masks ? UnsafePointer(factor.pointer) : nil, reluShift: masks ? UnsafePointer(offset.pointer) : nil,
            coefficients: coefficients.pointer)
    }

    override func planGradients(
        from outputGradient: PlannedBuffer, needsInput: Bool, _ buffers: BufferPlanner
    ) -> PlannedBuffer? {
        if worksByImage {
            assign(outputGradient: outputGradient, inputGradient: nil)
            // The operation before this one releases it, after it has read all of it through `writeInputGradient`.
            return outputGradient
        }
        return super.planGradients(from: outputGradient, needsInput: needsInput, buffers)
    }
}

/// `BatchNorm` outside training: a fixed factor and offset for each channel, from the running statistics as they are
/// when the plan is made: y = relu(factor · x + offset). No backward pass follows it.
final class FixedNormOperation: Operation {
    private let channels: Int
    private let rowsPerExample: Int
    private let relu: Bool
    private let factor: FloatBuffer, offset: FloatBuffer
    private let fusedPool: FusedMaxPool?

    init(_ wiring: Wiring, _ layer: BatchNorm, input: ActivationShape, relu: Bool, pool: MaxPool2D?) {
        channels = BatchNorm.channels(input)
        rowsPerExample = input.count / channels
        self.relu = relu
        factor = FloatBuffer(count: channels)
        offset = FloatBuffer(count: channels)
        let scale = wiring.parameter("weight").value, shift = wiring.parameter("bias").value
        let mean = wiring.parameter("running_mean").value, variance = wiring.parameter("running_var").value
        for c in 0..<channels {
            factor.pointer[c] = scale[c] / (variance[c] + layer.epsilon).squareRoot()
            offset.pointer[c] = shift[c] - mean[c] * factor.pointer[c]
        }
        fusedPool = pool.map { FusedMaxPool(wiring, $0, input: input, relu: relu) }
        super.init(wiring)
    }

    override func forward(batch: Int) {
        guard let fusedPool else { return normalise(0, batch, output, pool) }
        fusedPool.forward(batch: batch, output: output, context: context, produce: normalise)
    }

    private func normalise(_ first: Int, _ count: Int, _ target: UnsafeMutablePointer<Float>, _ pool: ThreadPool) {
        kernels.channelScaleShift(
            rows: count * rowsPerExample, channels: channels, x: input + first * rowsPerExample * channels,
            scale: factor.pointer, shift: offset.pointer, relu: relu, y: target, pool: pool)
    }
}
