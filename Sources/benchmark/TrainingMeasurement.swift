import Kernels
import NeuralNetwork

/// A training that can be run for some seconds at a time: batch 128, Adam, data in memory, as the peers are measured.
final class TrainingMeasurement {
    private let trainer: Trainer
    private let batchSize = 128

    init(architecture: Architecture, pool: ThreadPool, images: Int = 60_000) throws {
        let options = TrainingOptions(epochs: 1_000_000, batchSize: batchSize, seed: 1, optimiser: .adam())
        trainer = try Trainer(
            network: try architecture.network(seed: 1), options: options, source: SyntheticDigits(count: images / batchSize * batchSize), pool: pool)
        _ = try run(seconds: 0.5)
    }

    struct Result {
        var images: Int
        /// Seconds that passed, and seconds of all cores that this process used.
        var seconds: Double, processorSeconds: Double
    }

    /// Trains for at least `seconds`.
    func run(seconds: Double) throws -> Result {
        var steps = 0
        let start = Clock.wall.now, processor = Clock.process.now
        _ = try trainer.run(
            shouldStop: { steps > 0 && Clock.wall.now - start >= seconds },
            observe: { event in if case .step = event { steps += 1 } })
        return Result(images: steps * batchSize, seconds: Clock.wall.now - start, processorSeconds: Clock.process.now - processor)
    }
}
