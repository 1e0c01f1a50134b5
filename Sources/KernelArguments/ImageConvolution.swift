/// A convolution of one image whose rows stand `rowPitch` floats apart.
///
/// Output pixel (p, q) sums kernel rows r and columns s over image rows p * strideY + r - offsetY and columns q * strideX + s - offsetX; rows
/// and columns outside the image are left out.
public struct ImageConvolution {
    /// Rows of the image, without padding.
    public var imageRows = 0
    /// Pixels of a row of the image, and floats from one row to the next.
    public var imageColumns = 0, rowPitch = 0
    /// C.
    public var channels = 0
    /// Image rows and columns from one output pixel to the next.
    public var strideY = 1, strideX = 1
    /// Rows of padding above the image, and columns to the left of it.
    public var offsetY = 0, offsetX = 0
    /// R and S.
    public var kernelRows = 0, kernelColumns = 0
    /// Q and K.
    public var outputWidth = 0, outputChannels = 0
    /// Whether the weights were packed in panels; otherwise K must be a multiple of the vector.
    public var packedWeights = false
    /// Make negative results 0.
    public var relu = false
    /// An empty image; the members are set one by one.
    public init() {}
}

/// The gradient of the weights of a convolution, one image and one kernel row of it.
public struct ImageWeightGradient {
    /// Floats from one row of the image to the next, and from the pixel for one output pixel to that for the next.
    public var rowPitch = 0, pixelStride = 0
    /// Where the first pixel that counts stands in the image.
    public var imageOffset = 0
    /// Floats from the image row for one output row to that for the next.
    public var imageRowStep = 0
    /// Output rows and pixels in a row that count, and where the first of them stands in the gradient of the output.
    public var rows = 0, pixels = 0, gradientOffset = 0
    /// Floats from one row of the gradient of the output to the next, and from one pixel to the next; a pixel holds whole vectors.
    public var gradientPitch = 0, gradientStride = 0
    /// How many neighbouring floats of the image, from each pixel on, have a row of sums: C or S * C.
    public var inputs = 0
    /// Add to the sums instead of overwriting them.
    public var accumulate = false
    /// A gradient of no rows; the members are set one by one.
    public init() {}
}
