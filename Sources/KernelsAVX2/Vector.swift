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

/// The sum of all lanes.
@inline(__always) func laneSum(_ x: Vector) -> Float {
    let y = x.lowHalf + x.highHalf
    return (y[0] + y[2]) + (y[1] + y[3])
}
