import KernelArguments

/// Computes all outputs of one image (`weights` 9 x K, `output` P x Q x K).
///
/// Nine products a pixel are too few for tiles, which load and store as much as they add: here the weights stay in registers and
/// the pixels pass by, two vectors of channels at a time where the instruction set has the registers for it.
public func convolvePlane(
    _ g: PlaneConvolution, image: UnsafePointer<Float>, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>
) {
    var k = 0
    while k < g.outputChannels {
        if tileRows >= 12, k + 2 * vectorWidth <= g.outputChannels {
            convolvePlane(vectors: 2, g, k, image, weights, bias, output)
            k += 2 * vectorWidth
        } else {
            convolvePlane(vectors: 1, g, k, image, weights, bias, output)
            k += vectorWidth
        }
    }
}

@inline(__always)
private func convolvePlane(
    vectors: Int, _ g: PlaneConvolution, _ k: Int, _ image: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
    _ bias: UnsafePointer<Float>?, _ output: UnsafeMutablePointer<Float>
) {
    let channels = g.outputChannels, pitch = g.rowPitch
    var w0 = TileRow(), w1 = TileRow(), w2 = TileRow(), w3 = TileRow(), w4 = TileRow()
    var w5 = TileRow(), w6 = TileRow(), w7 = TileRow(), w8 = TileRow(), start = TileRow()
    let w = weights + k
    w0.read(vectors, w)
    w1.read(vectors, w + channels)
    w2.read(vectors, w + 2 * channels)
    w3.read(vectors, w + 3 * channels)
    w4.read(vectors, w + 4 * channels)
    w5.read(vectors, w + 5 * channels)
    w6.read(vectors, w + 6 * channels)
    w7.read(vectors, w + 7 * channels)
    w8.read(vectors, w + 8 * channels)
    if let bias { start.read(vectors, bias + k) }
    var p = 0
    while p < g.outputHeight {
        var x = image + p * g.strideY * pitch, y = output + p * g.outputWidth * channels + k
        var q = 0
        while q < g.outputWidth {
            var sum = start
            sum.add(vectors, x[0], w0.left, w0.right)
            sum.add(vectors, x[1], w1.left, w1.right)
            sum.add(vectors, x[2], w2.left, w2.right)
            sum.add(vectors, x[pitch], w3.left, w3.right)
            sum.add(vectors, x[pitch + 1], w4.left, w4.right)
            sum.add(vectors, x[pitch + 2], w5.left, w5.right)
            sum.add(vectors, x[2 * pitch], w6.left, w6.right)
            sum.add(vectors, x[2 * pitch + 1], w7.left, w7.right)
            sum.add(vectors, x[2 * pitch + 2], w8.left, w8.right)
            if g.relu { sum.rectify() }
            sum.write(vectors, y)
            x += g.strideX
            y += channels
            q += 1
        }
        p += 1
    }
}

/// Adds one image's part to the sums of the nine taps (9 x K).
public func accumulatePlaneGradient(
    _ g: PlaneConvolution, image: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>, accumulate: Bool,
    sums: UnsafeMutablePointer<Float>
) {
    var k = 0
    while k < g.outputChannels {
        if tileRows >= 12, k + 2 * vectorWidth <= g.outputChannels {
            accumulatePlaneGradient(vectors: 2, g, k, image, outputGradient, accumulate, sums)
            k += 2 * vectorWidth
        } else {
            accumulatePlaneGradient(vectors: 1, g, k, image, outputGradient, accumulate, sums)
            k += vectorWidth
        }
    }
}

@inline(__always)
private func accumulatePlaneGradient(
    vectors: Int, _ g: PlaneConvolution, _ k: Int, _ image: UnsafePointer<Float>, _ outputGradient: UnsafePointer<Float>, _ accumulate: Bool,
    _ sums: UnsafeMutablePointer<Float>
) {
    let channels = g.outputChannels, pitch = g.rowPitch
    var s0 = TileRow(), s1 = TileRow(), s2 = TileRow(), s3 = TileRow(), s4 = TileRow()
    var s5 = TileRow(), s6 = TileRow(), s7 = TileRow(), s8 = TileRow()
    let target = sums + k
    if accumulate {
        s0.read(vectors, target)
        s1.read(vectors, target + channels)
        s2.read(vectors, target + 2 * channels)
        s3.read(vectors, target + 3 * channels)
        s4.read(vectors, target + 4 * channels)
        s5.read(vectors, target + 5 * channels)
        s6.read(vectors, target + 6 * channels)
        s7.read(vectors, target + 7 * channels)
        s8.read(vectors, target + 8 * channels)
    }
    var p = 0
    while p < g.outputHeight {
        var x = image + p * g.strideY * pitch, y = outputGradient + p * g.outputWidth * channels + k
        var q = 0
        while q < g.outputWidth {
            let left = load(y), right = vectors > 1 ? load(y + vectorWidth) : left
            s0.add(vectors, x[0], left, right)
            s1.add(vectors, x[1], left, right)
            s2.add(vectors, x[2], left, right)
            s3.add(vectors, x[pitch], left, right)
            s4.add(vectors, x[pitch + 1], left, right)
            s5.add(vectors, x[pitch + 2], left, right)
            s6.add(vectors, x[2 * pitch], left, right)
            s7.add(vectors, x[2 * pitch + 1], left, right)
            s8.add(vectors, x[2 * pitch + 2], left, right)
            x += g.strideX
            y += channels
            q += 1
        }
        p += 1
    }
    s0.write(vectors, target)
    s1.write(vectors, target + channels)
    s2.write(vectors, target + 2 * channels)
    s3.write(vectors, target + 3 * channels)
    s4.write(vectors, target + 4 * channels)
    s5.write(vectors, target + 5 * channels)
    s6.write(vectors, target + 6 * channels)
    s7.write(vectors, target + 7 * channels)
    s8.write(vectors, target + 8 * channels)
}
