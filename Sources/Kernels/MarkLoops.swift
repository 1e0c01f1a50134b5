import KernelsAVX2
import KernelsAVX512
import KernelsPortable

/// The loops over the ink of single marks of one instruction set.
package struct MarkLoops: Sendable {
    package let gradients: @Sendable (
        _ count: Int, _ upper: UnsafePointer<UInt8>, _ lower: UnsafePointer<UInt8>, _ lengths: UnsafeMutablePointer<Float>) -> Void
    package let addRow: @Sendable (
        _ count: Int, _ row: UnsafePointer<UInt8>, _ sums: UnsafeMutablePointer<UInt32>, _ peaks: UnsafeMutablePointer<UInt8>) -> (sum: UInt32, peak: UInt8)
    package let stepDown: @Sendable (
        _ count: Int, _ above: UnsafePointer<UInt8>, _ row: UnsafePointer<UInt8>, _ entry: Float, _ aside: Float, _ costs: UnsafePointer<Float>,
        _ result: UnsafeMutablePointer<Float>, _ steps: UnsafeMutablePointer<Int8>) -> Void

    /// Those of the instruction set in use.
    package static let current = loops(for: Kernels.current.instructionSet)

    package static func loops(for set: InstructionSet) -> MarkLoops {
        switch set {
        case .portable: MarkLoops(gradients: KernelsPortable.gradients, addRow: KernelsPortable.addRow, stepDown: KernelsPortable.stepDown)
        case .avx2: MarkLoops(gradients: KernelsAVX2.gradients, addRow: KernelsAVX2.addRow, stepDown: KernelsAVX2.stepDown)
        case .avx512: MarkLoops(gradients: KernelsAVX512.gradients, addRow: KernelsAVX512.addRow, stepDown: KernelsAVX512.stepDown)
        }
    }
}
