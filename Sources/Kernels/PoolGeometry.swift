/// The shape of a pooling over channels-last activations without padding: input N x H x W x C, output N x P x Q x C.
public struct PoolGeometry: Sendable, Hashable {
    /// N, images in the batch.
    public var batch: Int
    /// H and W, in pixels.
    public var inputHeight: Int, inputWidth: Int
    /// C.
    public var channels: Int
    /// R and S, in pixels; the window has at most 256 pixels, so that its index fits a byte.
    public var windowHeight: Int, windowWidth: Int
    /// Pixels of the input between neighbouring windows; at least 1.
    public var strideY: Int, strideX: Int

    /// Strides that are not given are the window's size, so that windows do not overlap.
    ///
    /// - Precondition: every size is positive, and the window fits into the input and has at most 256 pixels.
    public init(
        batch: Int, inputHeight: Int, inputWidth: Int, channels: Int,
        windowHeight: Int, windowWidth: Int, strideY: Int? = nil, strideX: Int? = nil
    ) {
        precondition(batch >= 0 && channels > 0 && windowHeight > 0 && windowWidth > 0)
        precondition(inputHeight >= windowHeight && inputWidth >= windowWidth, "the window is larger than the input")
        precondition(windowHeight * windowWidth <= 256, "a window has at most 256 pixels")
        self.batch = batch
        self.inputHeight = inputHeight
        self.inputWidth = inputWidth
        self.channels = channels
        self.windowHeight = windowHeight
        self.windowWidth = windowWidth
        self.strideY = strideY ?? windowHeight
        self.strideX = strideX ?? windowWidth
        precondition(self.strideY > 0 && self.strideX > 0)
    }

    /// P, in pixels: rows that do not fill a window are left out.
    public var outputHeight: Int { (inputHeight - windowHeight) / strideY + 1 }
    /// Q, in pixels: columns that do not fill a window are left out.
    public var outputWidth: Int { (inputWidth - windowWidth) / strideX + 1 }

    /// H * W * C, floats of one input image.
    public var inputImageSize: Int { inputHeight * inputWidth * channels }
    /// P * Q * C, floats of one output image.
    public var outputImageSize: Int { outputHeight * outputWidth * channels }

    /// The same for one image.
    var oneImage: PoolGeometry {
        var g = self
        g.batch = 1
        return g
    }
}
