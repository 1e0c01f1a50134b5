import Kernels
import NeuralNetwork

/// Feeds a `Trainer` from an `ExampleSource`: the examples of a batch are made in parallel, each from a random stream of its own, so
/// that the result does not depend on threads.
///
/// A label beyond the classes, such as `DrawnExamples.noDigit`, is an example of none of them: its target is the same share of each
/// (outlier exposure, Hendrycks et al. 2018, arXiv 1812.04606).
public final class ExampleBatches: BatchSource {
    /// Where the examples come from.
    public let source: any ExampleSource
    private let pool: ThreadPool

    /// The examples of `source`, made by the threads of `pool`; the training's own pool does them serially while it is busy.
    public init(_ source: any ExampleSource, pool: ThreadPool = .serial) {
        self.source = source
        self.pool = pool
    }

    /// Examples in an epoch, as many as the source has.
    public var count: Int { source.count }

    /// Examples that one task makes: enough that handing out tasks costs nothing.
    private static let piece = 8

    /// Makes the examples of the request, in parallel on the threads of the pool.
    public func fill(_ batch: Batch, for request: BatchRequest) throws {
        let count = request.indices.count
        let images = SharedPointer(pointer: batch.images), labels = SharedPointer(pointer: batch.labels.baseAddress)
        pool.run(tasks: (count + Self.piece - 1) / Self.piece) { task, _ in
            for place in task * Self.piece..<min((task + 1) * Self.piece, count) {
                guard let image = images.pointer, let label = labels.pointer else { return }
                var random = request.isTraining ? request.random.derived(place) : nil
                label[place] = source.example(
                    request.indices[place], epoch: request.epoch, random: &random, into: image + place * Augmenter.pixels)
            }
        }
        if batch.labels.contains(where: { $0 >= batch.classes }) { writeTargets(of: batch) }
    }

    private func writeTargets(of batch: Batch) {
        batch.usesTargets = true
        for (place, label) in batch.labels.enumerated() {
            let row = UnsafeMutableBufferPointer(start: batch.targets + place * batch.classes, count: batch.classes)
            row.update(repeating: label < batch.classes ? 0 : 1 / Float(batch.classes))
            if label < batch.classes { row[Int(label)] = 1 }
        }
    }
}

/// Safe to share among tasks that each write to a place of their own.
private struct SharedPointer<Element>: @unchecked Sendable {
    let pointer: UnsafeMutablePointer<Element>?
}
