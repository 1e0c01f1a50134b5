/// The shape of a pooling of one image: rows of `inputWidth` pixels of `channels` floats.
public struct ImagePool: Sendable {
    public var inputWidth: Int, channels: Int
    /// Q.
    public var outputWidth: Int
    public var windowHeight: Int, windowWidth: Int
    public var strideY: Int, strideX: Int

    public init(
        inputWidth: Int, channels: Int, outputWidth: Int, windowHeight: Int, windowWidth: Int, strideY: Int, strideX: Int
    ) {
        self.inputWidth = inputWidth
        self.channels = channels
        self.outputWidth = outputWidth
        self.windowHeight = windowHeight
        self.windowWidth = windowWidth
        self.strideY = strideY
        self.strideX = strideX
    }
}
