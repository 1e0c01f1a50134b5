import KernelArguments

typealias Floats = UnsafePointer<Float>
typealias MutableFloats = UnsafeMutablePointer<Float>

/// The loops of one instruction set, as function pointers: chosen once, when a `Kernels` is made.
struct KernelTable: Sendable {
    /// Floats in a vector, and rows of the largest tile of the micro-kernel; a tile is two vectors wide.
    let vectorWidth: Int, tileRows: Int
    /// How often each float of a packed part of A stands there.
    let packedCopies: Int
    /// The most steps of `multiplyShort` and columns of `multiplyNarrow`; 0 where the instruction set has no use for them.
    let shortSteps: Int, narrowColumns: Int
    var blocks: BlockSizes

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
    let multiplyRow: @Sendable (
        _ columns: Int, _ steps: Int, _ a: Floats, _ b: Floats, _ ldb: Int, _ bias: Floats?, _ accumulate: Bool, _ relu: Bool,
        _ c: MutableFloats) -> Void
    let multiplyShort: @Sendable (
        _ rows: Int, _ columns: Int, _ steps: Int, _ a: Floats, _ lda: Int, _ b: Floats, _ ldb: Int, _ panelStride: Int, _ bias: Floats?,
        _ accumulate: Bool, _ relu: Bool, _ streams: Bool, _ c: MutableFloats, _ ldc: Int) -> Void
    let multiplyNarrow: @Sendable (
        _ rows: Int, _ columns: Int, _ steps: Int, _ a: Floats, _ lda: Int, _ b: Floats, _ ldb: Int, _ bias: Floats?, _ accumulate: Bool,
        _ relu: Bool, _ c: MutableFloats, _ ldc: Int) -> Void
    let multiplyTransposed: @Sendable (
        _ firstPanel: Int, _ lastPanel: Int, _ rows: Int, _ columns: Int, _ steps: Int, _ a: Floats, _ lda: Int, _ b: Floats, _ ldb: Int,
        _ c: MutableFloats, _ ldc: Int, _ spare: MutableFloats) -> Void
    let multiplySparse: @Sendable (
        _ block: SparseBlock, _ steps: UnsafePointer<Int32>, _ ends: UnsafePointer<Int32>, _ a: Floats, _ b: Floats, _ bias: Floats?,
        _ c: MutableFloats) -> Void
    let listNonzeros: @Sendable (_ count: Int, _ x: Floats, _ first: Int, _ list: UnsafeMutablePointer<Int32>) -> Int
    let convolveImage: @Sendable (
        _ geometry: ImageConvolution, _ firstRow: Int, _ lastRow: Int, _ image: Floats, _ weights: Floats, _ bias: Floats?,
        _ output: MutableFloats, _ spare: MutableFloats) -> Void
    let accumulateWeightGradient: @Sendable (
        _ geometry: ImageWeightGradient, _ image: Floats, _ outputGradient: Floats, _ sums: MutableFloats) -> Void
    let convolvePlane: @Sendable (
        _ plane: PlaneConvolution, _ image: Floats, _ weights: Floats, _ bias: Floats?, _ output: MutableFloats) -> Void
    let accumulatePlaneGradient: @Sendable (
        _ plane: PlaneConvolution, _ image: Floats, _ outputGradient: Floats, _ accumulate: Bool, _ sums: MutableFloats) -> Void
    let addColumns: @Sendable (
        _ rows: Int, _ columns: Int, _ x: Floats, _ stride: Int, _ accumulate: Bool, _ sums: MutableFloats) -> Void
    let sumGroups: @Sendable (
        _ groups: Int, _ groupSize: Int, _ rows: Int, _ columns: Int, _ stride: Int, _ x: Floats, _ target: MutableFloats) -> Void

    let relu: @Sendable (_ count: Int, _ x: Floats, _ y: MutableFloats) -> Void
    let reluGradient: @Sendable (_ count: Int, _ y: Floats, _ gradient: Floats, _ result: MutableFloats) -> Void
    let leakyReLU: @Sendable (_ count: Int, _ slope: Float, _ x: Floats, _ y: MutableFloats) -> Void
    let leakyReLUGradient: @Sendable (
        _ count: Int, _ slope: Float, _ x: Floats, _ gradient: Floats, _ result: MutableFloats) -> Void
    let gelu: @Sendable (_ count: Int, _ x: Floats, _ y: MutableFloats) -> Void
    let geluGradient: @Sendable (_ count: Int, _ x: Floats, _ gradient: Floats, _ result: MutableFloats) -> Void
    let add: @Sendable (_ count: Int, _ x: Floats, _ y: MutableFloats) -> Void
    let scale: @Sendable (_ count: Int, _ factor: Float, _ x: MutableFloats) -> Void
    let lerp: @Sendable (_ count: Int, _ target: Floats, _ factor: Float, _ average: MutableFloats) -> Void
    let sumOfSquares: @Sendable (_ count: Int, _ x: Floats) -> Float
    let sgdStep: @Sendable (
        _ count: Int, _ weights: MutableFloats, _ gradient: Floats, _ velocity: MutableFloats?, _ learningRate: Float,
        _ momentum: Float, _ nesterov: Bool, _ weightDecay: Float) -> Void
    let adamStep: @Sendable (
        _ step: AdamStep, _ count: Int, _ weights: MutableFloats, _ gradient: Floats, _ firstMoment: MutableFloats,
        _ secondMoment: MutableFloats) -> Void
    let softmaxRows: @Sendable (
        _ rows: Int, _ columns: Int, _ x: Floats, _ y: MutableFloats?, _ factor: Float, _ offset: Float,
        _ largest: MutableFloats, _ sums: MutableFloats, _ spare: MutableFloats) -> Void
    let columnMoments: @Sendable (
        _ rows: Int, _ columns: Int, _ x: Floats, _ sums: MutableFloats, _ squares: MutableFloats) -> Void
    let columnProducts: @Sendable (
        _ rows: Int, _ columns: Int, _ x: Floats, _ gradient: Floats, _ mean: Floats, _ reluScale: Floats?,
        _ reluShift: Floats, _ sums: MutableFloats, _ products: MutableFloats) -> Void
    let scaleShiftRows: @Sendable (
        _ rows: Int, _ columns: Int, _ x: Floats, _ scale: Floats, _ shift: Floats, _ relu: Bool, _ y: MutableFloats) -> Void
    let batchNormGradientRows: @Sendable (
        _ rows: Int, _ columns: Int, _ x: Floats, _ gradient: Floats, _ mean: Floats, _ factor: Floats, _ slope: Floats,
        _ shift: Floats, _ reluScale: Floats?, _ reluShift: Floats, _ result: MutableFloats) -> Void
    let maxPoolRows: @Sendable (
        _ geometry: ImagePool, _ firstRow: Int, _ lastRow: Int, _ input: Floats, _ output: MutableFloats,
        _ places: UnsafeMutablePointer<UInt8>?, _ spare: UnsafeMutablePointer<Int32>) -> Void
    let maxPoolGradientRows: @Sendable (
        _ geometry: ImagePool, _ firstRow: Int, _ lastRow: Int, _ outputGradient: Floats, _ places: UnsafePointer<UInt8>,
        _ output: Floats?, _ inputGradient: MutableFloats) -> Void

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
