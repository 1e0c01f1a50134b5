extension Reference {
    /// Largest value of each window; among equal ones the first in reading order counts. A NaN in the window wins, as in PyTorch.
    public static func maxPool(
        _ g: PoolGeometry, input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, argmax: UnsafeMutablePointer<UInt8>?
    ) {
        forEachWindow(g) { index, origin, c in
            var best = input[origin + c], place = 0
            for r in 0..<g.windowHeight {
                for s in 0..<g.windowWidth {
                    let value = input[origin + (r * g.inputWidth + s) * g.channels + c]
                    if value > best || (value.isNaN && !best.isNaN) { (best, place) = (value, r * g.windowWidth + s) }
                }
            }
            output[index] = best
            argmax?[index] = UInt8(place)
        }
    }

    /// Each output gradient goes to the pixel that `argmax` names; overlapping windows add up.
    public static func maxPoolGradient(
        _ g: PoolGeometry, outputGradient: UnsafePointer<Float>, argmax: UnsafePointer<UInt8>, inputGradient: UnsafeMutablePointer<Float>
    ) {
        for i in 0..<g.batch * g.inputImageSize { inputGradient[i] = 0 }
        forEachWindow(g) { index, origin, c in
            let (r, s) = Int(argmax[index]).quotientAndRemainder(dividingBy: g.windowWidth)
            inputGradient[origin + (r * g.inputWidth + s) * g.channels + c] += outputGradient[index]
        }
    }

    /// Mean of each window.
    public static func averagePool(_ g: PoolGeometry, input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>) {
        forEachWindow(g) { index, origin, c in
            var sum = 0.0
            for r in 0..<g.windowHeight {
                for s in 0..<g.windowWidth { sum += Double(input[origin + (r * g.inputWidth + s) * g.channels + c]) }
            }
            output[index] = Float(sum / Double(g.windowHeight * g.windowWidth))
        }
    }

    /// Each output gradient goes to all pixels of its window in equal parts.
    public static func averagePoolGradient(
        _ g: PoolGeometry, outputGradient: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>
    ) {
        for i in 0..<g.batch * g.inputImageSize { inputGradient[i] = 0 }
        let share = 1 / Float(g.windowHeight * g.windowWidth)
        forEachWindow(g) { index, origin, c in
            for r in 0..<g.windowHeight {
                for s in 0..<g.windowWidth {
                    inputGradient[origin + (r * g.inputWidth + s) * g.channels + c] += outputGradient[index] * share
                }
            }
        }
    }

    /// Calls `body` with each element of the output, the element (c = 0) of the input at its window's first pixel, and c.
    private static func forEachWindow(_ g: PoolGeometry, _ body: (_ index: Int, _ origin: Int, _ c: Int) -> Void) {
        var index = 0
        for n in 0..<g.batch {
            for p in 0..<g.outputHeight {
                for q in 0..<g.outputWidth {
                    let origin = ((n * g.inputHeight + p * g.strideY) * g.inputWidth + q * g.strideX) * g.channels
                    for c in 0..<g.channels {
                        body(index, origin, c)
                        index += 1
                    }
                }
            }
        }
    }
}
