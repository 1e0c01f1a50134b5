import CZlib

/// Inflates gzip data that is in memory, members one after another as one stream (RFC 1952).
struct GzipStream: ~Copyable {
    private let stream: UnsafeMutablePointer<z_stream>
    private let path: String
    private var rest: UnsafeRawBufferPointer
    private var isAtEnd = false
    private(set) var produced = 0

    /// Whether data begins as gzip does.
    static func isGzip(_ bytes: UnsafeRawBufferPointer) -> Bool { bytes.count >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b }

    /// A stream over `bytes`, which must outlive it; `path` is for messages.
    init(_ bytes: UnsafeRawBufferPointer, path: String) throws(DatasetError) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        rest = bytes
        self.path = path
        guard gzip_inflate_begin(stream) == Z_OK else { throw .corruptGzip(path: path, reason: "zlib has no memory to start") }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Fills `buffer` as far as the stream goes and says how many bytes that were: fewer than asked for only at its end.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(DatasetError) -> Int {
        // zlib counts in 32 bits.
        let largest = 1 << 30
        var filled = 0
        while filled < buffer.count, !isAtEnd {
            let input = min(rest.count, largest), output = min(buffer.count - filled, largest)
            stream.pointee.next_in = UnsafeMutablePointer(mutating: rest.baseAddress?.assumingMemoryBound(to: UInt8.self))
            stream.pointee.avail_in = UInt32(input)
            stream.pointee.next_out = buffer.baseAddress!.assumingMemoryBound(to: UInt8.self) + filled
            stream.pointee.avail_out = UInt32(output)
            let result = inflate(stream, Z_NO_FLUSH)
            rest = UnsafeRawBufferPointer(rebasing: rest[(input - Int(stream.pointee.avail_in))...])
            let written = output - Int(stream.pointee.avail_out)
            filled += written
            produced += written
            switch result {
            case Z_OK: break
            case Z_STREAM_END: try beginNextMember()
            case Z_BUF_ERROR where rest.isEmpty: throw .truncatedGzip(path: path, found: produced)
            default:
                let reason = stream.pointee.msg.map { String(cString: $0) } ?? "zlib error \(result)"
                throw .corruptGzip(path: path, reason: "its gzip stream has an error after \(grouped(produced)) bytes (\(reason))")
            }
        }
        return filled
    }

    private mutating func beginNextMember() throws(DatasetError) {
        if GzipStream.isGzip(rest) {
            inflateReset(stream)
            return
        }
        isAtEnd = true
        // Zeros after the last member are what tapes and some servers pad with; gzip itself lets them pass.
        guard rest.allSatisfy({ $0 == 0 }) else {
            throw .corruptGzip(path: path, reason: "\(grouped(rest.count)) bytes follow the end of its gzip stream")
        }
    }
}
