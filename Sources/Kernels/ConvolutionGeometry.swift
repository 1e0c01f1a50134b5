/// The shape of a two-dimensional convolution over channels-last activations.
///
/// Input N x H x W x C, weights R x S x C x K, output N x P x Q x K. As in every deep-learning library this is a
/// cross-correlation: the kernel is not flipped.
public struct ConvolutionGeometry: Sendable, Hashable {
    /// N, images in the batch.
    public var batch: Int
    /// H and W, in pixels.
    public var inputHeight: Int, inputWidth: Int
    /// C.
    public var inputChannels: Int
    /// K.
    public var outputChannels: Int
    /// R and S, in pixels.
    public var kernelHeight: Int, kernelWidth: Int
    /// Pixels of the input between neighbouring pixels of the output; at least 1.
    public var strideY: Int, strideX: Int
    /// Pixels of zeros around the input; at least 0.
    public var paddingTop: Int, paddingLeft: Int, paddingBottom: Int, paddingRight: Int

    /// - Precondition: every size is positive, no padding is negative, and the kernel fits into the padded input.
    public init(
        batch: Int, inputHeight: Int, inputWidth: Int, inputChannels: Int, outputChannels: Int,
        kernelHeight: Int, kernelWidth: Int, strideY: Int = 1, strideX: Int = 1,
        paddingTop: Int = 0, paddingLeft: Int = 0, paddingBottom: Int = 0, paddingRight: Int = 0
    ) {
        precondition(batch >= 0 && inputHeight > 0 && inputWidth > 0 && inputChannels > 0 && outputChannels > 0)
        precondition(kernelHeight > 0 && kernelWidth > 0 && strideY > 0 && strideX > 0)
        precondition(paddingTop >= 0 && paddingLeft >= 0 && paddingBottom >= 0 && paddingRight >= 0)
        precondition(inputHeight + paddingTop + paddingBottom >= kernelHeight, "the kernel is higher than the padded input")
        precondition(inputWidth + paddingLeft + paddingRight >= kernelWidth, "the kernel is wider than the padded input")
        self.batch = batch
        self.inputHeight = inputHeight
        self.inputWidth = inputWidth
        self.inputChannels = inputChannels
        self.outputChannels = outputChannels
        self.kernelHeight = kernelHeight
        self.kernelWidth = kernelWidth
        self.strideY = strideY
        self.strideX = strideX
        self.paddingTop = paddingTop
        self.paddingLeft = paddingLeft
        self.paddingBottom = paddingBottom
        self.paddingRight = paddingRight
    }

    /// P, in pixels; what the last stride does not fill is left out.
    public var outputHeight: Int { (inputHeight + paddingTop + paddingBottom - kernelHeight) / strideY + 1 }
    /// Q, in pixels; what the last stride does not fill is left out.
    public var outputWidth: Int { (inputWidth + paddingLeft + paddingRight - kernelWidth) / strideX + 1 }

    /// H * W * C, floats of one input image.
    public var inputImageSize: Int { inputHeight * inputWidth * inputChannels }
    /// P * Q * K, floats of one output image.
    public var outputImageSize: Int { outputHeight * outputWidth * outputChannels }
    /// R * S * C * K, floats of the weights.
    public var weightCount: Int { kernelHeight * kernelWidth * inputChannels * outputChannels }
    /// Floating-point operations of one pass (an addition and a multiplication count as two), taps on padding included.
    public var operations: Int { 2 * batch * outputImageSize * kernelHeight * kernelWidth * inputChannels }
}
