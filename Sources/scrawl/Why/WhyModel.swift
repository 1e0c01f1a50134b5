import DigitRecognition

/// Whether the ink tells what spoke for an answer, for which answer, and what that is: for the selected digit of the reading that is shown.
@MainActor
final class WhyModel {
    /// The answer that the evidence is for.
    enum Guess { case answer, second }

    /// What is asked, or was answered.
    private struct Question: Equatable {
        let digit: ReadDigit
        let answer: Int
    }

    /// Told when the switch, the choice, what there is to choose from, or the evidence changed.
    let changed = Observers<Void>()
    /// Whether the evidence is shown.
    var isOn = false { didSet { if isOn != oldValue { follow() } } }
    /// The answer that is asked about.
    var guess = Guess.answer { didSet { if guess != oldValue { follow() } } }

    private let model: AppModel
    private var asked: Question?
    private var answered: (question: Question, reading: Reading, evidence: DigitEvidence?)?

    init(model: AppModel) {
        self.model = model
        model.outcomeChanged.add { [unowned self] in follow() }
    }

    /// The digit whose evidence is asked for; nil where nothing was read in what is on the canvas.
    var digit: ReadDigit? {
        guard let reading = model.reading, reading.drawing.isIdentical(to: model.drawing) else { return nil }
        let digits = reading.recognition.digits
        return digits.isEmpty ? nil : digits[min(model.selectedDigit, digits.count - 1)]
    }

    /// The evidence to show, with the reading that it belongs to. That of the other guess stays until the new one is there.
    var shown: (reading: Reading, evidence: DigitEvidence)? {
        guard isOn, let answered, let evidence = answered.evidence, answered.question.digit == digit,
            answered.reading.drawing.isIdentical(to: model.drawing)
        else { return nil }
        return (answered.reading, evidence)
    }

    private func follow() {
        defer { changed.notify(()) }
        guard isOn, let reading = model.reading, let digit else { return asked = nil }
        let question = Question(digit: digit, answer: guess == .answer ? digit.digit : digit.secondGuess)
        if let answered, answered.question == question, answered.reading.drawing.isIdentical(to: reading.drawing) { return asked = nil }
        guard question != asked else { return }
        asked = question
        Timings.note("why")
        Task {
            let evidence = await model.evidence(in: digit, of: reading, for: question.answer)
            // What the user has gone on from meanwhile is of no use.
            guard asked == question else { return }
            asked = nil
            answered = (question, reading, evidence)
            Timings.note("evidence")
            changed.notify(())
        }
    }
}

extension ReadDigit {
    /// The likeliest digit beside the one that was read.
    var secondGuess: Int {
        probabilities.indices.filter { $0 != digit }.max { probabilities[$0] < probabilities[$1] } ?? digit
    }
}
