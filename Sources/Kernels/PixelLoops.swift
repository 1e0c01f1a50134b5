import KernelsAVX2
import KernelsAVX512
import KernelsPortable

/// The loops over the pixels of pictures of one instruction set.
package struct PixelLoops: Sendable {
    package let addBrightness: @Sendable (_ count: Int, _ pixels: UnsafePointer<UInt32>, _ sums: UnsafeMutablePointer<UInt32>) -> Void
    package let extremes: @Sendable (
        _ count: Int, _ values: UnsafePointer<UInt8>, _ distance: Int, _ largest: Bool, _ result: UnsafeMutablePointer<UInt8>) -> Void
    package let darkness: @Sendable (
        _ count: Int, _ values: UnsafePointer<UInt8>, _ wholes: UnsafePointer<UInt16>, _ parts: UnsafePointer<UInt16>,
        _ result: UnsafeMutablePointer<UInt8>) -> Void

    /// Those of the instruction set in use.
    package static let current = loops(for: Kernels.current.instructionSet)

    package static func loops(for set: InstructionSet) -> PixelLoops {
        switch set {
        case .portable:
            PixelLoops(addBrightness: KernelsPortable.addBrightness, extremes: KernelsPortable.extremes, darkness: KernelsPortable.darkness)
        case .avx2: PixelLoops(addBrightness: KernelsAVX2.addBrightness, extremes: KernelsAVX2.extremes, darkness: KernelsAVX2.darkness)
        case .avx512: PixelLoops(addBrightness: KernelsAVX512.addBrightness, extremes: KernelsAVX512.extremes, darkness: KernelsAVX512.darkness)
        }
    }
}
