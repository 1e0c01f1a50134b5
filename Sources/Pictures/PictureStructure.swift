/// What the bytes of a picture say about its size and end, read without a decoder: a decoder may take memory by the size that a header
/// claims before anyone could ask, and most decoders give half a picture for half a file without a word.
struct PictureStructure: Equatable {
    /// Pixels as stored (before EXIF orientation); nil where this format's header is left to its decoder.
    var size: (width: Int, height: Int)?
    /// Whether the data reaches to the end that the format marks; true where the format marks none.
    var isComplete: Bool
    /// How EXIF says that the picture is turned, 1 to 8, where gdk-pixbuf does not look for it itself: in PNG and WebP.
    private(set) var orientation: Int?

    static func == (a: Self, b: Self) -> Bool {
        a.size?.width == b.size?.width && a.size?.height == b.size?.height && a.isComplete == b.isComplete && a.orientation == b.orientation
    }

    /// Reads the structure of data that begins with the signature of `format`.
    init(_ format: PictureFormat, _ bytes: UnsafeRawBufferPointer) {
        let reader = ByteReader(bytes: bytes)
        self.init(size: nil, isComplete: true)
        switch format {
        case .png: readPNG(reader)
        case .jpeg: readJPEG(reader)
        case .gif: readGIF(reader)
        case .bmp: readBMP(reader)
        case .webp: readWebP(reader)
        // Their decoders go by offsets and fail where one lies outside the file.
        case .tiff, .heic, .avif: break
        }
    }

    private init(size: (width: Int, height: Int)?, isComplete: Bool) {
        self.size = size
        self.isComplete = isComplete
    }

    /// Chunks of length, type, data and checksum, from IHDR to IEND (ISO/IEC 15948).
    private mutating func readPNG(_ reader: ByteReader) {
        isComplete = false
        var offset = 8
        while let length = reader.big32(offset), let type = reader.big32(offset + 4) {
            if type == 0x4948_4452, let width = reader.big32(offset + 8), let height = reader.big32(offset + 12) { size = (width, height) }
            guard length < 1 << 31, offset + 12 + length <= reader.count else { return }
            if type == 0x6558_4966 { readOrientation(reader, at: offset + 8, length: length) }
            if type == 0x4945_4E44 { isComplete = true; return }
            offset += 12 + length
        }
    }

    /// Markers; after a start of scan, coded data up to the next marker that is neither a restart nor a stuffed zero (ITU-T T.81, annex B).
    private mutating func readJPEG(_ reader: ByteReader) {
        isComplete = false
        var offset = 2
        while let lead = reader.byte(offset), let marker = reader.byte(offset + 1) {
            guard lead == 0xFF else { offset += 1; continue }
            switch marker {
            case 0xFF: offset += 1
            case 0xD9: isComplete = true; return
            case 0x00, 0x01, 0xD0...0xD8: offset += 2
            default:
                guard let length = reader.big16(offset + 2) else { return }
                let isFrame = (0xC0...0xCF).contains(marker) && marker != 0xC4 && marker != 0xC8 && marker != 0xCC
                if isFrame, size == nil, let height = reader.big16(offset + 5), let width = reader.big16(offset + 7) { size = (width, height) }
                offset += 2 + max(length, 2)
            }
        }
    }

    /// The logical screen, then blocks; the first picture is whole when its data ends with an empty sub-block (GIF89a specification).
    private mutating func readGIF(_ reader: ByteReader) {
        isComplete = false
        guard let width = reader.little16(6), let height = reader.little16(8), let flags = reader.byte(10) else { return }
        size = (width, height)
        var offset = 13 + (flags & 0x80 != 0 ? 3 << (Int(flags & 7) + 1) : 0)
        while let block = reader.byte(offset) {
            switch block {
            case 0x21: offset += 2
            case 0x2C:
                guard let left = reader.little16(offset + 1), let top = reader.little16(offset + 3), let frameWidth = reader.little16(offset + 5),
                      let frameHeight = reader.little16(offset + 7), let frameFlags = reader.byte(offset + 9) else { return }
                // Some decoders enlarge the screen to hold a frame that overhangs it.
                size = (max(width, left + frameWidth), max(height, top + frameHeight))
                offset += 11 + (frameFlags & 0x80 != 0 ? 3 << (Int(frameFlags & 7) + 1) : 0)
            default: return
            }
            while let length = reader.byte(offset), length > 0 { offset += 1 + Int(length) }
            guard offset < reader.count else { return }
            offset += 1
            if block == 0x2C { isComplete = true; return }
        }
    }

