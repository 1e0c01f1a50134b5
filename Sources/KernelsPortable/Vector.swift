/// One register of this instruction set.
typealias Vector = SIMD4<Float>

/// As many bytes as a vector has lanes.
typealias ByteVector = SIMD4<UInt8>

/// Floats in a vector.
@inline(__always) public var vectorWidth: Int { 4 }

/// Rows of the largest micro-kernel tile, which is two vectors wide: see Tile.swift.
@inline(__always) public var tileRows: Int { 4 }

/// c + a * b. Without FMA in the instruction set `addingProduct` would be a call of libm for each lane.
@inline(__always) func multiplyAdd(_ c: Vector, _ a: Vector, _ b: Vector) -> Vector { c + a * b }

/// Each lane holds its number.
@inline(__always) var countingLanes: Vector { Vector(0, 1, 2, 3) }

/// The sum of all lanes.
@inline(__always) func laneSum(_ x: Vector) -> Float {
    (x[0] + x[2]) + (x[1] + x[3])
}

/// The sums of all lanes of four vectors.
@inline(__always) func laneSums(_ a: Vector, _ b: Vector, _ c: Vector, _ d: Vector) -> SIMD4<Float> {
    SIMD4(laneSum(a), laneSum(b), laneSum(c), laneSum(d))
}
