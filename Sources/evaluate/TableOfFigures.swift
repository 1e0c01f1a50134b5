import CommandLineSupport
import Datasets
import DigitRecognition
import Foundation

/// Measures sets of pictures and writes the table, line by line as the figures come.
struct TableOfFigures {
    private let model: URL
    private let reader: DigitReader
    private let form: TableForm
    private let listsFailures: Bool
    private let sheets: URL?
    private let limit: Int?

    /// - Parameter sheets: the folder for pictures of what failed.
    init(model: URL, form: TableForm, listsFailures: Bool, sheets: URL?, limit: Int?) throws {
        self.model = model
        self.form = form
        self.listsFailures = listsFailures
        self.sheets = sheets
        self.limit = limit
        reader = try DigitReader(modelAt: model)
        if let sheets { try FileManager.default.createDirectory(at: sheets, withIntermediateDirectories: true) }
        try StandardOutput.write(form.head)
    }

    /// Measures sets; the answers that say how well the model is calibrated are returned.
    func add(_ sets: [PictureSet]) throws -> [Answer] {
        try sets.flatMap { set in
            let set = set.limited(to: limit)
            let outcomes = try set.outcomes(reader)
            for figure in set.figures(outcomes) { try StandardOutput.write(form.line(figure)) }
            try report(outcomes.filter { !set.isRight($0) }, of: set)
            return set.answers(outcomes)
        }
    }

    /// Measures the network alone, on images that are its input already.
    func addNetwork(_ network: NetworkAlone) throws {
        try StandardOutput.write(form.line(network.figure(limit: limit)))
        try StandardOutput.write(form.line("one digit, network alone, one core", String(format: "%.2f ms", network.milliseconds()), of: NetworkAlone.timed))
    }

    /// Measures how large photographs are read, and in which time.
    func addLarge(_ photos: LargePhotos) throws {
        let result = try photos.result(reader, limit: limit)
        if result.figure.total > 0 { try StandardOutput.write(form.line(result.figure)) }
        guard let summary = result.summary else { return }
        try StandardOutput.write(form.line(photos.name + ", one core", summary, of: result.times.count, "photos"))
    }

    /// Finds the confidence below which one real digit in a hundred lies, and measures what else lies below it.
    func addRefusal(digits: [PictureSet], others: [(name: String, set: PictureSet)]) throws {
        let fit = try RefusalFit(DigitReader(modelAt: model, refusal: .nothing), digits: digits)
        try StandardOutput.write(form.line(fit.shipped))
        for (name, set) in others {
            let set = set.limited(to: limit)
            let (figures, read) = try fit.figures(name, set)
            for figure in figures { try StandardOutput.write(form.line(figure)) }
            try report(read, of: set)
        }
    }

    /// How far the confidences are from the shares of right answers.
    func addCalibration(_ answers: [Answer]) throws {
        guard !answers.isEmpty else { return }
        try StandardOutput.write(form.line("expected calibration error", String(format: "%.4f", CalibrationError.expected(answers)), of: answers.count))
    }

    private func report(_ failures: [PictureSet.Outcome], of set: PictureSet) throws {
        if listsFailures {
            for failure in failures {
                let read = failure.recognition.digits.map { "\($0.digit) (\(Int(100 * $0.confidence)))" }.joined(separator: " ")
                try StandardOutput.write("    \(failure.name): \(failure.text.isEmpty ? "nothing" : failure.text) read as \(read.isEmpty ? "nothing" : read)\n")
            }
        }
        guard let sheets else { return }
        let cell: (width: Int, height: Int)
        switch (set.measure, set.options.single) {
        case (.digit, _), (_, true): cell = (120, 134)
        case (.text, _): cell = (480, 170)
        default: cell = (760, 760)
        }
        var sheet = FailureSheet(width: 1600, cell: cell)
        for failure in failures.prefix(12 * max(1600 / cell.width, 1) * 120 / cell.height) {
            sheet.add(try set.sample(failure.index).picture, failure.recognition, expected: failure.text)
        }
        try sheet.write(to: sheets.appendingPathComponent(set.name.replacing(" ", with: "-").replacing(",", with: "") + ".png"))
    }
}
