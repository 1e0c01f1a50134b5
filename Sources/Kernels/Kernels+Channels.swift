extension Kernels {
    /// Calls `body` with pieces of 0 ..< `rows` whose borders depend on `rows` and `columns` alone.
    func forEachRowChunk(_ rows: Int, _ columns: Int, _ pool: ThreadPool, _ body: (_ task: Int, _ start: Int, _ length: Int) -> Void) {
        let chunk = Work.rows(columns: columns)
        (rows * columns < Work.floatsWorthThreads ? .serial : pool).run(tasks: (rows + chunk - 1) / chunk) { task, _ in
            body(task, task * chunk, min(chunk, rows - task * chunk))
        }
    }

    /// Mean and biased variance of each column of x (rows x channels).
    public func channelMeanAndVariance(
        rows: Int, channels: Int, x: UnsafePointer<Float>, mean: UnsafeMutablePointer<Float>,
        variance: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        let chunk = Work.rows(columns: channels), chunks = (rows + chunk - 1) / chunk
        let partial = Scratch.partial.floats(2 * channels * chunks)
        forEachRowChunk(rows, channels, pool) { task, start, length in
            let sums = partial + 2 * channels * task
            table.columnMoments(length, channels, x + start * channels, sums, sums + channels)
        }
        join(rows: rows, channels, parts: chunks, partial, mean, variance, pool) { task in min(chunk, rows - task * chunk) }
    }

    /// Floats that `channelMoments` gives for an image of `rows` x `channels`.
    public static func momentCount(rows: Int, channels: Int) -> Int { 2 * channels * momentParts(rows, channels) }

    private static func momentParts(_ rows: Int, _ channels: Int) -> Int { (rows - 1) / Work.rows(columns: channels) + 1 }

    /// What `channelMeanAndVariance` needs of some images of a batch, taken while they are in the cache; `x` and `moments` are those of image 0.
    public func channelMoments(
        images: Range<Int>, rows: Int, channels: Int, x: UnsafePointer<Float>, moments: UnsafeMutablePointer<Float>
    ) {
        let parts = Self.momentParts(rows, channels)
        for part in images.lowerBound * parts..<images.upperBound * parts {
            let (image, piece) = part.quotientAndRemainder(dividingBy: parts)
            let start = piece * rows / parts, sums = moments + 2 * channels * part
            table.columnMoments(
                (piece + 1) * rows / parts - start, channels, x + (image * rows + start) * channels, sums, sums + channels)
        }
    }

    /// Mean and biased variance of each channel of a batch of images (`rows` x `channels`), from the moments of all of them.
    public func channelMeanAndVariance(
        images: Int, rows: Int, channels: Int, moments: UnsafePointer<Float>, mean: UnsafeMutablePointer<Float>,
        variance: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        let parts = Self.momentParts(rows, channels)
        join(rows: images * rows, channels, parts: images * parts, moments, mean, variance, pool) { part in
            let piece = part % parts
            return (piece + 1) * rows / parts - piece * rows / parts
        }
    }

    /// Means and squares of parts joined pair by pair in double precision (Chan, Golub and LeVeque 1983).
    private func join(
        rows: Int, _ channels: Int, parts: Int, _ partial: UnsafePointer<Float>, _ mean: UnsafeMutablePointer<Float>,
        _ variance: UnsafeMutablePointer<Float>, _ pool: ThreadPool, length: (_ part: Int) -> Int
    ) {
        forEachColumnBlock(channels, parts: parts, pool) { columns in
            withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * columns.count) { joint in
                joint.initialize(repeating: 0)
                var total = 0.0
                for task in 0..<parts {
                    let length = Double(length(task)), joined = total + length
                    let part = partial + 2 * channels * task + columns.lowerBound
                    for c in 0..<columns.count {
                        // The squares were taken around the rounded mean; what that adds is length * (rounding of the mean)^2, far below one ulp.
                        let distance = Double(part[c]) / length - joint[c]
                        joint[c] += distance * length / joined
                        joint[columns.count + c] += Double(part[channels + c]) + distance * distance * total * length / joined
                    }
                    total = joined
                }
                for c in 0..<columns.count {
                    mean[columns.lowerBound + c] = Float(joint[c])
                    variance[columns.lowerBound + c] = Float(joint[columns.count + c] / Double(rows))
                }
            }
        }
    }

    /// Calls `body` with blocks of the columns of `parts` sums: enough blocks for all threads where there is much to add up.
    func forEachColumnBlock(_ columns: Int, parts: Int, _ pool: ThreadPool, _ body: (_ columns: Range<Int>) -> Void) {
        let block = 8
        (columns * parts < 2_048 ? .serial : pool).run(tasks: (columns + block - 1) / block) { task, _ in
            body(task * block..<min((task + 1) * block, columns))
        }
    }

    /// y = x * scale + shift for each column, then ReLU; `y` may be `x`.
    public func channelScaleShift(
        rows: Int, channels: Int, x: UnsafePointer<Float>, scale: UnsafePointer<Float>, shift: UnsafePointer<Float>,
        relu: Bool, y: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        forEachRowChunk(rows, channels, pool) { _, start, length in
            table.scaleShiftRows(length, channels, x + start * channels, scale, shift, relu, y + start * channels)
        }
    }

    /// Sum of each column of x (rows x columns).
    public func columnSums(
        rows: Int, columns: Int, x: UnsafePointer<Float>, sums: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        let chunk = Work.rows(columns: columns), chunks = (rows + chunk - 1) / chunk
        let partial = Scratch.partial.floats(columns * chunks)
        forEachRowChunk(rows, columns, pool) { task, start, length in
            table.addColumns(length, columns, x + start * columns, columns, false, partial + columns * task)
        }
        table.addColumns(chunks, columns, partial, columns, false, sums)
    }
}
