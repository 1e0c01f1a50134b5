extension Reference {
    /// Mean and biased variance of each column of x (rows x channels).
    public static func channelMeanAndVariance(
        rows: Int, channels: Int, x: UnsafePointer<Float>, mean: UnsafeMutablePointer<Float>, variance: UnsafeMutablePointer<Float>
    ) {
        for c in 0..<channels {
            var sum = 0.0, squares = 0.0
            for i in 0..<rows { sum += Double(x[i * channels + c]) }
            let center = sum / Double(rows)
            for i in 0..<rows {
                let distance = Double(x[i * channels + c]) - center
                squares += distance * distance
            }
            mean[c] = Float(center)
            variance[c] = Float(squares / Double(rows))
        }
    }

    /// y = x * scale + shift for each column, then ReLU.
    public static func channelScaleShift(
        rows: Int, channels: Int, x: UnsafePointer<Float>, scale: UnsafePointer<Float>, shift: UnsafePointer<Float>,
        relu: Bool, y: UnsafeMutablePointer<Float>
    ) {
        for i in 0..<rows * channels {
            let value = Float(Double(x[i]) * Double(scale[i % channels]) + Double(shift[i % channels]))
            y[i] = relu && value < 0 ? 0 : value
        }
    }

    /// Gradients of y = scale * (x - mean) * inverseDeviation + shift where mean and deviation depend on x
    /// (Ioffe and Szegedy 2015, arXiv 1502.03167).
    public static func batchNormGradient(
        rows: Int, channels: Int, x: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>,
        mean: UnsafePointer<Float>, inverseDeviation: UnsafePointer<Float>, scale: UnsafePointer<Float>,
        inputGradient: UnsafeMutablePointer<Float>, scaleGradient: UnsafeMutablePointer<Float>, shiftGradient: UnsafeMutablePointer<Float>
    ) {
        for c in 0..<channels {
            func normalized(_ i: Int) -> Double { (Double(x[i * channels + c]) - Double(mean[c])) * Double(inverseDeviation[c]) }
            var sum = 0.0, product = 0.0
            for i in 0..<rows {
                let gradient = Double(outputGradient[i * channels + c])
                sum += gradient
                product += gradient * normalized(i)
            }
            let factor = Double(scale[c]) * Double(inverseDeviation[c])
            for i in 0..<rows {
                let gradient = Double(outputGradient[i * channels + c])
                inputGradient[i * channels + c] = Float(factor * (gradient - (sum + normalized(i) * product) / Double(rows)))
            }
            scaleGradient[c] = Float(product)
            shiftGradient[c] = Float(sum)
        }
    }

    /// Sum of each column of x (rows x columns).
    public static func columnSums(rows: Int, columns: Int, x: UnsafePointer<Float>, sums: UnsafeMutablePointer<Float>) {
        for j in 0..<columns {
            var sum = 0.0
            for i in 0..<rows { sum += Double(x[i * columns + j]) }
            sums[j] = Float(sum)
        }
    }
}
