/// One register of this instruction set.
typealias Vector = SIMD4<Float>

/// Floats in a vector.
@inline(__always) public var vectorWidth: Int { 4 }

/// Rows of the largest micro-kernel tile, which is two vectors wide: see Tile.swift.
@inline(__always) public var tileRows: Int { 4 }

/// c + a * b. Without FMA in the instruction set `addingProduct` would be a call of libm for each lane.
@inline(__always) func multiplyAdd(_ c: Vector, _ a: Vector, _ b: Vector) -> Vector { c + a * b }
