import CommandLineSupport
import Datasets
import Foundation
import Kernels
import NeuralNetwork

/// One run of `train` that trains: from the command line to the model file.
final class TrainingRun {
    private let plan: TrainingPlan
    private let folder: IDXFolder
    private let output: String
    private let log: TrainingLog?
    private let stopAfter: Int?
    private let pool: ThreadPool
    private let trainer: Trainer
    private let held: LabelledImages?
    /// The test images, where nothing is held out: opened before the training, so that a fault in them shows now and not after hours.
    private let test: LabelledImages?
    private let words: String
    private var display: EpochDisplay
    private var validation: Evaluation?

    init(_ command: TrainCommand, _ given: Options, _ pool: ThreadPool) throws {
        self.pool = pool
        stopAfter = given[command.stopAfter]
        let resumed = try given[command.resume].map { path in (path, try Checkpoint(contentsOf: path)) }
        var plan: TrainingPlan
        if let (path, checkpoint) = resumed {
            plan = try TrainingPlan(resuming: checkpoint, at: path, command, given)
        } else {
            plan = try TrainingPlan(command, given)
        }
        guard let data = given[command.data] ?? resumed?.1.notes["data"] else {
            throw UsageError("--data DIR is missing, the folder with the IDX files")
        }
        folder = try IDXFolder(path: data)
        output = given[command.output] ?? resumed?.1.notes["output"] ?? "\(plan.architecture.name).safetensors"
        let training: any ExampleSource
        try Self.checkPlace(output)
        (training, held, words) = try plan.data.sources(
            folder: folder, seed: plan.options.seed, epochs: plan.options.epochs - plan.options.endingEpochs)
        test = held == nil ? try Self.testImages(in: folder) : nil
        let batches = ExampleBatches(training)
        if resumed == nil, let warmUp = given[command.warmUp] {
            let steps = (training.count + plan.options.batchSize - 1) / plan.options.batchSize
            plan.options.schedule.warmUpSteps = Int((warmUp * Double(steps)).rounded())
        }
        if let (path, checkpoint) = resumed {
            var continued = checkpoint
            continued.options = plan.options
            if given[command.imagesWeight] != nil {
                guard checkpoint.step == 0 else {
                    throw UsageError("--images-weight can change between epochs only, and “\(path)” stands within one; go on to its end first")
                }
                continued.examplesPerEpoch = training.count
            }
            do {
                trainer = try Trainer(resuming: continued, source: batches, pool: pool)
            } catch let error as CheckpointError {
                throw ResumeError(path: path, reason: error.description)
            }
        } else {
            let network = try plan.architecture.network(seed: plan.options.seed)
            trainer = try Trainer(network: network, options: plan.options, source: batches, pool: pool)
        }
        self.plan = plan
        log = try given[command.log].map { try TrainingLog(path: $0, appending: resumed != nil) }
        display = EpochDisplay(epochs: plan.options.epochs, imagesPerEpoch: training.count)
    }

    /// A model takes the place of a file, not of a folder or a device.
    private static func checkPlace(_ output: String) throws {
        var status = stat()
        guard stat(output, &status) == 0, status.st_mode & S_IFMT != S_IFREG else { return }
        throw UsageError("--output is “\(output)”, which is \(status.st_mode & S_IFMT == S_IFDIR ? "a folder" : "no file"); name a file, such as model.safetensors")
    }

    /// Beside the model, under its name.
    private var checkpointPath: String {
        (output.hasSuffix(".safetensors") ? String(output.dropLast(".safetensors".count)) : output) + ".checkpoint"
    }

    private func saveCheckpoint() throws {
        let notes = plan.notes(folder: folder.path, output: output)
        try trainer.checkpoint(architecture: plan.architecture.name, notes: notes).write(to: checkpointPath)
    }

    func run() throws -> Int32 {
        StandardError.write(
            "Training \(plan.architecture.name) (\(thousands(Double(trainer.network.parameterCount))) parameters) on \(words) "
                + "with \(pool.threads) thread\(pool.threads == 1 ? "" : "s"), \(InstructionSet.current.rawValue) kernels\n")
        // A place that cannot be written shows now and not after hours.
        try saveCheckpoint()
        Interruption.watch()
        let firstEpoch = trainer.epoch
        display.begin(examplesDone: trainer.step * plan.options.batchSize)
        let outcome: TrainingOutcome
        do {
            outcome = try trainer.run(
                shouldStop: { Interruption.isRequested || stopAfter.map { trainer.epoch - firstEpoch >= $0 } ?? false },
                observe: observe)
        } catch {
            display.clear()
            throw error
        }
        display.clear()
        if outcome == .stopped { return try stopped() }
        return try finish()
    }

