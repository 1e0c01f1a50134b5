/// How well a classifier does on labelled examples.
public struct Evaluation: Sendable, Hashable {
    /// How many examples were classified.
    public let examples: Int
    /// How many of them rightly.
    public let correct: Int
    /// The mean cross-entropy at temperature 1, natural logarithm.
    public let loss: Double

    /// Notes a result: `correct` of `examples`, with this mean loss.
    public init(examples: Int, correct: Int, loss: Double) {
        self.examples = examples
        self.correct = correct
        self.loss = loss
    }

    /// The share of right answers.
    public var accuracy: Double { examples > 0 ? Double(correct) / Double(examples) : 0 }

    /// The 95 % interval of the accuracy by Wilson's score (1927), for examples drawn at random.
    public var accuracyInterval: ClosedRange<Double> {
        guard examples > 0 else { return 0...1 }
        let n = Double(examples), p = accuracy, z = 1.959_964
        let centre = (p + z * z / (2 * n)) / (1 + z * z / n)
        let half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
        return max(centre - half, 0)...min(centre + half, 1)
    }
}

extension Classifier {
    /// Runs all examples of a source, unchanged and in order.
    ///
    /// - Parameter logits: gets each batch's logits (N x classes) and the index of its first example.
    /// - Throws: what the source or `logits` throws, or `TrainingError.labelOutOfRange`.
    public func evaluate(
        _ source: any BatchSource, logits observe: (UnsafeBufferPointer<Float>, Int) throws -> Void = { _, _ in }
    ) throws -> Evaluation {
        let size = 1_024
        let batch = Batch(capacity: size, input: input, classes: classes)
        let results = UnsafeMutableBufferPointer<Float>.allocate(capacity: size * classes)
        defer { results.deallocate() }
        var correct = 0
        var loss = 0.0
        for (step, first) in stride(from: 0, to: source.count, by: size).enumerated() {
            let indices = ExampleIndices(first..<min(first + size, source.count))
            batch.count = indices.count
            batch.usesTargets = false
            try source.fill(batch, for: BatchRequest(
                epoch: 0, step: step, indices: indices, random: RandomNumbers(seed: 0, stream: "evaluation", step),
                isTraining: false))
            guard let start = results.baseAddress else { break }
            self.logits(batch.images, count: batch.count, into: start)
            for n in 0..<batch.count {
                let row = UnsafePointer(start + n * classes)
                let label = batch.usesTargets
                    ? largest(of: UnsafePointer(batch.targets + n * classes), count: classes) : Int(batch.labels[n])
                guard label < classes else {
                    throw TrainingError.labelOutOfRange(label: label, classes: classes, epoch: 0, step: step)
                }
                if largest(of: row, count: classes) == label { correct += 1 }
                let top = (0..<classes).reduce(-Float.infinity) { max($0, row[$1]) }
                let sum = (0..<classes).reduce(0.0) { $0 + Double(exponential(row[$1] - top)) }
                loss += naturalLogarithm(sum) + Double(top - row[label])
            }
            try observe(UnsafeBufferPointer(start: start, count: batch.count * classes), first)
        }
        return Evaluation(examples: source.count, correct: correct, loss: source.count == 0 ? 0 : loss / Double(source.count))
    }
}
