import NeuralNetwork

/// How much a training image may be changed, each change drawn anew from its range, evenly.
///
/// A range of one value that changes nothing switches a change off; `Augmentation.none` leaves images as they are.
public struct Augmentation: Sendable, Hashable {
    /// Degrees, clockwise.
    public var rotation: ClosedRange<Float> = 0...0
    /// Enlargement; below 1 the digit becomes smaller.
    public var scale: ClosedRange<Float> = 1...1
    /// Width relative to height, on top of `scale`, which keeps the area.
    public var aspect: ClosedRange<Float> = 1...1
    /// How far the top leans to the right of the bottom, as a share of the height.
    public var shear: ClosedRange<Float> = 0...0
    /// Pixels to the right and, drawn for itself, down.
    public var shift: ClosedRange<Float> = 0...0
    /// The strength alpha of elastic distortion: a field of random displacements, even in -alpha...alpha, smoothed by a Gaussian
    /// (Simard, Steinkraus and Platt, "Best practices for convolutional neural networks", 2003; alpha 34, sigma 4).
    public var elasticStrength: ClosedRange<Float> = 0...0
    /// The standard deviation sigma of that Gaussian in pixels, above 0.
    public var elasticSmoothness: Float = 4
    /// Pixels by which strokes grow (grey dilation) or, below 0, shrink (grey erosion) on each side, from -2 to 2.
    public var thickness: ClosedRange<Float> = 0...0
    /// Factor for the ink before it is cut off at 1.
    public var contrast: ClosedRange<Float> = 1...1
    /// Standard deviation of random noise added to each pixel.
    public var noise: ClosedRange<Float> = 0...0
    /// The share of the images that are changed; the others stay as they are.
    public var probability: Float = 1

    /// Nothing is changed.
    public init() {}

    /// Nothing is changed.
    public static let none = Augmentation()

    /// Rotation, size, slant and place: what hands differ in without changing the shape of strokes.
    public static let affine: Augmentation = {
        var augmentation = Augmentation()
        augmentation.rotation = -15...15
        augmentation.scale = 0.87...1.15
        augmentation.aspect = 0.9...1.11
        augmentation.shear = -0.2...0.2
        augmentation.shift = -2.5...2.5
        return augmentation
    }()

    /// `affine`, elastic distortion and stroke thickness.
    public static let elastic: Augmentation = {
        var augmentation = Augmentation.affine
        augmentation.rotation = -12...12
        augmentation.elasticStrength = 0...34
        augmentation.elasticSmoothness = 4
        augmentation.thickness = -0.4...0.4
        return augmentation
    }()

    /// Everything at once, for reading what is in no data set: other pens, other hands.
    public static let strong: Augmentation = {
        var augmentation = Augmentation.elastic
        augmentation.rotation = -16...16
        augmentation.scale = 0.8...1.2
        augmentation.aspect = 0.8...1.25
        augmentation.shear = -0.3...0.3
        augmentation.elasticStrength = 0...40
        augmentation.thickness = -0.6...0.9
        augmentation.contrast = 0.8...1.3
        augmentation.noise = 0...0.03
        return augmentation
    }()

    /// The augmentations that the command line knows by name.
    public static let named: [(name: String, augmentation: Augmentation)] = [
        ("none", .none), ("affine", .affine), ("elastic", .elastic), ("strong", .strong),
    ]

    var movesPixels: Bool {
        rotation != 0...0 || scale != 1...1 || aspect != 1...1 || shear != 0...0 || shift != 0...0 || elasticStrength != 0...0
    }
}

/// The changes drawn for one image.
struct DrawnAugmentation {
    /// Source position relative to the centre = matrix x (output position relative to the centre - shift) + displacement.
    var xx: Float = 1, xy: Float = 0, yx: Float = 0, yy: Float = 1
    var shiftX: Float = 0, shiftY: Float = 0
    var movesPixels = false
    var elasticStrength: Float = 0
    var thickness: Float = 0
    var contrast: Float = 1
    var noise: Float = 0

    init(_ augmentation: Augmentation, random: inout RandomNumbers) {
        if augmentation.probability < 1, !random.chance(augmentation.probability) { return }
        func draw(_ range: ClosedRange<Float>) -> Float { random.uniform(in: range) }
        if augmentation.movesPixels {
            movesPixels = true
            let angle = draw(augmentation.rotation) * (.pi / 180)
            let scale = draw(augmentation.scale), aspect = draw(augmentation.aspect).squareRoot()
            let shear = draw(augmentation.shear)
            shiftX = draw(augmentation.shift)
            shiftY = draw(augmentation.shift)
            elasticStrength = draw(augmentation.elasticStrength)
            // Forward: rotate(shear(stretch(p))); y grows downwards, so leaning to the right at the top is x - shear * y.
            let (cosine, sine) = cosineAndSine(angle)
            let a = scale * aspect, d = scale / aspect
            let mxx = cosine * a, mxy = (-cosine * shear - sine) * d
            let myx = sine * a, myy = (-sine * shear + cosine) * d
            let determinant = mxx * myy - mxy * myx
            (xx, xy, yx, yy) = (myy / determinant, -mxy / determinant, -myx / determinant, mxx / determinant)
        }
        thickness = draw(augmentation.thickness)
        contrast = draw(augmentation.contrast)
        noise = draw(augmentation.noise)
    }
}

extension RandomNumbers {
    /// Uniform in a range; a range of one value costs no draw, so that what is switched off changes nothing else.
    mutating func uniform(in range: ClosedRange<Float>) -> Float {
        range.lowerBound == range.upperBound ? range.lowerBound : uniform(range.lowerBound, range.upperBound)
    }
}
