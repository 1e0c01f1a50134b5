/// How much a picture may take; checked before memory is taken.
public struct PictureLimits: Sendable, Equatable {
    /// Bytes of the file, 64 MiB by default.
    public var bytes: Int
    /// Pixels of the picture, 100 million by default.
    public var pixels: Int

    /// Limits; without arguments those of the app.
    public init(bytes: Int = 64 << 20, pixels: Int = 100_000_000) {
        self.bytes = bytes
        self.pixels = pixels
    }
}
