import DigitRecognition
import Foundation

/// At which confidence digits have to be refused so that at most one real digit in a hundred is, and what that refuses of letters.
///
/// Real digits are pen strokes and images of MNIST, half of each: both kinds weigh the same.
struct RefusalFit {
    /// The share of real digits that may be refused.
    static let share = 0.01
    /// One real digit in a hundred is read with less confidence.
    let threshold: Double
    /// How many digits this was measured on.
    let digits: Int
    /// How many of them the app refuses.
    let shipped: Figure
    private let reader: DigitReader

    /// - Parameter reader: one that refuses nothing.
    init(_ reader: DigitReader, digits sets: [PictureSet]) throws {
        self.reader = reader
        let each = sets.map(\.count).min() ?? 0
        let confidences = try sets.flatMap { try $0.limited(to: each).outcomes(reader) }.map(Self.confidence).sorted()
        digits = confidences.count
        let least = Refusal.standard.leastConfidence
        shipped = Figure(
            name: "digits refused by the app", correct: confidences.count { $0 < least }, total: confidences.count, note: "below \(percent(least)) %")
        threshold = confidences.isEmpty ? 0 : confidences[min(Int(Self.share * Double(confidences.count)), confidences.count - 1)]
    }

    /// How much of a set without digits is refused at the threshold.
    func figures(_ name: String, _ set: PictureSet) throws -> (figures: [Figure], read: [PictureSet.Outcome]) {
        let outcomes = try set.outcomes(reader)
        let read = outcomes.filter { Self.confidence($0) >= threshold }
        let figure = Figure(
            name: name, correct: outcomes.count - read.count, total: outcomes.count,
            note: "at \(percent(threshold)) %, where 1 % of \(digits) digits are refused")
        let least = Refusal.standard.leastConfidence
        let refused = outcomes.count { Self.confidence($0) < least }
        return ([figure, Figure(name: "\(name) by the app", correct: refused, total: outcomes.count, note: "below \(percent(least)) %")], read)
    }

    private static func confidence(_ outcome: PictureSet.Outcome) -> Double { outcome.recognition.confidence }
}
