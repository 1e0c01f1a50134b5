import Glibc

/// Fits the one number that logits are divided by so that probabilities are honest: the temperature with the least negative
/// log-likelihood on examples that were held out of training (Guo et al. 2017, arXiv 1706.04599).
public struct TemperatureFit: Sendable {
    /// The best temperature, from 0.05 to 20.
    public let temperature: Float
    /// The mean negative log-likelihood at temperature 1 and at the best one.
    public let lossBefore: Double, lossAfter: Double
    /// The expected calibration error over 15 bins of confidence, before and after.
    public let errorBefore: Double, errorAfter: Double

    /// Fits to rows of `classes` logits, row by row, and the right class of each row.
    ///
    /// - Precondition: there is at least one row, and `logits.count == labels.count * classes`.
    public init(logits: [Float], labels: [UInt8], classes: Int = 10) {
        precondition(!labels.isEmpty && logits.count == labels.count * classes)
        func loss(_ logarithm: Double) -> Double { Self.loss(logits, labels, classes, temperature: exp(logarithm)) }
        // In the logarithm of the temperature the loss has one minimum; golden sections close in on it.
        let ratio = (5.0.squareRoot() - 1) / 2
        var low = log(0.05), high = log(20.0)
        var left = high - ratio * (high - low), right = low + ratio * (high - low)
        var lossLeft = loss(left), lossRight = loss(right)
        while high - low > 1e-4 {
            if lossLeft < lossRight {
                (high, right, lossRight) = (right, left, lossLeft)
                left = high - ratio * (high - low)
                lossLeft = loss(left)
            } else {
                (low, left, lossLeft) = (left, right, lossRight)
                right = low + ratio * (high - low)
                lossRight = loss(right)
            }
        }
        let best = exp((low + high) / 2)
        temperature = Float(best)
        lossBefore = Self.loss(logits, labels, classes, temperature: 1)
        lossAfter = Self.loss(logits, labels, classes, temperature: best)
        errorBefore = Self.calibrationError(logits, labels, classes, temperature: 1)
        errorAfter = Self.calibrationError(logits, labels, classes, temperature: best)
    }

    private static func loss(_ logits: [Float], _ labels: [UInt8], _ classes: Int, temperature: Double) -> Double {
        var sum = 0.0
        for row in labels.indices {
            let values = logits[row * classes..<(row + 1) * classes]
            let top = Double(values.max() ?? 0)
            sum += log(values.reduce(0) { $0 + exp((Double($1) - top) / temperature) })
            sum += (top - Double(values[values.startIndex + Int(labels[row])])) / temperature
        }
        return sum / Double(labels.count)
    }

    /// The expected calibration error of the answers that the logits give at a temperature.
    public static func calibrationError(
        _ logits: [Float], _ labels: [UInt8], _ classes: Int = 10, temperature: Double
    ) -> Double {
        CalibrationError.expected(labels.indices.map { row in
            let values = logits[row * classes..<(row + 1) * classes]
            let answer = values.indices.reduce(values.startIndex) { values[$1] > values[$0] ? $1 : $0 }
            let confidence = 1 / values.reduce(0) { $0 + exp((Double($1) - Double(values[answer])) / temperature) }
            return (confidence, answer - values.startIndex == Int(labels[row]))
        })
    }
}
