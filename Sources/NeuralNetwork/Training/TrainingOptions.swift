/// Everything that decides how a training goes, apart from network and data.
public struct TrainingOptions: Sendable, Hashable {
    /// How often each example is seen, at least 1.
    public var epochs: Int
    /// How many of these, at the end, follow once the schedule has run its course over the others: the rate goes there once more as at the end of a schedule
    /// over all epochs.
    public var endingEpochs: Int
    /// Examples in one step, at least 1.
    public var batchSize: Int
    /// Of all random streams.
    public var seed: UInt64
    /// How the weights follow the gradients.
    public var optimiser: Optimiser
    /// The learning rate of each step.
    public var schedule: Schedule
    /// What pulls the weights towards 0.
    public var weightDecay: WeightDecay
    /// What is made small.
    public var loss: CrossEntropy
    /// The largest norm of all gradients together; nil: no limit.
    public var gradientLimit: Float?
    /// The decay of the moving average of the weights; nil: none is kept.
    public var averageDecay: Float?

    /// Options; the defaults suit small networks. `Trainer` throws where one cannot be.
    public init(
        epochs: Int = 10, endingEpochs: Int = 0, batchSize: Int = 128, seed: UInt64 = 1, optimiser: Optimiser = .adam(),
        schedule: Schedule = Schedule(.constant, baseRate: 1e-3), weightDecay: WeightDecay = .none,
        loss: CrossEntropy = CrossEntropy(), gradientLimit: Float? = nil, averageDecay: Float? = nil
    ) {
        self.epochs = epochs
        self.endingEpochs = endingEpochs
        self.batchSize = batchSize
        self.seed = seed
        self.optimiser = optimiser
        self.schedule = schedule
        self.weightDecay = weightDecay
        self.loss = loss
        self.gradientLimit = gradientLimit
        self.averageDecay = averageDecay
    }
}

/// Why a training cannot begin or go on.
public enum TrainingError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The source is empty.
    case noExamples
    /// An option is out of its range; the text says which.
    case badOption(String)
    /// A label is not one of the network's classes.
    case labelOutOfRange(label: Int, classes: Int, epoch: Int, step: Int)
    /// The loss is no longer a finite number.
    case diverged(epoch: Int, step: Int)

    /// What went wrong, in a sentence for a person.
    public var description: String {
        switch self {
        case .noExamples: "there are no examples to train on"
        case .badOption(let reason): reason
        case .labelOutOfRange(let label, let classes, let epoch, let step):
            "the label \(label) in step \(step + 1) of epoch \(epoch + 1) is not below \(classes)"
        case .diverged(let epoch, let step):
            "the loss is not a finite number in step \(step + 1) of epoch \(epoch + 1): try a lower learning rate"
        }
    }
}

extension TrainingOptions {
    /// Throws a message about the first option that makes no sense.
    func validate() throws(TrainingError) {
        func require(_ fits: Bool, _ reason: String) throws(TrainingError) {
            guard fits else { throw .badOption(reason) }
        }
        try require(epochs >= 0, "the number of epochs is \(epochs); it cannot be negative")
        try require(endingEpochs >= 0 && endingEpochs <= epochs, "of \(epochs) epochs, \(endingEpochs) cannot be the last ones")
        try require(batchSize > 0, "the batch size is \(batchSize); it must be at least 1")
        try require(
            schedule.baseRate > 0 && schedule.baseRate.isFinite, "the learning rate is \(schedule.baseRate); it must be above 0")
        try require(schedule.warmUpSteps >= 0, "the number of warm-up steps cannot be negative")
        try require(weightDecay.factor >= 0 && weightDecay.factor.isFinite, "weight decay cannot be negative")
        try require((0..<1).contains(loss.labelSmoothing), "label smoothing must be at least 0 and below 1")
        if let gradientLimit { try require(gradientLimit > 0, "the limit of the gradient's norm must be above 0") }
        if let averageDecay {
            try require((0..<1).contains(averageDecay), "the decay of the moving average must be at least 0 and below 1")
        }
    }
}
