import CPixbuf
import Foundation
import Pictures

/// Pictures made by hand or by gdk-pixbuf's own writers, so that each test knows every byte or pixel of what it opens.
enum Crafted {
    // MARK: PNG

    /// A PNG of the given rows, each with its filter byte, in stored deflate blocks.
    static func png(width: Int, height: Int, bits: Int, colourType: UInt8, rows: [[UInt8]], palette: [UInt8]? = nil, alphas: [UInt8]? = nil) -> Data {
        var data = Data(signature)
        data += chunk("IHDR", big32(width) + big32(height) + [UInt8(bits), colourType, 0, 0, 0])
        if let palette { data += chunk("PLTE", palette) }
        if let alphas { data += chunk("tRNS", alphas) }
        data += chunk("IDAT", zlibStored(rows.flatMap { [0] + $0 }))
        return data + chunk("IEND", [])
    }

    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    static func chunk(_ type: String, _ content: [UInt8]) -> [UInt8] {
        let typed = Array(type.utf8) + content
        return big32(content.count) + typed + big32(Int(crc(typed)))
    }

    /// The chunks of a PNG, each checked by its sum.
    static func chunks(_ png: Data) -> [(type: String, content: [UInt8])] {
        let bytes = [UInt8](png)
        var result: [(String, [UInt8])] = []
        var offset = 8
        while offset + 12 <= bytes.count {
            let length = bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
            let typed = Array(bytes[offset + 4..<offset + 8 + length])
            guard big32(Int(crc(typed))) == Array(bytes[offset + 8 + length..<offset + 12 + length]) else { return [] }
            result.append((String(decoding: typed.prefix(4), as: UTF8.self), Array(typed.dropFirst(4))))
            offset += 12 + length
        }
        return result
    }

