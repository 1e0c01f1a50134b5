import CommandLineSupport
import Foundation

/// Where figures go: lines for people, or one JSON object a line.
struct Report {
    let json: Bool

    enum Field {
        case text(String)
        case integer(Int)
        /// A number with so many digits behind the point.
        case number(Double, digits: Int)
    }

    /// One figure: `line` for people, `fields` for programs.
    func write(_ line: String, _ fields: KeyValuePairs<String, Field>) throws {
        try write(line, fields.map { ($0, $1) })
    }

    func write(_ line: String, _ fields: [(String, Field)]) throws {
        guard json else { return try StandardOutput.write(line + "\n") }
        let members = fields.map { name, field in
            switch field {
            case .text(let text): "\"\(name)\":\"\(text)\""
            case .integer(let number): "\"\(name)\":\(number)"
            case .number(let number, let digits): "\"\(name)\":\(String(format: "%.\(digits)f", number))"
            }
        }
        try StandardOutput.write("{\(members.joined(separator: ","))}\n")
    }
}

/// `text` filled up with spaces to `width` characters.
func column(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
}

/// `number` with so many digits behind the point, right-aligned.
func column(_ number: Double, _ width: Int, digits: Int) -> String {
    let text = String(format: "%.\(digits)f", number)
    return String(repeating: " ", count: max(0, width - text.count)) + text
}
