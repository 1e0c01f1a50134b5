/// One block of a matrix product: row parts `firstPart` ..< `lastPart` and column panels `firstPanel` ..< `lastPanel` of C.
public struct ProductBlock {
    /// The row parts that are computed.
    public var firstPart = 0, lastPart = 0
    /// Into how many parts the rows are cut; none is higher than the micro-kernel.
    public var parts = 0
    /// The column panels that are computed, each two vectors wide.
    public var firstPanel = 0, lastPanel = 0
    /// Rows and columns of C, and the length of the sums.
    public var rows = 0, columns = 0, steps = 0
    /// Whether op(A) was packed in parts; otherwise A is m x k, or k x m where `transposedLeft` is true.
    public var packedLeft = false
    /// Whether A has its steps as rows.
    public var transposedLeft = false
    /// Floats from one row of A to the next, where it was not packed.
    public var lda = 0
    /// Whether B was packed in panels; otherwise `columns` must be a multiple of the vector.
    public var packedRight = false
    /// Floats from one row of B to the next, where it was not packed.
    public var ldb = 0
    /// Where the rows of a part of A are copied before they are read, `rowPitch` floats apart, because as they stand they meet in few sets of the
    /// first cache; nil where they do not.
    public var rowCopy: UnsafeMutablePointer<Float>?
    /// Floats from one copied row to the next.
    public var rowPitch = 0
    /// Where the first part packs the panels of B that it reads, for the parts after it: where panel 0 would stand; nil where B is read as it is.
    public var panelCopy: UnsafeMutablePointer<Float>?
    /// Floats from one row of C to the next.
    public var ldc = 0
    /// Add to C instead of overwriting it.
    public var accumulate = false
    /// Make negative results 0.
    public var relu = false
    /// Write C past the caches; its rows are aligned to vectors.
    public var streams = false
    /// An empty block; the members are set one by one.
    public init() {}
}
