import Foundation
import NeuralNetwork

/// One line of the table: how many of how many were right.
struct Figure: Sendable {
    let name: String
    var correct: Int
    var total: Int
    /// What else there is to say.
    var note = ""

    /// From 0 to 1.
    var share: Double { total > 0 ? Double(correct) / Double(total) : 0 }
    /// 95 % (Wilson 1927).
    var interval: ClosedRange<Double> { Evaluation(examples: total, correct: correct, loss: 0).accuracyInterval }
}

/// How the table is written.
enum TableForm {
    case plain, markdown

    var head: String {
        switch self {
        case .plain: ""
        case .markdown: "| what | right | share | 95 % interval |\n|---|---|---|---|\n"
        }
    }

    func line(_ figure: Figure) -> String {
        let low = percent(figure.interval.lowerBound), high = percent(figure.interval.upperBound)
        switch self {
        case .plain:
            return figure.name.padding(toLength: 44, withPad: " ", startingAt: 0)
                + String(format: "%6d / %-6d %6@ %%  [%@, %@]", figure.correct, figure.total, percent(figure.share), low, high)
                + (figure.note.isEmpty ? "" : "  \(figure.note)") + "\n"
        case .markdown:
            let name = figure.note.isEmpty ? figure.name : "\(figure.name) (\(figure.note))"
            return "| \(name) | \(figure.correct) of \(figure.total) | \(percent(figure.share)) % | \(low) to \(high) % |\n"
        }
    }

    /// A figure that is no share.
    func line(_ name: String, _ value: String, of count: Int, _ kind: String = "digits") -> String {
        switch self {
        case .plain: name.padding(toLength: 44, withPad: " ", startingAt: 0) + String(format: "%@ over %d %@\n", value, count, kind)
        case .markdown: "| \(name) | \(count) \(kind) | \(value) | |\n"
        }
    }
}

/// A share in per cent with two places.
func percent(_ share: Double) -> String { String(format: "%.2f", 100 * share) }

/// One digit that was read, with the confidence shown and whether it was right: what calibration is measured on.
typealias Answer = (confidence: Double, isRight: Bool)

/// Insertions, deletions and substitutions that turn `a` into `b` (Levenshtein 1966).
func editDistance(_ a: String, _ b: String) -> Int {
    let a = Array(a), b = Array(b)
    var row = Array(0...b.count)
    for i in a.indices {
        var diagonal = row[0]
        row[0] = i + 1
        for j in b.indices {
            let substituted = diagonal + (a[i] == b[j] ? 0 : 1)
            diagonal = row[j + 1]
            row[j + 1] = min(substituted, row[j] + 1, row[j + 1] + 1)
        }
    }
    return row[b.count]
}

/// `body` for each index on all cores; the results in order.
func concurrentMap<Result: Sendable>(_ count: Int, _ body: @Sendable (Int) -> Result) -> [Result] {
    [Result](unsafeUninitializedCapacity: count) { buffer, initialized in
        // Safe: each iteration initialises its own element, and all are done before the buffer is used.
        nonisolated(unsafe) let base = buffer.baseAddress
        DispatchQueue.concurrentPerform(iterations: count) { index in (base! + index).initialize(to: body(index)) }
        initialized = count
    }
}
