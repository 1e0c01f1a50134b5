/// A JSON value, as far as headers and metadata need it. Numbers keep their text.
package enum JSON: Sendable, Equatable {
    case object([Member])
    case array([JSON])
    case string(String)
    case number(String)
    case bool(Bool)
    case null

    /// Members stay in the order of the text.
    package struct Member: Sendable, Equatable {
        package let key: String
        package let value: JSON
        package init(_ key: String, _ value: JSON) {
            self.key = key
            self.value = value
        }
    }

    package subscript(key: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    package var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    package var integer: Int? {
        if case .number(let text) = self { Int(text) } else { nil }
    }

    package var double: Double? {
        if case .number(let text) = self { Double(text) } else { nil }
    }

    package var elements: [JSON]? {
        if case .array(let values) = self { values } else { nil }
    }
}

extension JSON: CustomStringConvertible {
    /// The text of the value, on one line without spaces.
    package var description: String {
        switch self {
        case .object(let members):
            "{" + members.map { "\(JSON.quoted($0.key)):\($0.value)" }.joined(separator: ",") + "}"
        case .array(let values): "[" + values.map(\.description).joined(separator: ",") + "]"
        case .string(let text): JSON.quoted(text)
        case .number(let text): text
        case .bool(let value): value ? "true" : "false"
        case .null: "null"
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default:
                if scalar.value < 0x20 {
                    let hex = String(scalar.value, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }
}
