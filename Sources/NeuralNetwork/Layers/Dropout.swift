import Kernels

/// Sets each value to 0 with a probability while training, and multiplies the others by 1 / (1 − probability), so that
/// nothing need change elsewhere (Srivastava et al. 2014). Outside training it does nothing. Shapes stay.
public struct Dropout: Sendable, Hashable, LayerKind {
    /// In 0..<1; kept as a multiple of 2^-16.
    public var probability: Float

    /// Drops values with this probability, in 0..<1.
    public init(_ probability: Float) {
        self.probability = probability
    }

    func outputShape(for input: ActivationShape) throws(ShapeMismatch) -> ActivationShape {
        guard probability >= 0, probability < 1 else { throw ShapeMismatch("its probability \(probability) is not in 0..<1") }
        return input
    }
}

/// Forward and backward of `Dropout` in training.
///
///     forward:   y = mask · x / (1 − probability)     backward:  dx = mask · dy / (1 − probability)
///
/// The mask of an element depends on the step's key, the layer and the element's place alone: 16 bits of SplitMix64
/// at (key + place / 4), so that any thread may draw any part of it, and the backward pass draws it again instead of
/// keeping it.
final class DropoutOperation: Operation {
    private let size: Int
    private let threshold: UInt64
    private let factor: Float
    private let layerKey: UInt64

    init(_ wiring: Wiring, _ layer: Dropout, size: Int) {
        self.size = size
        let dropped = (layer.probability * 65_536).rounded()
        threshold = min(UInt64(dropped), 65_535)
        factor = 1 / (1 - Float(threshold) / 65_536)
        layerKey = SplitMix64.mixed(wiring.path.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 })
        super.init(wiring)
        outputMayBeScaled = true
        outputIsUnread = true
        gradientInPlace = true
    }

    override func forward(batch: Int) {
        apply(count: batch * size, from: input, to: output)
    }

    override func backward(batch: Int) {
        apply(count: batch * size, from: outputGradient, to: inputGradient ?? outputGradient)
    }

    /// Elements of one task: some tens of microseconds of work.
    private static let taskSize = 16_384

    private func apply(count: Int, from x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>) {
        let key = context.dropoutKey ^ layerKey
        let threshold = threshold, factor = factor
        let limit = SIMD4<Int32>(repeating: Int32(threshold))
        pool.run(tasks: (count + Self.taskSize - 1) / Self.taskSize) { task, _ in
            let end = min((task + 1) * Self.taskSize, count)
            var i = task * Self.taskSize
            while i < end {
                var bits = SplitMix64.mixed(key &+ UInt64(truncatingIfNeeded: i >> 2) &* 0x9E37_79B9_7F4A_7C15)
                if i + 4 <= end {
                    let draws = unsafeBitCast(bits, to: SIMD4<UInt16>.self)
                    let values = UnsafeRawPointer(x + i).loadUnaligned(as: SIMD4<Float>.self) * factor
                    let kept = values.replacing(with: 0, where: SIMD4<Int32>(truncatingIfNeeded: draws) .< limit)
                    UnsafeMutableRawPointer(y + i).storeBytes(of: kept, as: SIMD4<Float>.self)
                    i += 4
                    continue
                }
                let stop = min(i + 4, end)
                while i < stop {
                    y[i] = bits & 0xFFFF >= threshold ? x[i] * factor : 0
                    bits >>= 16
                    i += 1
                }
            }
        }
    }
}
