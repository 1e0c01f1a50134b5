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

/// The sum of all lanes.
@inline(__always) func laneSum(_ x: Vector) -> Float {
    let y = x.lowHalf + x.highHalf, z = y.lowHalf + y.highHalf
    return (z[0] + z[2]) + (z[1] + z[3])
}
