import DigitRecognition
import Pictures

/// A picture and what stands in it.
struct Sample {
    /// What to call it in a list of failures.
    let name: String
    let picture: Picture
    /// The digits from left to right, lines joined by `|`; empty where there is none.
    let text: String
}

/// Pictures that are measured together and make one or two lines of the table.
struct PictureSet: Sendable {
    /// What is counted.
    enum Measure: Sendable {
        /// A picture counts as right where just its digit is read.
        case digit
        /// Whole texts, and digits by edit distance; how lines are parted does not count.
        case text
        /// Digits alone, by edit distance.
        case digits
        /// A picture counts as right where no digit is read with more than 50 % confidence.
        case nothing
    }

    let name: String
    let measure: Measure
    let count: Int
    var options = ReadingOptions()
    /// Whether the confidences of this set say how well the model is calibrated.
    var isForCalibration = false
    let sample: @Sendable (Int) throws -> Sample

    /// What was read in one picture.
    struct Outcome: Sendable {
        let index: Int
        let name: String
        let text: String
        let recognition: Recognition
    }

    /// Reads all pictures, on all cores.
    func outcomes(_ reader: DigitReader) throws -> [Outcome] {
        try concurrentMap(count) { index in
            Result {
                let sample = try sample(index)
                return Outcome(index: index, name: sample.name, text: sample.text, recognition: reader.read(sample.picture, options: options))
            }
        }.map { try $0.get() }
    }

    /// Whether nothing is wrong with what was read.
    func isRight(_ outcome: Outcome) -> Bool {
        switch measure {
        case .digit: outcome.recognition.text == outcome.text
        case .text, .digits: Self.withoutLines(outcome.recognition.text) == Self.withoutLines(outcome.text)
        case .nothing: outcome.recognition.digits.allSatisfy { $0.confidence <= 0.5 }
        }
    }

    /// The lines of the table.
    func figures(_ outcomes: [Outcome]) -> [Figure] {
        let right = outcomes.count(where: isRight)
        switch measure {
        case .digit: return [Figure(name: name, correct: right, total: outcomes.count)]
        case .nothing:
            let worst = outcomes.flatMap(\.recognition.digits).map(\.confidence).max() ?? 0
            return [Figure(name: name, correct: right, total: outcomes.count, note: "highest confidence \(percent(worst)) %")]
        case .text: return [Figure(name: name + ", whole", correct: right, total: outcomes.count), digits(outcomes, name: name + ", digits")]
        case .digits: return [digits(outcomes, name: name)]
        }
    }

    private func digits(_ outcomes: [Outcome], name: String) -> Figure {
        outcomes.reduce(into: Figure(name: name, correct: 0, total: 0)) { figure, outcome in
            let expected = Self.withoutLines(outcome.text)
            figure.total += expected.count
            figure.correct += max(expected.count - editDistance(Self.withoutLines(outcome.recognition.text), expected), 0)
        }
    }

    /// The confidences of single digits, and whether each was right.
    func answers(_ outcomes: [Outcome]) -> [Answer] {
        guard isForCalibration else { return [] }
        return outcomes.compactMap { outcome in
            guard let digit = outcome.recognition.digits.first, outcome.recognition.digits.count == 1 else { return nil }
            return (digit.confidence, outcome.recognition.text == outcome.text)
        }
    }

    private static func withoutLines(_ text: String) -> String { text.filter { $0 != "|" } }

    /// At most `limit` of these pictures, spread evenly.
    func limited(to limit: Int?) -> PictureSet {
        guard let limit, limit < count else { return self }
        let whole = self
        return PictureSet(name: name, measure: measure, count: limit, options: options, isForCalibration: isForCalibration) { index in
            try whole.sample(index * whole.count / limit)
        }
    }
}
