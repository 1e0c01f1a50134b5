extension Kernels {
    /// Largest value of each window; among equal ones the first in reading order counts. A NaN in the window wins, as in PyTorch.
    public func maxPool(
        _ g: PoolGeometry, input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>,
        argmax: UnsafeMutablePointer<UInt8>?, pool: ThreadPool
    ) {
        Reference.maxPool(
            g, input: input, output: output, argmax: argmax)
    }

    /// Each output gradient goes to the pixel that `argmax` names; overlapping windows add up.
    public func maxPoolGradient(
        _ g: PoolGeometry, outputGradient: UnsafePointer<Float>, argmax: UnsafePointer<UInt8>,
        inputGradient: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        Reference.maxPoolGradient(
            g, outputGradient: outputGradient, argmax: argmax, inputGradient: inputGradient)
    }

    /// Mean of each window.
    public func averagePool(
        _ g: PoolGeometry, input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        Reference.averagePool(
            g, input: input, output: output)
    }

    /// Each output gradient goes to all pixels of its window in equal parts.
    public func averagePoolGradient(
        _ g: PoolGeometry, outputGradient: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        Reference.averagePoolGradient(
            g, outputGradient: outputGradient, inputGradient: inputGradient)
    }
}
