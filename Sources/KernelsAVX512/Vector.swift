/// One register of this instruction set.
typealias Vector = SIMD16<Float>

/// As many bytes as a vector has lanes.
typealias ByteVector = SIMD16<UInt8>

/// Floats in a vector.
@inline(__always) public var vectorWidth: Int { 16 }

/// Rows of the largest micro-kernel tile, which is two vectors wide: see Tile.swift.
@inline(__always) public var tileRows: Int { 14 }

/// c + a * b, rounded once.
@inline(__always) func multiplyAdd(_ c: Vector, _ a: Vector, _ b: Vector) -> Vector { c.addingProduct(a, b) }

/// Each lane holds its number.
@inline(__always) var countingLanes: Vector { Vector(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15) }

/// The sum of all lanes.
@inline(__always) func laneSum(_ x: Vector) -> Float {
    let y = x.lowHalf + x.highHalf, z = y.lowHalf + y.highHalf
    return (z[0] + z[2]) + (z[1] + z[3])
}

/// The sums of all lanes of four vectors.
@inline(__always) func laneSums(_ a: Vector, _ b: Vector, _ c: Vector, _ d: Vector) -> SIMD4<Float> {
    let a = fourSums(a), b = fourSums(b), c = fourSums(c), d = fourSums(d)
    let first = SIMD4(a.x, b.x, c.x, d.x) + SIMD4(a.z, b.z, c.z, d.z)
    return first + (SIMD4(a.y, b.y, c.y, d.y) + SIMD4(a.w, b.w, c.w, d.w))
}

@inline(__always) private func fourSums(_ x: Vector) -> SIMD4<Float> {
    let y = x.lowHalf + x.highHalf
    return y.lowHalf + y.highHalf
}
