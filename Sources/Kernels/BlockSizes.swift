/// How matrix products are cut for the caches, per instruction set.
struct BlockSizes: Sendable {
    /// Steps (k) of a block: a packed part of A of this length and a panel of B share L1 and L2.
    var steps: Int
    /// Rows (m) of a task: its packed part of A stays in L2 while the panels of B pass by.
    var rows: Int
    /// Columns (n) of a task.
    var columns: Int

    static let portable = BlockSizes(steps: 256, rows: 128, columns: 256)
    static let avx2 = BlockSizes(steps: 256, rows: 144, columns: 256)
    static let avx512 = BlockSizes(steps: 384, rows: 168, columns: 512)
}
