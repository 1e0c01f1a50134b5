/// A 3 x 3 convolution of an image of one channel with its padding around it: the first layer of a network for pictures.
public struct PlaneConvolution: Sendable {
    /// Floats from one row of the image to the next.
    public var rowPitch: Int
    /// Image rows and columns from one output pixel to the next.
    public var strideY: Int, strideX: Int
    /// P, Q and K; K is a multiple of the vector.
    public var outputHeight: Int, outputWidth: Int, outputChannels: Int
    /// Make negative results 0.
    public var relu: Bool

    /// The numbers as they are; see the members.
    public init(
        rowPitch: Int, strideY: Int, strideX: Int, outputHeight: Int, outputWidth: Int, outputChannels: Int, relu: Bool
    ) {
        self.rowPitch = rowPitch
        self.strideY = strideY
        self.strideX = strideX
        self.outputHeight = outputHeight
        self.outputWidth = outputWidth
        self.outputChannels = outputChannels
        self.relu = relu
    }
}
