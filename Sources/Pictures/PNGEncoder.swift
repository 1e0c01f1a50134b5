import CPNG
import FileWriting
import Foundation

/// Writes pictures as PNG through libpng: 8-bit RGB, or 8-bit gray where every pixel is gray.
public struct PNGEncoder: Sendable {
    /// One text field of the file.
    public struct Text: Sendable, Equatable {
        /// What the text is: 1 to 79 characters of ASCII, such as "Title" or "Description".
        public var keyword: String
        /// The text. Beyond ASCII it is stored as UTF-8 (`iTXt`), else plainly (`tEXt`).
        public var value: String

        /// A text field.
        public init(keyword: String, value: String) { self.keyword = keyword; self.value = value }
    }

    /// The text fields that each file gets.
    public var texts: [Text]

    /// An encoder that adds the given text fields.
    public init(texts: [Text] = []) {
        self.texts = texts
    }

    /// The bytes of the PNG file.
    ///
    /// - Throws: `PNGError` where libpng refuses, for instance for want of memory.
    public func encode(_ picture: Picture) throws(PNGError) -> Data {
        for text in texts {
            precondition((1...79).contains(text.keyword.utf8.count) && text.keyword.utf8.allSatisfy { (32...126).contains($0) },
                         "a PNG keyword has 1 to 79 characters of ASCII")
        }
        let gray = picture.grayLevels
        var sink = Data()
        var message = [CChar](repeating: 0, count: 200)
        let keys = texts.map { strdup($0.keyword) }, values = texts.map { strdup($0.value) }
        defer { (keys + values).forEach { free($0) } }
        let append: scrawl_png_sink = { context, bytes, count in
            context!.assumingMemoryBound(to: Data.self).pointee.append(bytes!, count: count)
        }
        let failed = (gray ?? picture.bytes).withUnsafeBufferPointer { pixels in
            withUnsafeMutablePointer(to: &sink) { sink in
                scrawl_png_write(
                    UInt32(picture.width), UInt32(picture.height), gray == nil ? 4 : 1, pixels.baseAddress, keys.map { UnsafePointer($0) },
                    values.map { UnsafePointer($0) }, Int32(texts.count), append, sink, &message, message.count)
            }
        }
        guard failed == 0 else {
            throw PNGError(reason: String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
        }
        return sink
    }

    /// Writes the picture into a file, which is either all there or as it was before (see `AtomicFile`).
    ///
    /// - Throws: `PNGError` or `FileWriteError`.
    public func write(_ picture: Picture, to url: URL) throws {
        try AtomicFile.write(Array(encode(picture)), to: pathBytes(of: url))
    }
}

/// libpng could not encode a picture.
public struct PNGError: Error, Equatable, LocalizedError {
    /// libpng's message.
    public let reason: String

    /// What went wrong, in a sentence for a person.
    public var errorDescription: String? { "The picture cannot be written as PNG: \(reason)." }
}

extension Picture {
    /// One byte a pixel where every pixel is gray, else nil.
    fileprivate var grayLevels: [UInt8]? {
        let pixels = width * height
        return bytes.withUnsafeBufferPointer { bytes in
            var coloured: UInt8 = 0
            for i in 0..<pixels {
                coloured |= (bytes[4 * i] ^ bytes[4 * i + 1]) | (bytes[4 * i] ^ bytes[4 * i + 2])
            }
            guard coloured == 0 else { return nil }
            return [UInt8](unsafeUninitializedCapacity: pixels) { levels, count in
                for i in 0..<pixels { levels[i] = bytes[4 * i] }
                count = pixels
            }
        }
    }
}
