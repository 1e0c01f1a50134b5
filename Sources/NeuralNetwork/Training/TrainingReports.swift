/// What a trainer tells while it runs.
public enum TrainingEvent: Sendable {
    /// A step is done.
    case step(StepReport)
    /// An epoch is done.
    case epoch(EpochReport)
}

/// One step, done.
public struct StepReport: Sendable {
    /// The epoch and the step in it, counted from 0.
    public let epoch: Int, step: Int
    /// Steps in an epoch.
    public let stepsPerEpoch: Int
    /// Examples of this epoch seen so far.
    public let examples: Int
    /// Examples in an epoch.
    public let examplesPerEpoch: Int
    /// The mean loss of this batch.
    public let loss: Float
    /// The mean loss and the share of right answers in this epoch so far (while the weights change, and with dropout).
    public let epochLoss: Double, epochAccuracy: Double
    /// The rate that the step was taken with.
    public let learningRate: Double
    /// The norm of all gradients before clipping; nil where there is no limit.
    public let gradientNorm: Float?
}

/// One epoch, done.
public struct EpochReport: Sendable {
    /// Counted from 0.
    public let epoch: Int
    /// Examples in the epoch.
    public let examples: Int
    /// Mean loss and share of right answers over the epoch's batches, as they were trained on.
    public let loss: Double, accuracy: Double
    /// The rate of the last step.
    public let learningRate: Double
    /// Time spent in this call of `run` on this epoch.
    public let duration: Duration
}

/// How a call of `run` ended.
public enum TrainingOutcome: Sendable, Equatable {
    /// All epochs are done.
    case finished
    /// It was asked to stop; the trainer stands between two steps and can be saved.
    case stopped
}
