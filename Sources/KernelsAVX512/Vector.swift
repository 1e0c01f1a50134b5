typealias Vector = SIMD16<Float>
@inline(__always) var vectorWidth: Int { 16 }
@inline(__always) func multiplyAdd(_ c: Vector, _ a: Vector, _ b: Vector) -> Vector { c.addingProduct(a, b) }
