import Kernels

/// The largest value of each window and channel: y[n,p,q,c] = max over r,s of x[n, p·stride + r, q·stride + s, c].
///
/// x is N x H x W x C, y is N x P x Q x C with P = floor((H − R) / stride) + 1, no padding. The gradient goes to the
/// first largest value of the window.
public struct MaxPool2D: Sendable, Hashable, LayerKind {
    /// R = S, the side of the square window in positions, at least 1.
    public var window: Int
    /// Positions from one window to the next, at least 1.
    public var stride: Int

    /// A square window; windows side by side where no stride is given.
    public init(window: Int = 2, stride: Int? = nil) {
        self.window = window
        self.stride = stride ?? window
    }

    func outputShape(for input: ActivationShape) throws(ShapeMismatch) -> ActivationShape {
        try pooledShape(input, windowHeight: window, windowWidth: window, stride: stride)
    }

    func geometry(for input: ActivationShape) -> PoolGeometry {
        PoolGeometry(
            batch: 1, inputHeight: input.height, inputWidth: input.width, channels: input.channels, windowHeight: window,
            windowWidth: window, strideY: stride, strideX: stride)
    }
}

/// The mean of each window and channel, or of each whole map (`global`, which gives H = W = 1).
///
/// Shapes as for `MaxPool2D`.
public struct AveragePool2D: Sendable, Hashable, LayerKind {
    /// The side of the square window; nil: the whole map.
    public var window: Int?
    /// Positions from one window to the next, at least 1.
    public var stride: Int

    /// A square window; windows side by side where no stride is given.
    public init(window: Int, stride: Int? = nil) {
        self.window = window
        self.stride = stride ?? window
    }

    private init(wholeMap: Void) {
        window = nil
        stride = 1
    }

    /// The mean of each channel over all positions.
    public static let global = AveragePool2D(wholeMap: ())

    func outputShape(for input: ActivationShape) throws(ShapeMismatch) -> ActivationShape {
        try pooledShape(input, windowHeight: window ?? input.height, windowWidth: window ?? input.width, stride: stride)
    }

    func geometry(for input: ActivationShape) -> PoolGeometry {
        PoolGeometry(
            batch: 1, inputHeight: input.height, inputWidth: input.width, channels: input.channels,
            windowHeight: window ?? input.height, windowWidth: window ?? input.width, strideY: stride, strideX: stride)
    }
}

private func pooledShape(
    _ input: ActivationShape, windowHeight: Int, windowWidth: Int, stride: Int
) throws(ShapeMismatch) -> ActivationShape {
    guard windowHeight > 0, windowWidth > 0, stride > 0 else { throw ShapeMismatch("window and stride must be positive") }
    guard !input.isFlat else { throw ShapeMismatch("it takes pictures, not \(input)") }
    guard input.height >= windowHeight, input.width >= windowWidth else {
        throw ShapeMismatch("its window of \(windowHeight)x\(windowWidth) is larger than its input (\(input))")
    }
    guard windowHeight * windowWidth <= 256 else {
        throw ShapeMismatch("its window of \(windowHeight)x\(windowWidth) has more than 256 positions")
    }
    return .image(
        height: (input.height - windowHeight) / stride + 1, width: (input.width - windowWidth) / stride + 1,
        channels: input.channels)
}

/// Forward and backward of `MaxPool2D`: the forward pass notes which position of each window was the largest.
final class MaxPoolOperation: Operation {
    private var geometry: PoolGeometry
    private let argmax: PlannedBuffer?

    init(_ wiring: Wiring, _ layer: MaxPool2D, input: ActivationShape) {
        geometry = layer.geometry(for: input)
        // One byte for each output, in a buffer that counts floats.
        argmax = wiring.keepsActivations ? wiring.scratch((geometry.outputImageSize + 3) / 4) : nil
        super.init(wiring)
        outputMayBeScaled = true
        outputIsUnread = true
    }

    private var argmaxBytes: UnsafeMutablePointer<UInt8>? {
        argmax.map { UnsafeMutableRawPointer($0.pointer).assumingMemoryBound(to: UInt8.self) }
    }

    override func forward(batch: Int) {
        geometry.batch = batch
        kernels.maxPool(geometry, input: input, output: output, argmax: argmaxBytes, pool: pool)
    }

    override func backward(batch: Int) {
        guard let inputGradient, let argmaxBytes else { return }
        geometry.batch = batch
        kernels.maxPoolGradient(
            geometry, outputGradient: outputGradient, argmax: argmaxBytes, inputGradient: inputGradient, pool: pool)
    }
}

/// Forward and backward of `AveragePool2D`: each position of a window gets 1 / (R S) of the window's gradient.
final class AveragePoolOperation: Operation {
    private var geometry: PoolGeometry

    init(_ wiring: Wiring, _ layer: AveragePool2D, input: ActivationShape) {
        geometry = layer.geometry(for: input)
        super.init(wiring)
        outputMayBeScaled = true
        outputIsUnread = true
    }

    override func forward(batch: Int) {
        geometry.batch = batch
        kernels.averagePool(geometry, input: input, output: output, pool: pool)
    }

    override func backward(batch: Int) {
        guard let inputGradient else { return }
        geometry.batch = batch
        kernels.averagePoolGradient(geometry, outputGradient: outputGradient, inputGradient: inputGradient, pool: pool)
    }
}
