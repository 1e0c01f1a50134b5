import KernelArguments
import KernelsAVX2
import KernelsAVX512
import KernelsPortable

typealias Floats = UnsafePointer<Float>
typealias MutableFloats = UnsafeMutablePointer<Float>

/// The loops of one instruction set, as function pointers: chosen once, when a `Kernels` is made.
struct KernelTable: Sendable {
    /// Floats in a vector, and rows of the largest tile of the micro-kernel; a tile is two vectors wide.
    let vectorWidth: Int, tileRows: Int
    let blocks: BlockSizes

    let runPeak: @Sendable (_ rounds: Int, _ sink: MutableFloats) -> Int
    let readAll: @Sendable (_ count: Int, _ x: Floats, _ sink: MutableFloats) -> Void
    let packRowParts: @Sendable (
        _ first: Int, _ last: Int, _ parts: Int, _ rows: Int, _ steps: Int, _ transposed: Bool, _ factor: Float,
        _ a: Floats, _ lda: Int, _ packed: MutableFloats) -> Void
    let packColumnPanels: @Sendable (
        _ first: Int, _ last: Int, _ columns: Int, _ steps: Int, _ panelSteps: Int, _ transposed: Bool,
        _ b: Floats, _ ldb: Int, _ packed: MutableFloats) -> Void
    let multiplyBlock: @Sendable (
        _ block: ProductBlock, _ a: Floats, _ b: Floats, _ bias: Floats?, _ c: MutableFloats, _ spare: MutableFloats) -> Void
    let convolveImage: @Sendable (
        _ geometry: ImageConvolution, _ firstRow: Int, _ lastRow: Int, _ image: Floats, _ weights: Floats, _ bias: Floats?,
        _ output: MutableFloats, _ spare: MutableFloats) -> Void
    let accumulateWeightGradient: @Sendable (
        _ geometry: ImageWeightGradient, _ image: Floats, _ outputGradient: Floats, _ sums: MutableFloats) -> Void
    let addColumns: @Sendable (
        _ rows: Int, _ columns: Int, _ x: Floats, _ stride: Int, _ accumulate: Bool, _ sums: MutableFloats) -> Void
    let sumGroups: @Sendable (
        _ groups: Int, _ groupSize: Int, _ rows: Int, _ columns: Int, _ stride: Int, _ x: Floats, _ target: MutableFloats) -> Void

    /// Columns of a panel of B.
    var panelWidth: Int { 2 * vectorWidth }
    /// Floats of spare memory that `multiplyBlock` needs.
    var spareFloats: Int { tileRows * panelWidth }

    static func table(for set: InstructionSet) -> KernelTable {
        switch set {
        case .portable: portable
        case .avx2: avx2
        case .avx512: avx512
        }
    }
}

extension KernelTable {
    static let portable = KernelTable(
        vectorWidth: KernelsPortable.vectorWidth, tileRows: KernelsPortable.tileRows, blocks: .portable,
        runPeak: KernelsPortable.runPeak, readAll: KernelsPortable.readAll,
        packRowParts: KernelsPortable.packRowParts, packColumnPanels: KernelsPortable.packColumnPanels,
        multiplyBlock: KernelsPortable.multiplyBlock, convolveImage: KernelsPortable.convolveImage,
        accumulateWeightGradient: KernelsPortable.accumulateWeightGradient, addColumns: KernelsPortable.addColumns, sumGroups: KernelsPortable.sumGroups)
}

extension KernelTable {
    static let avx2 = KernelTable(
        vectorWidth: KernelsAVX2.vectorWidth, tileRows: KernelsAVX2.tileRows, blocks: .avx2,
        runPeak: KernelsAVX2.runPeak, readAll: KernelsAVX2.readAll,
        packRowParts: KernelsAVX2.packRowParts, packColumnPanels: KernelsAVX2.packColumnPanels,
        multiplyBlock: KernelsAVX2.multiplyBlock, convolveImage: KernelsAVX2.convolveImage,
        accumulateWeightGradient: KernelsAVX2.accumulateWeightGradient, addColumns: KernelsAVX2.addColumns, sumGroups: KernelsAVX2.sumGroups)
}

extension KernelTable {
    static let avx512 = KernelTable(
        vectorWidth: KernelsAVX512.vectorWidth, tileRows: KernelsAVX512.tileRows, blocks: .avx512,
        runPeak: KernelsAVX512.runPeak, readAll: KernelsAVX512.readAll,
        packRowParts: KernelsAVX512.packRowParts, packColumnPanels: KernelsAVX512.packColumnPanels,
        multiplyBlock: KernelsAVX512.multiplyBlock, convolveImage: KernelsAVX512.convolveImage,
        accumulateWeightGradient: KernelsAVX512.accumulateWeightGradient, addColumns: KernelsAVX512.addColumns, sumGroups: KernelsAVX512.sumGroups)
}
