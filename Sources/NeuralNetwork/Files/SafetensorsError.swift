/// Why a file is not a safetensors file that we take.
public struct SafetensorsError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong with the bytes. Offsets count from the end of the header.
    public enum Problem: Sendable, Equatable {
        /// Fewer than the 8 bytes that give the header's length.
        case noHeader(bytes: Int)
        /// A header over 100 MB, or longer than the file.
        case headerTooLong(length: UInt64, available: Int)
        /// The header is not JSON that we take.
        case badHeader(reason: String, offset: Int)
        /// The header is JSON, but no object.
        case notAnObject
        /// A value of `__metadata__` is no text.
        case badMetadata(key: String)
        /// An entry lacks its type, shape or offsets, or one of them cannot be.
        case badEntry(tensor: String, reason: String)
        /// A type that the format does not have.
        case unknownType(tensor: String, type: String)
        /// A type that the format has and the engine does not read.
        case unsupportedType(tensor: String, type: String)
        /// The tensor lies outside the data.
        case offsetsOutside(tensor: String, begin: Int, end: Int, available: Int)
        /// Shape and type ask for another number of bytes.
        case wrongSize(tensor: String, bytes: Int, shape: [Int], type: String)
        /// Two tensors share bytes.
        case overlap(tensor: String, other: String)
        /// Bytes before this tensor belong to none.
        case hole(tensor: String, begin: Int, expected: Int)
        /// Bytes behind the last tensor, or a file that ends too early.
        case wrongLength(bytes: Int, expected: Int)
        /// A weight is infinite or no number.
        case notFinite(tensor: String)
    }

    /// The file; nil where the bytes came from memory.
    public let path: String?
    /// What is wrong with it.
    public let problem: Problem

    /// Notes what is wrong, and in which file.
    public init(path: String? = nil, problem: Problem) {
        self.path = path
        self.problem = problem
    }

    /// What went wrong, in a sentence for a person.
    public var description: String { (path.map { "\($0): " } ?? "") + reason }

    private var reason: String {
        switch problem {
        case .noHeader(let bytes): "the file has \(bytes) bytes, too few for a safetensors header"
        case .headerTooLong(let length, let available):
            "the header claims \(length) bytes; at most 100,000,000 are allowed and \(available) are there"
        case .badHeader(let reason, let offset): "the header is wrong at byte \(offset): \(reason)"
        case .notAnObject: "the header is not a JSON object"
        case .badMetadata(let key): "the metadata's \"\(key)\" is not a string"
        case .badEntry(let tensor, let reason): "tensor \(tensor): \(reason)"
        case .unknownType(let tensor, let type): "tensor \(tensor) has the unknown type \(type)"
        case .unsupportedType(let tensor, let type): "tensor \(tensor) has the type \(type); only F32 is supported"
        case .offsetsOutside(let tensor, let begin, let end, let available):
            "tensor \(tensor) lies at bytes \(begin) to \(end), but the file has \(available) bytes of data"
        case .wrongSize(let tensor, let bytes, let shape, let type):
            "tensor \(tensor) has \(bytes) bytes, which does not fit the shape \(shape) of \(type)"
        case .overlap(let tensor, let other): "tensors \(other) and \(tensor) overlap"
        case .hole(let tensor, let begin, let expected):
            "there is a hole before tensor \(tensor): it begins at byte \(begin) instead of \(expected)"
        case .wrongLength(let bytes, let expected): "the file has \(bytes) bytes; its header describes \(expected)"
        case .notFinite(let tensor): "tensor \(tensor) holds a value that is not a finite number"
        }
    }
}
