/// How matrix products are cut for the caches, per instruction set.
struct BlockSizes: Sendable {
    /// Steps (k) of a block: a part of A of this length stays in L1 while the panels of B pass by.
    var steps: Int
    /// Steps of a block where C has at most two panels: the part of A passes by but twice, from L2, and C is read less often.
    var stepsOfThin: Int
    /// Steps of a block of at most 24 parts of rows: C is small, and A passes by but once.
    var stepsOfFewRows: Int
    /// Steps of a block where A is transposed and read as it stands: all its rows of this many steps stay in L2.
    var stepsOfColumns: Int
    /// The most rows (m) of a task.
    var rows: Int
    /// Floats of the part of B of a task: it stays in L2, or streams well from L3, while the parts of A pass by.
    var right: Int

    static let portable = BlockSizes(steps: 256, stepsOfThin: 256, stepsOfFewRows: 256, stepsOfColumns: 256, rows: 128, right: 1 << 16)
    static let avx2 = BlockSizes(steps: 256, stepsOfThin: 256, stepsOfFewRows: 256, stepsOfColumns: 256, rows: 144, right: 1 << 16)
    static let avx512 = BlockSizes(steps: 384, stepsOfThin: 600, stepsOfFewRows: 800, stepsOfColumns: 256, rows: 1 << 14, right: 3 << 17)
}
