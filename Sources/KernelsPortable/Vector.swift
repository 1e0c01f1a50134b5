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

/// The sum of all lanes.
@inline(__always) func laneSum(_ x: Vector) -> Float {
    (x[0] + x[2]) + (x[1] + x[3])
}
