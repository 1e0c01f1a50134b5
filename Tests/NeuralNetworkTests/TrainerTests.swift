import Foundation
import Kernels
import Testing

import NeuralNetwork

@Suite struct TrainerTests {
    /// Every kind of parameter, statistic and random stream in a small network that is registered under no name.
    static func network(seed: UInt64 = 3) throws -> Network {
        try Network(
            input: .image(height: 8, width: 8, channels: 1),
            layers: [
                NamedLayer("conv1", .conv2D(Conv2D(filters: 5, kernel: 3, padding: .same, bias: false))),
                NamedLayer("bn1", .batchNorm(BatchNorm())), NamedLayer("relu1", .relu),
                NamedLayer("pool1", .maxPool2D(MaxPool2D())), NamedLayer("drop1", .dropout(Dropout(0.2))),
                NamedLayer("block", .residual(Residual(body: [
                    NamedLayer("conv", .conv2D(Conv2D(filters: 5, kernel: 3, padding: .same))),
                    NamedLayer("gelu", .activation(.gelu)),
                ]))),
                NamedLayer("flatten", .flatten(Flatten())),
                NamedLayer("fc1", .dense(Dense(outputs: 16))), NamedLayer("relu2", .relu),
                NamedLayer("fc2", .dense(Dense(outputs: 4))),
            ], seed: seed)
    }

    static let source = RowPictures(count: 150, side: 8, classes: 4, augments: true)

    static func options(epochs: Int, optimiser: Optimiser = .adamW()) -> TrainingOptions {
        TrainingOptions(
            epochs: epochs, batchSize: 32, seed: 9, optimiser: optimiser,
            schedule: Schedule(.cosine(final: 0.1), baseRate: 3e-3, warmUpSteps: 3), weightDecay: WeightDecay(0.01),
            loss: CrossEntropy(labelSmoothing: 0.05), gradientLimit: 2, averageDecay: 0.98)
    }

    /// All bits of a trainer's state.
    static func bits(_ trainer: Trainer) -> [UInt32] {
        var buffers = [trainer.network.values.trained, trainer.network.values.statistics]
        if let average = trainer.average { buffers += [average.values.trained, average.values.statistics] }
        buffers += trainer.optimiser.moments
        return buffers.flatMap { $0.elements.map(\.bitPattern) }
    }

    @Test func itLearns() throws {
        let source = RowPictures(count: 400, side: 8, classes: 4, augments: true)
        let trainer = try Trainer(network: Self.network(), options: Self.options(epochs: 6), source: source)
        var losses: [Double] = []
        var steps = 0
        let outcome = try trainer.run(observe: { event in
            switch event {
            case .epoch(let report): losses.append(report.loss)
            case .step(let report):
                steps += 1
                #expect(report.gradientNorm != nil)
            }
        })
        #expect(outcome == .finished)
        #expect(steps == 6 * 13)
        #expect(losses.count == 6 && losses[5] < losses[0] / 2)
        let classifier = Classifier(try trainer.trainedNetwork(), metadata: ModelMetadata(architecture: "test"))
        let evaluation = try classifier.evaluate(RowPictures(count: 397, side: 8, classes: 4))
        #expect(evaluation.examples == 397)
        #expect(evaluation.accuracy > 0.98)
        #expect(evaluation.loss < 0.5)
    }

