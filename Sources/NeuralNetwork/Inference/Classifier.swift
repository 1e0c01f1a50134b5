import Kernels
import Synchronization

/// A network made ready for use by many threads at once: batch norms folded away, memory planned, weights fixed.
///
///     let classifier = try Classifier(contentsOf: "Models/scrawl.safetensors")
///     let logits = classifier.logits(pixels, count: 1)   // 784 floats, 0 paper to 1 ink; ten logits
public final class Classifier: Sendable {
    /// What the model says about itself.
    public let metadata: ModelMetadata
    /// The shape of one example.
    public let input: ActivationShape
    /// How many logits there are.
    public let classes: Int

    /// What threads that are not at work have left. Safe to share: it is touched under the lock only, and a pass is used by the one thread that
    /// has taken it out of `idle`.
    private final class Shared: @unchecked Sendable {
        var idle: [InferencePass] = []
    }

    /// Weights that never change after `init`, and values.
    private struct Prepared: @unchecked Sendable {
        let network: PreparedNetwork
    }

    private let prepared: Prepared
    private let shared = Mutex(Shared())
    private let pool: ThreadPool

    /// Examples that go through the network together. Larger batches are cut into such pieces, and these shared among
    /// threads: no thread waits for another between layers.
    private static let piece = 64

    /// A copy of the network's weights as they are now.
    ///
    /// - Parameter pool: its threads work on larger batches and, layer by layer, on small ones.
    public convenience init(_ network: Network, metadata: ModelMetadata, pool: ThreadPool = .shared) {
        self.init(network, values: network.values, metadata: metadata, pool: pool)
    }

    /// The model of a safetensors file.
    ///
    /// - Throws: `FileError`, `SafetensorsError` or `ModelFileError`, each naming the file.
    public convenience init(contentsOf path: String, pool: ThreadPool = .shared) throws {
        let (network, metadata) = try ModelFile.read(path)
        self.init(network, metadata: metadata, pool: pool)
    }

    package init(_ network: Network, values: ParameterValues, metadata: ModelMetadata, pool: ThreadPool) {
        precondition(network.output.isFlat, "a classifier's network ends in a vector of logits, not in \(network.output)")
        self.metadata = metadata
        self.pool = pool
        input = network.input
        classes = network.output.count
        prepared = Prepared(network: PreparedNetwork(network, values: values, kernels: .current))
    }

    /// The logits of `count` examples (N x classes), each of H x W x C pixels, one behind the other.
    public func logits(_ images: [Float], count: Int) -> [Float] {
        precondition(images.count == count * input.count, "\(images.count) values for \(count) examples of \(input)")
        return images.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress, count > 0 else { return [] }
            return [Float](unsafeUninitializedCapacity: count * classes) { result, initialized in
                if let start = result.baseAddress { logits(base, count: count, into: start) }
                initialized = count * classes
            }
        }
    }

    /// Writes the logits of `count` examples (N x H x W x C) to `result` (N x classes).
    public func logits(_ images: UnsafePointer<Float>, count: Int, into result: UnsafeMutablePointer<Float>) {
        guard count > Self.piece else {
            if count > 0 { run(images, count: count, into: result, pool: pool) }
            return
        }
        // As many pieces for each thread, each as large as the others.
        let pieces = ((count + Self.piece - 1) / Self.piece + pool.threads - 1) / pool.threads * pool.threads
        pool.run(tasks: pieces) { task, _ in
            let first = task * count / pieces, next = (task + 1) * count / pieces
            guard next > first else { return }
            run(images + first * input.count, count: next - first, into: result + first * classes, pool: .serial)
        }
    }

    private func run(
        _ images: UnsafePointer<Float>, count: Int, into result: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        let taken = shared.withLock { UncheckedBox($0.idle.popLast()) }.value
        let pass = taken ?? InferencePass(prepared.network, capacity: Self.piece, pool: self.pool)
        result.update(from: pass.run(images, batch: count, pool: pool), count: count * classes)
        let box = UncheckedBox(pass)
        shared.withLock { $0.idle.append(box.value) }
    }

    /// Probabilities from logits (N x classes): the softmax of logits / temperature.
    public func probabilities(ofLogits logits: [Float]) -> [Float] {
        precondition(logits.count % classes == 0, "\(logits.count) logits for \(classes) classes")
        var result = logits
        for start in stride(from: 0, to: result.count, by: classes) {
            let row = start..<start + classes
            let largest = result[row].max() ?? 0
            var sum: Float = 0
            for i in row {
                result[i] = exponential((result[i] - largest) / metadata.temperature)
                sum += result[i]
            }
            for i in row { result[i] /= sum }
        }
        return result
    }
}

/// Carries a plan in or out of the lock. Safe: whoever takes a plan removes it from the shared state, so that one
/// thread alone has it; the weights that plans read never change.
private struct UncheckedBox<Value>: @unchecked Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
}
