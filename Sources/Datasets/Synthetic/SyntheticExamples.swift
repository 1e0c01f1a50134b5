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

/// Digits on photographs, found and prepared as reading does it: every epoch takes new photographs. Where reading finds
/// something else in the picture than the digit, such as a shadow, the ink is taken as it was drawn, so that no label is wrong.
public struct PhotoExamples: ExampleSource {
    /// What takes the photographs, of one digit each.
    public let generator: PhotoGenerator
    public let count: Int
    private let augmenters: AugmenterPool

    /// - Parameters:
    ///   - count: photographs in an epoch, at least 1.
    ///   - augmentation: how the digits are changed after they have been found.
    public init(seed: UInt64, count: Int, augmentation: Augmentation = .none) {
        precondition(count > 0, "an epoch has at least one example")
        generator = PhotoGenerator(seed: seed, layout: .digit)
        self.count = count
        augmenters = AugmenterPool(augmentation)
    }

    public func example(
        _ index: Int, epoch: Int, random: inout RandomNumbers?, into image: UnsafeMutablePointer<Float>
    ) -> UInt8 {
        let (values, digit) = generator.singleDigit(at: random == nil ? index : index &+ epoch &* count)
        for i in values.indices { image[i] = values[i] }
        if random != nil, augmenters.augmentation != .none {
            augmenters.use { $0.apply(to: UnsafePointer(image), random: &random!, output: image) }
        }
        return UInt8(digit)
    }
}

extension PhotoGenerator {
    /// What the network is shown of the digit on the photograph at an index, and which digit it is.
    ///
    /// - Precondition: the layout has one digit.
    func singleDigit(at index: Int) -> (values: [Float], digit: Int) {
        var random = RandomNumbers(seed: seed, stream: "photograph", index)
        let sheet = layout.sheet(&random)
        precondition(sheet.digits.count == 1, "the layout must have one digit")
        var conditions = PhotoConditions.random(&random)
        // A picture of one digit hardly shows what lies around the sheet, and where it does, reading could not tell which ink is meant.
        conditions.troubles[.table] = nil
        conditions.troubles[.spiral] = nil
        let photograph = Photographer.photograph(sheet, under: conditions, &random)
        if let truth = photograph.digits.first?.box, let found = SingleDigitInput(of: photograph.picture), truth.overlap(found.box) > 0.7 {
            return (found.values, sheet.digits[0].digit)
        }
        return (ReadingPreparation.input(sheet.ink) ?? [Float](repeating: 0, count: Augmenter.pixels), sheet.digits[0].digit)
    }
}

private extension Box {
    /// The area of the intersection as a share of the area of the union.
    func overlap(_ other: Box) -> Float {
        let across = min(x + width, other.x + other.width) - max(x, other.x), down = min(y + height, other.y + other.height) - max(y, other.y)
        guard across > 0, down > 0 else { return 0 }
        let common = across * down
        return Float(common) / Float(width * height + other.width * other.height - common)
    }
}

/// Brings ink to the network's input as reading does.
private func prepare(_ ink: InkImage, into image: UnsafeMutablePointer<Float>) {
    let values = ReadingPreparation.input(ink)
    for i in 0..<Augmenter.pixels { image[i] = values?[i] ?? 0 }
}
