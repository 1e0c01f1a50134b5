/// Some rows and columns of C = A * B where A has many zeros: C[i, j] = sum over the listed steps p of A(i, p) * B[p, j].
///
/// A(i, p) stands at `a + i * rowStride + p * stepStride`. The steps come in segments, as those of a product without lists: the sum of each
/// segment is made by itself and added to those before it, so that both products give the same bits.
public struct SparseBlock: Sendable {
    /// The rows that are computed.
    public var firstRow = 0, lastRow = 0
    /// The column panels that are computed, each two vectors wide and whole.
    public var firstPanel = 0, lastPanel = 0
    /// Floats of A from one row to the next, and from one step to the next.
    public var rowStride = 0, stepStride = 0
    /// Floats of B from one step to the next, and from one panel to the next.
    public var ldb = 0, panelStride = 0
    /// Floats from one row of C to the next.
    public var ldc = 0
    /// How many segments the steps have.
    public var segments = 1
    /// Places in the list of steps from one row to the next.
    public var pitch = 0
    /// For how many rows, from the first on, B comes from beyond L2, so that what is wanted next is asked for.
    public var rowsAskingAhead = 0
    /// Make negative results 0.
    public var relu = false
    /// Write C past the caches; its rows are aligned to vectors.
    public var streams = false
    /// An empty block; the members are set one by one.
    public init() {}
}
