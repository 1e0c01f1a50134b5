/// All that a training needs to go on exactly where it stood: weights, optimiser, moving average, options, and the place
/// in the training, from which the schedule and every random stream follow.
///
/// A safetensors file: `model.NAME`, `average.NAME`, `velocity.NAME` or `first_moment.NAME` and `second_moment.NAME`, and
/// the rest as strings of its metadata.
public struct Checkpoint: Sendable {
    static let kindKey = "kind"
    static let kind = "scrawl-checkpoint"
    /// Which version of this layout, and of the streams and schedules that continue it.
    private static let version = "1"

    /// The name of the network's architecture.
    public let architecture: String
    /// As the training was begun; `epochs` may be raised to train longer.
    public var options: TrainingOptions
    /// Epochs done.
    public let epoch: Int
    /// Steps done of the epoch after those.
    public let step: Int
    /// Examples in an epoch of the data that it was trained on; to be changed between epochs where others are meant to follow.
    public var examplesPerEpoch: Int
    /// Whatever else the program wants to find again (its data, its augmentation).
    public var notes: [String: String]

    let updates: Int
    let averageUpdates: Int
    let progress: EpochProgress
    let tensors: [String: Tensor]

    /// The weights of the model at this point.
    public var model: [String: Tensor] { group("model") }
    /// The moving average of the weights; empty where none is kept.
    public var average: [String: Tensor] { group("average") }

    func group(_ name: String) -> [String: Tensor] {
        let prefix = name + "."
        return Dictionary(uniqueKeysWithValues: tensors.filter { $0.key.hasPrefix(prefix) }
            .map { (String($0.key.dropFirst(prefix.count)), $0.value) })
    }

    /// Writes the file atomically.
    public func write(to path: String) throws(FileError) {
        var metadata = [
            Self.kindKey: Self.kind, "version": Self.version, "architecture": architecture,
            "options": options.json.description, "epoch": "\(epoch)", "step": "\(step)",
            "examples_per_epoch": "\(examplesPerEpoch)", "updates": "\(updates)", "average_updates": "\(averageUpdates)",
            "progress_loss": "\(progress.lossSum)", "progress_correct": "\(progress.correct)",
            "progress_examples": "\(progress.examples)",
        ]
        for (key, value) in notes { metadata["note." + key] = value }
        try Safetensors(tensors: tensors, metadata: metadata).write(to: path)
    }

    /// Reads a checkpoint.
    ///
    /// - Throws: `FileError`, `SafetensorsError` or `CheckpointError`, each naming the file.
    public init(contentsOf path: String) throws {
        let file = try Safetensors(contentsOf: path)
        func fail(_ problem: CheckpointError.Problem) -> CheckpointError { CheckpointError(path: path, problem: problem) }
        guard file.metadata[Self.kindKey] == Self.kind else { throw fail(.notACheckpoint) }
        guard file.metadata["version"] == Self.version else {
            throw fail(.otherVersion(file.metadata["version"] ?? "none"))
        }
        func text(_ key: String) throws(CheckpointError) -> String {
            guard let text = file.metadata[key] else { throw fail(.badField(key)) }
            return text
        }
        func count(_ key: String) throws(CheckpointError) -> Int {
            guard let value = Int(try text(key)), value >= 0 else { throw fail(.badField(key)) }
            return value
        }
        architecture = try text("architecture")
        guard let json = try? JSON(parsing: text("options")), let options = TrainingOptions(json: json) else {
            throw fail(.badField("options"))
        }
        self.options = options
        epoch = try count("epoch")
        step = try count("step")
        examplesPerEpoch = try count("examples_per_epoch")
        updates = try count("updates")
        averageUpdates = try count("average_updates")
        guard let loss = Double(try text("progress_loss")), loss >= 0, loss.isFinite else { throw fail(.badField("progress_loss")) }
        progress = EpochProgress(
            lossSum: loss, correct: try count("progress_correct"), examples: try count("progress_examples"))
        notes = Dictionary(uniqueKeysWithValues: file.metadata.filter { $0.key.hasPrefix("note.") }
            .map { (String($0.key.dropFirst("note.".count)), $0.value) })
        tensors = file.tensors
    }

    init(
        architecture: String, options: TrainingOptions, epoch: Int, step: Int, examplesPerEpoch: Int,
        notes: [String: String], updates: Int, averageUpdates: Int, progress: EpochProgress, tensors: [String: Tensor]
    ) {
        self.architecture = architecture
        self.options = options
        self.epoch = epoch
        self.step = step
        self.examplesPerEpoch = examplesPerEpoch
        self.notes = notes
        self.updates = updates
        self.averageUpdates = averageUpdates
        self.progress = progress
        self.tensors = tensors
    }
}

/// Why a training cannot go on from a checkpoint.
public struct CheckpointError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What keeps a training from going on.
    public enum Problem: Sendable, Equatable {
        /// The file is something else, such as a finished model.
        case notACheckpoint
        /// It was written by another version of the format.
        case otherVersion(String)
        /// A field of the metadata is missing or cannot be.
        case badField(String)
        /// The data has another number of examples.
        case otherData(examples: Int, expected: Int)
        /// The weights are those of another network.
        case doesNotFit(NetworkError)
    }

    /// The file; nil where the checkpoint came from memory.
    public let path: String?
    /// What is wrong with it.
    public let problem: Problem

    /// Notes what is wrong, and in which file.
    public init(path: String?, problem: Problem) {
        self.path = path
        self.problem = problem
    }

    /// What went wrong, in a sentence for a person.
    public var description: String { (path.map { "\($0): " } ?? "") + reason }

    private var reason: String {
        switch problem {
        case .notACheckpoint: "it is not a checkpoint of a training"
        case .otherVersion(let version): "it is a checkpoint of another version (\(version)) of this program"
        case .badField(let field): "its \"\(field)\" is missing or makes no sense"
        case .otherData(let examples, let expected):
            "it was trained on \(expected) examples, and there are \(examples) now"
        case .doesNotFit(let error): "its weights do not fit: \(error)"
        }
    }
}