    /// The header's size, and for plain pixels how many bytes they take after the offset where they start.
    private mutating func readBMP(_ reader: ByteReader) {
        guard let pixels = reader.little32(10), let header = reader.little32(14) else { isComplete = false; return }
        if header == 12 {
            guard let width = reader.little16(18), let height = reader.little16(20), let bits = reader.little16(24) else { isComplete = false; return }
            size = (width, height)
            isComplete = Self.holdsRows(reader, from: pixels, width: width, height: height, bits: bits)
        } else {
            guard let width = reader.little32(18), let signedHeight = reader.little32(22), let bits = reader.little16(28),
                  let compression = reader.little32(30) else { isComplete = false; return }
            // A negative height means rows from top to bottom.
            let height = signedHeight >= 1 << 31 ? (1 << 32) - signedHeight : signedHeight
            size = (width, height)
            let isPlain = compression == 0 || compression == 3
            isComplete = !isPlain || Self.holdsRows(reader, from: pixels, width: width, height: height, bits: bits)
        }
    }

    /// Whether rows of plain pixels, each filled up to 4 bytes, lie within the data. The numbers are the file's own claims, whose product may be any.
    private static func holdsRows(_ reader: ByteReader, from pixels: Int, width: Int, height: Int, bits: Int) -> Bool {
        let (length, overflows) = ((width * bits + 31) / 32 * 4).multipliedReportingOverflow(by: height)
        return !overflows && length <= reader.count - pixels
    }

    /// The tag 0x0112 of the first directory of a TIFF structure (CIPA DC-008), before which some writers leave JPEG's "Exif" and two zeros.
    private mutating func readOrientation(_ reader: ByteReader, at start: Int, length: Int) {
        let start = reader.big32(start) == 0x4578_6966 ? start + 6 : start
        guard let order = reader.big16(start), order == 0x4949 || order == 0x4D4D else { return }
        func short(_ offset: Int) -> Int? { order == 0x4949 ? reader.little16(start + offset) : reader.big16(start + offset) }
        func long(_ offset: Int) -> Int? { order == 0x4949 ? reader.little32(start + offset) : reader.big32(start + offset) }
        guard short(2) == 42, let directory = long(4), directory < length, let count = short(directory) else { return }
        for entry in 0..<count where short(directory + 2 + 12 * entry) == 0x0112 && short(directory + 4 + 12 * entry) == 3 {
            if let value = short(directory + 10 + 12 * entry), (1...8).contains(value) { orientation = value }
        }
    }

    /// RIFF with VP8, VP8L or VP8X first (RFC 9649).
    private mutating func readWebP(_ reader: ByteReader) {
        guard let length = reader.little32(4), let type = reader.big32(12) else { isComplete = false; return }
        isComplete = length + 8 <= reader.count
        switch type {
        case 0x5650_3820:
            if let width = reader.little16(26), let height = reader.little16(28) { size = (width & 0x3FFF, height & 0x3FFF) }
        case 0x5650_384C:
            if let bits = reader.little32(21) { size = ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1) }
        case 0x5650_3858:
            if let width = reader.little32(24), let height = reader.little32(27) { size = ((width & 0xFF_FFFF) + 1, (height & 0xFF_FFFF) + 1) }
            var offset = 12
            while let type = reader.big32(offset), let length = reader.little32(offset + 4), offset + 8 + length <= reader.count {
                if type == 0x4558_4946 { readOrientation(reader, at: offset + 8, length: length) }
                offset += 8 + length + length % 2
            }
        default: break
        }
    }
}

/// Numbers at offsets of untrusted bytes: nil beyond the end.
private struct ByteReader {
    let bytes: UnsafeRawBufferPointer

    var count: Int { bytes.count }

    func byte(_ offset: Int) -> UInt8? { offset >= 0 && offset < bytes.count ? bytes[offset] : nil }

    func big16(_ offset: Int) -> Int? { number(offset, 2).map { Int(UInt16(bigEndian: UInt16($0))) } }
    func big32(_ offset: Int) -> Int? { number(offset, 4).map { Int(UInt32(bigEndian: UInt32($0))) } }
    func little16(_ offset: Int) -> Int? { number(offset, 2) }
    func little32(_ offset: Int) -> Int? { number(offset, 4) ?? (offset + 3 == count ? number(offset, 3) : nil) }

    private func number(_ offset: Int, _ length: Int) -> Int? {
        guard offset >= 0, offset + length <= bytes.count else { return nil }
        return (0..<length).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }
}
