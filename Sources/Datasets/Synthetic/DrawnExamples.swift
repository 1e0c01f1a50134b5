import DigitRecognition
import NeuralNetwork

/// Drawn training examples: every epoch draws new ones, and each depends on its number alone. Without `random` they are those of the first epoch,
/// without augmentation.
public struct DrawnExamples: ExampleSource {
    /// The label of what is no digit.
    public static let noDigit: UInt8 = 10

    /// How many are drawn in an epoch.
    public let count: Int
    private let augmenters: AugmenterPool
    private let draw: @Sendable (_ number: Int, _ image: UnsafeMutablePointer<Float>) -> UInt8

    /// - Parameters:
    ///   - count: examples in an epoch, at least 1.
    ///   - augmentation: how they are changed after drawing.
    ///   - draw: writes the example with a number, 784 values, and gives its label.
    private init(
        count: Int, augmentation: Augmentation, draw: @escaping @Sendable (_ number: Int, _ image: UnsafeMutablePointer<Float>) -> UInt8
    ) {
        precondition(count > 0, "an epoch has at least one example")
        self.count = count
        self.draw = draw
        augmenters = AugmenterPool(augmentation)
    }

    /// The digits of a generator.
    public static func digits(_ generator: DigitGenerator, count: Int, augmentation: Augmentation = .none) -> DrawnExamples {
        DrawnExamples(count: count, augmentation: augmentation) { number, image in
            let (ink, digit) = generator.inkImage(at: number)
            write(ReadingPreparation.input(ink), into: image)
            return UInt8(digit)
        }
    }

    /// Marks that are not digits; their label is `noDigit`.
    public static func marks(_ generator: MarkGenerator, count: Int, augmentation: Augmentation = .none) -> DrawnExamples {
        DrawnExamples(count: count, augmentation: augmentation) { number, image in
            write(ReadingPreparation.input(generator.inkImage(at: number)), into: image)
            return noDigit
        }
    }

    /// Digits on photographs, found and prepared as reading does it. Where reading finds something else in the picture than the
    /// digit, such as a shadow, the ink is taken as it was drawn, so that no label is wrong.
    public static func photographs(seed: UInt64, count: Int, augmentation: Augmentation = .none) -> DrawnExamples {
        let generator = PhotoGenerator(seed: seed, layout: .digit)
        return DrawnExamples(count: count, augmentation: augmentation) { number, image in
            let (values, digit) = generator.singleDigit(at: number)
            write(values, into: image)
            return UInt8(digit)
        }
    }

    /// One that is drawn anew in each epoch, and its digit or `noDigit`.
    public func example(
        _ index: Int, epoch: Int, random: inout RandomNumbers?, into image: UnsafeMutablePointer<Float>
    ) -> UInt8 {
        let label = draw(random == nil ? index : index &+ epoch &* count, image)
        if random != nil, augmenters.augmentation != .none {
            augmenters.use { $0.apply(to: UnsafePointer(image), random: &random!, output: image) }
        }
        return label
    }

    private static func write(_ values: [Float]?, into image: UnsafeMutablePointer<Float>) {
        for i in 0..<Augmenter.pixels { image[i] = values?[i] ?? 0 }
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
