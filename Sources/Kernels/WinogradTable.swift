import KernelArguments
import KernelsAVX2
import KernelsAVX512
import KernelsPortable

/// The transforms of Winograd's minimal filtering of one instruction set.
struct WinogradTable: Sendable {
    let spareFloats: Int
    let transformWeights: @Sendable (
        _ tile: Int, _ first: Int, _ last: Int, _ channels: Int, _ outputChannels: Int, _ weights: Floats, _ matrixSize: Int,
        _ matrices: MutableFloats, _ spare: MutableFloats) -> Void
    let transformInput: @Sendable (
        _ image: WinogradImage, _ first: Int, _ last: Int, _ input: Floats, _ matrixSize: Int, _ matrices: MutableFloats,
        _ spare: MutableFloats) -> Void
    let transformOutput: @Sendable (
        _ image: WinogradImage, _ first: Int, _ last: Int, _ matrices: Floats, _ matrixSize: Int, _ bias: Floats?, _ output: MutableFloats,
        _ spare: MutableFloats) -> Void

    static func table(for set: InstructionSet) -> WinogradTable {
        switch set {
        case .portable: portable
        case .avx2: avx2
        case .avx512: avx512
        }
    }

    private static let portable = WinogradTable(
        spareFloats: KernelsPortable.winogradSpareFloats, transformWeights: KernelsPortable.winogradWeights,
        transformInput: KernelsPortable.winogradInput, transformOutput: KernelsPortable.winogradOutput)
    private static let avx2 = WinogradTable(
        spareFloats: KernelsAVX2.winogradSpareFloats, transformWeights: KernelsAVX2.winogradWeights,
        transformInput: KernelsAVX2.winogradInput, transformOutput: KernelsAVX2.winogradOutput)
    private static let avx512 = WinogradTable(
        spareFloats: KernelsAVX512.winogradSpareFloats, transformWeights: KernelsAVX512.winogradWeights,
        transformInput: KernelsAVX512.winogradInput, transformOutput: KernelsAVX512.winogradOutput)
}
