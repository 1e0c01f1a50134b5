extension Kernels {
    /// Calls `body` with pieces of 0 ..< `rows` whose borders depend on `rows` and `columns` alone.
    private func forEachRowChunk(_ rows: Int, _ columns: Int, _ pool: ThreadPool, _ body: (_ task: Int, _ start: Int, _ length: Int) -> Void) {
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
        // Means and squares of parts are joined pair by pair in double precision (Chan, Golub and LeVeque 1983).
        forEachColumnBlock(channels, parts: chunks, pool) { columns in
            withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * columns.count) { joint in
                joint.initialize(repeating: 0)
                var total = 0.0
                for task in 0..<chunks {
                    let length = Double(min(chunk, rows - task * chunk)), joined = total + length
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
    private func forEachColumnBlock(_ columns: Int, parts: Int, _ pool: ThreadPool, _ body: (_ columns: Range<Int>) -> Void) {
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

    /// Gradients of y = scale * (x - mean) * inverseDeviation + shift where mean and deviation depend on x
    /// (Ioffe and Szegedy 2015, arXiv 1502.03167); `inputGradient` may be `outputGradient`.
    ///
    /// Where `reluScale` and `reluShift` are given, y = relu(x * reluScale + reluShift), as `channelScaleShift` computed it, and the gradient is
    /// that of y: a pass over memory less than `reluGradient` before this.
    public func batchNormGradient(
        rows: Int, channels: Int, x: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>, mean: UnsafePointer<Float>,
        inverseDeviation: UnsafePointer<Float>, scale: UnsafePointer<Float>,
        reluScale: UnsafePointer<Float>? = nil, reluShift: UnsafePointer<Float>? = nil,
        inputGradient: UnsafeMutablePointer<Float>,
        scaleGradient: UnsafeMutablePointer<Float>, shiftGradient: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        precondition((reluScale == nil) == (reluShift == nil), "a ReLU has a scale and a shift")
        let chunk = Work.rows(columns: channels), chunks = (rows + chunk - 1) / chunk
        let partial = Scratch.partial.floats(2 * channels * chunks + 3 * channels)
        let factor = partial + 2 * channels * chunks, slope = factor + channels, offset = slope + channels
        forEachRowChunk(rows, channels, pool) { task, start, length in
            let sums = partial + 2 * channels * task, first = start * channels
            table.columnProducts(length, channels, x + first, outputGradient + first, mean, reluScale, reluShift ?? mean, sums, sums + channels)
        }
        forEachColumnBlock(channels, parts: chunks, pool) { columns in
            for c in columns {
                var sum = 0.0, product = 0.0
                for task in 0..<chunks {
                    sum += Double(partial[2 * channels * task + c])
                    product += Double(partial[2 * channels * task + channels + c])
                }
                product *= Double(inverseDeviation[c])
                scaleGradient[c] = Float(product)
                shiftGradient[c] = Float(sum)
                let scaled = Double(scale[c]) * Double(inverseDeviation[c])
                factor[c] = Float(scaled)
                slope[c] = Float(-scaled * product * Double(inverseDeviation[c]) / Double(rows))
                offset[c] = Float(-scaled * sum / Double(rows))
            }
        }
        forEachRowChunk(rows, channels, pool) { _, start, length in
            let first = start * channels
            table.batchNormGradientRows(
                length, channels, x + first, outputGradient + first, mean, factor, slope, offset, reluScale, reluShift ?? mean,
                inputGradient + first)
        }
    }

    /// y += bias in every row, then ReLU.
    public func addBias(
        rows: Int, columns: Int, bias: UnsafePointer<Float>, relu: Bool, y: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        forEachRowChunk(rows, columns, pool) { _, start, length in
            table.addBiasRows(length, columns, bias, relu, y + start * columns)
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
