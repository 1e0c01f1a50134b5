typealias Vector = SIMD4<Float>
@inline(__always) var vectorWidth: Int { 4 }
@inline(__always) func multiplyAdd(_ c: Vector, _ a: Vector, _ b: Vector) -> Vector { c + a * b }
