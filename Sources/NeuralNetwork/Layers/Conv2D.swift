import Kernels

/// A two-dimensional convolution (cross-correlation, as everywhere in this field):
///
///     y[n,p,q,k] = b[k] + Σ r,s,c  x[n, p·stride + r − top, q·stride + s − left, c] · w[r,s,c,k]
///
/// x is N x H x W x C, y is N x P x Q x K, w in memory R x S x C x K (files: K x C x R x S), zeros outside x.
public struct Conv2D: Sendable, Hashable, LayerKind {
    /// How many zeros surround the input.
    public enum Padding: Sendable, Hashable {
        /// None: P = floor((H − R) / stride) + 1.
        case valid
        /// P = ceil(H / stride); of an odd number of zeros the larger half stands below and to the right.
        case same
        /// These numbers of zeros, each at least 0.
        case explicit(top: Int, left: Int, bottom: Int, right: Int)
    }

    /// K, the number of output channels.
    public var filters: Int
    /// R, in positions.
    public var kernelHeight: Int
    /// S, in positions.
    public var kernelWidth: Int
    /// Positions from one output row to the next, at least 1.
    public var strideY: Int
    /// Positions from one output column to the next, at least 1.
    public var strideX: Int
    /// The zeros around the input.
    public var padding: Padding
    /// Whether b is added; a batch norm behind it makes that needless.
    public var hasBias: Bool
    /// How the weights begin; biases begin at 0.
    public var initialiser: Initialiser

    /// A kernel of any extent. The network's initialiser says where extents do not fit its input.
    public init(
        filters: Int, kernelHeight: Int, kernelWidth: Int, strideY: Int = 1, strideX: Int = 1, padding: Padding = .valid,
        bias: Bool = true, initialiser: Initialiser = .he(.normal)
    ) {
        self.filters = filters
        self.kernelHeight = kernelHeight
        self.kernelWidth = kernelWidth
        self.strideY = strideY
        self.strideX = strideX
        self.padding = padding
        hasBias = bias
        self.initialiser = initialiser
    }

    /// A square kernel with the same stride in both directions.
    public init(
        filters: Int, kernel: Int, stride: Int = 1, padding: Padding = .valid, bias: Bool = true,
        initialiser: Initialiser = .he(.normal)
    ) {
        self.init(
            filters: filters, kernelHeight: kernel, kernelWidth: kernel, strideY: stride, strideX: stride,
            padding: padding, bias: bias, initialiser: initialiser)
    }

    /// Zeros before and after an axis of `extent` positions.
    private func zeros(_ extent: Int, kernel: Int, stride: Int, explicit: (Int, Int)) -> (before: Int, after: Int) {
        switch padding {
        case .valid: return (0, 0)
        case .explicit: return explicit
        case .same:
            let total = max(((extent + stride - 1) / stride - 1) * stride + kernel - extent, 0)
            return (total / 2, total - total / 2)
        }
    }

    /// Zeros above, to the left, below and to the right of an input.
    func padding(for input: ActivationShape) -> (top: Int, left: Int, bottom: Int, right: Int) {
        var given = (top: 0, left: 0, bottom: 0, right: 0)
        if case .explicit(let top, let left, let bottom, let right) = padding { given = (top, left, bottom, right) }
        let rows = zeros(input.height, kernel: kernelHeight, stride: strideY, explicit: (given.top, given.bottom))
        let columns = zeros(input.width, kernel: kernelWidth, stride: strideX, explicit: (given.left, given.right))
        return (rows.before, columns.before, rows.after, columns.after)
    }

    func geometry(for input: ActivationShape, batch: Int) -> ConvolutionGeometry {
        let zeros = padding(for: input)
        return ConvolutionGeometry(
            batch: batch, inputHeight: input.height, inputWidth: input.width, inputChannels: input.channels,
            outputChannels: filters, kernelHeight: kernelHeight, kernelWidth: kernelWidth, strideY: strideY,
            strideX: strideX, paddingTop: zeros.top, paddingLeft: zeros.left, paddingBottom: zeros.bottom,
            paddingRight: zeros.right)
    }

    func outputShape(for input: ActivationShape) throws(ShapeMismatch) -> ActivationShape {
        guard filters > 0, kernelHeight > 0, kernelWidth > 0, strideY > 0, strideX > 0 else {
            throw ShapeMismatch("filters, kernel and stride must be positive")
        }
        guard !input.isFlat else { throw ShapeMismatch("it takes pictures, not \(input)") }
        let zeros = padding(for: input)
        guard zeros.top >= 0, zeros.left >= 0, zeros.bottom >= 0, zeros.right >= 0 else {
            throw ShapeMismatch("its padding is negative")
        }
        guard input.height + zeros.top + zeros.bottom >= kernelHeight, input.width + zeros.left + zeros.right >= kernelWidth else {
            throw ShapeMismatch("its kernel of \(kernelHeight)x\(kernelWidth) is larger than its padded input (\(input))")
        }
        let geometry = geometry(for: input, batch: 1)
        return .image(height: geometry.outputHeight, width: geometry.outputWidth, channels: filters)
    }

