import NeuralNetwork

/// Labelled 28 x 28 images by number, some of them drawn anew each time: what batches are made of.
public protocol ExampleSource: Sendable {
    /// How many examples an epoch has.
    var count: Int { get }

    /// Writes example `index`, 784 values row by row, 0 paper to 1 ink, into `image` and gives its digit.
    ///
    /// The result depends on the arguments alone. `random` is nil where the example is wanted as it is, without augmentation.
    func example(_ index: Int, epoch: Int, random: inout RandomNumbers?, into image: UnsafeMutablePointer<Float>) -> UInt8
}

/// The images of IDX files, augmented for training.
public struct ImageExamples: ExampleSource {
    /// The images.
    public let images: LabelledImages
    /// The first epoch of the finish, in which images are changed less.
    public let finishEpoch: Int
    private let augmenters: AugmenterPool
    private let finishers: AugmenterPool

    /// The images, each changed by `augmentation` when it is trained on, and by `finish` from epoch `finishEpoch` on, so that
    /// the last epochs come closer to what will be read.
    ///
    /// - Precondition: the images are 28 x 28.
    public init(
        _ images: LabelledImages, augmentation: Augmentation = .none, finish: Augmentation = .none, finishEpoch: Int = .max
    ) {
        precondition(images.width == Augmenter.side && images.height == Augmenter.side, "images of 28 x 28 pixels are needed")
        self.images = images
        self.finishEpoch = finishEpoch
        augmenters = AugmenterPool(augmentation)
        finishers = AugmenterPool(finish)
    }

    /// One for each image.
    public var count: Int { images.count }

    /// The image, changed by the augmentation of its epoch where `random` is given, and its label.
    public func example(
        _ index: Int, epoch: Int, random: inout RandomNumbers?, into image: UnsafeMutablePointer<Float>
    ) -> UInt8 {
        let augmenters = epoch < finishEpoch ? augmenters : finishers
        images.withPixels(at: index) { pixels in
            if random != nil, augmenters.augmentation != .none {
                augmenters.use { $0.apply(to: pixels, random: &random!, output: image) }
            } else {
                for i in 0..<Augmenter.pixels { image[i] = Float(pixels[i]) / 255 }
            }
        }
        return images.label(at: index)
    }
}

/// Several sources as one: each epoch takes from each as many examples as its weight says.
public struct ExampleMixture: ExampleSource {
    private let parts: [(source: any ExampleSource, first: Int, count: Int)]
    /// The sum of what the parts give in an epoch.
    public let count: Int

    /// A mixture in which weight 1 takes every example once an epoch, 2 twice, and 0.5 every other epoch once.
    public init(_ sources: [(source: any ExampleSource, weight: Double)]) {
        var first = 0
        parts = sources.map { source, weight in
            precondition(weight >= 0 && weight.isFinite, "a weight is at least 0")
            let count = Int((Double(source.count) * weight).rounded())
            defer { first += count }
            return (source, first, count)
        }
        count = first
    }

    /// An example of the part in whose range `index` lies.
    public func example(
        _ index: Int, epoch: Int, random: inout RandomNumbers?, into image: UnsafeMutablePointer<Float>
    ) -> UInt8 {
        precondition(index >= 0 && index < count)
        guard let part = parts.last(where: { $0.first <= index && $0.count > 0 }) else { preconditionFailure("an empty mixture") }
        // Where an epoch takes only some of the examples, the next epoch goes on after them.
        let (offset, _) = epoch.multipliedReportingOverflow(by: part.count % part.source.count)
        let place = (index - part.first + offset % part.source.count) % part.source.count
        return part.source.example(place, epoch: epoch, random: &random, into: image)
    }
}
