import KernelsAVX2
import KernelsAVX512
import KernelsPortable

/// The loops over the pixels of whole pages, for the light on them and their ink, of one instruction set.
package struct PageLoops: Sendable {
    package let halvedBrightness: @Sendable (
        _ count: Int, _ upper: UnsafePointer<UInt32>, _ lower: UnsafePointer<UInt32>, _ result: UnsafeMutablePointer<UInt8>) -> Void
    package let halved: @Sendable (
        _ count: Int, _ upper: UnsafePointer<UInt8>, _ lower: UnsafePointer<UInt8>, _ result: UnsafeMutablePointer<UInt8>) -> Void
    package let smoothed: @Sendable (
        _ count: Int, _ above: UnsafePointer<UInt8>, _ values: UnsafePointer<UInt8>, _ below: UnsafePointer<UInt8>, _ sums: UnsafeMutablePointer<UInt16>,
        _ result: UnsafeMutablePointer<UInt8>) -> Void
    package let levels: @Sendable (
        _ blocks: Int, _ side: Int, _ width: Int, _ rows: Int, _ flipped: UInt8, _ most: (usual: Int, last: Int), _ values: UnsafePointer<UInt8>,
        _ spare: UnsafeMutablePointer<UInt8>, _ result: UnsafeMutablePointer<UInt8>) -> Void
    package let columnExtremes: @Sendable (
        _ rows: Int, _ rowLength: Int, _ radius: Int, _ largest: Bool, _ values: UnsafePointer<UInt8>, _ spare: UnsafeMutablePointer<UInt8>,
        _ result: UnsafeMutablePointer<UInt8>) -> Void
    package let edges: @Sendable (_ count: Int, _ values: UnsafePointer<UInt8>, _ above: UnsafePointer<UInt8>, _ threshold: UInt8) -> Int
    package let roughness: @Sendable (
        _ count: Int, _ values: UnsafePointer<UInt8>, _ darkest: UnsafeMutablePointer<UInt16>, _ roughness: UnsafeMutablePointer<UInt16>) -> Void
    package let ink: @Sendable (
        _ stretches: Int, _ ends: UnsafePointer<Int32>, _ thresholds: UnsafePointer<Float>, _ shares: UnsafePointer<Float>, _ darkness: UnsafePointer<UInt8>,
        _ result: UnsafeMutablePointer<UInt8>) -> Void

    /// Those of the instruction set in use.
    package static let current = loops(for: Kernels.current.instructionSet)

    package static func loops(for set: InstructionSet) -> PageLoops {
        switch set {
        case .portable:
            PageLoops(
                halvedBrightness: KernelsPortable.halvedBrightness, halved: KernelsPortable.halved, smoothed: KernelsPortable.smoothed,
                levels: KernelsPortable.levels, columnExtremes: KernelsPortable.columnExtremes, edges: KernelsPortable.edges,
                roughness: KernelsPortable.roughness, ink: KernelsPortable.ink)
        case .avx2:
            PageLoops(
                halvedBrightness: KernelsAVX2.halvedBrightness, halved: KernelsAVX2.halved, smoothed: KernelsAVX2.smoothed,
                levels: KernelsAVX2.levels, columnExtremes: KernelsAVX2.columnExtremes, edges: KernelsAVX2.edges,
                roughness: KernelsAVX2.roughness, ink: KernelsAVX2.ink)
        case .avx512:
            PageLoops(
                halvedBrightness: KernelsAVX512.halvedBrightness, halved: KernelsAVX512.halved, smoothed: KernelsAVX512.smoothed,
                levels: KernelsAVX512.levels, columnExtremes: KernelsAVX512.columnExtremes, edges: KernelsAVX512.edges,
                roughness: KernelsAVX512.roughness, ink: KernelsAVX512.ink)
        }
    }
}
