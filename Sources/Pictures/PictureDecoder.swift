import CPixbuf
import Foundation

/// Opens pictures: PNG, JPEG, GIF (the first frame), BMP, TIFF, and WebP, HEIC and AVIF where gdk-pixbuf has their loaders installed.
///
/// The format is told by the content, never by the name. A picture is turned as its EXIF orientation says, transparency is laid on white,
/// 16 bits become 8. The calls block and are safe on any thread; the app makes them off its main thread.
public struct PictureDecoder: Sendable {
    /// What is refused before memory is taken for it.
    public var limits: PictureLimits

    /// A decoder with the given limits.
    public init(limits: PictureLimits = PictureLimits()) {
        self.limits = limits
    }

    /// The picture of a file.
    ///
    /// - Throws: `PictureError`.
    public func decode(fileAt url: URL) throws(PictureError) -> Picture {
        try decode(FileContent.read(url, limit: limits.bytes))
    }

    /// The picture in the bytes of a file.
    ///
    /// - Throws: `PictureError`.
    public func decode(_ data: Data) throws(PictureError) -> Picture {
        guard !data.isEmpty else { throw .empty }
        guard data.count <= limits.bytes else { throw .tooManyBytes(count: data.count, limit: limits.bytes) }
        let result = data.withUnsafeBytes { bytes in
            Result { () throws(PictureError) in try decode(bytes) }
        }
        return try result.get()
    }

    private func decode(_ bytes: UnsafeRawBufferPointer) throws(PictureError) -> Picture {
        let format: PictureFormat
        switch FileSignature(bytes) {
        case .picture(let known): format = known
        case .other(let what): throw .notAPicture(what: what)
        }
        let structure = PictureStructure(format, bytes)
        if let size = structure.size { try check(width: size.width, height: size.height, format) }
        guard structure.isComplete else { throw .truncated(format) }
        let loader = try PixbufLoader(format: format, pixelLimit: limits.pixels)
        return try loader.load(bytes, orientation: structure.orientation)
    }

    private func check(width: Int, height: Int, _ format: PictureFormat) throws(PictureError) {
        guard width > 0, height > 0 else { throw .damaged(format, reason: "its header claims a size of \(width) × \(height) pixels") }
        guard width <= limits.pixels / height else {
            throw .tooManyPixels(width: width, height: height, limit: limits.pixels)
        }
    }
}
