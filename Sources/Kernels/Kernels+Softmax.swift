extension Kernels {
    /// y = exp(x) / sum of exp(x) in every row.
    public func softmax(
        rows: Int, columns: Int, x: UnsafePointer<Float>, y: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        Reference.softmax(
            rows: rows, columns: columns, x: x, y: y)
    }

    /// Cross-entropy of softmax(logits) against labels smoothed by `smoothing` (Szegedy 2015, arXiv 1512.00567; as PyTorch
    /// has it: 1 - smoothing on the label plus smoothing / columns on every class), and its gradient, of the mean over the rows.
    public func softmaxCrossEntropy(
        rows: Int, columns: Int, logits: UnsafePointer<Float>, labels: UnsafePointer<UInt8>, smoothing: Float,
        lossPerRow: UnsafeMutablePointer<Float>, gradient: UnsafeMutablePointer<Float>?, pool: ThreadPool
    ) {
        Reference.softmaxCrossEntropy(
            rows: rows, columns: columns, logits: logits, labels: labels, smoothing: smoothing, lossPerRow: lossPerRow,
            gradient: gradient)
    }
}
