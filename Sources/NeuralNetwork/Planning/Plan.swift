import Kernels

/// A network made ready to run: operations wired to memory for batches of up to `capacity` examples.
package final class Plan {
    package enum Purpose {
        /// Batch statistics, dropout, gradients of parameters.
        case training
        /// Fixed statistics, no dropout, buffers used again and again.
        case inference
    }

    package let capacity: Int
    package let context: RunContext
    let outputShape: ActivationShape
    let operations: [Operation]
    private let inputBuffer: PlannedBuffer
    private let outputBuffer: PlannedBuffer
    private let outputGradientBuffer: PlannedBuffer?
    private let inputGradientBuffer: PlannedBuffer?

    /// - Parameters:
    ///   - capacity: the largest batch.
    ///   - cache: floats of activations that a batch may have; the capacity is lowered to what fits, but not below 1.
    ///   - takesExamples: whether the input is the examples, not what another plan made of them.
    ///   - needsInputGradient: whether the backward pass goes on to the network's own input.
    ///   - fusesPools: whether max pools are computed with the layers before them.
    package init(
        _ layers: [NamedLayer], input: ActivationShape, parameters: ParameterAccess, capacity: Int, cache: Int? = nil,
        purpose: Purpose, kernels: Kernels, pool: ThreadPool, takesExamples: Bool = true,
        needsInputGradient: Bool = false, fusesPools: Bool = true
    ) {
        let context = RunContext(kernels: kernels, pool: pool)
        let inputBuffer = PlannedBuffer.external(holdsExamples: takesExamples)
        var planner = Planner(purpose: purpose, fusesPools: fusesPools, context: context, parameters: parameters)
        let chain = planner.plan(layers, path: "", input: inputBuffer, shape: input, inputIsOurs: false)
        operations = chain.operations
        let capacity = cache.map { max(1, min(capacity, $0 / max(planner.buffers.floatsPerExample, 1))) } ?? capacity
        self.capacity = capacity
        self.context = context
        self.inputBuffer = inputBuffer
        outputBuffer = chain.output
        outputShape = chain.shape
        if purpose == .inference {
            outputGradientBuffer = nil
            inputGradientBuffer = nil
        } else {
            let gradients = BufferPlanner()
            let last = gradients.acquire(outputShape.count)
            outputGradientBuffer = last
            inputGradientBuffer = chain.operations.planGradients(from: last, needsInput: needsInputGradient, gradients)
            gradients.allocate(batch: capacity)
        }
        planner.buffers.allocate(batch: capacity)
        planner.kept.allocate(batch: capacity)
    }

    /// N x outputs, valid until the next pass.
    package var output: UnsafeMutablePointer<Float> { outputBuffer.pointer }

    /// Where the loss puts its gradient before `backward`; N x outputs.
    package var outputGradient: UnsafeMutablePointer<Float> {
        guard let outputGradientBuffer else { preconditionFailure("a plan for inference has no gradients") }
        return outputGradientBuffer.pointer
    }

    /// The gradient by the network's input, where it was asked for.
    package var inputGradient: UnsafeMutablePointer<Float>? { inputGradientBuffer?.pointer }

    /// Runs all operations on `batch` examples; `input` must stay valid until the backward pass is over.
    package func forward(_ input: UnsafePointer<Float>, batch: Int) {
        precondition(batch > 0 && batch <= capacity, "a batch of \(batch) for a plan of \(capacity)")
        inputBuffer.attach(input)
        for operation in operations { operation.forward(batch: batch) }
    }

    /// Runs all operations backwards, from the gradient in `outputGradient`.
    package func backward(batch: Int) {
        for operation in operations.reversed() { operation.backward(batch: batch) }
    }
}

/// Builds operations and gives them their buffers.
private struct Planner {
    let purpose: Plan.Purpose
    let fusesPools: Bool
    let context: RunContext
    let parameters: ParameterAccess
    /// Activations; in inference used again as soon as the next operation has read them.
    let buffers = BufferPlanner()
    /// Memory that operations keep for themselves.
    let kept = BufferPlanner()

    struct Chain {
        var operations: [Operation] = []
        var output: PlannedBuffer
        /// What one example's `output` is.
        var shape: ActivationShape
    }

    /// - Parameter inputIsOurs: whether `input` may be overwritten or used again once it has been read.
    mutating func plan(
        _ layers: [NamedLayer], path: String, input: PlannedBuffer, shape: ActivationShape, inputIsOurs: Bool
    ) -> Chain {
        var chain = Chain(output: input, shape: shape)
        var ours = inputIsOurs
        for fused in layers.fused(pools: fusesPools) {
            let shape = chain.shape
            let (name, next) = outline(fused, shape)
            if isIdentity(fused) {
                chain.shape = next
                continue
            }
            let path = path.isEmpty ? name : "\(path).\(name)"
            let current = chain.output
            if case .single(let named) = fused, case .residual(let residual) = named.layer {
                let block = self.residual(residual, path: path, input: current, shape: shape, next: next)
                chain.operations.append(block)
                chain.output = block.outputBuffer
            } else {
                let inPlace = ours && runsInPlace(fused, after: chain.operations.last)
                let output = inPlace ? current : buffers.acquire(next.count)
                let wiring = Wiring(
                    path: path, context: context, input: current, output: output, inputSize: shape.count,
                    keepsActivations: purpose == .training, parameters: parameters, buffers: kept)
                let operation = operation(fused, wiring, shape)
                if let norm = operation as? BatchNormOperation { (chain.operations.last as? ConvolutionOperation)?.join(norm) }
                chain.operations.append(operation)
                chain.output = output
            }
            if ours, current !== chain.output, purpose == .inference { buffers.release(current) }
            chain.shape = next
            ours = true
        }
        return chain
    }

