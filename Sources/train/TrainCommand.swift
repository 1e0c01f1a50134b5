import CommandLineSupport
import Datasets
import FileWriting
import Kernels
import NeuralNetwork

/// The command line of `train`: its options, and which of its works they ask for.
struct TrainCommand {
    let parser: OptionParser
    let data, architecture, output, resume, log, optimiser, schedule, augmentation, strokes, writers, marksFrom: OptionKey<String?>
    let evaluate, exportONNX, model: OptionKey<String?>
    let epochs, ending, batchSize, seed, threads, validation, stopAfter, synthetic, photos, marks: OptionKey<Int?>
    let learningRate, weightDecay, labelSmoothing, average, clip, warmUp, imagesWeight, strokesWeight, temperature, finish: OptionKey<Double?>
    let augment, json: OptionKey<Bool>
    let logits: OptionKey<String?>

    private static let largest = Double.greatestFiniteMagnitude

    init() {
        let names = Architecture.all.map { "  \($0.name): \($0.summary)" }.joined(separator: "\n")
        var parser = OptionParser(
            tool: "train", parameters: "--data DIR",
            summary: """
                Trains a network to read handwritten digits on IDX files (MNIST's format, plain or gzip), measures it, or \
                writes it as ONNX.
                """,
            details: """
                Architectures:
                \(names)

                Each has a recipe of its own for all that is not given. Ctrl-C saves a checkpoint and says how to go on; there is one after each epoch too.

                Examples:
                  train --data mnist --architecture cnn --output cnn.safetensors
                  train --data mnist --architecture deep-cnn --validation 10000 --log deep.csv
                  train --resume deep-cnn.checkpoint --data mnist
                  train --evaluate cnn.safetensors --data mnist --json
                  train --export-onnx cnn.onnx --model cnn.safetensors
                """)
        data = parser.filename("data", letter: "d", "DIR", "Folder with the IDX files")
        architecture = parser.string(
            "architecture", letter: "a", "NAME", "Which network (\(Architecture.all.map(\.name).joined(separator: ", "))); default scrawl",
            oneOf: Architecture.all.map(\.name))
        epochs = parser.integer("epochs", letter: "e", "N", "How often each image is seen", in: 1...100_000)
        ending = parser.integer(
            "ending", "N", "So many of the epochs, at the end, at a low rate and without variation (for scrawl 5, at most a tenth)", in: 0...100_000)
        batchSize = parser.integer("batch-size", letter: "b", "N", "Images in one step", in: 1...100_000)
        learningRate = parser.double("learning-rate", "X", "The largest learning rate", in: 0...Self.largest)
        optimiser = parser.string(
            "optimizer", "NAME", "sgd (momentum 0.9, Nesterov), adam or adamw", oneOf: Names.optimisers.map(\.name))
        schedule = parser.string(
            "schedule", "NAME", "constant, step, cosine or one-cycle", oneOf: Names.schedules.map(\.name))
        warmUp = parser.double("warm-up", "EPOCHS", "The rate grows to its beginning during these epochs", in: 0...10_000)
        weightDecay = parser.double("weight-decay", "X", "Decay of the weights (not of biases and norms)", in: 0...Self.largest)
        labelSmoothing = parser.double("label-smoothing", "X", "Share of each target given to all classes", in: 0...0.99)
        average = parser.double("average", "X", "Decay of the moving average of the weights; 0 keeps none", in: 0...0.999_999)
        clip = parser.double("clip", "X", "Largest norm of the gradient; 0 sets no limit", in: 0...Self.largest)
        augment = parser.flag("augment", "Vary the training images (elastic, unless --augmentation says which)")
        augmentation = parser.string(
            "augmentation", "NAME", "How the training images are varied: none, affine, elastic or strong",
            oneOf: Augmentation.named.map(\.name))
        finish = parser.double(
            "finish", "X", "The last share of the epochs before the ending, in which images are varied by affine only", in: 0...1)
        strokes = parser.filename("strokes", "FILE", "Pen strokes to train on too (UNIPEN-like text)")
        imagesWeight = parser.double("images-weight", "X", "How often each image of --data is seen in an epoch; default 1", in: 0...1000)
        strokesWeight = parser.double("strokes-weight", "X", "How often each of them is drawn in an epoch; default 1", in: 0...1000)
        writers = parser.string("writers", "A-B,…", "Only the strokes of these writers, for instance 1-8,17-30")
        synthetic = parser.integer("synthetic", "N", "Train on N generated digits an epoch too", in: 0...100_000_000)
        photos = parser.integer("photos", "N", "Train on N digits an epoch too, found on generated photographs", in: 0...100_000_000)
        marks = parser.integer("marks", "N", "Train on N generated marks an epoch too that are no digits", in: 0...100_000_000)
        marksFrom = parser.filename("marks-from", "DIR", "Train on the pictures in this folder too, which are no digits, such as letters")
        validation = parser.integer("validation", letter: "v", "N", "Hold the last N training images out and measure on them", in: 0...Int.max)
        temperature = parser.double("temperature", "X", "The temperature of the probabilities, where none is fitted", in: 0.05...20)
        seed = parser.integer("seed", letter: "s", "N", "Of all random numbers; default 1", in: 0...Int.max)
        threads = parser.integer("threads", letter: "t", "N", "How many threads; default all cores", in: 1...1024)
        output = parser.filename("output", letter: "o", "FILE", "The model; default ARCHITECTURE.safetensors")
        log = parser.filename("log", "FILE.csv", "Figures of each epoch")
        resume = parser.filename("resume", "FILE", "Go on from a checkpoint; --epochs may be raised, --ending, --augmentation and --images-weight changed")
        stopAfter = parser.integer("stop-after", "N", "Save a checkpoint and stop after N epochs of this run", in: 1...100_000)
        evaluate = parser.filename("evaluate", "MODEL", "Measure a model on the test files of --data")
        json = parser.flag("json", "Print the figures of --evaluate as JSON")
        logits = parser.filename("logits", "FILE", "Write the logits of --evaluate: N x 10 32-bit floats, little-endian")
        exportONNX = parser.filename("export-onnx", "FILE", "Write --model as ONNX")
        model = parser.filename("model", "MODEL", "The model to export")
        self.parser = parser
    }

