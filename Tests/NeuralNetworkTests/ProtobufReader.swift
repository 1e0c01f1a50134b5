/// One field of a protocol buffers message as it stands in the bytes.
enum ProtobufValue: Equatable {
    case varint(UInt64)
    case fixed32(UInt32)
    case bytes([UInt8])
}

/// A message taken apart into its fields, by the number.
struct ProtobufMessage {
    struct Malformed: Error {}

    private(set) var fields: [Int: [ProtobufValue]] = [:]

    init(_ bytes: [UInt8]) throws {
        var position = 0
        func varint() throws -> UInt64 {
            var value: UInt64 = 0, shift: UInt64 = 0
            while true {
                guard position < bytes.count, shift < 64 else { throw Malformed() }
                let byte = bytes[position]
                position += 1
                value |= UInt64(byte & 0x7F) << shift
                if byte < 0x80 { return value }
                shift += 7
            }
        }
        func take(_ count: Int) throws -> [UInt8] {
            guard count >= 0, bytes.count - position >= count else { throw Malformed() }
            defer { position += count }
            return Array(bytes[position..<position + count])
        }
        while position < bytes.count {
            let key = try varint()
            let value: ProtobufValue = switch key & 7 {
            case 0: .varint(try varint())
            case 2: .bytes(try take(Int(try varint())))
            case 5: .fixed32(try take(4).reversed().reduce(0) { $0 << 8 | UInt32($1) })
            default: throw Malformed()
            }
            fields[Int(key >> 3), default: []].append(value)
        }
    }

    func integers(_ field: Int) -> [Int] {
        (fields[field] ?? []).compactMap { if case .varint(let value) = $0 { Int(Int64(bitPattern: value)) } else { nil } }
    }

    func integer(_ field: Int) -> Int? { integers(field).first }

    func float(_ field: Int) -> Float? {
        if case .fixed32(let bits) = fields[field]?.first { Float(bitPattern: bits) } else { nil }
    }

    func data(_ field: Int) -> [[UInt8]] {
        (fields[field] ?? []).compactMap { if case .bytes(let bytes) = $0 { bytes } else { nil } }
    }

    func texts(_ field: Int) -> [String] { data(field).map { String(decoding: $0, as: UTF8.self) } }
    func text(_ field: Int) -> String? { texts(field).first }
    func messages(_ field: Int) throws -> [ProtobufMessage] { try data(field).map(ProtobufMessage.init) }
    func message(_ field: Int) throws -> ProtobufMessage? { try messages(field).first }
}
