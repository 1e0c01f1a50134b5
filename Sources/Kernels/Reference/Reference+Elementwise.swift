import Glibc

extension Reference {
    /// y = max(x, 0); a NaN stays.
    public static func relu(count: Int, x: UnsafePointer<Float>, y: UnsafeMutablePointer<Float>) {
        for i in 0..<count { y[i] = x[i] < 0 ? 0 : x[i] }
    }

    /// The gradient goes through where the forward output is positive.
    public static func reluGradient(
        count: Int, y: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>
    ) {
        for i in 0..<count { inputGradient[i] = y[i] > 0 ? outputGradient[i] : 0 }
    }

    /// y = x where x is positive, else slope * x.
    public static func leakyReLU(count: Int, slope: Float, x: UnsafePointer<Float>, y: UnsafeMutablePointer<Float>) {
        for i in 0..<count { y[i] = x[i] > 0 ? x[i] : slope * x[i] }
    }

    /// The gradient, times `slope` where the forward input is not positive.
    public static func leakyReLUGradient(
        count: Int, slope: Float, x: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>
    ) {
        for i in 0..<count { inputGradient[i] = x[i] > 0 ? outputGradient[i] : slope * outputGradient[i] }
    }

    /// y = x * Phi(x), Phi the normal distribution function (Hendrycks and Gimpel 2016, arXiv 1606.08415).
    public static func gelu(count: Int, x: UnsafePointer<Float>, y: UnsafeMutablePointer<Float>) {
        for i in 0..<count {
            let v = Double(x[i])
            y[i] = Float(v * 0.5 * erfc(-v * 0.5.squareRoot()))
        }
    }

    /// The gradient times Phi(x) + x * phi(x).
    public static func geluGradient(
        count: Int, x: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>
    ) {
        for i in 0..<count {
            let v = Double(x[i])
            let density = exp(-0.5 * v * v) / (2 * Double.pi).squareRoot()
            let slope = 0.5 * erfc(-v * 0.5.squareRoot()) + v * density
            inputGradient[i] = Float(slope * Double(outputGradient[i]))
        }
    }

    /// y += x.
    public static func add(count: Int, x: UnsafePointer<Float>, y: UnsafeMutablePointer<Float>) {
        for i in 0..<count { y[i] += x[i] }
    }

    /// x *= factor.
    public static func scale(count: Int, factor: Float, x: UnsafeMutablePointer<Float>) {
        for i in 0..<count { x[i] *= factor }
    }

    /// Sum of the squares of x.
    public static func sumOfSquares(count: Int, x: UnsafePointer<Float>) -> Float {
        var sum = 0.0
        for i in 0..<count { sum += Double(x[i]) * Double(x[i]) }
        return Float(sum)
    }

    /// average += factor * (target - average).
    public static func lerp(count: Int, from target: UnsafePointer<Float>, factor: Float, into average: UnsafeMutablePointer<Float>) {
        for i in 0..<count { average[i] = Float(Double(average[i]) + Double(factor) * (Double(target[i]) - Double(average[i]))) }
    }
}
