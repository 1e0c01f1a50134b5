/// One register of this instruction set.
typealias Vector = SIMD8<Float>

/// As many bytes as a vector has lanes.
typealias ByteVector = SIMD8<UInt8>

/// Floats in a vector.
@inline(__always) public var vectorWidth: Int { 8 }

/// Rows of the largest micro-kernel tile, which is two vectors wide: see Tile.swift.
@inline(__always) public var tileRows: Int { 6 }

/// c + a * b, rounded once.
@inline(__always) func multiplyAdd(_ c: Vector, _ a: Vector, _ b: Vector) -> Vector { c.addingProduct(a, b) }

/// Each lane holds its number.
@inline(__always) var countingLanes: Vector { Vector(0, 1, 2, 3, 4, 5, 6, 7) }

/// The sum of all lanes.
@inline(__always) func laneSum(_ x: Vector) -> Float {
    let y = x.lowHalf + x.highHalf
    return (y[0] + y[2]) + (y[1] + y[3])
}

/// The sums of all lanes of four vectors.
@inline(__always) func laneSums(_ a: Vector, _ b: Vector, _ c: Vector, _ d: Vector) -> SIMD4<Float> {
    SIMD4(laneSum(a), laneSum(b), laneSum(c), laneSum(d))
}
