import DigitRecognition
import NeuralNetwork

/// How differently a digit's strokes are drawn each time, evenly from ranges.
public struct StrokeStyle: Sendable, Hashable {
    /// The diameter of the brush as a share of the longer side of the digit's box.
    public var brush: ClosedRange<Float> = 0.04...0.16
    /// Degrees, clockwise.
    public var rotation: ClosedRange<Float> = -12...12
    /// How far the top leans to the right of the bottom, as a share of the height.
    public var slant: ClosedRange<Float> = -0.25...0.25
    /// Width relative to height, times what it was.
    public var aspect: ClosedRange<Float> = 0.8...1.25
    /// The largest tremor of the hand, as a share of the longer side.
    public var tremor: ClosedRange<Float> = 0...0.02
    /// The longer side of the digit's box in pixels of the canvas that it is drawn on.
    public var extent: ClosedRange<Float> = 50...90

    /// The ranges above.
    public init() {}

    /// The strokes as they are, with a brush of 7 % of the digit's size on a canvas where it is 80 pixels long.
    public static let plain: StrokeStyle = {
        var style = StrokeStyle()
        style.brush = 0.07...0.07
        style.rotation = 0...0
        style.slant = 0...0
        style.aspect = 1...1
        style.tremor = 0...0
        style.extent = 80...80
        return style
    }()
}

/// Digits drawn with a pen, rendered anew each time through the preparation that the app uses.
public struct StrokeExamples: ExampleSource {
    /// The digits.
    public let digits: [PenDigit]
    /// How they are drawn for training; otherwise `StrokeStyle.plain`.
    public let style: StrokeStyle
    private let augmenters: AugmenterPool

    /// The digits, drawn in `style` and then changed by `augmentation` when they are trained on.
    public init(_ digits: [PenDigit], style: StrokeStyle = StrokeStyle(), augmentation: Augmentation = .none) {
        self.digits = digits
        self.style = style
        augmenters = AugmenterPool(augmentation)
    }

    /// One for each written digit.
    public var count: Int { digits.count }

    /// The digit drawn with another brush, shape and place each time where `random` is given, and its label.
    public func example(
        _ index: Int, epoch: Int, random: inout RandomNumbers?, into image: UnsafeMutablePointer<Float>
    ) -> UInt8 {
        let digit = digits[index]
        guard var numbers = random else {
            var unused = RandomNumbers(seed: 0, stream: "plain strokes")
            Self.draw(digit, style: .plain, random: &unused, into: image)
            return digit.label
        }
        Self.draw(digit, style: style, random: &numbers, into: image)
        if augmenters.augmentation != .none {
            augmenters.use { $0.apply(to: UnsafePointer(image), random: &numbers, output: image) }
        }
        random = numbers
        return digit.label
    }

    /// Draws `digit` with what `random` picks from `style` and prepares it as the app would.
    private static func draw(
        _ digit: PenDigit, style: StrokeStyle, random: inout RandomNumbers, into image: UnsafeMutablePointer<Float>
    ) {
        func pick(_ range: ClosedRange<Float>) -> Float { random.uniform(in: range) }
        let extent = pick(style.extent), brush = max(pick(style.brush) * extent, 0.5)
        let (cosine, sine) = cosineAndSine(pick(style.rotation) * (.pi / 180))
        let slant = pick(style.slant), aspect = pick(style.aspect).squareRoot(), tremor = pick(style.tremor) * extent
        let turned = digit.mapped { point in
            let sheared = SIMD2(point.x * aspect - slant * point.y, point.y / aspect)
            return SIMD2(cosine * sheared.x - sine * sheared.y, sine * sheared.x + cosine * sheared.y)
        }
        // Room for the brush and the tremor on each side, and for the phase against the pixels.
        let side = Int((extent + 2 * brush + 4 * tremor).rounded(.up)) + 4
        let centre = Float(side) / 2
        let phase = SIMD2(random.uniform(), random.uniform()) - 0.5
        var placed = turned.placed(extent: extent, centre: SIMD2(centre, centre) + phase)
        if tremor > 0 { placed = shaken(placed, by: tremor, random: &random) }
        var ink = InkImage(width: side, height: side)
        ink.values.withUnsafeMutableBufferPointer { pixels in
            StrokeRenderer(brush: brush).draw(placed.strokes, into: pixels.baseAddress!, width: side, height: side, stride: side)
        }
        let values = ReadingPreparation.input(ink)
        for i in 0..<Augmenter.pixels { image[i] = values?[i] ?? 0 }
    }

    /// The points moved by a random walk that always draws back to the stroke, so that neighbours move together.
    private static func shaken(_ digit: PenDigit, by tremor: Float, random: inout RandomNumbers) -> PenDigit {
        var shaken = digit
        for stroke in shaken.strokes.indices {
            var offset = SIMD2<Float>(0, 0)
            for point in shaken.strokes[stroke].indices {
                let step = SIMD2(random.uniform(-1, 1), random.uniform(-1, 1))
                // With steps of at most 0.4 and a decay to 0.6 the offset stays within 1.
                offset = 0.6 * offset + 0.4 * step
                shaken.strokes[stroke][point] += tremor * offset
            }
        }
        return shaken
    }
}
