/// A 3 x 3 convolution with stride 1 whose output is computed in tiles of m x m pixels, each from (m + 2) x (m + 2) pixels of the input.
public struct WinogradImage {
    /// m: 3, 4 or 7.
    public var tile = 4
    /// H, W and C of the input.
    public var rows = 0, columns = 0, channels = 0
    /// Rows and columns of padding above and to the left of the image.
    public var offsetY = 0, offsetX = 0
    /// Tiles in a row of tiles, and in an image.
    public var tileColumns = 0, tiles = 0
    /// P, Q and K of the output; where `pools` is true that of the 2 x 2 max pool behind the convolution.
    public var outputRows = 0, outputColumns = 0, outputChannels = 0
    /// Store the largest of 2 x 2 pixels instead of all of them; with tiles of 4 x 4 only.
    public var pools = false
    /// Make negative results 0.
    public var relu = false
    /// An empty image; the members are set one by one.
    public init() {}
}
