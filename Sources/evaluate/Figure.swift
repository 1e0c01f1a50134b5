import Foundation
import NeuralNetwork

/// One line of the table: how many of how many were right.
struct Figure: Sendable {
    let name: String
    var correct: Int
    var total: Int
    /// What was misread, for the list of failures: a name, what stands there, what was read.
    var failures: [(name: String, expected: String, read: String)] = []
    /// The largest confidence with which something was read that is not there.
    var worstConfidence: Double?
    /// Each digit that was read, with its confidence and whether it was right: what calibration is measured on.
    var confidences: [(confidence: Double, isRight: Bool)] = []

    var share: Double { total > 0 ? Double(correct) / Double(total) : 0 }

    /// The figure with its 95 % interval (Wilson 1927).
    var line: String {
        let interval = Evaluation(examples: total, correct: correct, loss: 0).accuracyInterval
        func percent(_ value: Double) -> String { String(format: "%6.2f", 100 * value) }
        var text = name.padding(toLength: 44, withPad: " ", startingAt: 0)
            + String(format: "%6d / %-6d", correct, total) + " \(percent(share)) %  [\(percent(interval.lowerBound)), \(percent(interval.upperBound))]"
        if let worstConfidence { text += String(format: "  highest confidence %.3f", worstConfidence) }
        return text
    }
}

/// Expected calibration error: over fifteen bins of equal width, the mean distance between confidence and share of right answers (Guo et al. 2017).
func expectedCalibrationError(_ answers: [(confidence: Double, isRight: Bool)]) -> Double {
    let bins = Dictionary(grouping: answers) { min(Int($0.confidence * 15), 14) }
    return bins.values.reduce(0) { sum, bin in
        let confidence = bin.reduce(0) { $0 + $1.confidence } / Double(bin.count)
        let right = Double(bin.count { $0.isRight }) / Double(bin.count)
        return sum + Double(bin.count) / Double(answers.count) * abs(confidence - right)
    }
}

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
