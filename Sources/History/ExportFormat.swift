import DigitRecognition
import Foundation

/// In what form the list of an export is written; the pictures are PNG files beside it.
public enum ExportFormat: String, Sendable, CaseIterable {
    /// Comma-separated values by RFC 4180: a line of names, then a line an entry.
    case csv
    /// A JSON array of objects, one a line, with every digit's probabilities and place.
    case json

    /// The name of the list in the folder.
    public var fileName: String { "history.\(rawValue)" }
}

extension ExportFormat {
    /// What comes before the first entry, between two and after the last.
    var frame: (opening: String, separator: String, closing: String) {
        switch self {
        case .csv: ("id,date,source,name,text,correction,confidence,picture\r\n", "", "")
        case .json: ("[", ",", "\n]\n")
        }
    }

    /// One entry, with `picture` as the path of its picture in the folder.
    func record(of content: EntryContent, picture: String) throws -> String {
        switch self {
        case .csv:
            let entry = content.entry
            let fields = [
                String(entry.id), Self.text(of: entry.date), entry.source.kind.rawValue, entry.source.name ?? "", entry.text,
                entry.correction ?? "", String(entry.confidence), picture,
            ]
            return fields.map(Self.quoted).joined(separator: ",") + "\r\n"
        case .json:
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return "\n" + String(decoding: try encoder.encode(JSONRecord(content, picture: picture)), as: UTF8.self)
        }
    }

    /// Universal time to the millisecond by ISO 8601.
    private static func text(of date: Date) -> String {
        date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    private static func quoted(_ field: String) -> String {
        guard field.unicodeScalars.contains(where: { "\",\r\n".unicodeScalars.contains($0) }) else { return field }
        return "\"" + field.replacing("\"", with: "\"\"") + "\""
    }

    private struct JSONRecord: Encodable {
        let id: Int64, date: String, source: String, name: String?, text: String, correction: String?, confidence: Double
        let picture: String, digits: [StoredReading.Digit], rejected: [RejectedMark]

        init(_ content: EntryContent, picture: String) {
            id = content.entry.id
            date = ExportFormat.text(of: content.entry.date)
            source = content.entry.source.kind.rawValue
            name = content.entry.source.name
            text = content.entry.text
            correction = content.entry.correction
            confidence = content.entry.confidence
            self.picture = picture
            digits = content.reading.digits
            rejected = content.reading.rejected
        }
    }
}
