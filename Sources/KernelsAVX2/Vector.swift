typealias Vector = SIMD8<Float>
@inline(__always) var vectorWidth: Int { 8 }
@inline(__always) func multiplyAdd(_ c: Vector, _ a: Vector, _ b: Vector) -> Vector { c.addingProduct(a, b) }
