import Glibc

extension Reference {
    /// y = exp(x) / sum of exp(x) in every row.
    public static func softmax(rows: Int, columns: Int, x: UnsafePointer<Float>, y: UnsafeMutablePointer<Float>) {
        for i in 0..<rows {
            let (largest, logarithm) = logSumExp(columns, x + i * columns)
            for j in 0..<columns { y[i * columns + j] = Float(exp(Double(x[i * columns + j]) - largest - logarithm)) }
        }
    }

    /// Cross-entropy of softmax(logits) against labels smoothed by `smoothing` (Szegedy 2015, arXiv 1512.00567; as PyTorch
    /// has it: 1 - smoothing on the label plus smoothing / columns on every class), and its gradient, of the mean over the rows.
    public static func softmaxCrossEntropy(
        rows: Int, columns: Int, logits: UnsafePointer<Float>, labels: UnsafePointer<UInt8>, smoothing: Float,
        lossPerRow: UnsafeMutablePointer<Float>, gradient: UnsafeMutablePointer<Float>?
    ) {
        let share = Double(smoothing) / Double(columns)
        for i in 0..<rows {
            let row = logits + i * columns
            let (largest, logarithm) = logSumExp(columns, row)
            var loss = 0.0
            for j in 0..<columns {
                let logProbability = Double(row[j]) - largest - logarithm
                let target = share + (j == Int(labels[i]) ? 1 - Double(smoothing) : 0)
                if target != 0 { loss -= target * logProbability }
                gradient?[i * columns + j] = Float((exp(logProbability) - target) / Double(rows))
            }
            lossPerRow[i] = Float(loss)
        }
    }

    /// The largest value and the logarithm of the sum of exp(x - largest).
    private static func logSumExp(_ count: Int, _ x: UnsafePointer<Float>) -> (largest: Double, logarithm: Double) {
        var largest = -Double.infinity, sum = 0.0
        for j in 0..<count { largest = max(largest, Double(x[j])) }
        for j in 0..<count { sum += exp(Double(x[j]) - largest) }
        return (largest, log(sum))
    }
}
