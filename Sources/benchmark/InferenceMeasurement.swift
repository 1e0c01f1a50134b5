import Glibc
import Kernels
import NeuralNetwork

/// A network with random weights that answers one picture at a time, or a thousand.
final class InferenceMeasurement {
    private let classifier: Classifier
    private let singles: [[Float]]
    private let thousands: [[Float]]
    private var answer = [Float](repeating: 0, count: 10_000)

    init(architecture: Architecture, pool: ThreadPool) throws {
        classifier = Classifier(
            try architecture.network(seed: 1), metadata: ModelMetadata(architecture: architecture.name), pool: pool)
        let digits = SyntheticDigits(count: 10_000)
        singles = (0..<256).map(digits.image)
        thousands = (0..<10).map { digits.images($0 * 1_000, count: 1_000) }
        _ = latencies(seconds: 0.2, pause: 0)
        _ = throughput(seconds: 0.2)
    }

    /// Microseconds of each answer to one picture, with `pause` seconds of sleep between them; at most 6,000.
    func latencies(seconds: Double, pause: Double) -> [Double] {
        var times: [Double] = []
        let end = Clock.wall.now + seconds
        repeat {
            let image = singles[times.count % singles.count]
            let start = Clock.wall.now
            classifier.logits(image, count: 1, into: &answer)
            times.append((Clock.wall.now - start) * 1e6)
            if pause > 0 { usleep(UInt32(pause * 1e6)) }
        } while Clock.wall.now < end && times.count < 6_000
        return times
    }

    /// Pictures answered a thousand at a time, for at least `seconds`.
    func throughput(seconds: Double) -> TrainingMeasurement.Result {
        var rounds = 0
        let start = Clock.wall.now, processor = Clock.process.now
        repeat {
            classifier.logits(thousands[rounds % thousands.count], count: 1_000, into: &answer)
            rounds += 1
        } while Clock.wall.now - start < seconds
        return .init(images: rounds * 1_000, seconds: Clock.wall.now - start, processorSeconds: Clock.process.now - processor)
    }
}