    static func big32(_ value: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(value >> $0 & 255) } }
    static func little32(_ value: Int) -> [UInt8] { [0, 8, 16, 24].map { UInt8(value >> $0 & 255) } }
    static func little16(_ value: Int) -> [UInt8] { [0, 8].map { UInt8(value >> $0 & 255) } }

    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return ~crc
    }

    private static func zlibStored(_ bytes: [UInt8]) -> [UInt8] {
        precondition(bytes.count < 65536)
        var a: UInt32 = 1, b: UInt32 = 0
        for byte in bytes { a = (a + UInt32(byte)) % 65521; b = (b + a) % 65521 }
        return self.bytes([0x78, 0x01, 1] as [UInt8], little16(bytes.count), little16(~bytes.count & 0xFFFF), bytes, big32(Int(b << 16 | a)))
    }

    /// The parts one behind the other, strings as their bytes.
    static func bytes(_ parts: any Sequence...) -> [UInt8] {
        parts.flatMap { part in (part as? String).map { Array($0.utf8) } ?? (part as? [UInt8]) ?? [] }
    }

    // MARK: GIF

    /// A GIF of one or more frames, each of one palette index all over: codes of 3 bits with a clear code before each pixel, so that codes never grow.
    static func gif(width: Int, height: Int, palette: [[UInt8]], frames: [UInt8]) -> Data {
        var data = bytes("GIF89a", little16(width), little16(height), [0x80, 0, 0] as [UInt8], palette.flatMap(\.self))
        for index in frames {
            data += bytes([0x2C] as [UInt8], little16(0), little16(0), little16(width), little16(height), [0, 2] as [UInt8])
            var bits: [Int] = []
            func put(_ code: Int) { bits += (0..<3).map { code >> $0 & 1 } }
            for _ in 0..<width * height { put(4); put(Int(index)) }
            put(5)
            var packed = [UInt8](repeating: 0, count: (bits.count + 7) / 8)
            for (i, bit) in bits.enumerated() where bit == 1 { packed[i / 8] |= 1 << UInt8(i % 8) }
            for start in stride(from: 0, to: packed.count, by: 255) {
                let block = packed[start..<min(start + 255, packed.count)]
                data += [UInt8(block.count)] + block
            }
            data += [0]
        }
        return Data(data + [0x3B])
    }

    // MARK: BMP

    /// A 24-bit BMP of one colour, rows from the bottom.
    static func bmp(width: Int, height: Int, blue: UInt8, green: UInt8, red: UInt8) -> Data {
        let stride = (width * 3 + 3) / 4 * 4
        var data = bytes("BM", little32(54 + stride * height), little32(0), little32(54))
        data += bytes(little32(40), little32(width), little32(height), little16(1), little16(24), little32(0), little32(stride * height))
        data += bytes(little32(2835), little32(2835), little32(0), little32(0))
        for _ in 0..<height {
            for _ in 0..<width { data += [blue, green, red] }
            data += [UInt8](repeating: 0, count: stride - width * 3)
        }
        return Data(data)
    }

    // MARK: By gdk-pixbuf

    /// A picture in which each quarter has a gray of its own: 40, 90, 160, 220 from the top left, row by row.
    static func quarters(width: Int, height: Int) -> Picture {
        var picture = Picture(width: width, height: height)
        for y in 0..<height {
            for x in 0..<width {
                let gray: UInt8 = [40, 90, 160, 220][(y * 2 / height) * 2 + x * 2 / width]
                for channel in 0..<3 { picture.bytes[4 * (y * width + x) + channel] = gray }
            }
        }
        return picture
    }

    /// The file that gdk-pixbuf writes of a picture ("jpeg", "bmp", "tiff").
    static func file(_ picture: Picture, _ format: String) -> Data {
        let pixbuf = gdk_pixbuf_new(GDK_COLORSPACE_RGB, 0, 8, Int32(picture.width), Int32(picture.height))!
        defer { g_object_unref(gpointer(pixbuf)) }
        let pixels = gdk_pixbuf_get_pixels(pixbuf)!, stride = Int(gdk_pixbuf_get_rowstride(pixbuf))
        for y in 0..<picture.height {
            for x in 0..<picture.width {
                for channel in 0..<3 { pixels[y * stride + 3 * x + channel] = picture.bytes[4 * (y * picture.width + x) + 2 - channel] }
            }
        }
        var buffer: UnsafeMutablePointer<gchar>?
        var size: gsize = 0
        let saved = gdk_pixbuf_save_to_bufferv(pixbuf, &buffer, &size, format, nil, nil, nil)
        precondition(saved != 0, "gdk-pixbuf writes \(format)")
        defer { g_free(buffer) }
        return Data(bytes: buffer!, count: Int(size))
    }

    /// A PNG with an EXIF chunk that says how it is turned.
    static func png(_ picture: Picture, orientation: Int, littleEndian: Bool) -> Data {
        let file = [UInt8](file(picture, "png"))
        // Behind the header of 25 bytes.
        return Data(file[..<33] + chunk("eXIf", exif(orientation: orientation, littleEndian: littleEndian)) + file[33...])
    }

    /// A TIFF structure whose only entry is the orientation.
    private static func exif(orientation: Int, littleEndian: Bool = false) -> [UInt8] {
        littleEndian
            ? [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, UInt8(orientation), 0, 0, 0, 0, 0, 0, 0]
            : [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, UInt8(orientation), 0, 0, 0, 0, 0, 0]
    }

    /// A JPEG with an EXIF block that says how it is turned.
    static func jpeg(_ picture: Picture, orientation: Int) -> Data {
        let file = [UInt8](file(picture, "jpeg"))
        let content = Array("Exif\0\0".utf8) + exif(orientation: orientation)
        let length = content.count + 2
        return Data(file[0..<2] + [0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 255)] + content + file[2...])
    }
}

extension Picture {
    /// Blue, green, red of a pixel.
    func pixel(_ x: Int, _ y: Int) -> [UInt8] { Array(bytes[4 * (y * width + x)..<4 * (y * width + x) + 3]) }
}

/// A folder that is gone when the test is over.
final class TemporaryFolder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("scrawl-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func file(_ name: String, _ data: Data) throws -> URL {
        let file = url.appendingPathComponent(name)
        try data.write(to: file)
        return file
    }
}
