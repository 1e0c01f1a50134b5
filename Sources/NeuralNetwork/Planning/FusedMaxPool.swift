import Kernels

/// A max pool computed together with the batch norm before it: what the norm gives is pooled while it is still in the
/// cache, and never stored for the whole batch.
///
/// A ReLU between the two needs no values of its own in the backward pass: the largest value of a window passed it if
/// and only if the pooled value is above 0, and the others get no gradient anyway.
final class FusedMaxPool {
    private let geometry: PoolGeometry
    private let relu: Bool
    private let argmax: PlannedBuffer?
    /// Images pooled by one task, and room for them for each thread.
    private let group: Int
    private let scratch: FloatBuffer

    /// Floats that stay in a core's second-level cache beside weights and input.
    private static let cached = 131_072

    /// - Parameter relu: whether what is pooled went through a ReLU.
    init(_ wiring: Wiring, _ layer: MaxPool2D, input: ActivationShape, relu: Bool) {
        geometry = layer.geometry(for: input)
        self.relu = relu
        // One byte for each output, in a buffer that counts floats.
        argmax = wiring.keepsActivations ? wiring.scratch((geometry.outputImageSize + 3) / 4) : nil
        group = max(1, min(8, Self.cached / geometry.inputImageSize))
        scratch = FloatBuffer(count: wiring.context.pool.threads * group * geometry.inputImageSize)
    }

    private var argmaxBytes: UnsafeMutablePointer<UInt8>? {
        argmax.map { UnsafeMutableRawPointer($0.pointer).assumingMemoryBound(to: UInt8.self) }
    }

    /// Pools what `produce` writes for images `first` ..< `first` + `count` to the memory that it is given.
    func forward(
        batch: Int, output: UnsafeMutablePointer<Float>, context: RunContext,
        produce: (_ first: Int, _ count: Int, _ target: UnsafeMutablePointer<Float>, _ pool: ThreadPool) -> Void
    ) {
        let argmax = argmaxBytes, tasks = (batch + group - 1) / group
        context.pool.run(tasks: tasks) { task, thread in
            let first = task * group, count = min(group, batch - first)
            let target = scratch.pointer + thread * group * geometry.inputImageSize
            // A single group may still use all threads within.
            let inner = tasks == 1 ? context.pool : .serial
            produce(first, count, target, inner)
            var geometry = geometry
            geometry.batch = count
            let place = first * geometry.outputImageSize
            context.kernels.maxPool(
                geometry, input: target, output: output + place, argmax: argmax.map { $0 + place }, pool: inner)
        }
    }

    /// The gradient of what was pooled of one image, from that of the pooled values of the batch.
    func unpool(
        _ image: Int, output: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, kernels: Kernels
    ) {
        guard let argmaxBytes else { preconditionFailure("a backward pass of a plan without gradients") }
        var one = geometry
        one.batch = 1
        let first = image * geometry.outputImageSize
        kernels.maxPoolGradient(
            one, outputGradient: outputGradient + first, argmax: argmaxBytes + first, output: relu ? output + first : nil,
            inputGradient: target, pool: .serial)
    }
}
