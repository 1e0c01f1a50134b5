/// Twelve independent chains of c = y + c * x in registers, `rounds` times; returns the floating-point operations done. The time
/// that it takes says how fast this instruction set can be at best on this core.
public func runPeak(rounds: Int, sink: UnsafeMutablePointer<Float>) -> Int {
    let x = broadcast(0.5), y = load(sink)
    var c0 = y, c1 = y, c2 = y, c3 = y, c4 = y, c5 = y, c6 = y, c7 = y, c8 = y, c9 = y, c10 = y, c11 = y
    var round = 0
    while round < rounds {
        c0 = multiplyAdd(y, c0, x)
        c1 = multiplyAdd(y, c1, x)
        c2 = multiplyAdd(y, c2, x)
        c3 = multiplyAdd(y, c3, x)
        c4 = multiplyAdd(y, c4, x)
        c5 = multiplyAdd(y, c5, x)
        c6 = multiplyAdd(y, c6, x)
        c7 = multiplyAdd(y, c7, x)
        c8 = multiplyAdd(y, c8, x)
        c9 = multiplyAdd(y, c9, x)
        c10 = multiplyAdd(y, c10, x)
        c11 = multiplyAdd(y, c11, x)
        round += 1
    }
    store(((c0 + c1) + (c2 + c3)) + ((c4 + c5) + (c6 + c7)) + ((c8 + c9) + (c10 + c11)), sink)
    return rounds * 12 * vectorWidth * 2
}

/// Sums `count` floats (a multiple of 8 vectors) as fast as memory gives them.
public func readAll(count: Int, x: UnsafePointer<Float>, sink: UnsafeMutablePointer<Float>) {
    var s0 = Vector.zero, s1 = Vector.zero, s2 = Vector.zero, s3 = Vector.zero
    var i = 0
    while i < count {
        s0 += load(x + i)
        s1 += load(x + i + vectorWidth)
        s2 += load(x + i + 2 * vectorWidth)
        s3 += load(x + i + 3 * vectorWidth)
        i += 4 * vectorWidth
    }
    store((s0 + s1) + (s2 + s3), sink)
}
