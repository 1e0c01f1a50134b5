import CZlib
import Foundation

/// The files in a zip archive, stored or deflated.
struct ZipArchive {
    private(set) var files: [(name: String, file: Data)] = []

    init(_ data: Data) throws {
        let bytes = [UInt8](data)
        func little(_ offset: Int, _ length: Int) throws -> Int {
            guard offset >= 0, offset + length <= bytes.count else { throw ZipError.damaged }
            return (0..<length).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
        }
        // The directory at the end is the truth: it is found by its own end record, which may be followed by a comment.
        guard let end = stride(from: bytes.count - 22, through: max(bytes.count - 65_557, 0), by: -1)
            .first(where: { bytes[$0..<$0 + 4].elementsEqual([0x50, 0x4B, 5, 6]) }) else { throw ZipError.damaged }
        var entry = try little(end + 16, 4)
        for _ in 0..<(try little(end + 10, 2)) {
            let method = try little(entry + 10, 2), packed = try little(entry + 20, 4), size = try little(entry + 24, 4)
            let nameLength = try little(entry + 28, 2), header = try little(entry + 42, 4)
            _ = try little(entry + 46, nameLength == 0 ? 0 : 1)
            let name = String(decoding: bytes[entry + 46..<entry + 46 + nameLength], as: UTF8.self)
            entry += 46 + nameLength + (try little(entry + 30, 2)) + (try little(entry + 32, 2))
            let start = header + 30 + (try little(header + 26, 2)) + (try little(header + 28, 2))
            guard start + packed <= bytes.count, size < 1 << 24 else { throw ZipError.damaged }
            let content = Array(bytes[start..<start + packed])
            if size > 0 { files.append((name, method == 0 ? Data(content) : try Self.inflated(content, size: size))) }
        }
    }

    private static func inflated(_ packed: [UInt8], size: Int) throws -> Data {
        var packed = packed, result = [UInt8](repeating: 0, count: size)
        var stream = z_stream()
        // Deflate without zlib's header is asked for by a negative window.
        guard inflateInit2_(&stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { throw ZipError.damaged }
        defer { inflateEnd(&stream) }
        let status = packed.withUnsafeMutableBufferPointer { source in
            result.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                return inflate(&stream, Z_FINISH)
            }
        }
        guard status == Z_STREAM_END, Int(stream.total_out) == size else { throw ZipError.damaged }
        return Data(result)
    }
}

enum ZipError: Error, LocalizedError {
    case damaged

    var errorDescription: String? { "The zip archive is damaged." }
}
