/// What a loop does to each vector of one array.
protocol UnaryLoop {
    func callAsFunction(_ x: Vector) -> Vector
}

/// What a loop makes of each pair of vectors of two arrays.
protocol BinaryLoop {
    func callAsFunction(_ x: Vector, _ y: Vector) -> Vector
}

/// z = loop(x), `z` may be `x`.
@inline(__always)
func apply<Loop: UnaryLoop>(_ loop: Loop, _ count: Int, _ x: UnsafePointer<Float>, _ z: UnsafeMutablePointer<Float>) {
    var i = 0
    while i + vectorWidth <= count {
        store(loop(load(x + i)), z + i)
        i += vectorWidth
    }
    if i < count { storeFirst(count - i, loop(loadFirst(count - i, x + i)), z + i) }
}

/// z = loop(x, y), `z` may be either.
@inline(__always)
func apply<Loop: BinaryLoop>(
    _ loop: Loop, _ count: Int, _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ z: UnsafeMutablePointer<Float>
) {
    var i = 0
    while i + vectorWidth <= count {
        store(loop(load(x + i), load(y + i)), z + i)
        i += vectorWidth
    }
    if i < count { storeFirst(count - i, loop(loadFirst(count - i, x + i), loadFirst(count - i, y + i)), z + i) }
}

private struct Rectify: UnaryLoop {
    @inline(__always) func callAsFunction(_ x: Vector) -> Vector { rectified(x) }
}

private struct RectifyGradient: BinaryLoop {
    @inline(__always) func callAsFunction(_ y: Vector, _ gradient: Vector) -> Vector { select(y .> .zero, gradient, .zero) }
}

private struct Leak: UnaryLoop {
    var slope: Float
    @inline(__always) func callAsFunction(_ x: Vector) -> Vector { select(x .> .zero, x, slope * x) }
}

private struct LeakGradient: BinaryLoop {
    var slope: Float
    @inline(__always) func callAsFunction(_ x: Vector, _ gradient: Vector) -> Vector { select(x .> .zero, gradient, slope * gradient) }
}

private struct GELU: UnaryLoop {
    @inline(__always) func callAsFunction(_ x: Vector) -> Vector { x * normalDistribution(x) }
}

private struct GELUGradient: BinaryLoop {
    @inline(__always) func callAsFunction(_ x: Vector, _ gradient: Vector) -> Vector {
        let density = broadcast(0.398_942_28) * exponential(broadcast(-0.5) * x * x)
        return gradient * multiplyAdd(normalDistribution(x), x, density)
    }
}

private struct Add: BinaryLoop {
    @inline(__always) func callAsFunction(_ x: Vector, _ y: Vector) -> Vector { x + y }
}

private struct Scale: UnaryLoop {
    var factor: Float
    @inline(__always) func callAsFunction(_ x: Vector) -> Vector { factor * x }
}

private struct Lerp: BinaryLoop {
    var factor: Float
    @inline(__always) func callAsFunction(_ target: Vector, _ average: Vector) -> Vector {
        multiplyAdd(average, broadcast(factor), target - average)
    }
}

/// y = x where x is positive, else 0; a NaN stays.
public func relu(count: Int, x: UnsafePointer<Float>, y: UnsafeMutablePointer<Float>) { apply(Rectify(), count, x, y) }

/// The gradient where y, what `relu` gave, is positive, else 0.
public func reluGradient(count: Int, y: UnsafePointer<Float>, gradient: UnsafePointer<Float>, result: UnsafeMutablePointer<Float>) {
    apply(RectifyGradient(), count, y, gradient, result)
}

/// y = x where x is positive, else slope * x.
public func leakyReLU(count: Int, slope: Float, x: UnsafePointer<Float>, y: UnsafeMutablePointer<Float>) {
    apply(Leak(slope: slope), count, x, y)
}

/// The gradient of `leakyReLU` at x.
public func leakyReLUGradient(
    count: Int, slope: Float, x: UnsafePointer<Float>, gradient: UnsafePointer<Float>, result: UnsafeMutablePointer<Float>
) {
    apply(LeakGradient(slope: slope), count, x, gradient, result)
}

/// y = x * (1 + erf(x / sqrt 2)) / 2 (Hendrycks and Gimpel 2016, arXiv 1606.08415).
public func gelu(count: Int, x: UnsafePointer<Float>, y: UnsafeMutablePointer<Float>) { apply(GELU(), count, x, y) }

/// The gradient of `gelu` at x.
public func geluGradient(count: Int, x: UnsafePointer<Float>, gradient: UnsafePointer<Float>, result: UnsafeMutablePointer<Float>) {
    apply(GELUGradient(), count, x, gradient, result)
}

/// y += x.
public func add(count: Int, x: UnsafePointer<Float>, y: UnsafeMutablePointer<Float>) { apply(Add(), count, x, y, y) }

/// x *= factor.
public func scale(count: Int, factor: Float, x: UnsafeMutablePointer<Float>) { apply(Scale(factor: factor), count, x, x) }

/// average += factor * (target - average).
public func lerp(count: Int, target: UnsafePointer<Float>, factor: Float, average: UnsafeMutablePointer<Float>) {
    apply(Lerp(factor: factor), count, target, average, average)
}

/// The sum of the squares of x.
public func sumOfSquares(count: Int, x: UnsafePointer<Float>) -> Float {
    var s0 = Vector.zero, s1 = Vector.zero, s2 = Vector.zero, s3 = Vector.zero
    var i = 0
    while i + 4 * vectorWidth <= count {
        let x0 = load(x + i), x1 = load(x + i + vectorWidth), x2 = load(x + i + 2 * vectorWidth), x3 = load(x + i + 3 * vectorWidth)
        s0 = multiplyAdd(s0, x0, x0)
        s1 = multiplyAdd(s1, x1, x1)
        s2 = multiplyAdd(s2, x2, x2)
        s3 = multiplyAdd(s3, x3, x3)
        i += 4 * vectorWidth
    }
    while i < count {
        let left = count - i < vectorWidth ? count - i : vectorWidth
        let last = loadFirst(left, x + i)
        s0 = multiplyAdd(s0, last, last)
        i += left
    }
    return laneSum((s0 + s1) + (s2 + s3))
}
