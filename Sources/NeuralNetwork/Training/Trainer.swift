import Kernels

/// Trains a network on batches from a source: forward, loss, backward, clipping, optimiser, moving average.
///
///     let trainer = try Trainer(network: network, options: options, source: images)
///     let outcome = try trainer.run(shouldStop: { interrupted }) { event in print(event) }
///     try trainer.checkpoint().write(to: "digits.checkpoint")
///
/// The order of examples, their augmentation and dropout come from streams named by seed, epoch and step: the same seed
/// gives the same weights bit by bit on one instruction set, for any number of threads and however often the training
/// was stopped and resumed.
public final class Trainer {
    /// What is trained; its weights change with each step.
    public let network: Network
    /// How it is trained.
    public let options: TrainingOptions
    /// Epochs done.
    public private(set) var epoch = 0
    /// Steps done of the epoch after those.
    public private(set) var step = 0

    let source: any BatchSource
    package let optimiser: OptimiserState
    package let average: WeightAverage?
    package let gradients: FloatBuffer
    /// Sums over the current epoch's batches so far.
    package var progress = EpochProgress()
    private let plan: Plan
    private let loss: LossComputation
    private let prefetcher: BatchPrefetcher

    /// - Parameters:
    ///   - network: starts as it is; the trainer changes its values.
    ///   - source: of the examples; the number of classes is the network's number of outputs.
    public init(
        network: Network, options: TrainingOptions, source: any BatchSource, pool: ThreadPool = .shared
    ) throws {
        try options.validate()
        guard source.count > 0 else { throw TrainingError.noExamples }
        guard source.count <= ExampleIndices.limit else {
            throw TrainingError.badOption("an epoch has \(source.count) examples; at most \(ExampleIndices.limit) can be told apart")
        }
        let classes = network.output.count
        guard network.output.isFlat, (1...256).contains(classes) else {
            throw TrainingError.badOption("the network gives \(network.output), not the logits of up to 256 classes")
        }
        self.network = network
        self.options = options
        self.source = source
        let capacity = min(options.batchSize, source.count)
        gradients = FloatBuffer(count: network.layout.trainedCount)
        optimiser = OptimiserState(options.optimiser, decay: options.weightDecay, layout: network.layout)
        average = options.averageDecay.map { WeightAverage(decay: $0, of: network) }
        plan = Plan(
            network.layers, input: network.input,
            parameters: ParameterAccess(layout: network.layout, values: network.values, gradients: gradients),
            capacity: capacity, purpose: .training, kernels: .current, pool: pool)
        loss = LossComputation(options.loss, classes: classes, capacity: capacity)
        prefetcher = BatchPrefetcher(source: source, capacity: capacity, input: network.input, classes: classes)
    }

    /// Continues where a checkpoint stood; `epoch` and `step` must be a place in the training.
    func continueFrom(epoch: Int, step: Int, progress: EpochProgress) {
        self.epoch = epoch
        self.step = step
        self.progress = progress
    }

    /// Batches in an epoch; the last may be smaller.
    public var stepsPerEpoch: Int { (source.count + options.batchSize - 1) / options.batchSize }

    /// Trains until all epochs are done or `shouldStop` says so, which is asked before each step and while the examples are shuffled.
    ///
    /// - Parameter observe: told after each step and each epoch; what it throws ends the run between two steps.
    /// - Throws: `TrainingError`, or what the source or `observe` throws.
    public func run(
        shouldStop: () -> Bool = { false }, observe: (TrainingEvent) throws -> Void = { _ in }
    ) throws -> TrainingOutcome {
        defer { prefetcher.drain() }
        while epoch < options.epochs {
            let clock = ContinuousClock()
            let start = clock.now
            guard try runEpoch(shouldStop, observe) else { return .stopped }
            let report = EpochReport(
                epoch: epoch, examples: progress.examples, loss: progress.meanLoss, accuracy: progress.accuracy,
                learningRate: learningRate(step: stepsPerEpoch - 1), duration: clock.now - start)
            epoch += 1
            step = 0
            progress = EpochProgress()
            try observe(.epoch(report))
        }
        return .finished
    }

