/// How far confidences are from the truth.
public enum CalibrationError {
    /// The expected calibration error: over fifteen bins of equal width, the mean distance between confidence and share of right answers, weighted by their
    /// answers (Guo et al. 2017, arXiv 1706.04599); from 0 to 1, and 0 without answers.
    ///
    /// - Parameter answers: the confidence of each answer, 0 to 1, and whether it was right.
    public static func expected(_ answers: some Collection<(confidence: Double, isRight: Bool)>) -> Double {
        let bins = 15
        var difference = [Double](repeating: 0, count: bins)
        for (confidence, isRight) in answers {
            difference[min(Int(confidence * Double(bins)), bins - 1)] += confidence - (isRight ? 1 : 0)
        }
        return answers.isEmpty ? 0 : difference.reduce(0) { $0 + abs($1) } / Double(answers.count)
    }
}
