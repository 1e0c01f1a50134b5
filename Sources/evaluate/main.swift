import CommandLineSupport
import DigitRecognition
import Foundation

var parser = OptionParser(
    tool: "evaluate", parameters: "[SET…]", summary: "Measures how well Scrawl reads the data sets of a folder.",
    details: "SET is one or more of strokes, photos, lines, hwd1000, empty, letters, mnist; all without one.")
let data = parser.filename("data", "DIR", "The folder of the data sets (default: SCRAWL_DATA, else ../shared/data)")
let model = parser.filename("model", "FILE", "The model (default: the one that belongs to this program)")
let limit = parser.integer("limit", "N", "Read at most N pictures of each large set, spread evenly over it", in: 1...1_000_000)
let writers = parser.string("writers", "A-B", "Only the strokes of these writers, for instance 23-30")
let failures = parser.flag("failures", "List what was misread")
let wanted = parser.remaining()

/// The first and the last of the writers that an option names, as in 23-30.
func writerRange(_ text: String) throws(UsageError) -> ClosedRange<Int> {
    let ends = text.split(separator: "-").compactMap { Int($0) }
    guard ends.count == 2, ends[0] <= ends[1] else { throw UsageError("--writers must be two numbers with a dash between, as in 23-30, not “\(text)”") }
    return ends[0]...ends[1]
}

parser.run { options in
    let folder = URL(fileURLWithPath: options[data] ?? ProcessInfo.processInfo.environment["SCRAWL_DATA"] ?? "../shared/data")
    let reader = try DigitReader(modelAt: options[model].map { URL(fileURLWithPath: $0) } ?? ModelLocation.standard())
    let kinds = ["strokes", "photos", "lines", "hwd1000", "empty", "letters", "mnist"]
    let chosen = options[wanted].isEmpty ? kinds : options[wanted]
    if let unknown = chosen.first(where: { !kinds.contains($0) }) { throw UsageError("there is no data set “\(unknown)”") }
    var answers: [(confidence: Double, isRight: Bool)] = []

    func report(_ figure: Figure) throws {
        try StandardOutput.write(figure.line + "\n")
        answers += figure.confidences
        guard options[failures] else { return }
        for failure in figure.failures { try StandardOutput.write("    \(failure.name): \(failure.expected) read as \(failure.read)\n") }
    }

    for kind in chosen {
        switch kind {
        case "strokes": for set in try DigitSet.strokes(folder, writers: try options[writers].map(writerRange), limit: options[limit]) { try report(set.figure(reader)) }
        case "photos":
            try report(DigitSet.folder("photos of single digits", folder.appendingPathComponent("photos/hypjudy_digits"), single: true, limit: nil).figure(reader))
        case "lines": for set in try StringSet.hypjudy(folder) { for figure in try set.figures(reader) { try report(figure) } }
        case "hwd1000": try report(DigitSet.folder("hwd1000", folder.appendingPathComponent("hwd1000"), single: true, limit: options[limit]).figure(reader))
        case "empty": try report(EmptySet.pages(folder).figure(reader))
        case "letters": try report(LetterSet(folder, limit: options[limit]).figure(reader, folder: folder))
        default: try report(DigitSet.mnist(folder, limit: options[limit]).figure(reader))
        }
    }
    if !answers.isEmpty {
        try StandardOutput.write(String(format: "expected calibration error %.4f over %d digits\n", expectedCalibrationError(answers), answers.count))
    }
    return ExitStatus.success
}
