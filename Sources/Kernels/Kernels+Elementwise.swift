extension Kernels {
    /// Calls `body` with pieces of 0 ..< `count` whose borders depend on `count` alone.
    func forEachChunk(_ count: Int, _ pool: ThreadPool, chunk: Int = Work.chunk / 4, _ body: (_ start: Int, _ length: Int) -> Void) {
        (count < Work.floatsWorthThreads ? .serial : pool).run(tasks: (count + chunk - 1) / chunk) { task, _ in
            body(task * chunk, min(chunk, count - task * chunk))
        }
    }

    /// y = max(x, 0); a NaN stays; `y` may be `x`.
    public func relu(
        count: Int, x: UnsafePointer<Float>, y: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        forEachChunk(count, pool) { start, length in table.relu(length, x + start, y + start) }
    }

    /// The gradient goes through where the forward output is positive; `inputGradient` may be `outputGradient`.
    public func reluGradient(
        count: Int, y: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>,
        pool: ThreadPool
    ) {
        forEachChunk(count, pool) { start, length in
            table.reluGradient(length, y + start, outputGradient + start, inputGradient + start)
        }
    }

    /// y = x where x is positive, else slope * x.
    public func leakyReLU(
        count: Int, slope: Float, x: UnsafePointer<Float>, y: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        forEachChunk(count, pool) { start, length in table.leakyReLU(length, slope, x + start, y + start) }
    }

    /// The gradient, times `slope` where the forward input is not positive.
    public func leakyReLUGradient(
        count: Int, slope: Float, x: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>,
        inputGradient: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        forEachChunk(count, pool) { start, length in
            table.leakyReLUGradient(length, slope, x + start, outputGradient + start, inputGradient + start)
        }
    }

    /// y = x * Phi(x), Phi the normal distribution function (Hendrycks and Gimpel 2016, arXiv 1606.08415), to 2e-7 of |x|.
    public func gelu(
        count: Int, x: UnsafePointer<Float>, y: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        forEachChunk(count, pool) { start, length in table.gelu(length, x + start, y + start) }
    }

    /// The gradient times Phi(x) + x * phi(x).
    public func geluGradient(
        count: Int, x: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>,
        pool: ThreadPool
    ) {
        forEachChunk(count, pool) { start, length in
            table.geluGradient(length, x + start, outputGradient + start, inputGradient + start)
        }
    }

    /// y += x.
    public func add(
        count: Int, x: UnsafePointer<Float>, y: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        forEachChunk(count, pool) { start, length in table.add(length, x + start, y + start) }
    }

    /// x *= factor.
    public func scale(
        count: Int, factor: Float, x: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        forEachChunk(count, pool) { start, length in table.scale(length, factor, x + start) }
    }

    /// Sum of the squares of x.
    public func sumOfSquares(
        count: Int, x: UnsafePointer<Float>, pool: ThreadPool
    ) -> Float {
        let chunks = Work.chunks(count)
        let partial = Scratch.partial.floats(chunks)
        forEachChunk(count, pool, chunk: Work.chunk) { start, length in partial[start / Work.chunk] = table.sumOfSquares(length, x + start) }
        var sum = 0.0
        for chunk in 0..<chunks { sum += Double(partial[chunk]) }
        return Float(sum)
    }

    /// average += factor * (target - average).
    public func lerp(
        count: Int, from target: UnsafePointer<Float>, factor: Float, into average: UnsafeMutablePointer<Float>,
        pool: ThreadPool
    ) {
        forEachChunk(count, pool) { start, length in table.lerp(length, target + start, factor, average + start) }
    }
}