    /// The name of the operation's first layer, and the shape that its last one gives.
    private func outline(_ fused: FusedLayer, _ shape: ActivationShape) -> (String, ActivationShape) {
        let (name, kinds): (String, [any LayerKind]) = switch fused {
        case .convolution(let name, let layer, _, let pool): (name, [layer] + (pool.map { [$0] } ?? []))
        case .dense(let name, let layer, _): (name, [layer])
        case .batchNorm(let name, let layer, _, let pool): (name, [layer] + (pool.map { [$0] } ?? []))
        case .single(let named): (named.name, [named.layer.kind])
        }
        var next = shape
        for kind in kinds {
            guard let result = try? kind.outputShape(for: next) else {
                preconditionFailure("a network is planned only after its shapes were found to fit")
            }
            next = result
        }
        return (name, next)
    }

    /// Layers that leave memory as it is.
    private func isIdentity(_ fused: FusedLayer) -> Bool {
        guard case .single(let named) = fused else { return false }
        switch named.layer {
        case .flatten: return true
        case .dropout(let layer): return purpose != .training || layer.probability == 0
        default: return false
        }
    }

    /// Operations that compute each value from the one at its place may write over their input, unless a backward pass
    /// still reads what stood there.
    private func runsInPlace(_ fused: FusedLayer, after previous: Operation?) -> Bool {
        switch fused {
        case .convolution, .dense: return false
        case .batchNorm(_, _, _, let pool): return purpose == .inference && pool == nil
        case .single(let named):
            switch named.layer {
            case .dropout:
                // It keeps signs and sets to 0 what gets no gradient: a ReLU before it may read its output.
                return previous?.outputMayBeScaled ?? false
            case .activation(.relu): return purpose == .inference || previous?.outputIsUnread ?? false
            case .activation, .softmax: return purpose == .inference
            default: return false
            }
        }
    }

    private func operation(_ fused: FusedLayer, _ wiring: Wiring, _ shape: ActivationShape) -> Operation {
        switch fused {
        case .convolution(_, let layer, let relu, let pool):
            return ConvolutionOperation(wiring, layer, input: shape, relu: relu, pool: pool)
        case .dense(_, let layer, let relu):
            return DenseOperation(wiring, layer, inputs: shape.count, relu: relu)
        case .batchNorm(_, let layer, let relu, let pool):
            return purpose == .training
                ? BatchNormOperation(wiring, layer, input: shape, relu: relu, pool: pool)
                : FixedNormOperation(wiring, layer, input: shape, relu: relu, pool: pool)
        case .single(let named):
            switch named.layer {
            case .maxPool2D(let layer): return MaxPoolOperation(wiring, layer, input: shape)
            case .averagePool2D(let layer): return AveragePoolOperation(wiring, layer, input: shape)
            case .dropout(let layer): return DropoutOperation(wiring, layer, size: shape.count)
            case .activation(let activation): return ActivationOperation(wiring, activation, size: shape.count)
            case .softmax: return SoftmaxOperation(wiring, columns: shape.count)
            case .dense, .conv2D, .batchNorm, .flatten, .residual:
                preconditionFailure("\(named.name) is planned elsewhere")
            }
        }
    }

    private mutating func residual(
        _ layer: Residual, path: String, input: PlannedBuffer, shape: ActivationShape, next: ActivationShape
    ) -> ResidualOperation {
        let body = plan(layer.body, path: path, input: input, shape: shape, inputIsOurs: false)
        let shortcut = plan(layer.shortcut, path: path, input: input, shape: shape, inputIsOurs: false)
        // The sum may stand in the body's output unless its backward pass reads that.
        let inPlace = body.output !== input && (purpose == .inference || body.operations.last?.outputIsUnread ?? false)
        let output = inPlace ? body.output : buffers.acquire(next.count)
        if purpose == .inference {
            if shortcut.output !== input { buffers.release(shortcut.output) }
            if !inPlace, body.output !== input { buffers.release(body.output) }
        }
        let wiring = Wiring(
            path: path, context: context, input: input, output: output, inputSize: shape.count,
            keepsActivations: purpose == .training, parameters: parameters, buffers: kept)
        return ResidualOperation(
            wiring, size: next.count, body: body.operations, shortcut: shortcut.operations,
            bodyOutput: body.output, shortcutOutput: shortcut.output)
    }
}
