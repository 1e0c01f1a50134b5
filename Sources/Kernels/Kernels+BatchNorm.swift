/// The gradient of y = scale * (x - mean) * inverseDeviation + shift, whose mean and deviation depend on x (Ioffe and Szegedy 2015,
/// arXiv 1502.03167):
///
///     dx = factor * dy + slope * (x - mean) + offset
///
/// Where there is a ReLU, y = relu(x * reluScale + reluShift), as `channelScaleShift` computed it, and dy counts where that is positive: a pass
/// over memory less than `reluGradient` before this.
public struct BatchNormGradient {
    /// Means and 1 / sqrt(variance + epsilon) of the batch, and the scale; a value for each channel.
    public var mean: UnsafePointer<Float>, inverseDeviation: UnsafePointer<Float>, scale: UnsafePointer<Float>
    /// What the forward pass multiplied by and added before its ReLU; both nil without one.
    public var reluScale: UnsafePointer<Float>?, reluShift: UnsafePointer<Float>?
    /// Room for factor, slope and offset of all channels: 3 x channels.
    public var coefficients: UnsafeMutablePointer<Float>

    /// - Precondition: a ReLU has a scale and a shift.
    public init(
        mean: UnsafePointer<Float>, inverseDeviation: UnsafePointer<Float>, scale: UnsafePointer<Float>,
        reluScale: UnsafePointer<Float>? = nil, reluShift: UnsafePointer<Float>? = nil, coefficients: UnsafeMutablePointer<Float>
    ) {
        precondition((reluScale == nil) == (reluShift == nil), "a ReLU has a scale and a shift")
        self.mean = mean
        self.inverseDeviation = inverseDeviation
        self.scale = scale
        self.reluScale = reluScale
        self.reluShift = reluShift
        self.coefficients = coefficients
    }
}

extension Kernels {
    /// The gradients of scale and shift of a batch norm, and the coefficients of `norm`, from x and dy (rows x channels).
    public func batchNormGradient(
        _ norm: BatchNormGradient, rows: Int, channels: Int, x: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>,
        scaleGradient: UnsafeMutablePointer<Float>, shiftGradient: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        let chunk = Work.rows(columns: channels), chunks = (rows + chunk - 1) / chunk
        let partial = Scratch.partial.floats(2 * channels * chunks)
        forEachRowChunk(rows, channels, pool) { task, start, length in
            addProducts(norm, rows: length, channels, x + start * channels, outputGradient + start * channels, to: partial + 2 * channels * task)
        }
        finish(norm, rows: rows, channels, parts: chunks, partial, scaleGradient, shiftGradient, pool)
    }

    /// The same, where `outputGradient` writes dy of one image (`rows` x channels) when it is needed, so that dy has no place for the whole batch.
    ///
    /// It is called from all threads of the pool, once for each image.
    public func batchNormGradient(
        _ norm: BatchNormGradient, images: Int, rows: Int, channels: Int, x: UnsafePointer<Float>,
        scaleGradient: UnsafeMutablePointer<Float>, shiftGradient: UnsafeMutablePointer<Float>, pool: ThreadPool,
        outputGradient: (_ image: Int, _ target: UnsafeMutablePointer<Float>) -> Void
    ) {
        let size = rows * channels, chunks = (rows - 1) / Work.rows(columns: channels) + 1
        let partial = Scratch.partial.floats(2 * channels * chunks * images)
        (images * size < Work.floatsWorthThreads ? .serial : pool).run(tasks: images) { n, _ in
            let gradient = Scratch.activation.floats(size)
            outputGradient(n, gradient)
            for chunk in 0..<chunks {
                let start = chunk * rows / chunks, length = (chunk + 1) * rows / chunks - start
                addProducts(
                    norm, rows: length, channels, x + n * size + start * channels, gradient + start * channels,
                    to: partial + 2 * channels * (n * chunks + chunk))
            }
        }
        finish(norm, rows: rows * images, channels, parts: chunks * images, partial, scaleGradient, shiftGradient, pool)
    }

    /// dx of some rows by the coefficients that `batchNormGradient` found; `inputGradient` may be `outputGradient`.
    public func batchNormInputGradient(
        _ norm: BatchNormGradient, rows: Int, channels: Int, x: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>,
        inputGradient: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        let factor = norm.coefficients
        forEachRowChunk(rows, channels, pool) { _, start, length in
            let first = start * channels
            table.batchNormGradientRows(
                length, channels, x + first, outputGradient + first, norm.mean, factor, factor + channels, factor + 2 * channels,
                norm.reluScale, norm.reluShift ?? norm.mean, inputGradient + first)
        }
    }

    /// Sums of dy and of dy * (x - mean) of some rows.
    private func addProducts(
        _ norm: BatchNormGradient, rows: Int, _ channels: Int, _ x: UnsafePointer<Float>, _ outputGradient: UnsafePointer<Float>,
        to sums: UnsafeMutablePointer<Float>
    ) {
        table.columnProducts(
            rows, channels, x, outputGradient, norm.mean, norm.reluScale, norm.reluShift ?? norm.mean, sums, sums + channels)
    }

    /// Adds the sums of parts up in their order.
    private func finish(
        _ norm: BatchNormGradient, rows: Int, _ channels: Int, parts: Int, _ partial: UnsafePointer<Float>,
        _ scaleGradient: UnsafeMutablePointer<Float>, _ shiftGradient: UnsafeMutablePointer<Float>, _ pool: ThreadPool
    ) {
        let factor = norm.coefficients, slope = factor + channels, offset = slope + channels
        forEachColumnBlock(channels, parts: parts, pool) { columns in
            for c in columns {
                var sum = 0.0, product = 0.0
                for part in 0..<parts {
                    sum += Double(partial[2 * channels * part + c])
                    product += Double(partial[2 * channels * part + channels + c])
                }
                let inverse = Double(norm.inverseDeviation[c])
                product *= inverse
                scaleGradient[c] = Float(product)
                shiftGradient[c] = Float(sum)
                let scaled = Double(norm.scale[c]) * inverse
                factor[c] = Float(scaled)
                slope[c] = Float(-scaled * product * inverse / Double(rows))
                offset[c] = Float(-scaled * sum / Double(rows))
            }
        }
    }
}
