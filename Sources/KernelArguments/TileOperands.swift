/// What a tile begins with and ends with.
///
/// It begins with `bias` in each row or with 0; where `accumulate` is true C is added at the end; where `relu` is true negative results
/// become 0 then.
public struct TileEdges {
    /// What each row begins with, of the tile's width, or nil for 0.
    public var bias: UnsafePointer<Float>?
    /// Add C at the end.
    public var accumulate: Bool
    /// Make negative results 0 at the end.
    public var relu: Bool
    /// Write C past the caches, where it is aligned to vectors.
    public var streams = false

    // Inlinable, as the operands' is: a call of its own for each tile shows in products of few steps.
    /// The three as they are.
    @inlinable public init(bias: UnsafePointer<Float>?, accumulate: Bool, relu: Bool) {
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
    /// How many segments there are.
    public var segments: Int
    /// Steps of each segment.
    public var steps: Int
    /// A(0, 0, 0).
    public var a: UnsafePointer<Float>
    /// Floats of A from one row to the next.
    public var rowStride: Int
    /// Floats of A from one step to the next.
    public var stepStride: Int
    /// Floats of A from one segment to the next.
    public var segmentStrideA: Int
    /// B(0, 0, 0).
    public var b: UnsafePointer<Float>
    /// Floats of B from one step to the next.
    public var ldb: Int
    /// Floats of B from one segment to the next.
    public var segmentStrideB: Int
    /// The first float of the tile in C.
    public var c: UnsafeMutablePointer<Float>
    /// Floats from one row of C to the next.
    public var ldc: Int
    /// What the tile begins and ends with.
    public var edges: TileEdges
    /// How many panels of B follow each other, and floats of B from one to the next; the tiles of C stand side by side.
    public var panels = 1, panelStride = 0
    /// Whether what is wanted next is asked for: worth it where the operands come from beyond L2.
    public var asksAhead = false
    /// What is wanted next of A: two lines `aheadSecond` floats apart are asked for in each step.
    public var ahead: UnsafePointer<Float>, aheadSecond = 0
    /// Floats from what is asked for in one step to what is in the next.
    public var aheadStride = 0
    /// With how many panels A is asked for, and floats from where one of them begins to where the next does.
    public var panelsAskingAhead = 1, panelStrideAhead = 0
    /// How far ahead of a step its lines of B are asked for, in floats; 0 where B is there.
    public var aheadOfB = 0
    /// Where the panels of B are packed while they are read, or nil.
    public var copyOfB: UnsafeMutablePointer<Float>?
    /// Whether lines of C are asked for before the sums are made, and how far from the tile: not where C stays in the caches.
    public var asksForC = false, nextC = 0

    /// A tile that asks for nothing ahead.
    @inlinable public init(
        segments: Int, steps: Int, a: UnsafePointer<Float>, rowStride: Int, stepStride: Int, segmentStrideA: Int,
        b: UnsafePointer<Float>, ldb: Int, segmentStrideB: Int, c: UnsafeMutablePointer<Float>, ldc: Int, edges: TileEdges
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
        self.edges = edges
        ahead = a
    }
}
