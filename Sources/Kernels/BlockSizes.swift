/// How matrix products are cut for the caches, per instruction set.
///
/// `benchmark blocks` measured other sizes beside those in use, in turns (AVX-512, one core of an AMD EPYC with 32 KiB of L1 and 1 MiB of L2):
///
/// | size | product | speed as a multiple of that with the size in use |
/// |---|---|---|
/// | `steps` | 1024 x 1024 x 1024 | 96: 0.96, 192: 0.98, 256: 0.99, 384 and 512: 1.00, 768: 0.99 |
/// | `stepsOfThin` | 25,088 x 64 x 576 | 96: 0.65, 192: 0.78, 288 and 384: 0.95, 600: 1.00 |
/// | `stepsOfFewRows` | 128 x 512 x 784 | 192: 0.98, 256 to 512: 0.99, 800: 1.00 |
/// | `stepsOfColumns` | 288 x 64 x 15,488, left factor transposed | 64 and 128: 0.98, 256 and 384: 1.00, 512: 0.99 |
/// | `rows` | 1024 x 1024 x 1024 | 48 and 144: 0.97, 96 and 288: 0.99, from 1,152: 1.00 |
/// | `right` | 1024 x 1024 x 1024 | 2^14: 0.85, 2^15: 0.92, 2^16 and 2^17: 0.99, 3 x 2^17 and 2^20: 1.00 |
package struct BlockSizes: Sendable {
    /// Steps (k) of a block: a part of A of this length stays in L1 while the panels of B pass by.
    package var steps: Int
    /// Steps of a block where C has at most two panels: the part of A passes by but twice, from L2, and C is read less often.
    package var stepsOfThin: Int
    /// Steps of a block of at most 24 parts of rows: C is small, and A passes by but once.
    package var stepsOfFewRows: Int
    /// Steps of a block where A is transposed and read as it stands: all its rows of this many steps stay in L2.
    package var stepsOfColumns: Int
    /// The most rows (m) of a task.
    package var rows: Int
    /// Floats of the part of B of a task: it stays in L2, or streams well from L3, while the parts of A pass by.
    package var right: Int

    static let portable = BlockSizes(steps: 256, stepsOfThin: 256, stepsOfFewRows: 256, stepsOfColumns: 256, rows: 128, right: 1 << 16)
    static let avx2 = BlockSizes(steps: 256, stepsOfThin: 256, stepsOfFewRows: 256, stepsOfColumns: 256, rows: 144, right: 1 << 16)
    static let avx512 = BlockSizes(steps: 384, stepsOfThin: 600, stepsOfFewRows: 800, stepsOfColumns: 256, rows: 1 << 14, right: 3 << 17)
}
