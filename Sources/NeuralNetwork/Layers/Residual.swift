import Kernels

/// A body of layers with a way around it: y = body(x) + shortcut(x) (He et al. 2015, arXiv 1512.03385).
///
/// Without layers in the shortcut it is x itself, and the body must keep the shape; a projection (1x1 convolution, often
/// with batch norm) makes the shapes fit elsewhere. Parameters are named `block.body-layer.weight`.
public struct Residual: Sendable, Hashable, LayerKind {
    /// The layers that x goes through.
    public var body: [NamedLayer]
    /// The layers around them; none: x itself.
    public var shortcut: [NamedLayer]

    /// A block of these layers.
    public init(body: [NamedLayer], shortcut: [NamedLayer] = []) {
        self.body = body
        self.shortcut = shortcut
    }

    func outputShape(for input: ActivationShape) throws(ShapeMismatch) -> ActivationShape {
        guard !body.isEmpty else { throw ShapeMismatch("its body has no layers") }
        let names = body.map(\.name) + shortcut.map(\.name)
        guard Set(names).count == names.count else { throw ShapeMismatch("two of its layers have the same name") }
        let through = try body.outputShape(for: input)
        let around = try shortcut.outputShape(for: input)
        guard through == around else {
            throw ShapeMismatch("its body gives \(through) and its shortcut \(around)")
        }
        return through
    }

    func parameters(for input: ActivationShape) -> [ParameterDescription] {
        body.parameters(for: input) + shortcut.parameters(for: input)
    }
}

/// Forward and backward of `Residual`.
///
///     forward:   y = body(x) + shortcut(x)     backward:  dx = bodyᵀ(dy) + shortcutᵀ(dy)
final class ResidualOperation: Operation {
    private let size: Int
    private let body: [Operation]
    private let shortcut: [Operation]
    private let bodyOutput: PlannedBuffer
    private let shortcutOutput: PlannedBuffer
    /// dy for the shortcut while the body's backward pass overwrites its own; set when gradients are planned.
    private var shortcutOutputGradient: PlannedBuffer?
    private var shortcutInputGradient: PlannedBuffer?

    init(
        _ wiring: Wiring, size: Int, body: [Operation], shortcut: [Operation], bodyOutput: PlannedBuffer,
        shortcutOutput: PlannedBuffer
    ) {
        self.size = size
        self.body = body
        self.shortcut = shortcut
        self.bodyOutput = bodyOutput
        self.shortcutOutput = shortcutOutput
        super.init(wiring)
        outputMayBeScaled = true
        outputIsUnread = wiring.output !== bodyOutput || body.last?.outputIsUnread ?? false
    }

    override func forward(batch: Int) {
        for operation in body { operation.forward(batch: batch) }
        for operation in shortcut { operation.forward(batch: batch) }
        if output != bodyOutput.pointer { output.update(from: bodyOutput.pointer, count: batch * size) }
        kernels.add(count: batch * size, x: shortcutOutput.pointer, y: output, pool: pool)
    }

    override func backward(batch: Int) {
        guard let shortcutOutputGradient else { return }
        shortcutOutputGradient.pointer.update(from: outputGradient, count: batch * size)
        for operation in body.reversed() { operation.backward(batch: batch) }
        for operation in shortcut.reversed() { operation.backward(batch: batch) }
        if let inputGradient, let shortcutInputGradient {
            kernels.add(count: batch * inputSize, x: shortcutInputGradient.pointer, y: inputGradient, pool: pool)
        }
    }

    override func planGradients(
        from outputGradient: PlannedBuffer, needsInput: Bool, _ buffers: BufferPlanner
    ) -> PlannedBuffer? {
        let copy = buffers.acquire(size)
        shortcutOutputGradient = copy
        // Both branches may overwrite the buffers that they are given, so each has one of its own.
        let through = body.planGradients(from: outputGradient, needsInput: needsInput, buffers)
        let around = shortcut.planGradients(from: copy, needsInput: needsInput, buffers)
        assign(outputGradient: outputGradient, inputGradient: through)
        shortcutInputGradient = around
        if let around { buffers.release(around) }
        return through
    }
}