    func parameters(for input: ActivationShape) -> [ParameterDescription] {
        let taps = kernelHeight * kernelWidth
        var all = [ParameterDescription(
            "weight", .weight, shape: [filters, input.channels, kernelHeight, kernelWidth],
            order: .convolution(outputs: filters, inputs: input.channels, height: kernelHeight, width: kernelWidth),
            initialiser: initialiser, fanIn: taps * input.channels, fanOut: taps * filters)]
        if hasBias { all.append(ParameterDescription("bias", .bias, shape: [filters], order: .same, initialiser: .constant(0))) }
        return all
    }
}

/// Forward and backward of `Conv2D`, with an optional ReLU and an optional max pool behind it.
///
///     forward:   y = pool(relu(x ∗ w + b))
///     backward:  dy := dy where y > 0, else 0     dw = Σ x · dy over n, p, q     db = Σ dy     dx = dy ∗ᵀ w
///
/// With a pool, neither what the convolution gives nor its gradient is ever stored for the whole batch; with a batch norm behind it, its
/// gradient is not.
final class ConvolutionOperation: Operation {
    private var geometry: ConvolutionGeometry
    private let relu: Bool
    private let weight: Parameter
    private let bias: Parameter?
    private var pooling: PoolGeometry?
    private let argmax: PlannedBuffer?
    /// The batch norm behind this, where the two work image by image together.
    private var norm: BatchNormOperation?
    /// For inference, where minimal filtering computes the convolution and the pool.
    private let filtered: WinogradWeights?

    init(_ wiring: Wiring, _ layer: Conv2D, input: ActivationShape, relu: Bool, pool: MaxPool2D?) {
        geometry = layer.geometry(for: input, batch: 1)
        self.relu = relu
        weight = wiring.parameter("weight")
        bias = layer.hasBias ? wiring.parameter("bias") : nil
        let pooled = ActivationShape.image(
            height: geometry.outputHeight, width: geometry.outputWidth, channels: geometry.outputChannels)
        let pooling = pool?.geometry(for: pooled)
        self.pooling = pooling
        // One byte for each output, in a buffer that counts floats.
        argmax = wiring.keepsActivations ? pooling.map { wiring.scratch(($0.outputImageSize + 3) / 4) } : nil
        let filters = !wiring.keepsActivations && (pooling?.halves ?? true)
        filtered = filters ? wiring.filtered("weight") : nil
        super.init(wiring)
        outputMayBeScaled = true
        outputIsUnread = !relu
    }

    override var productOperations: Int {
        var one = geometry
        one.batch = 1
        return one.operations
    }

    private var argmaxBytes: UnsafeMutablePointer<UInt8>? {
        argmax.map { UnsafeMutableRawPointer($0.pointer).assumingMemoryBound(to: UInt8.self) }
    }

    /// Works image by image together with a batch norm that reads the output, where nothing stands between the two: the norm sees the output
    /// while it is in the cache, and gives its gradient when it is needed.
    func join(_ norm: BatchNormOperation) {
        guard !relu, pooling == nil, weight.gradient != nil else { return }
        self.norm = norm
        norm.worksByImage = true
    }

    override func forward(batch: Int) {
        geometry.batch = batch
        let bias = bias.map { UnsafePointer($0.value) }
        if let filtered {
            kernels.convolution(
                geometry, pools: pooling != nil, input: input, weights: filtered, bias: bias, relu: relu, output: output, pool: pool)
        } else if var pooling {
            pooling.batch = batch
            kernels.convolutionMaxPool(
                geometry, pooling: pooling, input: input, weights: weight.value, bias: bias, relu: relu, output: output,
                argmax: argmaxBytes, pool: pool)
        } else {
            kernels.convolution(
                geometry, input: input, weights: weight.value, bias: bias, relu: relu, output: output, pool: pool,
                afterImages: norm.map { $0.takeMoments })
        }
    }

    override func backward(batch: Int) {
        geometry.batch = batch
        if var pooling, let argmaxBytes, let weightGradient = weight.gradient {
            pooling.batch = batch
            kernels.convolutionMaxPoolGradient(
                geometry, pooling: pooling, input: input, weights: weight.value, output: relu ? UnsafePointer(output) : nil,
                argmax: argmaxBytes, outputGradient: outputGradient, inputGradient: inputGradient,
                weightGradient: weightGradient, biasGradient: bias?.gradient, pool: pool)
            return
        }
        if let norm, let weightGradient = weight.gradient {
            kernels.convolutionGradient(
                geometry, input: input, weights: weight.value, inputGradient: inputGradient, weightGradient: weightGradient,
                biasGradient: bias?.gradient, pool: pool, outputGradient: norm.writeInputGradient)
            return
        }
        if relu {
            kernels.reluGradient(
                count: batch * geometry.outputImageSize, y: output, outputGradient: outputGradient,
                inputGradient: outputGradient, pool: pool)
        }
        if let weightGradient = weight.gradient {
            kernels.convolutionWeightGradient(
                geometry, input: input, outputGradient: outputGradient, weightGradient: weightGradient,
                biasGradient: bias?.gradient, pool: pool)
        }
        if let inputGradient {
            kernels.convolutionInputGradient(
                geometry, outputGradient: outputGradient, weights: weight.value, inputGradient: inputGradient, pool: pool)
        }
    }
}

extension PoolGeometry {
    /// Whether windows of 2 x 2 stand side by side.
    fileprivate var halves: Bool { windowHeight == 2 && windowWidth == 2 && strideY == 2 && strideX == 2 }
}
