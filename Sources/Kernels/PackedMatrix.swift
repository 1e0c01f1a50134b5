import KernelArguments

/// The right factor (k x n) of many matrix products, kept in the order in which the micro-kernel reads it.
///
/// A product with it packs nothing, and a single row reads it as one stream: measured 96 GB/s from L3, where rows that are read as they stand
/// give 90.
public final class PackedMatrix: @unchecked Sendable {
    // Safe to share: the memory is written in `init` only.

    /// k.
    public let rows: Int
    /// n.
    public let columns: Int
    /// Panels of `panelWidth` columns, each with all its rows one after another; columns that are missing in the last panel are 0.
    let panels: UnsafeMutablePointer<Float>
    let instructionSet: InstructionSet

    /// Packs B (`rows` x `columns`, row-major, rows `ldb` apart) for one instruction set.
    ///
    /// - Precondition: both sizes are positive.
    public init(_ b: UnsafePointer<Float>, rows: Int, columns: Int, ldb: Int, for kernels: Kernels) {
        precondition(rows > 0 && columns > 0, "a factor of \(rows) x \(columns)")
        self.rows = rows
        self.columns = columns
        instructionSet = kernels.instructionSet
        let width = kernels.table.panelWidth, count = (columns + width - 1) / width
        let memory = UnsafeMutableRawPointer.allocate(byteCount: count * width * rows * MemoryLayout<Float>.stride, alignment: 64)
        panels = memory.bindMemory(to: Float.self, capacity: count * width * rows)
        kernels.table.packColumnPanels(0, count, columns, rows, rows, false, b, ldb, panels)
    }

    deinit { UnsafeMutableRawPointer(panels).deallocate() }
}

extension Kernels {
    /// C (m x n) = A (m x k) * B, plus `bias` (n) in each row, then ReLU.
    ///
    /// The sums run over k in one piece, whatever m is: a row's result does not depend on the rows beside it.
    ///
    /// - Precondition: `b` was packed for this instruction set.
    public func multiply(
        rows m: Int, _ a: UnsafePointer<Float>, lda: Int, by b: PackedMatrix, bias: UnsafePointer<Float>? = nil, relu: Bool = false,
        c: UnsafeMutablePointer<Float>, ldc: Int, pool: ThreadPool
    ) {
        precondition(b.instructionSet == instructionSet, "a factor that was packed for \(b.instructionSet)")
        guard m > 0 else { return }
        var block = ProductBlock()
        block.rows = m
        block.columns = b.columns
        block.steps = b.rows
        block.lastPanel = (b.columns + table.panelWidth - 1) / table.panelWidth
        block.lda = lda
        block.packedRight = true
        block.ldc = ldc
        block.relu = relu
        multiply(block, a: a, b: b.panels, bias: bias.map { wholePanels($0, count: b.columns) }, c: c, pool: pool)
    }
}
