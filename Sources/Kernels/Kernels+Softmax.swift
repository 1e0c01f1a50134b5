import Glibc

extension Kernels {
    /// y = exp(x) / sum of exp(x) in every row.
    public func softmax(
        rows: Int, columns: Int, x: UnsafePointer<Float>, y: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        forEachRowChunk(rows, columns, pool) { start, length in
            let spare = Scratch.values.floats(columns + 2 * length)
            table.softmaxRows(
                length, columns, x + start * columns, y + start * columns, 1, 0, spare + columns, spare + columns + length, spare)
        }
    }

    /// Cross-entropy of softmax(logits) against labels smoothed by `smoothing` (Szegedy 2015, arXiv 1512.00567; as PyTorch
    /// has it: 1 - smoothing on the label plus smoothing / columns on every class), and its gradient, of the mean over the rows.
    public func softmaxCrossEntropy(
        rows: Int, columns: Int, logits: UnsafePointer<Float>, labels: UnsafePointer<UInt8>, smoothing: Float,
        lossPerRow: UnsafeMutablePointer<Float>, gradient: UnsafeMutablePointer<Float>?, pool: ThreadPool
    ) {
        let share = smoothing / Float(columns)
        forEachRowChunk(rows, columns, pool) { start, length in
            let spare = Scratch.values.floats(columns + 2 * length), largest = spare + columns, sums = largest + length
            let target = gradient.map { $0 + start * columns }
            table.softmaxRows(
                length, columns, logits + start * columns, target, 1 / Float(rows), -share / Float(rows), largest, sums, spare)
            for i in 0..<length {
                let row = logits + (start + i) * columns, label = Int(labels[start + i])
                func logit(_ j: Int) -> Double { Double(row[j]) - Double(largest[i]) }
                var loss = log(Double(sums[i])) - Double(1 - smoothing) * logit(label)
                if smoothing != 0 { for j in 0..<columns { loss -= Double(share) * logit(j) } }
                lossPerRow[start + i] = Float(loss)
                target?[i * columns + label] -= (1 - smoothing) / Float(rows)
            }
        }
    }

    private func forEachRowChunk(_ rows: Int, _ columns: Int, _ pool: ThreadPool, _ body: (_ start: Int, _ length: Int) -> Void) {
        let chunk = max(1, 1_024 / columns)
        (rows * columns < Work.exponentialsWorthThreads ? .serial : pool).run(tasks: (rows + chunk - 1) / chunk) { task, _ in
            body(task * chunk, min(chunk, rows - task * chunk))
        }
    }
}
