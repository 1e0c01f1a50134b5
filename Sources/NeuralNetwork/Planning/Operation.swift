import Kernels

/// One step of a plan: reads `input`, writes `output`, and backwards reads `outputGradient`, writes `inputGradient` and
/// the gradients of its parameters. The memory is planned before the first pass; no pass allocates any.
///
/// A backward pass may overwrite `outputGradient`.
class Operation {
    let name: String
    let context: RunContext
    private let inputBuffer: PlannedBuffer
    let outputBuffer: PlannedBuffer
    private var outputGradientBuffer: PlannedBuffer?
    private var inputGradientBuffer: PlannedBuffer?

    /// The largest number of floats that one example has on the way in.
    let inputSize: Int

    /// Whether the backward pass may write its result over `outputGradient`.
    var gradientInPlace = false
    /// Whether the next operation may scale and zero the output in place although the backward pass reads it.
    var outputMayBeScaled = false
    /// Whether the backward pass does not read the output, so that the next operation may overwrite it.
    var outputIsUnread = false

    /// Floating-point operations of the products of one example in the forward pass; the gradient of the weights takes as many, and so does the
    /// gradient of the input.
    var productOperations: Int { 0 }

    init(_ wiring: Wiring) {
        name = wiring.path
        context = wiring.context
        inputBuffer = wiring.input
        outputBuffer = wiring.output
        inputSize = wiring.inputSize
    }

    var kernels: Kernels { context.kernels }
    var pool: ThreadPool { context.pool }
    var input: UnsafePointer<Float> { UnsafePointer(inputBuffer.pointer) }
    var output: UnsafeMutablePointer<Float> { outputBuffer.pointer }
    var outputGradient: UnsafeMutablePointer<Float> {
        guard let outputGradientBuffer else { preconditionFailure("a backward pass of a plan without gradients") }
        return outputGradientBuffer.pointer
    }
    /// Nil where nothing before this operation needs a gradient.
    var inputGradient: UnsafeMutablePointer<Float>? { inputGradientBuffer?.pointer }

    var hasInputGradient: Bool { inputGradientBuffer != nil }

    func assign(outputGradient: PlannedBuffer, inputGradient: PlannedBuffer?) {
        outputGradientBuffer = outputGradient
        inputGradientBuffer = inputGradient
    }

    func forward(batch: Int) { preconditionFailure("every operation has a forward pass") }
    func backward(batch: Int) { preconditionFailure("every operation has a backward pass") }

    /// Chooses where gradients go. Takes over `outputGradient` and gives the input's, or nil where `needsInput` is false.
    func planGradients(from outputGradient: PlannedBuffer, needsInput: Bool, _ buffers: BufferPlanner) -> PlannedBuffer? {
        guard needsInput else {
            assign(outputGradient: outputGradient, inputGradient: nil)
            buffers.release(outputGradient)
            return nil
        }
        if gradientInPlace {
            assign(outputGradient: outputGradient, inputGradient: outputGradient)
            return outputGradient
        }
        let inputGradient = buffers.acquire(inputSize)
        assign(outputGradient: outputGradient, inputGradient: inputGradient)
        buffers.release(outputGradient)
        return inputGradient
    }
}

extension [Operation] {
    func planGradients(from outputGradient: PlannedBuffer, needsInput: Bool, _ buffers: BufferPlanner) -> PlannedBuffer? {
        var gradient: PlannedBuffer? = outputGradient
        for (index, operation) in enumerated().reversed() {
            guard let current = gradient else { return nil }
            gradient = operation.planGradients(from: current, needsInput: needsInput || index > 0, buffers)
        }
        return gradient
    }
}

/// What the operations of one plan share while they run.
package final class RunContext {
    package let kernels: Kernels
    package var pool: ThreadPool
    /// Changes with each training step; the masks of dropout come from it.
    package var dropoutKey: UInt64 = 0

    package init(kernels: Kernels, pool: ThreadPool) {
        self.kernels = kernels
        self.pool = pool
    }
}

/// What an operation is built with.
struct Wiring {
    let path: String
    let context: RunContext
    let input: PlannedBuffer
    let output: PlannedBuffer
    let inputSize: Int
    /// Whether a backward pass will follow, so that what it reads must be kept.
    let keepsActivations: Bool
    fileprivate let parameters: ParameterAccess
    fileprivate let buffers: BufferPlanner

    init(
        path: String, context: RunContext, input: PlannedBuffer, output: PlannedBuffer, inputSize: Int,
        keepsActivations: Bool, parameters: ParameterAccess, buffers: BufferPlanner
    ) {
        self.path = path
        self.context = context
        self.input = input
        self.output = output
        self.inputSize = inputSize
        self.keepsActivations = keepsActivations
        self.parameters = parameters
        self.buffers = buffers
    }

    /// The layer's parameter of that name.
    func parameter(_ name: String) -> Parameter { parameters.parameter("\(path).\(name)") }

    /// The layer's weights as the kernels read them, where they are kept so.
    func packed(_ name: String) -> PackedMatrix? { parameters.packed["\(path).\(name)"] }
    func filtered(_ name: String) -> WinogradWeights? { parameters.filtered["\(path).\(name)"] }

    /// Memory that the operation keeps for itself, in floats for each example.
    func scratch(_ floatsPerExample: Int) -> PlannedBuffer { buffers.acquire(floatsPerExample) }
}

/// Where a parameter and its gradient lie.
struct Parameter {
    let value: UnsafeMutablePointer<Float>
    /// Nil where the plan computes gradients of activations only, or of nothing.
    let gradient: UnsafeMutablePointer<Float>?
}
