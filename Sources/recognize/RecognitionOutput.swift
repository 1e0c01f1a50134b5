import CommandLineSupport
import DigitRecognition
import Foundation
import NeuralNetwork

/// The two ways in which a recognition is printed.
enum RecognitionOutput {
    /// `PICTURE<TAB>TEXT<TAB>CONFIDENCE`, with `-` where no digit was read; what would break the line is escaped in the picture's name.
    static func plain(_ recognition: Recognition, source: String) -> String {
        "\(escapedForLine(source))\t\(recognition.digits.isEmpty ? "-" : recognition.text)\t\(String(format: "%.4f", recognition.confidence))\n"
    }

    /// One JSON object in one line.
    static func json(_ recognition: Recognition, source: String) -> String {
        let digits = recognition.digits.map { digit in
            object([
                ("digit", .number("\(digit.digit)")), ("confidence", number(digit.confidence)),
                ("probabilities", .array(digit.probabilities.map(number))), ("box", box(digit.box)), ("line", .number("\(digit.line)")),
            ])
        }
        let rejected = recognition.rejected.map { object([("box", box($0.box)), ("reason", .string($0.reason))]) }
        return object([
            ("source", .string(source)), ("text", .string(recognition.text)), ("confidence", number(recognition.confidence)),
            ("digits", .array(digits)), ("rejected", .array(rejected)),
            ("milliseconds", .number(String(format: "%.2f", recognition.milliseconds))),
        ]).description + "\n"
    }

    private static func object(_ members: [(String, JSON)]) -> JSON { .object(members.map { JSON.Member($0.0, $0.1) }) }

    private static func box(_ box: Box) -> JSON {
        object([("x", box.x), ("y", box.y), ("width", box.width), ("height", box.height)].map { ($0.0, .number("\($0.1)")) })
    }

    private static func number(_ value: Double) -> JSON { .number(String(format: "%.6g", value)) }
}
