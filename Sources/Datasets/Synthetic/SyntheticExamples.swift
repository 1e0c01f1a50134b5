import DigitRecognition
import NeuralNetwork

/// Generated digits as training examples: every epoch draws new ones. Without `random` they are those of the first epoch, without augmentation.
public struct SyntheticExamples: ExampleSource {
    /// What draws the digits.
    public let generator: DigitGenerator
    public let count: Int
    private let augmenters: AugmenterPool

    /// - Parameters:
    ///   - count: digits in an epoch, at least 1.
    ///   - augmentation: how they are changed after drawing.
    public init(_ generator: DigitGenerator, count: Int, augmentation: Augmentation = .none) {
        precondition(count > 0, "an epoch has at least one example")
        self.generator = generator
        self.count = count
        augmenters = AugmenterPool(augmentation)
    }

    public func example(
        _ index: Int, epoch: Int, random: inout RandomNumbers?, into image: UnsafeMutablePointer<Float>
    ) -> UInt8 {
        let place = random == nil ? index : index &+ epoch &* count
        let (ink, digit) = generator.inkImage(at: place)
        prepare(ink, into: image)
        if random != nil, augmenters.augmentation != .none {
            augmenters.use { $0.apply(to: UnsafePointer(image), random: &random!, output: image) }
        }
        return UInt8(digit)
    }
}

/// Generated marks that are not digits, as examples with the label `MarkExamples.label`: every epoch draws new ones.
public struct MarkExamples: ExampleSource {
    /// The label of what is no digit.
    public static let label: UInt8 = 10
    /// What draws the marks.
    public let generator: MarkGenerator
    public let count: Int
    private let augmenters: AugmenterPool

    /// - Parameters:
    ///   - count: marks in an epoch, at least 1.
    ///   - augmentation: how they are changed after drawing.
    public init(_ generator: MarkGenerator, count: Int, augmentation: Augmentation = .none) {
        precondition(count > 0, "an epoch has at least one example")
        self.generator = generator
        self.count = count
        augmenters = AugmenterPool(augmentation)
    }

    public func example(
        _ index: Int, epoch: Int, random: inout RandomNumbers?, into image: UnsafeMutablePointer<Float>
    ) -> UInt8 {
        prepare(generator.inkImage(at: random == nil ? index : index &+ epoch &* count), into: image)
        if random != nil, augmenters.augmentation != .none {
            augmenters.use { $0.apply(to: UnsafePointer(image), random: &random!, output: image) }
        }
        return Self.label
    }
}

/// Brings ink to the network's input as the app does.
private func prepare(_ ink: InkImage, into image: UnsafeMutablePointer<Float>) {
    ink.values.withUnsafeBufferPointer {
        _ = DigitPreparation().prepare($0.baseAddress!, width: ink.width, height: ink.height, stride: ink.width, into: image)
    }
}
