/// The shape of a pooling of one image: rows of `inputWidth` pixels of `channels` floats.
public struct ImagePool: Sendable {
    /// W and C.
    public var inputWidth: Int, channels: Int
    /// Q.
    public var outputWidth: Int
    /// R and S.
    public var windowHeight: Int, windowWidth: Int
    /// Rows and columns from one window to the next.
    public var strideY: Int, strideX: Int

    /// The numbers as they are; see the members.
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
