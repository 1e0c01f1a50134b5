import KernelArguments

/// Largest value of each window in the output rows `firstRow` ..< `lastRow` of one image, and the place of the first of them.
public func maxPoolRows(
    _ g: ImagePool, firstRow: Int, lastRow: Int, input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>,
    places: UnsafeMutablePointer<UInt8>?
) {
    let pitch = g.inputWidth * g.channels
    var p = firstRow
    while p < lastRow {
        var q = 0
        while q < g.outputWidth {
            let window = input + p * g.strideY * pitch + q * g.strideX * g.channels
            let pixel = (p * g.outputWidth + q) * g.channels
            var c = 0
            while c < g.channels {
                let left = g.channels - c, whole = left >= vectorWidth
                var best = whole ? load(window + c) : loadFirst(left, window + c)
                var place = BitVector.zero
                var r = 0
                while r < g.windowHeight {
                    var s = r == 0 ? 1 : 0
                    while s < g.windowWidth {
                        let source = window + r * pitch + s * g.channels + c
                        let value = whole ? load(source) : loadFirst(left, source)
                        // Not "value > best": a NaN counts as larger than anything but another NaN.
                        let larger = ~bits(value .<= best) & bits(best .== best)
                        best = floats((bits(value) & larger) | (bits(best) & ~larger))
                        place = (BitVector(repeating: Int32(truncatingIfNeeded: r * g.windowWidth + s)) & larger) | (place & ~larger)
                        s += 1
                    }
                    r += 1
                }
                if whole { store(best, output + pixel + c) } else { storeFirst(left, best, output + pixel + c) }
                if let places { storeBytes(whole ? vectorWidth : left, place, places + pixel + c) }
                c += vectorWidth
            }
            q += 1
        }
        p += 1
    }
}

/// The low bytes of the first `count` lanes.
@inline(__always) private func storeBytes(_ count: Int, _ lanes: BitVector, _ target: UnsafeMutablePointer<UInt8>) {
    withUnsafeBytes(of: lanes) { bytes in
        let source = bytes.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: Int32.self)
        if count == vectorWidth {
            var lane = 0
            while lane < vectorWidth {
                target[lane] = UInt8(truncatingIfNeeded: source[lane])
                lane += 1
            }
        } else {
            var lane = 0
            while lane < count {
                target[lane] = UInt8(truncatingIfNeeded: source[lane])
                lane += 1
            }
        }
    }
}

/// Gives each output gradient of the output rows `firstRow` ..< `lastRow` to the pixel at its place, and 0 to the others of the window.
///
/// Only for windows that do not overlap; pixels outside of all windows are not written.
public func maxPoolGradientRows(
    _ g: ImagePool, firstRow: Int, lastRow: Int, outputGradient: UnsafePointer<Float>, places: UnsafePointer<UInt8>,
    inputGradient: UnsafeMutablePointer<Float>
) {
    let pitch = g.inputWidth * g.channels
    var p = firstRow
    while p < lastRow {
        var q = 0
        while q < g.outputWidth {
            let window = inputGradient + p * g.strideY * pitch + q * g.strideX * g.channels
            let pixel = (p * g.outputWidth + q) * g.channels
            var c = 0
            while c < g.channels {
                let left = g.channels - c, whole = left >= vectorWidth
                let gradient = whole ? load(outputGradient + pixel + c) : loadFirst(left, outputGradient + pixel + c)
                let place = loadBytes(whole ? vectorWidth : left, places + pixel + c)
                var r = 0
                while r < g.windowHeight {
                    var s = 0
                    while s < g.windowWidth {
                        let here = bits(place .== BitVector(repeating: Int32(truncatingIfNeeded: r * g.windowWidth + s)))
                        let value = floats(bits(gradient) & here)
                        let target = window + r * pitch + s * g.channels + c
                        if whole { store(value, target) } else { storeFirst(left, value, target) }
                        s += 1
                    }
                    r += 1
                }
                c += vectorWidth
            }
            q += 1
        }
        p += 1
    }
}

/// Bytes as lanes; those behind `count` are 0.
@inline(__always) private func loadBytes(_ count: Int, _ source: UnsafePointer<UInt8>) -> BitVector {
    var lanes = BitVector.zero
    if count == vectorWidth {
        lanes = BitVector(truncatingIfNeeded: UnsafeRawPointer(source).loadUnaligned(as: ByteVector.self))
    } else {
        withUnsafeMutableBytes(of: &lanes) { bytes in
            let target = bytes.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: Int32.self)
            var lane = 0
            while lane < count {
                target[lane] = Int32(source[lane])
                lane += 1
            }
        }
    }
    return lanes
}
