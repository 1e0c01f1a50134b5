import Foundation

/// What the elements of an IDX file are; the raw value is the third byte of the file.
public enum IDXElementType: UInt8, Sendable, CaseIterable, CustomStringConvertible {
    case unsignedByte = 0x08
    case signedByte = 0x09
    case int16 = 0x0b
    case int32 = 0x0c
    case float32 = 0x0d
    case float64 = 0x0e

    /// Bytes of one element.
    public var size: Int {
        switch self {
        case .unsignedByte, .signedByte: 1
        case .int16: 2
        case .int32, .float32: 4
        case .float64: 8
        }
    }

    /// What went wrong, in a sentence for a person.
    public var description: String {
        switch self {
        case .unsignedByte: "unsigned byte"
        case .signedByte: "signed byte"
        case .int16: "16-bit integer"
        case .int32: "32-bit integer"
        case .float32: "32-bit float"
        case .float64: "64-bit float"
        }
    }
}

/// The array in an IDX file (Y. LeCun, "The MNIST database"): two zero bytes, element type, number of dimensions, the dimensions
/// as big-endian 32-bit numbers, then the elements in row-major order.
///
/// A plain file is mapped, not loaded. A gzip file, told by its first bytes 1f 8b and not by its name, is inflated into memory. The size comes
/// from the IDX header in both cases, and the length must be exactly that.
public struct IDXArray: Sendable {
    /// What each element is.
    public let elementType: IDXElementType
    /// The extents, outermost first; at least one.
    public let dimensions: [Int]

    private let memory: MappedMemory
    private let headerLength: Int

    /// The array in the file at `path`.
    ///
    /// - Throws: `DatasetError` where the file cannot be read, is no IDX file, or is longer or shorter than its header says.
    public init(contentsOfFile path: String) throws(DatasetError) {
        let file = try MappedMemory(fileAt: path)
        if file.count == 0 { throw .empty(path: path) }
        if GzipStream.isGzip(file.bytes) {
            (memory, elementType, dimensions, headerLength) = try Self.inflated(file, path: path)
            return
        }
        guard file.count >= 4 else { throw .magic(path: path, bytes: Array(file.bytes)) }
        let (type, rank) = try Self.magic(file.bytes, path: path)
        let header = 4 + 4 * rank
        guard file.count >= header else { throw .tooShort(path: path, expected: header, found: file.count) }
        let extents = Self.extents(file.bytes, rank: rank)
        let length = try Self.length(header: header, extents, type, path: path)
        guard file.count >= length else { throw .tooShort(path: path, expected: length, found: file.count) }
        guard file.count == length else { throw .tooLong(path: path, expected: length) }
        (memory, elementType, dimensions, headerLength) = (file, type, extents, header)
    }

    /// The bytes of the elements, big-endian where an element has several. Valid as long as this array or a copy of it lives.
    public var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory.bytes[headerLength...]) }

    /// Calls `body` with the bytes of `count` elements from `index` on, which are valid until it returns; where the file is large, without keeping them in memory.
    func withBytes<Result>(at index: Int, count: Int, _ body: (UnsafeRawPointer) -> Result) -> Result {
        memory.withBytes(at: headerLength + index * elementType.size, length: count * elementType.size, body)
    }

    private static func magic(_ bytes: UnsafeRawBufferPointer, path: String) throws(DatasetError) -> (IDXElementType, rank: Int) {
        guard bytes[0] == 0, bytes[1] == 0, let type = IDXElementType(rawValue: bytes[2]), bytes[3] > 0 else {
            throw .magic(path: path, bytes: Array(bytes.prefix(4)))
        }
        return (type, Int(bytes[3]))
    }

    private static func extents(_ bytes: UnsafeRawBufferPointer, rank: Int) -> [Int] {
        (0..<rank).map { Int(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 4 + 4 * $0, as: UInt32.self))) }
    }

    private static func length(header: Int, _ extents: [Int], _ type: IDXElementType, path: String) throws(DatasetError) -> Int {
        var length = type.size
        // A zero hides what stands beside it from the product, so it is left out of the test for overflow.
        for extent in extents where extent > 0 {
            let (product, overflow) = length.multipliedReportingOverflow(by: extent)
            guard !overflow, product < 1 << 47 else { throw .tooLarge(path: path, dimensions: extents) }
            length = product
        }
        return header + (extents.contains(0) ? 0 : length)
    }

    private static func inflated(
        _ file: MappedMemory, path: String
    ) throws(DatasetError) -> (MappedMemory, IDXElementType, [Int], header: Int) {
        var stream = try GzipStream(file.bytes, path: path)
        let header = UnsafeMutableRawBufferPointer.allocate(byteCount: 4 + 4 * 255, alignment: 8)
        defer { header.deallocate() }
        let start = UnsafeMutableRawBufferPointer(rebasing: header[..<4])
        let found = try stream.read(into: start)
        if found == 0 { throw .empty(path: path) }
        guard found == 4 else { throw .magic(path: path, bytes: Array(start[..<found])) }
        let (type, rank) = try magic(UnsafeRawBufferPointer(start), path: path)
        let headerLength = 4 + 4 * rank
        guard try stream.read(into: UnsafeMutableRawBufferPointer(rebasing: header[4..<headerLength])) == 4 * rank else {
            throw .tooShort(path: path, expected: headerLength, found: stream.produced)
        }
        let dimensions = extents(UnsafeRawBufferPointer(header), rank: rank)
        let length = try length(header: headerLength, dimensions, type, path: path)
        let memory = try MappedMemory(anonymous: length, for: path)
        memory.start!.copyMemory(from: header.baseAddress!, byteCount: headerLength)
        let elements = UnsafeMutableRawBufferPointer(start: memory.start! + headerLength, count: length - headerLength)
        guard try stream.read(into: elements) == elements.count else {
            throw .tooShort(path: path, expected: length, found: stream.produced)
        }
        // One byte more than promised makes the stream run to its end, where its check sum is verified.
        guard try stream.read(into: start) == 0 else { throw .tooLong(path: path, expected: length) }
        return (memory, type, dimensions, headerLength)
    }
}