    /// Does what the command line asks for and ends the process.
    func run() -> Never {
        parser.run { options in
            if let problem = InstructionSet.selectionProblem { throw UsageError(problem) }
            let pool = options[threads].map { ThreadPool(threads: $0) } ?? .shared
            let works = [evaluate, exportONNX, resume].filter { options[$0] != nil }
            guard works.count <= 1 else { throw UsageError("--evaluate, --export-onnx and --resume exclude each other") }
            if options[json], options[evaluate] == nil { throw UsageError("--json goes with --evaluate") }
            if options[logits] != nil, options[evaluate] == nil { throw UsageError("--logits goes with --evaluate") }
            if options[model] != nil, options[exportONNX] == nil { throw UsageError("--model goes with --export-onnx") }
            if let path = options[evaluate] { return try evaluate(path, options, pool) }
            if let path = options[exportONNX] { return try export(to: path, options) }
            return try TrainingRun(self, options, pool).run()
        }
    }

    private func evaluate(_ path: String, _ options: Options, _ pool: ThreadPool) throws -> Int32 {
        guard let folder = options[data] else { throw UsageError("--evaluate needs --data DIR, the folder with the test files") }
        let images = try IDXFolder(path: folder).images(.test)
        var bytes: [UInt8] = []
        let result = try Classifier(contentsOf: path, pool: pool).evaluate(ExampleBatches(ImageExamples(images))) { batch, _ in
            guard options[logits] != nil else { return }
            for logit in batch { withUnsafeBytes(of: logit.bitPattern.littleEndian) { bytes += $0 } }
        }
        if let file = options[logits] { try AtomicFile.write(bytes, to: file) }
        try StandardOutput.write(options[json] ? result.json + "\n" : result.summary + "\n")
        return ExitStatus.success
    }
}

extension Evaluation {
    /// One line for programs.
    var json: String {
        // A loss that is no number would be no JSON.
        let loss = loss.isFinite ? "\(loss)" : "null"
        return "{\"examples\":\(examples),\"correct\":\(correct),\"accuracy\":\(accuracy),\"loss\":\(loss)}"
    }

    /// One line for people.
    var summary: String {
        "accuracy \(percentage(accuracy)) (\(correct) of \(examples); 95 % interval \(percentage(accuracyInterval.lowerBound)) to "
            + "\(percentage(accuracyInterval.upperBound))), loss \(decimal(loss, places: 4))"
    }
}
