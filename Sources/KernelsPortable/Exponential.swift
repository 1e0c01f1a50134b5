/// exp(x) to about 2 units in the last place; below -87.3 it is 0, above 88.7 the result is that of 88.7, a NaN stays.
///
/// x = n ln 2 + r with |r| <= ln 2 / 2 (Cody and Waite 1980), then a polynomial of degree 6 in r, then n added to the exponent.
@inline(__always) func exponential(_ x: Vector) -> Vector {
    let clamped = select(x .> broadcast(88.7), broadcast(88.7), select(x .< broadcast(-87.3), broadcast(-87.3), x))
    // Adding 1.5 * 2^23 rounds to an integer, which then stands in the low bits.
    let magic = broadcast(12_582_912)
    let shifted = multiplyAdd(magic, clamped, broadcast(1.442_695_04))
    let n = shifted - magic
    var r = multiplyAdd(clamped, n, broadcast(-0.693_145_75))
    r = multiplyAdd(r, n, broadcast(-1.428_606_8e-6))
    var p = multiplyAdd(broadcast(8.333_333e-3), r, broadcast(1.388_888_9e-3))
    p = multiplyAdd(broadcast(4.166_666_6e-2), p, r)
    p = multiplyAdd(broadcast(0.166_666_67), p, r)
    p = multiplyAdd(broadcast(0.5), p, r)
    p = multiplyAdd(r, p * r, r)
    let result = floats(bits(p + broadcast(1)) &+ (bits(shifted) &<< 23))
    return select(x .== x, select(x .< broadcast(-87.3), .zero, result), x)
}

/// The square root of numbers that are not negative, to about 2 units in the last place; of 0 it is 0.
///
/// Newton's iteration for 1 / sqrt(x) from the well-known guess by integer arithmetic: the library's vector square root is one call a lane.
@inline(__always) func squareRoot(_ x: Vector) -> Vector {
    let half = x * broadcast(0.5)
    var y = floats(BitVector(repeating: 0x5F37_59DF) &- (bits(x) &>> 1))
    y *= multiplyAdd(broadcast(1.5), -half * y, y)
    y *= multiplyAdd(broadcast(1.5), -half * y, y)
    y *= multiplyAdd(broadcast(1.5), -half * y, y)
    return x * y
}

/// Phi(x), the normal distribution function, to 2e-7: formula 7.1.26 of Abramowitz and Stegun 1964 for erf.
@inline(__always) func normalDistribution(_ x: Vector) -> Vector {
    let z = floats(bits(x) & BitVector(repeating: 0x7FFF_FFFF)) * broadcast(0.707_106_78)
    let t = broadcast(1) / multiplyAdd(broadcast(1), z, broadcast(0.327_591_1))
    var p = multiplyAdd(broadcast(-1.453_152_027), t, broadcast(1.061_405_429))
    p = multiplyAdd(broadcast(1.421_413_741), p, t)
    p = multiplyAdd(broadcast(-0.284_496_736), p, t)
    p = multiplyAdd(broadcast(0.254_829_592), p, t)
    let tail = broadcast(0.5) * p * t * exponential(-z * z)
    return select(x .< .zero, tail, broadcast(1) - tail)
}
