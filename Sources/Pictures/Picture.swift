/// An opaque picture: `width` x `height` pixels, rows from top to bottom, 4 bytes a pixel in the order blue, green, red, 255.
///
/// That is the memory of a Cairo `RGB24` surface of a little-endian machine whose stride is `4 * width`, so that a picture is
/// drawn and shown without conversion. Colours are sRGB; whatever was transparent has been laid on white.
public struct Picture: Sendable, Equatable {
    /// Pixels in a row, at least 1.
    public let width: Int
    /// Rows, at least 1.
    public let height: Int
    /// `4 * width * height` bytes: blue, green, red, 255 for each pixel.
    public var bytes: [UInt8]

    /// A picture of the given bytes, as `bytes` describes them.
    public init(width: Int, height: Int, bytes: [UInt8]) {
        precondition(width > 0 && height > 0 && bytes.count == 4 * width * height, "bytes must be 4 * width * height")
        self.width = width
        self.height = height
        self.bytes = bytes
    }

    /// A picture of one gray all over, 0 black to 255 white.
    public init(width: Int, height: Int, gray: UInt8 = 255) {
        precondition(width > 0 && height > 0)
        self.width = width
        self.height = height
        bytes = [UInt8](unsafeUninitializedCapacity: 4 * width * height) { buffer, count in
            for i in stride(from: 0, to: 4 * width * height, by: 4) {
                buffer[i] = gray; buffer[i + 1] = gray; buffer[i + 2] = gray; buffer[i + 3] = 255
            }
            count = 4 * width * height
        }
    }
}
