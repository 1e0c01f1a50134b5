// The transforms of lines for Winograd's minimal filtering F(m, 3): m + 2 values of the input, three weights, and m + 2 products of which m values of the output
// are made. They evaluate polynomials at points. Points of both signs share the even and the odd part of a polynomial.

/// F(4, 3) has the points 0, ±2/3, ±3/2 and infinity.
///
/// The usual points 0, ±1, ±2 need no fewer operations here and lose twice as much precision: measured in convolutions of 64 channels, the error's root
/// mean square is 2.1 times that of the plain sum, 4.4 times with ±1 and ±2.
@inline(__always) private var a1: Float { 2 / 3 }
@inline(__always) private var b1: Float { 3 / 2 }
/// The squares of the points (and the squares' sum), and their cubes.
@inline(__always) private var a2: Float { 4 / 9 }
@inline(__always) private var b2: Float { 9 / 4 }
@inline(__always) private var sum2: Float { 97 / 36 }
@inline(__always) private var a3: Float { 8 / 27 }
@inline(__always) private var b3: Float { 27 / 8 }

/// F(3, 3) has the points ±1/2, ±5/4 and infinity: its error is 1.1 times that of the plain sum.
@inline(__always) private var three: (Float, Float) { (0.5, 1.25) }

/// Vectors of a line.
typealias Five = (Vector, Vector, Vector, Vector, Vector)
typealias Six = (Vector, Vector, Vector, Vector, Vector, Vector)
typealias Three = (Vector, Vector, Vector)
typealias Four = (Vector, Vector, Vector, Vector)
/// What a pair of points of both signs gives.
private typealias Pair = (plus: Vector, minus: Vector)

/// c - a * b.
@inline(__always) private func multiplySubtract(_ c: Vector, _ a: Float, _ b: Vector) -> Vector { multiplyAdd(c, broadcast(-a), b) }
/// c + a * b.
@inline(__always) private func multiplyAdd(_ c: Vector, _ a: Float, _ b: Vector) -> Vector { multiplyAdd(c, broadcast(a), b) }

@inline(__always) private func pair(_ odd: Vector, _ even: Vector) -> Pair { (odd + even, odd - even) }

// MARK: Bᵀ d

@inline(__always) func inputLine(_ d: Six) -> Six {
    let u = multiplySubtract(d.4, b2, d.2), v = broadcast(a1) * multiplySubtract(d.3, b2, d.1)
    let w = multiplySubtract(d.4, a2, d.2), z = broadcast(b1) * multiplySubtract(d.3, a2, d.1)
    return (multiplySubtract(d.0 + d.4, sum2, d.2), u + v, u - v, w + z, w - z, multiplySubtract(d.1 + d.5, sum2, d.3))
}

@inline(__always) func inputLine(_ d: Five) -> Five {
    let (a, b) = three, squareA = a * a, squareB = b * b
    let x = pair(multiplySubtract(d.3, squareB, d.1), broadcast(a) * multiplySubtract(d.2, squareB, d.0))
    let y = pair(multiplySubtract(d.3, squareA, d.1), broadcast(b) * multiplySubtract(d.2, squareA, d.0))
    let last = multiplyAdd(multiplySubtract(d.4, squareA + squareB, d.2), squareA * squareB, d.0)
    return (x.plus, x.minus, y.plus, y.minus, last)
}

// MARK: G g

@inline(__always) private func weightLine(_ g: Three) -> Six {
    let a = 1 / (2 * a2 * (a2 - b2)), b = 1 / (2 * b2 * (b2 - a2))
    let evenA = broadcast(a) * multiplyAdd(g.0, broadcast(a2), g.2), oddA = broadcast(a * a1) * g.1
    let evenB = broadcast(b) * multiplyAdd(g.0, broadcast(b2), g.2), oddB = broadcast(b * b1) * g.1
    return (g.0, evenA + oddA, evenA - oddA, evenB + oddB, evenB - oddB, g.2)
}

/// The rows of a point and its negative, divided by the product of the distances from the point to the others.
@inline(__always) private func weightPair(_ g: Three, _ point: Float, distances: Float) -> Pair {
    let scale = 1 / (2 * point * distances)
    return pair(broadcast(scale * point) * g.1, broadcast(scale) * multiplyAdd(g.0, point * point, g.2))
}

/// Writes the m + 2 transformed values of three weights.
@inline(__always) func transformWeightLine(
    tile: Int, _ g: UnsafePointer<Float>, _ stride: Int, to target: UnsafeMutablePointer<Float>, _ targetStride: Int
) {
    let line = (load(g), load(g + stride), load(g + 2 * stride))
    if tile == 3 {
        let (a, b) = three, x = weightPair(line, a, distances: a * a - b * b), y = weightPair(line, b, distances: b * b - a * a)
        write((x.plus, x.minus, y.plus, y.minus, line.2), target, targetStride)
    } else {
        write(weightLine(line), target, targetStride)
    }
}

// MARK: Aᵀ m

@inline(__always) func outputLine(_ m: Six) -> Four {
    let p = m.1 + m.2, q = m.1 - m.2, r = m.3 + m.4, s = m.3 - m.4
    return (
        m.0 + (p + r), multiplyAdd(broadcast(a1) * q, broadcast(b1), s), multiplyAdd(broadcast(a2) * p, broadcast(b2), r),
        m.5 + multiplyAdd(broadcast(a3) * q, broadcast(b3), s)
    )
}

@inline(__always) func outputLine(_ m: Five) -> Three {
    let (a, b) = three, p = m.0 + m.1, q = m.0 - m.1, r = m.2 + m.3, s = m.2 - m.3
    return (p + r, multiplyAdd(broadcast(a) * q, b, s), m.4 + multiplyAdd(broadcast(a * a) * p, b * b, r))
}

// MARK: Memory

@inline(__always) func readFive(_ p: UnsafePointer<Float>, _ stride: Int) -> Five {
    (load(p), load(p + stride), load(p + 2 * stride), load(p + 3 * stride), load(p + 4 * stride))
}

@inline(__always) func readSix(_ p: UnsafePointer<Float>, _ stride: Int) -> Six {
    (load(p), load(p + stride), load(p + 2 * stride), load(p + 3 * stride), load(p + 4 * stride), load(p + 5 * stride))
}

@inline(__always) func write(_ x: Three, _ p: UnsafeMutablePointer<Float>, _ stride: Int) {
    store(x.0, p)
    store(x.1, p + stride)
    store(x.2, p + 2 * stride)
}

@inline(__always) func write(_ x: Four, _ p: UnsafeMutablePointer<Float>, _ stride: Int) {
    write((x.0, x.1, x.2), p, stride)
    store(x.3, p + 3 * stride)
}

@inline(__always) func write(_ x: Five, _ p: UnsafeMutablePointer<Float>, _ stride: Int) {
    write((x.0, x.1, x.2, x.3), p, stride)
    store(x.4, p + 4 * stride)
}

@inline(__always) func write(_ x: Six, _ p: UnsafeMutablePointer<Float>, _ stride: Int) {
    write((x.0, x.1, x.2, x.3, x.4), p, stride)
    store(x.5, p + 5 * stride)
}
