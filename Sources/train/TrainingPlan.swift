import CommandLineSupport
import Datasets
import NeuralNetwork

/// Everything about a training that its checkpoint must remember beside the engine's own options.
struct TrainingPlan {
    var architecture: Architecture
    var options: TrainingOptions
    var data: TrainingData
    var temperature: Double?

    /// A new training as the command line and the architecture's recipe say.
    init(_ command: TrainCommand, _ given: Options) throws {
        architecture = try Architecture.named(given[command.architecture] ?? Architecture.scrawl.name)
        let recipe = Recipe.of(architecture)
        let epochs = given[command.epochs] ?? recipe.epochs
        var chosen = TrainingOptions(
            epochs: epochs, endingEpochs: given[command.ending] ?? min(recipe.ending, epochs / 10),
            batchSize: given[command.batchSize] ?? recipe.batchSize, seed: UInt64(given[command.seed] ?? 1), optimiser: recipe.optimiser,
            schedule: Schedule(recipe.schedule, baseRate: given[command.learningRate] ?? recipe.learningRate),
            weightDecay: WeightDecay(given[command.weightDecay].map { Float($0) } ?? recipe.weightDecay),
            loss: CrossEntropy(labelSmoothing: given[command.labelSmoothing].map { Float($0) } ?? recipe.labelSmoothing),
            averageDecay: recipe.averageDecay)
        if let rate = given[command.learningRate], rate == 0 { throw UsageError("--learning-rate must be above 0") }
        if let name = given[command.optimiser], let found = Names.optimisers.first(where: { $0.name == name }) {
            chosen.optimiser = found.optimiser
        }
        if let name = given[command.schedule], let found = Names.schedules.first(where: { $0.name == name }) {
            chosen.schedule.shape = found.shape
        }
        if let decay = given[command.average] { chosen.averageDecay = decay > 0 ? Float(decay) : nil }
        if let limit = given[command.clip], limit > 0 { chosen.gradientLimit = Float(limit) }
        data = try TrainingData(command, given, recipe)
        temperature = given[command.temperature]
        options = chosen
    }

    /// The training of a checkpoint. What would make it another training is refused.
    init(resuming checkpoint: Checkpoint, at path: String, _ command: TrainCommand, _ given: Options) throws {
        if let name = given[command.architecture], name != checkpoint.architecture {
            throw UsageError("“\(path)” is a checkpoint of \(checkpoint.architecture), not of \(name)")
        }
        let fixed: [(String, Bool)] = [
            ("batch-size", given[command.batchSize] != nil), ("learning-rate", given[command.learningRate] != nil),
            ("optimizer", given[command.optimiser] != nil), ("schedule", given[command.schedule] != nil),
            ("warm-up", given[command.warmUp] != nil), ("weight-decay", given[command.weightDecay] != nil),
            ("label-smoothing", given[command.labelSmoothing] != nil), ("average", given[command.average] != nil),
            ("clip", given[command.clip] != nil), ("seed", given[command.seed] != nil), ("augment", given[command.augment]),
            ("finish", given[command.finish] != nil), ("validation", given[command.validation] != nil),
            ("strokes-weight", given[command.strokesWeight] != nil), ("writers", given[command.writers] != nil),
            ("synthetic", given[command.synthetic] != nil), ("photos", given[command.photos] != nil), ("marks", given[command.marks] != nil),
        ]
        if let option = fixed.first(where: \.1) {
            throw UsageError("--\(option.0) cannot change when a training is resumed; leave it out")
        }
        architecture = try Architecture.named(checkpoint.architecture)
        options = checkpoint.options
        data = TrainingData(notes: checkpoint.notes)
        if let strokes = given[command.strokes] { data.strokes = strokes }
        if let folder = given[command.marksFrom] { data.marksFrom = folder }
        if let augmentation = given[command.augmentation] {
            data.augmentation = augmentation
            data.finish = 0
        }
        if let weight = given[command.imagesWeight] { data.imagesWeight = weight }
        temperature = given[command.temperature] ?? checkpoint.notes["temperature"].flatMap { Double($0) }
        if let epochs = given[command.epochs] {
            guard epochs >= checkpoint.epoch else {
                throw UsageError("“\(path)” has done \(checkpoint.epoch) epochs already, --epochs \(epochs) is less")
            }
            options.epochs = epochs
        }
        if let ending = given[command.ending] { options.endingEpochs = ending }
    }

    /// What a checkpoint keeps of this plan and of where its data and its model are.
    func notes(folder: String, output: String) -> [String: String] {
        var notes = data.notes
        notes["data"] = folder
        notes["output"] = output
        notes["temperature"] = temperature.map { "\($0)" }
        return notes
    }
}
