/// One register of this instruction set.
typealias Vector = SIMD16<Float>

/// Floats in a vector.
@inline(__always) public var vectorWidth: Int { 16 }

/// Rows of the largest micro-kernel tile, which is two vectors wide: see Tile.swift.
@inline(__always) public var tileRows: Int { 14 }

/// c + a * b, rounded once.
@inline(__always) func multiplyAdd(_ c: Vector, _ a: Vector, _ b: Vector) -> Vector { c.addingProduct(a, b) }
