extension Safetensors {
    /// Reads a file and checks all of it.
    ///
    /// - Throws: `FileError` or `SafetensorsError`, with the path.
    public init(contentsOf path: String) throws {
        let file = try WholeFile(contentsOf: path, limit: Self.longestFile)
        do throws(SafetensorsError) {
            try self.init(file)
        } catch {
            throw SafetensorsError(path: path, problem: error.problem)
        }
    }

    /// Takes the bytes of a file apart. Every tensor must be F32 and finite; PyTorch's counters (`num_batches_tracked`)
    /// are passed over.
    ///
    /// - Throws: `SafetensorsError` about the first thing that is wrong.
    public init(bytes: UnsafeRawBufferPointer) throws {
        try self.init(WholeFile(bytes))
    }

    /// Tensors share the memory of the file: it is read once and copied once, to where a network keeps it.
    private init(_ file: WholeFile) throws(SafetensorsError) {
        let (header, data) = try Self.split(file.bytes)
        let dataStart = file.count - data.count
        guard case .object(let members) = header else { throw SafetensorsError(problem: .notAnObject) }
        metadata = [:]
        tensors = [:]
        var entries: [Entry] = []
        for member in members {
            if member.key == Self.metadataKey {
                metadata = try Self.metadata(member.value)
            } else {
                entries.append(try Entry(member.key, member.value, available: data.count))
            }
        }
        try Self.checkCover(entries, data: data.count, header: dataStart)
        for entry in entries where !(entry.type == "I64" && entry.name.hasSuffix(".num_batches_tracked")) {
            guard entry.type == "F32" else {
                throw SafetensorsError(problem: .unsupportedType(tensor: entry.name, type: entry.type))
            }
            let start = dataStart + entry.begin
            var tensor: Tensor
            if start % 4 == 0 {
                tensor = Tensor(shape: entry.shape, sharing: file.memory, from: start / 4)
            } else {
                tensor = Tensor(shape: entry.shape)
                tensor.withUnsafeMutableElements { elements in
                    UnsafeMutableRawBufferPointer(elements).copyMemory(from: UnsafeRawBufferPointer(rebasing: data[entry.begin..<entry.end]))
                }
            }
            guard tensor.isFinite else { throw SafetensorsError(problem: .notFinite(tensor: entry.name)) }
            tensors[entry.name] = tensor
        }
    }

    private static func split(_ bytes: UnsafeRawBufferPointer) throws(SafetensorsError) -> (JSON, UnsafeRawBufferPointer) {
        guard bytes.count >= 8 else { throw SafetensorsError(problem: .noHeader(bytes: bytes.count)) }
        let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
        guard length <= UInt64(longestHeader), length <= UInt64(bytes.count - 8) else {
            throw SafetensorsError(problem: .headerTooLong(length: length, available: bytes.count - 8))
        }
        let end = 8 + Int(length)
        do throws(JSONProblem) {
            let header = try JSON(parsing: UnsafeRawBufferPointer(rebasing: bytes[8..<end]), depth: 4)
            return (header, UnsafeRawBufferPointer(rebasing: bytes[end...]))
        } catch {
            throw SafetensorsError(problem: .badHeader(reason: error.reason, offset: 8 + error.offset))
        }
    }

    private static func metadata(_ value: JSON) throws(SafetensorsError) -> [String: String] {
        guard case .object(let members) = value else { throw SafetensorsError(problem: .badMetadata(key: metadataKey)) }
        var result: [String: String] = [:]
        for member in members {
            guard let text = member.value.string else { throw SafetensorsError(problem: .badMetadata(key: member.key)) }
            result[member.key] = text
        }
        return result
    }

    /// One tensor of the header, checked by itself.
    private struct Entry {
        let name: String
        let type: String
        let shape: [Int]
        let begin: Int
        let end: Int

        private static let sizes = [
            "BOOL": 1, "U8": 1, "I8": 1, "F8_E5M2": 1, "F8_E4M3": 1, "I16": 2, "U16": 2, "F16": 2, "BF16": 2, "I32": 4,
            "U32": 4, "F32": 4, "I64": 8, "U64": 8, "F64": 8,
        ]

        init(_ name: String, _ value: JSON, available: Int) throws(SafetensorsError) {
            func bad(_ reason: String) -> SafetensorsError {
                SafetensorsError(problem: .badEntry(tensor: name, reason: reason))
            }
            guard case .object(let members) = value else { throw bad("its description is not an object") }
            if let unknown = members.first(where: { !["dtype", "shape", "data_offsets"].contains($0.key) }) {
                throw bad("its description has the unknown field \"\(unknown.key)\"")
            }
            guard let type = value["dtype"]?.string else { throw bad("it has no dtype") }
            guard let size = Self.sizes[type] else { throw SafetensorsError(problem: .unknownType(tensor: name, type: type)) }
            guard let extents = value["shape"]?.elements else { throw bad("it has no shape") }
            let shape = extents.compactMap(\.integer)
            guard shape.count == extents.count, shape.allSatisfy({ $0 >= 0 }) else {
                throw bad("its shape has an extent that is not a number from 0 up")
            }
            guard let offsets = value["data_offsets"]?.elements, offsets.count == 2, let begin = offsets[0].integer,
                let end = offsets[1].integer, begin >= 0, end >= begin
            else { throw bad("its data_offsets are not two numbers from 0 up in order") }
            guard end <= available else {
                throw SafetensorsError(problem: .offsetsOutside(tensor: name, begin: begin, end: end, available: available))
            }
            var bytes = size
            // A zero among the extents would hide that the others are too large to multiply.
            for extent in shape.sorted(by: >) {
                let (product, overflow) = bytes.multipliedReportingOverflow(by: extent)
                guard !overflow else { throw bad("its shape has too many elements") }
                bytes = product
            }
            guard bytes == end - begin else {
                throw SafetensorsError(problem: .wrongSize(tensor: name, bytes: end - begin, shape: shape, type: type))
            }
            self.name = name
            self.type = type
            self.shape = shape
            self.begin = begin
            self.end = end
        }
    }

    /// Tensors must lie one behind the other, from the beginning of the data to its end.
    private static func checkCover(_ entries: [Entry], data: Int, header: Int) throws(SafetensorsError) {
        let ordered = entries.sorted { ($0.begin, $0.end) < ($1.begin, $1.end) }
        var end = 0
        var last = ""
        for entry in ordered {
            if entry.begin < end { throw SafetensorsError(problem: .overlap(tensor: entry.name, other: last)) }
            if entry.begin > end {
                throw SafetensorsError(problem: .hole(tensor: entry.name, begin: entry.begin, expected: end))
            }
            end = entry.end
            last = entry.name
        }
        guard end == data else { throw SafetensorsError(problem: .wrongLength(bytes: header + data, expected: header + end)) }
    }
}
