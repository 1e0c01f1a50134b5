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
    var w0 = emptyRow(), w1 = emptyRow(), w2 = emptyRow(), w3 = emptyRow(), w4 = emptyRow()
    var w5 = emptyRow(), w6 = emptyRow(), w7 = emptyRow(), w8 = emptyRow(), start = emptyRow()
    let w = weights + k
    read(&w0, vectors, w)
    read(&w1, vectors, w + channels)
    read(&w2, vectors, w + 2 * channels)
    read(&w3, vectors, w + 3 * channels)
    read(&w4, vectors, w + 4 * channels)
    read(&w5, vectors, w + 5 * channels)
    read(&w6, vectors, w + 6 * channels)
    read(&w7, vectors, w + 7 * channels)
    read(&w8, vectors, w + 8 * channels)
    if let bias { read(&start, vectors, bias + k) }
    var p = 0
    while p < g.outputHeight {
        var x = image + p * g.strideY * pitch, y = output + p * g.outputWidth * channels + k
        var q = 0
        while q < g.outputWidth {
            var sum = start
            add(&sum, vectors, x[0], w0.left, w0.right)
            add(&sum, vectors, x[1], w1.left, w1.right)
            add(&sum, vectors, x[2], w2.left, w2.right)
            add(&sum, vectors, x[pitch], w3.left, w3.right)
            add(&sum, vectors, x[pitch + 1], w4.left, w4.right)
            add(&sum, vectors, x[pitch + 2], w5.left, w5.right)
            add(&sum, vectors, x[2 * pitch], w6.left, w6.right)
            add(&sum, vectors, x[2 * pitch + 1], w7.left, w7.right)
            add(&sum, vectors, x[2 * pitch + 2], w8.left, w8.right)
            if g.relu { rectify(&sum) }
            write(sum, vectors, y)
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
    var s0 = emptyRow(), s1 = emptyRow(), s2 = emptyRow(), s3 = emptyRow(), s4 = emptyRow()
    var s5 = emptyRow(), s6 = emptyRow(), s7 = emptyRow(), s8 = emptyRow()
    let target = sums + k
    if accumulate {
        read(&s0, vectors, target)
        read(&s1, vectors, target + channels)
        read(&s2, vectors, target + 2 * channels)
        read(&s3, vectors, target + 3 * channels)
        read(&s4, vectors, target + 4 * channels)
        read(&s5, vectors, target + 5 * channels)
        read(&s6, vectors, target + 6 * channels)
        read(&s7, vectors, target + 7 * channels)
        read(&s8, vectors, target + 8 * channels)
    }
    var p = 0
    while p < g.outputHeight {
        var x = image + p * g.strideY * pitch, y = outputGradient + p * g.outputWidth * channels + k
        var q = 0
        while q < g.outputWidth {
            let left = load(y), right = vectors > 1 ? load(y + vectorWidth) : left
            add(&s0, vectors, x[0], left, right)
            add(&s1, vectors, x[1], left, right)
            add(&s2, vectors, x[2], left, right)
            add(&s3, vectors, x[pitch], left, right)
            add(&s4, vectors, x[pitch + 1], left, right)
            add(&s5, vectors, x[pitch + 2], left, right)
            add(&s6, vectors, x[2 * pitch], left, right)
            add(&s7, vectors, x[2 * pitch + 1], left, right)
            add(&s8, vectors, x[2 * pitch + 2], left, right)
            x += g.strideX
            y += channels
            q += 1
        }
        p += 1
    }
    write(s0, vectors, target)
    write(s1, vectors, target + channels)
    write(s2, vectors, target + 2 * channels)
    write(s3, vectors, target + 3 * channels)
    write(s4, vectors, target + 4 * channels)
    write(s5, vectors, target + 5 * channels)
    write(s6, vectors, target + 6 * channels)
    write(s7, vectors, target + 7 * channels)
    write(s8, vectors, target + 8 * channels)
}
