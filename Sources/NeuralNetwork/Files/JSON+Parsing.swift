/// Why a text is not JSON, or not JSON that we take.
package struct JSONProblem: Error, Equatable {
    /// Where, in bytes from the beginning.
    package let offset: Int
    package let reason: String
}

extension JSON {
    /// Parses a text by RFC 8259, strictly: UTF-8, nothing but white space behind the value, no key twice in an object,
    /// at most `depth` levels of nesting.
    package init(parsing bytes: UnsafeRawBufferPointer, depth: Int = 16) throws(JSONProblem) {
        var parser = Parser(bytes: bytes, depth: depth)
        parser.skipSpace()
        self = try parser.value()
        parser.skipSpace()
        guard parser.isAtEnd else { throw parser.problem("there is more behind the value") }
    }

    package init(parsing text: String) throws(JSONProblem) {
        let bytes = Array(text.utf8)
        let result: Result<JSON, JSONProblem> = bytes.withUnsafeBytes { raw in
            do throws(JSONProblem) { return .success(try JSON(parsing: raw)) } catch { return .failure(error) }
        }
        self = try result.get()
    }
}

private struct Parser {
    let bytes: UnsafeRawBufferPointer
    var depth: Int
    var position = 0

    init(bytes: UnsafeRawBufferPointer, depth: Int) {
        self.bytes = bytes
        self.depth = depth
    }

    var isAtEnd: Bool { position >= bytes.count }
    var current: UInt8? { isAtEnd ? nil : bytes[position] }

    func problem(_ reason: String) -> JSONProblem { JSONProblem(offset: position, reason: reason) }

    mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
    }

    mutating func take(_ byte: UInt8) -> Bool {
        guard current == byte else { return false }
        position += 1
        return true
    }

    mutating func value() throws(JSONProblem) -> JSON {
        guard let byte = current else { throw problem("it ends where a value should be") }
        switch byte {
        case UInt8(ascii: "{"): return .object(try nested { p throws(JSONProblem) in try p.members() })
        case UInt8(ascii: "["): return .array(try nested { p throws(JSONProblem) in try p.elements() })
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        default:
            for (word, meaning) in [("true", JSON.bool(true)), ("false", .bool(false)), ("null", .null)]
            where bytes[position...].starts(with: word.utf8) {
                position += word.utf8.count
                return meaning
            }
            throw problem("there is no value")
        }
    }

    mutating func nested<Value>(_ body: (inout Parser) throws(JSONProblem) -> Value) throws(JSONProblem) -> Value {
        guard depth > 0 else { throw problem("it is nested too deeply") }
        depth -= 1
        position += 1
        let value = try body(&self)
        depth += 1
        return value
    }

    mutating func members() throws(JSONProblem) -> [JSON.Member] {
        var members: [JSON.Member] = []
        var keys: Set<String> = []
        skipSpace()
        if take(UInt8(ascii: "}")) { return [] }
        while true {
            skipSpace()
            guard current == UInt8(ascii: "\"") else { throw problem("there is no key") }
            let key = try string()
            // Keys that are the same text in another Unicode form count as the same: a dictionary could not tell them apart.
            guard keys.insert(key).inserted else { throw problem("the key \"\(key)\" is there twice") }
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw problem("there is no colon") }
            skipSpace()
            members.append(JSON.Member(key, try value()))
            skipSpace()
            if take(UInt8(ascii: "}")) { return members }
            guard take(UInt8(ascii: ",")) else { throw problem("there is no comma") }
        }
    }

    mutating func elements() throws(JSONProblem) -> [JSON] {
        var elements: [JSON] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return [] }
        while true {
            skipSpace()
            elements.append(try value())
            skipSpace()
            if take(UInt8(ascii: "]")) { return elements }
            guard take(UInt8(ascii: ",")) else { throw problem("there is no comma") }
        }
    }

    mutating func digits() throws(JSONProblem) {
        let start = position
        while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        guard position > start else { throw problem("a number has no digit") }
    }

    mutating func number() throws(JSONProblem) -> String {
        let start = position
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try digits() }
        if take(UInt8(ascii: ".")) { try digits() }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits()
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    mutating func string() throws(JSONProblem) -> String {
        position += 1
        var text: [UInt8] = []
        while let byte = current {
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let valid = String(validating: text, as: UTF8.self) else { throw problem("a string is not UTF-8") }
                return valid
            case UInt8(ascii: "\\"):
                try escape(into: &text)
            case 0..<0x20:
                throw problem("a string has a control character")
            default:
                text.append(byte)
            }
        }
        throw problem("a string does not end")
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONProblem) {
        guard let byte = current else { throw problem("a string does not end") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            var code = try codeUnit()
            if 0xD800..<0xDC00 ~= code {
                guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw problem("half a surrogate pair") }
                let low = try codeUnit()
                guard 0xDC00..<0xE000 ~= low else { throw problem("half a surrogate pair") }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw problem("half a surrogate pair") }
            text.append(contentsOf: String(Character(scalar)).utf8)
        default: throw problem("there is no such escape")
        }
    }

    private mutating func codeUnit() throws(JSONProblem) -> UInt32 {
        guard bytes.count - position >= 4,
            let text = String(validating: bytes[position..<position + 4], as: UTF8.self),
            text.utf8.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }), let code = UInt32(text, radix: 16)
        else { throw problem("an escape needs four hexadecimal digits") }
        position += 4
        return code
    }
}