    /// However often it is asked whether to stop, the order is the plain shuffle's; and it stops amid a shuffle.
    @Test(arguments: [1, 2, ExampleOrder.piece - 1, ExampleOrder.piece, 2 * ExampleOrder.piece + 1])
    func orderOfExamples(count: Int) throws {
        let random = RandomNumbers(seed: 7, stream: "shuffling", 2)
        var expected = Array(0..<count), shuffling = random
        shuffling.shuffle(&expected)
        var questions = 0
        let order = try #require(ExampleOrder(shuffling: count, random) {
            questions += 1
            return false
        })
        #expect(order.count == count && Array(order[0..<count]) == expected)
        #expect(Array(order[count / 2..<count]) == Array(expected[(count / 2)...]))
        for last in 1...questions {
            var asked = 0
            #expect(ExampleOrder(shuffling: count, random) {
                asked += 1
                return asked == last
            } == nil)
            #expect(asked == last)
        }
    }

    @Test func theNumberOfThreadsChangesNothing() throws {
        var all: [[UInt32]] = []
        for threads in 1...4 {
            let trainer = try Trainer(
                network: Self.network(), options: Self.options(epochs: 2), source: Self.source, pool: ThreadPool(threads: threads))
            _ = try trainer.run()
            all.append(Self.bits(trainer))
        }
        for other in all.dropFirst() { #expect(other == all[0]) }
        let other = try Trainer(network: Self.network(seed: 4), options: Self.options(epochs: 2), source: Self.source)
        _ = try other.run()
        #expect(Self.bits(other) != all[0])
    }

    /// Interrupted after an epoch, or amid one, written, read and continued: the same bits as without.
    @Test(arguments: [Optimiser.adamW(), .sgd(momentum: 0.9, nesterov: true), .sgd(momentum: 0)], [5, 7, 10])
    func resuming(_ optimiser: Optimiser, stopAfter: Int) throws {
        let folder = try TemporaryFolder()
        let source = RowPictures(count: 300, side: 28, classes: 10, augments: true)
        var options = Self.options(epochs: 2, optimiser: optimiser)
        options.batchSize = 64
        let whole = try Trainer(network: Architecture.mlp.network(seed: 9), options: options, source: source)
        _ = try whole.run()
        let first = try Trainer(network: Architecture.mlp.network(seed: 9), options: options, source: source)
        var steps = 0
        let outcome = try first.run(shouldStop: { steps >= stopAfter }) { if case .step = $0 { steps += 1 } }
        #expect(outcome == (stopAfter >= 10 ? .finished : .stopped))
        try first.checkpoint(architecture: "mlp", notes: ["data": "rows"]).write(to: folder.file("c"))

        let checkpoint = try Checkpoint(contentsOf: folder.file("c"))
        #expect(checkpoint.options == options)
        #expect(checkpoint.notes == ["data": "rows"])
        #expect(checkpoint.epoch * 5 + checkpoint.step == stopAfter)
        let second = try Trainer(resuming: checkpoint, source: source)
        var lastLoss: Double?
        _ = try second.run(observe: { if case .epoch(let report) = $0 { lastLoss = report.loss } })
        #expect(Self.bits(second) == Self.bits(whole))
        if stopAfter < 10 { #expect(lastLoss != nil) }
    }

    /// Two epochs, then two more with the number raised, as `--epochs 4` of a resumed run does with a constant rate.
    @Test func twoAndTwoEpochsAreFour() throws {
        let source = RowPictures(count: 300, side: 28, classes: 10, augments: true)
        func options(_ epochs: Int) -> TrainingOptions { TrainingOptions(epochs: epochs, batchSize: 64, seed: 2, averageDecay: 0.9) }
        let whole = try Trainer(network: Architecture.mlp.network(seed: 2), options: options(4), source: source)
        var wholeLosses: [Double] = []
        _ = try whole.run(observe: { if case .epoch(let report) = $0 { wholeLosses.append(report.loss) } })
        let first = try Trainer(network: Architecture.mlp.network(seed: 2), options: options(2), source: source)
        _ = try first.run()
        var checkpoint = first.checkpoint(architecture: "mlp")
        checkpoint.options.epochs = 4
        let second = try Trainer(resuming: checkpoint, source: source)
        var losses: [Double] = []
        _ = try second.run(observe: { if case .epoch(let report) = $0 { losses.append(report.loss) } })
        #expect(Self.bits(second) == Self.bits(whole))
        #expect(losses == Array(wholeLosses[2...]))
    }

    @Test func labelsAndDistributionsAreTheSameLoss() throws {
        func final(_ usesTargets: Bool) throws -> [Float] {
            let source = RowPictures(count: 64, side: 8, classes: 4, usesTargets: usesTargets)
            let trainer = try Trainer(network: Self.network(), options: Self.options(epochs: 1), source: source)
            _ = try trainer.run()
            return Array(trainer.network.values.trained.elements)
        }
        // Two steps; the two ways round differently, and Adam divides by small numbers.
        #expect(relativeDifference(try final(true), try final(false)) < 1e-3)
    }

    struct BadSource: BatchSource {
        struct Broken: Error {}
        var count: Int
        var label: UInt8 = 0
        var failsAt: Int?
        var pixel: Float = 0.5

        func fill(_ batch: Batch, for request: BatchRequest) throws {
            if request.step == failsAt { throw Broken() }
            for i in 0..<batch.count * batch.input.count { batch.images[i] = pixel }
            for i in 0..<batch.count { batch.labels[i] = label }
        }
    }

    @Test func mistakesAreReported() throws {
        let network = try Self.network()
        func run(_ source: BadSource, _ options: TrainingOptions = Self.options(epochs: 1)) throws {
            _ = try Trainer(network: network, options: options, source: source).run()
        }
        #expect(throws: TrainingError.noExamples) { try run(BadSource(count: 0)) }
        #expect(throws: TrainingError.labelOutOfRange(label: 4, classes: 4, epoch: 0, step: 0)) {
            try run(BadSource(count: 100, label: 4))
        }
        #expect(throws: BadSource.Broken.self) { try run(BadSource(count: 100, failsAt: 2)) }
        #expect(throws: TrainingError.diverged(epoch: 0, step: 0)) { try run(BadSource(count: 100, pixel: .nan)) }
        var options = Self.options(epochs: 1)
        options.batchSize = 0
        #expect(throws: TrainingError.badOption("the batch size is 0; it must be at least 1")) { try run(BadSource(count: 5), options) }
        options = Self.options(epochs: 1)
        options.schedule.baseRate = -.infinity
        #expect(throws: TrainingError.self) { try run(BadSource(count: 5), options) }
    }

    @Test func foreignCheckpoints() throws {
        let folder = try TemporaryFolder()
        let source = RowPictures(count: 100, side: 28, classes: 10)
        let trainer = try Trainer(
            network: Architecture.mlp.network(seed: 1), options: Self.options(epochs: 1), source: source)
        let checkpoint = trainer.checkpoint(architecture: "mlp")
        #expect(throws: CheckpointError(path: nil, problem: .otherData(examples: 99, expected: 100))) {
            try Trainer(resuming: checkpoint, source: RowPictures(count: 99, side: 28, classes: 10))
        }
        let other = trainer.checkpoint(architecture: "cnn")
        #expect(throws: CheckpointError(path: nil, problem: .doesNotFit(.missingTensor(name: "conv1.weight")))) {
            try Trainer(resuming: other, source: source)
        }
        try ModelFile.write(trainer.network, ModelMetadata(architecture: "mlp"), to: folder.file("model"))
        #expect(throws: CheckpointError(path: folder.file("model"), problem: .notACheckpoint)) {
            try Checkpoint(contentsOf: folder.file("model"))
        }
        try checkpoint.write(to: folder.file("checkpoint"))
        let error = #expect(throws: ModelFileError.self) { try Classifier(contentsOf: folder.file("checkpoint")) }
        #expect(error?.error == .isCheckpoint)
        for key in ["options", "epoch", "updates", "progress_loss", "version"] {
            var file = try Safetensors(contentsOf: folder.file("checkpoint"))
            file.metadata[key] = "-1"
            try file.write(to: folder.file("damaged"))
            #expect(throws: CheckpointError.self, "\(key)") { try Checkpoint(contentsOf: folder.file("damaged")) }
        }
    }

    @Test func movingAverage() throws {
        let network = try Network(input: .vector(1), layers: [
            NamedLayer("fc", .dense(Dense(outputs: 1))), NamedLayer("bn", .batchNorm(BatchNorm())),
        ])
        let average = WeightAverage(decay: 0.5, of: network)
        var expected = Double(network.values.trained.pointer[0])
        var statistic = 0.0
        for step in 0..<12 {
            let weight = Float(step * step), mean = Float(step) - 3
            network.values.trained.pointer[0] = weight
            network.values.statistics.pointer[0] = mean
            average.update(from: network.values, kernels: .current, pool: .serial)
            let decay = min(0.5, Double(1 + step) / Double(10 + step))
            expected += (1 - decay) * (Double(weight) - expected)
            statistic += (1 - decay) * (Double(mean) - statistic)
        }
        #expect(abs(Double(average.values.trained.pointer[0]) - expected) < 1e-5 * expected)
        #expect(abs(Double(average.values.statistics.pointer[0]) - statistic) < 1e-5 * abs(statistic))
    }

    @Test func weightDecayLeavesBiasesAndNorms() throws {
        let network = try Self.network()
        let layout = network.layout
        let zero = FloatBuffer(count: layout.trainedCount)
        for includes in [false, true] {
            let values = ParameterValues(layout)
            values.trained.fill(1)
            let optimiser = OptimiserState(
                .sgd(momentum: 0), decay: WeightDecay(0.5, includesBiasesAndNorms: includes), layout: layout)
            optimiser.update(values.trained, gradients: zero, learningRate: 0.1, kernels: .current, pool: .serial)
            for entry in layout.entries where entry.description.role.isTrained {
                let expected: Float = entry.description.role == .weight || includes ? 0.95 : 1
                #expect(values.pointer(entry)[0] == expected, "\(entry.description.name)")
            }
        }
    }

    @Test func warmUp() {
        let schedule = Schedule(.cosine(), baseRate: 1, warmUpSteps: 4)
        let rates = (0..<24).map { schedule.rate(step: $0, of: 24) }
        for (rate, expected) in zip(rates, [0.2, 0.4, 0.6, 0.8, 1]) { #expect(abs(rate - expected) < 1e-12) }
        #expect(abs(rates[14] - 0.5) < 1e-12)
        #expect(zip(rates[4...], rates[5...]).allSatisfy { $0 > $1 })
        #expect(rates[23] > 0 && rates[23] < 0.01)
    }
}
