import KernelArguments

/// Largest value of each window in the output rows `firstRow` ..< `lastRow` of one image, and the place of the first of them.
///
/// `spare` holds a row of places as lanes: they become bytes a whole row at a time.
public func maxPoolRows(
    _ g: ImagePool, firstRow: Int, lastRow: Int, input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>,
    places: UnsafeMutablePointer<UInt8>?, spare: UnsafeMutablePointer<Int32>
) {
    let pitch = g.inputWidth * g.channels, outputPitch = g.outputWidth * g.channels
    let isPair = g.windowHeight == 2 && g.windowWidth == 2 && g.channels % vectorWidth == 0
    var p = firstRow
    while p < lastRow {
        let row = input + p * g.strideY * pitch, target = output + p * outputPitch
        if isPair {
            maxPoolPairs(g, row, pitch, target, spare)
        } else {
            maxPoolWindows(g, row, pitch, target, spare)
        }
        if let places { narrow(outputPitch, spare, places + p * outputPitch) }
        p += 1
    }
}

/// The low bytes of `count` lanes; a plain loop, which the compiler vectorises.
@inline(never) private func narrow(_ count: Int, _ lanes: UnsafePointer<Int32>, _ bytes: UnsafeMutablePointer<UInt8>) {
    var i = 0
    while i < count {
        bytes[i] = UInt8(truncatingIfNeeded: lanes[i])
        i += 1
    }
}

/// Takes `value` where it is larger than `best`. Not "value > best": a NaN counts as larger than anything but another NaN.
@inline(__always)
private func take(_ value: Vector, at index: Int, _ best: inout Vector, _ place: inout BitVector) {
    let stays = value .<= best, isNumber = best .== best
    let lane = floats(BitVector(repeating: Int32(truncatingIfNeeded: index)))
    place = bits(select(isNumber, select(stays, floats(place), lane), floats(place)))
    best = select(isNumber, select(stays, best, value), best)
}

/// One output row with windows of 2 x 2 pixels of whole vectors, the usual case.
@inline(__always)
private func maxPoolPairs(
    _ g: ImagePool, _ input: UnsafePointer<Float>, _ pitch: Int, _ output: UnsafeMutablePointer<Float>, _ places: UnsafeMutablePointer<Int32>
) {
    var q = 0
    while q < g.outputWidth {
        let window = input + q * g.strideX * g.channels, pixel = q * g.channels
        var c = 0
        while c < g.channels {
            let source = window + c
            var best = load(source), place = BitVector.zero
            take(load(source + g.channels), at: 1, &best, &place)
            take(load(source + pitch), at: 2, &best, &place)
            take(load(source + pitch + g.channels), at: 3, &best, &place)
            store(best, output + pixel + c)
            UnsafeMutableRawPointer(places + pixel + c).storeBytes(of: place, as: BitVector.self)
            c += vectorWidth
        }
        q += 1
    }
}

/// One output row with any window.
@inline(__always)
private func maxPoolWindows(
    _ g: ImagePool, _ input: UnsafePointer<Float>, _ pitch: Int, _ output: UnsafeMutablePointer<Float>, _ places: UnsafeMutablePointer<Int32>
) {
    var q = 0
    while q < g.outputWidth {
        let window = input + q * g.strideX * g.channels, pixel = q * g.channels
        var c = 0
        while c < g.channels {
            let left = g.channels - c, whole = left >= vectorWidth
            var best = whole ? load(window + c) : loadFirst(left, window + c), place = BitVector.zero
            var r = 0
            while r < g.windowHeight {
                var s = r == 0 ? 1 : 0
                while s < g.windowWidth {
                    let source = window + r * pitch + s * g.channels + c
                    take(whole ? load(source) : loadFirst(left, source), at: r * g.windowWidth + s, &best, &place)
                    s += 1
                }
                r += 1
            }
            if whole { store(best, output + pixel + c) } else { storeFirst(left, best, output + pixel + c) }
            let lanes = floats(place)
            let target = UnsafeMutableRawPointer(places + pixel + c).assumingMemoryBound(to: Float.self)
            if whole { store(lanes, target) } else { storeFirst(left, lanes, target) }
            c += vectorWidth
        }
        q += 1
    }
}

/// Gives each output gradient of the output rows `firstRow` ..< `lastRow` to the pixel at its place, and 0 to the others of the window.
///
/// Where `output` is given, gradients of outputs that are not positive count as 0: the backward pass of a ReLU before the pooling. Only for
/// windows that do not overlap; pixels outside of all windows are not written.
public func maxPoolGradientRows(
    _ g: ImagePool, firstRow: Int, lastRow: Int, outputGradient: UnsafePointer<Float>, places: UnsafePointer<UInt8>,
    output: UnsafePointer<Float>?, inputGradient: UnsafeMutablePointer<Float>
) {
    let pitch = g.inputWidth * g.channels
    let isPair = g.windowHeight == 2 && g.windowWidth == 2 && g.channels % vectorWidth == 0
    var p = firstRow
    while p < lastRow {
        var q = 0
        while q < g.outputWidth {
            let window = inputGradient + p * g.strideY * pitch + q * g.strideX * g.channels
            let pixel = (p * g.outputWidth + q) * g.channels
            var c = 0
            while c < g.channels {
                let left = g.channels - c, whole = left >= vectorWidth
                var gradient = whole ? load(outputGradient + pixel + c) : loadFirst(left, outputGradient + pixel + c)
                if let output {
                    let value = whole ? load(output + pixel + c) : loadFirst(left, output + pixel + c)
                    gradient = floats(bits(gradient) & bits(value .> .zero))
                }
                let place = loadBytes(whole ? vectorWidth : left, places + pixel + c)
                if isPair {
                    let target = window + c
                    store(floats(bits(gradient) & bits(place .== BitVector.zero)), target)
                    store(floats(bits(gradient) & bits(place .== BitVector(repeating: 1))), target + g.channels)
                    store(floats(bits(gradient) & bits(place .== BitVector(repeating: 2))), target + pitch)
                    store(floats(bits(gradient) & bits(place .== BitVector(repeating: 3))), target + pitch + g.channels)
                } else {
                    spread(g, gradient, place, whole ? vectorWidth : left, pitch, window + c)
                }
                c += vectorWidth
            }
            q += 1
        }
        p += 1
    }
}

/// Writes a vector of gradients to its places in a window of any size.
@inline(__always)
private func spread(
    _ g: ImagePool, _ gradient: Vector, _ place: BitVector, _ count: Int, _ pitch: Int, _ window: UnsafeMutablePointer<Float>
) {
    var r = 0
    while r < g.windowHeight {
        var s = 0
        while s < g.windowWidth {
            let here = bits(place .== BitVector(repeating: Int32(truncatingIfNeeded: r * g.windowWidth + s)))
            let value = floats(bits(gradient) & here)
            let target = window + r * pitch + s * g.channels
            if count == vectorWidth { store(value, target) } else { storeFirst(count, value, target) }
            s += 1
        }
        r += 1
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
