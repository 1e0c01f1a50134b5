/// `text` as one field of one line: a backslash is written as `\\`, tab, newline and carriage return as `\t`, `\n` and `\r`, and each byte of any other
/// control character as three octal digits, such as `\033`, so that no name of a file breaks a table or commands a terminal.
public func escapedForLine(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\\": result += "\\\\"
        case "\t": result += "\\t"
        case "\n": result += "\\n"
        case "\r": result += "\\r"
        case _ where scalar.properties.generalCategory == .control:
            for byte in String(scalar).utf8 {
                let digits = String(byte, radix: 8)
                result += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
            }
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}
