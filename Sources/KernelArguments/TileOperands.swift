/// What a tile begins with and ends with.
///
/// It begins with `bias` in each row or with 0; where `accumulate` is true C is added at the end; where `relu` is true negative results
/// become 0 then.
public struct TileEdges {
    public var bias: UnsafePointer<Float>?
    public var accumulate: Bool
    public var relu: Bool

    public init(bias: UnsafePointer<Float>?, accumulate: Bool, relu: Bool) {
        self.bias = bias
        self.accumulate = accumulate
        self.relu = relu
    }
}

/// The operands of a tile: C[i, j] += sum over segments g and steps p of A(g, i, p) * B(g, p, j).
///
/// A(g, i, p) stands at `a + g * segmentStrideA + i * rowStride + p * stepStride`, B(g, p, j) at `b + g * segmentStrideB + p * ldb + j`.
/// One such sum is a packed or a plain matrix product (one segment), the outputs of a convolution along an image row (a segment for each
/// kernel row, a step for each tap and channel) and the gradient of its weights (a segment for each image row, a step for each pixel).
public struct TileOperands {
    public var segments: Int
    public var steps: Int
    public var a: UnsafePointer<Float>
    public var rowStride: Int
    public var stepStride: Int
    public var segmentStrideA: Int
    public var b: UnsafePointer<Float>
    public var ldb: Int
    public var segmentStrideB: Int
    public var c: UnsafeMutablePointer<Float>
    public var ldc: Int
    /// Whether what is wanted next is asked for: worth it where the operands come from beyond L2.
    public var asksAhead = false
    /// What is wanted next of A and of B: a line of A and two of B are asked for in each step, so many floats after those before.
    public var ahead: UnsafePointer<Float>, aheadOfB: UnsafePointer<Float>
    public var aheadStride = 0, aheadStrideOfB = 0
    /// A tile of C whose lines are asked for before the sums are made; nil where C stays in the caches.
    public var nextC: UnsafeMutablePointer<Float>?

    public init(
        segments: Int, steps: Int, a: UnsafePointer<Float>, rowStride: Int, stepStride: Int, segmentStrideA: Int,
        b: UnsafePointer<Float>, ldb: Int, segmentStrideB: Int, c: UnsafeMutablePointer<Float>, ldc: Int
    ) {
        self.segments = segments
        self.steps = steps
        self.a = a
        self.rowStride = rowStride
        self.stepStride = stepStride
        self.segmentStrideA = segmentStrideA
        self.b = b
        self.ldb = ldb
        self.segmentStrideB = segmentStrideB
        self.c = c
        self.ldc = ldc
        ahead = a
        aheadOfB = b
    }
}
