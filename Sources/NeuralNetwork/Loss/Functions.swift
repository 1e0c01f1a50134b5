import Glibc

/// The C library's functions under names that say what they are.
func exponential(_ x: Float) -> Float { expf(x) }
func logarithm(_ x: Float) -> Float { logf(x) }
func cosine(_ x: Double) -> Double { cos(x) }
func naturalLogarithm(_ x: Double) -> Double { log(x) }
