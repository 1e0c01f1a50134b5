/// Where training takes its examples from.
///
/// `fill` runs on a background thread while the step before is computed. It must depend on its request alone, so that a
/// training can be repeated and resumed; to work in parallel, give each example the stream
/// `request.random.derived(its place in the batch)`.
public protocol BatchSource: Sendable {
    /// Examples in one epoch.
    var count: Int { get }

    /// Writes the examples of the request into `batch`: `batch.images` and either `batch.labels` or, with
    /// `batch.usesTargets` set, `batch.targets`.
    func fill(_ batch: Batch, for request: BatchRequest) throws
}

/// Which examples a batch shall have.
public struct BatchRequest: Sendable {
    /// The epoch, counted from 0.
    public let epoch: Int
    /// The step within the epoch, counted from 0.
    public let step: Int
    /// Which examples, each in 0 ..< `count` of the source; in shuffled order while training.
    public let indices: ExampleIndices
    /// The stream "augmentation" of this step.
    public let random: RandomNumbers
    /// Whether the examples are for training, and may be changed by augmentation, or for evaluation.
    public let isTraining: Bool

    /// A request, as a trainer makes it.
    public init(epoch: Int, step: Int, indices: ExampleIndices, random: RandomNumbers, isTraining: Bool) {
        self.epoch = epoch
        self.step = step
        self.indices = indices
        self.random = random
        self.isTraining = isTraining
    }
}

/// Memory for the examples of one batch; it is used again and again.
public final class Batch {
    /// The largest number of examples.
    public let capacity: Int
    /// The shape of an example, and how many classes there are.
    public let input: ActivationShape
    /// How many classes there are; labels are below it.
    public let classes: Int
    /// How many examples the batch has now.
    public internal(set) var count: Int
    /// Whether the targets are distributions in `targets` instead of `labels`. False before each `fill`.
    public var usesTargets = false

    private let imageBuffer: FloatBuffer
    private let targetBuffer: FloatBuffer
    private let labelBuffer: UnsafeMutableBufferPointer<UInt8>

    /// Memory for `capacity` examples, images and targets 0.
    public init(capacity: Int, input: ActivationShape, classes: Int) {
        self.capacity = capacity
        self.input = input
        self.classes = classes
        count = capacity
        imageBuffer = FloatBuffer(count: capacity * input.count)
        targetBuffer = FloatBuffer(count: capacity * classes)
        labelBuffer = .allocate(capacity: capacity)
        labelBuffer.initialize(repeating: 0)
    }

    deinit { labelBuffer.deallocate() }

    /// N x H x W x C; valid as long as the batch lives.
    public var images: UnsafeMutablePointer<Float> { imageBuffer.pointer }
    /// The pixels of one example, H x W x C.
    public func image(_ index: Int) -> UnsafeMutablePointer<Float> { imageBuffer.pointer + index * input.count }
    /// N classes.
    public var labels: UnsafeMutableBufferPointer<UInt8> { .init(rebasing: labelBuffer[..<count]) }
    /// N x classes, each row a distribution.
    public var targets: UnsafeMutablePointer<Float> { targetBuffer.pointer }
}