    /// - Returns: whether the epoch is done.
    private func runEpoch(_ shouldStop: () -> Bool, _ observe: (TrainingEvent) throws -> Void) throws -> Bool {
        let shuffling = RandomNumbers(seed: options.seed, stream: "shuffling", epoch)
        guard let order = ExampleOrder(shuffling: source.count, shuffling, shouldStop: shouldStop) else { return false }
        if step < stepsPerEpoch { prefetcher.start(request(step, of: order)) }
        while step < stepsPerEpoch {
            if shouldStop() {
                prefetcher.drain()
                return false
            }
            let batch = try prefetcher.take()
            if step + 1 < stepsPerEpoch { prefetcher.start(request(step + 1, of: order)) }
            let result = try train(on: batch)
            progress.add(loss: result.loss, correct: result.correct, examples: batch.count)
            let report = StepReport(
                epoch: epoch, step: step, stepsPerEpoch: stepsPerEpoch, examples: progress.examples,
                examplesPerEpoch: source.count, loss: result.loss, epochLoss: progress.meanLoss,
                epochAccuracy: progress.accuracy, learningRate: learningRate(step: step), gradientNorm: result.norm)
            step += 1
            try observe(.step(report))
        }
        return true
    }

    private func request(_ step: Int, of order: ExampleOrder) -> BatchRequest {
        let first = step * options.batchSize
        return BatchRequest(
            epoch: epoch, step: step, indices: order[first..<min(first + options.batchSize, order.count)],
            random: RandomNumbers(seed: options.seed, stream: "augmentation", epoch, step), isTraining: true)
    }

    private func learningRate(step: Int) -> Double {
        let first = options.epochs - options.endingEpochs
        return options.schedule.rate(step: epoch * stepsPerEpoch + step, of: (epoch < first ? first : options.epochs) * stepsPerEpoch)
    }

    /// One step: the gradients of a batch and the update of the weights.
    private func train(on batch: Batch) throws(TrainingError) -> (loss: Float, correct: Int, norm: Float?) {
        let context = plan.context
        var dropout = RandomNumbers(seed: options.seed, stream: "dropout", epoch, step)
        context.dropoutKey = dropout.next()
        let classes = network.output.count
        plan.forward(batch.images, batch: batch.count)
        let value: Float
        if batch.usesTargets {
            value = loss.forwardAndBackward(
                logits: plan.output, targets: batch.targets, batch: batch.count, gradient: plan.outputGradient,
                context: context)
        } else {
            if let label = batch.labels.first(where: { Int($0) >= classes }) {
                throw .labelOutOfRange(label: Int(label), classes: classes, epoch: epoch, step: step)
            }
            guard let labels = batch.labels.baseAddress else { preconditionFailure("a batch has memory for labels") }
            value = loss.forwardAndBackward(
                logits: plan.output, labels: labels, batch: batch.count, gradient: plan.outputGradient, context: context)
        }
        guard value.isFinite else { throw .diverged(epoch: epoch, step: step) }
        let correct = countCorrect(batch)
        plan.backward(batch: batch.count)
        var norm: Float?
        if let limit = options.gradientLimit {
            norm = clipGradientNorm(gradients, limit: limit, kernels: context.kernels, pool: context.pool)
        }
        optimiser.update(
            network.values.trained, gradients: gradients, learningRate: Float(learningRate(step: step)),
            kernels: context.kernels, pool: context.pool)
        average?.update(from: network.values, kernels: context.kernels, pool: context.pool)
        return (value, correct, norm)
    }

    private func countCorrect(_ batch: Batch) -> Int {
        let classes = network.output.count
        return (0..<batch.count).count { n in
            let answer = largest(of: UnsafePointer(plan.output + n * classes), count: classes)
            let truth = batch.usesTargets
                ? largest(of: UnsafePointer(batch.targets + n * classes), count: classes) : Int(batch.labels[n])
            return answer == truth
        }
    }
}

/// The index of the first largest of `count` values.
func largest(of values: UnsafePointer<Float>, count: Int) -> Int {
    var best = 0
    for i in 1..<max(count, 1) where values[i] > values[best] { best = i }
    return best
}

/// Sums over the batches of an epoch.
package struct EpochProgress: Equatable {
    package var lossSum = 0.0
    package var correct = 0
    package var examples = 0

    package mutating func add(loss: Float, correct: Int, examples: Int) {
        lossSum += Double(loss) * Double(examples)
        self.correct += correct
        self.examples += examples
    }

    var meanLoss: Double { examples > 0 ? lossSum / Double(examples) : 0 }
    var accuracy: Double { examples > 0 ? Double(correct) / Double(examples) : 0 }
}
