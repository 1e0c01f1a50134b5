/// A safetensors file in memory: named tensors and metadata.
///
/// The format: the length of the header as 8 bytes, little-endian; the header, JSON, `{"name": {"dtype": "F32", "shape":
/// [..], "data_offsets": [begin, end]}, .., "__metadata__": {"key": "text"}}`; the data, little-endian, without holes.
public struct Safetensors: Sendable {
    /// Free text by key; `__metadata__` in the file.
    public var metadata: [String: String]
    /// The tensors by name, as Float32.
    public var tensors: [String: Tensor]

    /// A file of these tensors, still in memory only.
    public init(tensors: [String: Tensor], metadata: [String: String] = [:]) {
        self.tensors = tensors
        self.metadata = metadata
    }

    static let metadataKey = "__metadata__"
    static let longestHeader = 100_000_000
    /// Far more than any network of this library; keeps a wrong path from filling the memory.
    static let longestFile = 4 << 30

    /// The bytes of the file, the same for equal contents: names in order, header padded with spaces to 8 bytes.
    public func serialized() -> [UInt8] {
        let names = tensors.keys.sorted()
        var members: [JSON.Member] = []
        if !metadata.isEmpty {
            let entries = metadata.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value)) }
            members.append(JSON.Member(Self.metadataKey, .object(entries)))
        }
        var offset = 0
        var ordered: [Tensor] = []
        for name in names {
            guard let tensor = tensors[name] else { continue }
            ordered.append(tensor)
            let end = offset + tensor.count * 4
            members.append(JSON.Member(name, .object([
                JSON.Member("dtype", .string("F32")),
                JSON.Member("shape", .array(tensor.shape.map { .number("\($0)") })),
                JSON.Member("data_offsets", .array([.number("\(offset)"), .number("\(end)")])),
            ])))
            offset = end
        }
        var header = Array(JSON.object(members).description.utf8)
        header += [UInt8](repeating: UInt8(ascii: " "), count: (8 - header.count % 8) % 8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(8 + header.count + offset)
        withUnsafeBytes(of: UInt64(header.count).littleEndian) { bytes.append(contentsOf: $0) }
        bytes += header
        // Every platform that this library builds for is little-endian.
        for tensor in ordered { tensor.withUnsafeElements { bytes.append(contentsOf: UnsafeRawBufferPointer($0)) } }
        return bytes
    }

    /// Writes the file atomically.
    public func write(to path: String) throws(FileError) {
        try FileError.writing(serialized(), to: path)
    }
}
