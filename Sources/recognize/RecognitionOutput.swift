import DigitRecognition
import Foundation

/// The two ways in which a recognition is printed.
enum RecognitionOutput {
    /// `PICTURE<TAB>TEXT<TAB>CONFIDENCE`, with `-` where no digit was read.
    static func plain(_ recognition: Recognition, source: String) -> String {
        "\(source)\t\(recognition.digits.isEmpty ? "-" : recognition.text)\t\(String(format: "%.4f", recognition.confidence))\n"
    }

    /// One JSON object in one line.
    static func json(_ recognition: Recognition, source: String) -> String {
        let digits = recognition.digits.map { digit in
            object([
                ("digit", "\(digit.digit)"), ("confidence", number(digit.confidence)),
                ("probabilities", "[" + digit.probabilities.map(number).joined(separator: ",") + "]"), ("box", box(digit.box)), ("line", "\(digit.line)"),
            ])
        }
        let rejected = recognition.rejected.map { object([("box", box($0.box)), ("reason", string($0.reason))]) }
        return object([
            ("source", string(source)), ("text", string(recognition.text)), ("confidence", number(recognition.confidence)),
            ("digits", "[" + digits.joined(separator: ",") + "]"), ("rejected", "[" + rejected.joined(separator: ",") + "]"),
            ("milliseconds", String(format: "%.2f", recognition.milliseconds)),
        ]) + "\n"
    }

    private static func object(_ members: [(String, String)]) -> String {
        "{" + members.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
    }

    private static func box(_ box: Box) -> String {
        object([("x", "\(box.x)"), ("y", "\(box.y)"), ("width", "\(box.width)"), ("height", "\(box.height)")])
    }

    private static func number(_ value: Double) -> String { String(format: "%.6g", value) }

    /// RFC 8259, section 7.
    private static func string(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case _ where scalar.value < 32: result += String(format: "\\u%04x", scalar.value)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