    private func observe(_ event: TrainingEvent) throws {
        switch event {
        case .step(let report):
            display.update(report)
        case .epoch(let report):
            let seconds = display.epochSeconds, rate = display.imagesPerSecond
            validation = try held.map { try measure($0, metadata: metadata()) }
            display.line(report, validation: validation, seconds: seconds, rate: rate)
            do {
                try saveCheckpoint()
            } catch {
                // The training goes on: there may be room again when it is done.
                display.warn("\(message(of: error)); going on without this checkpoint")
            }
            try log?.add(TrainingLog.Row(
                epoch: report.epoch + 1, images: report.examples, loss: report.loss, accuracy: report.accuracy,
                validationLoss: validation?.loss, validationAccuracy: validation?.accuracy, learningRate: report.learningRate,
                seconds: seconds, imagesPerSecond: rate))
            display.begin(examplesDone: 0)
        }
    }

    private func measure(
        _ images: LabelledImages, metadata: ModelMetadata, logits: (UnsafeBufferPointer<Float>, Int) throws -> Void = { _, _ in }
    ) throws -> Evaluation {
        try Classifier(trainer.trainedNetwork(), metadata: metadata, pool: pool)
            .evaluate(ExampleBatches(ImageExamples(images), pool: pool), logits: logits)
    }

    private func stopped() throws -> Int32 {
        try saveCheckpoint()
        let place = trainer.step > 0 ? "in epoch \(trainer.epoch + 1)" : trainer.epoch > 0 ? "after epoch \(trainer.epoch)" : "before epoch 1"
        StandardError.write(
            "Stopped \(place) of \(plan.options.epochs). Go on with: train --resume \(quoted(checkpointPath)) --data \(quoted(folder.path))\n")
        return Interruption.isRequested ? Interruption.exitStatus : ExitStatus.success
    }

    private func metadata() -> ModelMetadata {
        var metadata = ModelMetadata(
            architecture: plan.architecture.name, temperature: plan.temperature.map { Float($0) } ?? 1, seed: plan.options.seed, data: words)
        metadata.other = [
            "epochs": "\(plan.options.epochs)", "batch_size": "\(plan.options.batchSize)",
            "learning_rate": "\(plan.options.schedule.baseRate)", "optimizer": plan.options.optimiser.name,
            "augmentation": plan.data.augmentation, "finish": "\(plan.data.finish)", "ending": "\(plan.options.endingEpochs)",
            "kernels": InstructionSet.current.rawValue, "program": "Scrawl \(programVersion)",
        ]
        return metadata
    }

    /// Measures, calibrates where images were held out, and writes the model.
    private func finish() throws -> Int32 {
        var metadata = metadata()
        if let held {
            var logits: [Float] = []
            let result = try measure(held, metadata: metadata) { batch, _ in logits += batch }
            let fit = TemperatureFit(logits: logits, labels: (0..<held.count).map(held.label))
            if plan.temperature == nil { metadata.temperature = fit.temperature }
            metadata.accuracies["validation"] = result.accuracy
            metadata.other["validation_images"] = "\(result.examples)"
            metadata.other["validation_loss"] = "\(result.loss)"
            StandardError.write("Held-out images: \(result.summary)\n")
            StandardError.write(
                "Temperature \(decimal(Double(fit.temperature), places: 3)): loss \(decimal(fit.lossBefore, places: 4)) to "
                    + "\(decimal(fit.lossAfter, places: 4)), calibration error \(decimal(fit.errorBefore, places: 4)) to "
                    + "\(decimal(fit.errorAfter, places: 4))\n")
        } else if let test {
            // With nothing held out there is nothing left to choose, and the test images may be looked at.
            let result = try measure(test, metadata: metadata)
            metadata.accuracies["test"] = result.accuracy
            metadata.other["test_images"] = "\(result.examples)"
            metadata.other["test_loss"] = "\(result.loss)"
            StandardError.write("Test images: \(result.summary)\n")
        }
        try ModelFile.write(trainer.trainedNetwork(), metadata, to: output)
        StandardError.write(
            "Wrote \(output). To train it longer: train --resume \(quoted(checkpointPath)) --epochs N --data \(quoted(folder.path))\n")
        return ExitStatus.success
    }

    /// The test images; nil where the folder has only training images.
    private static func testImages(in folder: IDXFolder) throws(DatasetError) -> LabelledImages? {
        do {
            return try folder.images(.test)
        } catch .missingFile {
            return nil
        }
    }

    /// A name as a shell takes it.
    private func quoted(_ path: String) -> String {
        let plain = path.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-+=:,@".contains($0)) }
        return plain ? path : "'" + path.replacing("'", with: "'\\''") + "'"
    }
}

/// A checkpoint that does not go with the data or the program.
struct ResumeError: Error, CustomStringConvertible {
    let path: String
    let reason: String

    var description: String { "cannot go on from \(path): \(reason)" }
}
