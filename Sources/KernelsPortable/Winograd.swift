import KernelArguments

// Convolution with 3 x 3 kernels by Winograd's minimal filtering F(4 x 4, 3 x 3) (Lavin and Gray 2016, arXiv 1509.09308): a tile of 4 x 4 pixels of
// the output is Aᵀ [ (G g Gᵀ) ⊙ (Bᵀ d B) ] A, with 36 products where the plain sum has 144. Summed over channels the products are 36 matrix products.
//
// The transforms evaluate polynomials at 0, ±2/3, ±3/2 and infinity. The usual points 0, ±1, ±2 need no fewer operations here and lose twice
// as much precision: measured with 64 channels, the error's root mean square is 2.1 times that of the plain sum, 4.4 times with ±1 and ±2.

/// The points, their squares (and the squares' sum), and their cubes.
@inline(__always) private var a1: Float { 2 / 3 }
@inline(__always) private var b1: Float { 3 / 2 }
@inline(__always) private var a2: Float { 4 / 9 }
@inline(__always) private var b2: Float { 9 / 4 }
@inline(__always) private var sum2: Float { 97 / 36 }
@inline(__always) private var a3: Float { 8 / 27 }
@inline(__always) private var b3: Float { 27 / 8 }

/// Six vectors: a row or a column of a transform.
private typealias Six = (Vector, Vector, Vector, Vector, Vector, Vector)

/// c - a * b.
@inline(__always) private func multiplySubtract(_ c: Vector, _ a: Float, _ b: Vector) -> Vector { multiplyAdd(c, broadcast(-a), b) }

/// Bᵀ d.
@inline(__always) private func inputTransform(_ d: Six) -> Six {
    let u = multiplySubtract(d.4, b2, d.2), v = broadcast(a1) * multiplySubtract(d.3, b2, d.1)
    let w = multiplySubtract(d.4, a2, d.2), z = broadcast(b1) * multiplySubtract(d.3, a2, d.1)
    return (multiplySubtract(d.0 + d.4, sum2, d.2), u + v, u - v, w + z, w - z, multiplySubtract(d.1 + d.5, sum2, d.3))
}

/// G g.
@inline(__always) private func weightTransform(_ g: (Vector, Vector, Vector)) -> Six {
    let a = 1 / (2 * a2 * (a2 - b2)), b = 1 / (2 * b2 * (b2 - a2))
    let evenA = broadcast(a) * multiplyAdd(g.0, broadcast(a2), g.2), oddA = broadcast(a * a1) * g.1
    let evenB = broadcast(b) * multiplyAdd(g.0, broadcast(b2), g.2), oddB = broadcast(b * b1) * g.1
    return (g.0, evenA + oddA, evenA - oddA, evenB + oddB, evenB - oddB, g.2)
}

/// Aᵀ m.
@inline(__always) private func outputTransform(_ m: Six) -> (Vector, Vector, Vector, Vector) {
    let p = m.1 + m.2, q = m.1 - m.2, r = m.3 + m.4, s = m.3 - m.4
    return (
        m.0 + (p + r), multiplyAdd(broadcast(a1) * q, broadcast(b1), s), multiplyAdd(broadcast(a2) * p, broadcast(b2), r),
        m.5 + multiplyAdd(broadcast(a3) * q, broadcast(b3), s)
    )
}

@inline(__always) private func readSix(_ p: UnsafePointer<Float>, _ stride: Int) -> Six {
    (load(p), load(p + stride), load(p + 2 * stride), load(p + 3 * stride), load(p + 4 * stride), load(p + 5 * stride))
}

@inline(__always) private func writeSix(_ x: Six, _ p: UnsafeMutablePointer<Float>, _ stride: Int) {
    store(x.0, p)
    store(x.1, p + stride)
    store(x.2, p + 2 * stride)
    store(x.3, p + 3 * stride)
    store(x.4, p + 4 * stride)
    store(x.5, p + 5 * stride)
}

/// Floats of spare memory that the transforms need.
@inline(__always) public var winogradSpareFloats: Int { 36 * vectorWidth }

/// Transforms the weights (3 x 3 x C x K) of the input channels `first` ..< `last` to 36 matrices (C x K), each packed in panels of two vectors,
/// `matrixSize` floats apart.
///
/// K is a multiple of the panel.
public func winogradWeights(
    first: Int, last: Int, channels: Int, outputChannels: Int, weights: UnsafePointer<Float>, matrixSize: Int, matrices: UnsafeMutablePointer<Float>,
    spare: UnsafeMutablePointer<Float>
) {
    let tap = channels * outputChannels, width = 2 * vectorWidth
    var c = first
    while c < last {
        var k = 0
        while k < outputChannels {
            let g = weights + c * outputChannels + k
            var s = 0
            while s < 3 {
                writeSix(weightTransform((load(g + s * tap), load(g + (3 + s) * tap), load(g + (6 + s) * tap))), spare + s * vectorWidth, 3 * vectorWidth)
                s += 1
            }
            let target = matrices + k / width * width * channels + c * width + k % width
            var i = 0
            while i < 6 {
                let row = spare + 3 * i * vectorWidth
                writeSix(
                    weightTransform((load(row), load(row + vectorWidth), load(row + 2 * vectorWidth))), target + 6 * i * matrixSize, matrixSize)
                i += 1
            }
            k += vectorWidth
        }
        c += 1
    }
}

/// Transforms the input of the tiles `first` ..< `last` of one image to 36 matrices (tile x channel), `matrixSize` floats apart; the first of
/// these tiles is row 0. C is a multiple of the vector.
public func winogradInput(
    _ g: WinogradImage, first: Int, last: Int, image: UnsafePointer<Float>, matrixSize: Int, matrices: UnsafeMutablePointer<Float>,
    spare: UnsafeMutablePointer<Float>
) {
    let pitch = g.columns * g.channels
    var tile = first
    while tile < last {
        let top = tile / g.tileColumns * 4 - g.offsetY, left = tile % g.tileColumns * 4 - g.offsetX
        let isInside = left >= 0 && left + 6 <= g.columns
        var c = 0
        while c < g.channels {
            var i = 0
            while i < 6 {
                let y = top + i, row = spare + 6 * i * vectorWidth
                if y < 0 || y >= g.rows {
                    let zero = Vector.zero
                    writeSix((zero, zero, zero, zero, zero, zero), row, vectorWidth)
                } else {
                    let source = image + y * pitch + c
                    let d: Six = isInside
                        ? readSix(source + left * g.channels, g.channels)
                        : (
                            pixel(g, source, left), pixel(g, source, left + 1), pixel(g, source, left + 2), pixel(g, source, left + 3),
                            pixel(g, source, left + 4), pixel(g, source, left + 5)
                        )
                    writeSix(inputTransform(d), row, vectorWidth)
                }
                i += 1
            }
            let target = matrices + (tile - first) * g.channels + c
            var j = 0
            while j < 6 {
                writeSix(inputTransform(readSix(spare + j * vectorWidth, 6 * vectorWidth)), target + j * matrixSize, 6 * matrixSize)
                j += 1
            }
            c += vectorWidth
        }
        tile += 1
    }
}

/// The pixel at column `x` of a row, 0 outside of it.
@inline(__always) private func pixel(_ g: WinogradImage, _ row: UnsafePointer<Float>, _ x: Int) -> Vector {
    x >= 0 && x < g.columns ? load(row + x * g.channels) : .zero
}

/// Transforms 36 matrices (tile x output channel), `matrixSize` floats apart, to the output of the tiles `first` ..< `last` of one image.
public func winogradOutput(
    _ g: WinogradImage, first: Int, last: Int, matrices: UnsafePointer<Float>, matrixSize: Int, bias: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, spare: UnsafeMutablePointer<Float>
) {
    var tile = first
    while tile < last {
        let top = tile / g.tileColumns * 4, left = tile % g.tileColumns * 4
        var k = 0
        while k < g.outputChannels {
            let source = matrices + (tile - first) * g.outputChannels + k
            var j = 0
            while j < 6 {
                let column = outputTransform(readSix(source + j * matrixSize, 6 * matrixSize)), target = spare + j * vectorWidth
                store(column.0, target)
                store(column.1, target + 6 * vectorWidth)
                store(column.2, target + 12 * vectorWidth)
                store(column.3, target + 18 * vectorWidth)
                j += 1
            }
            let start = bias.map { load($0 + k) } ?? .zero
            if g.pools {
                var i = 0
                while i < 2 {
                    let y = outputRow(spare + 12 * i * vectorWidth, start, g.relu), z = outputRow(spare + (12 * i + 6) * vectorWidth, start, g.relu)
                    put(g, larger(larger(y.0, y.1), larger(z.0, z.1)), top / 2 + i, left / 2, output + k)
                    put(g, larger(larger(y.2, y.3), larger(z.2, z.3)), top / 2 + i, left / 2 + 1, output + k)
                    i += 1
                }
            } else {
                var i = 0
                while i < 4 {
                    let y = outputRow(spare + 6 * i * vectorWidth, start, g.relu)
                    put(g, y.0, top + i, left, output + k)
                    put(g, y.1, top + i, left + 1, output + k)
                    put(g, y.2, top + i, left + 2, output + k)
                    put(g, y.3, top + i, left + 3, output + k)
                    i += 1
                }
            }
            k += vectorWidth
        }
        tile += 1
    }
}

/// Four pixels of a row of a tile.
@inline(__always) private func outputRow(_ row: UnsafePointer<Float>, _ bias: Vector, _ relu: Bool) -> (Vector, Vector, Vector, Vector) {
    let y = outputTransform(readSix(row, vectorWidth))
    let z = (y.0 + bias, y.1 + bias, y.2 + bias, y.3 + bias)
    return relu ? (rectified(z.0), rectified(z.1), rectified(z.2), rectified(z.3)) : z
}

/// The larger value of each lane; a NaN wins, as in `maxPoolRows`.
@inline(__always) private func larger(_ x: Vector, _ y: Vector) -> Vector { select(x .== x, select(y .<= x, x, y), x) }

/// Writes a pixel where it is in the output.
@inline(__always) private func put(_ g: WinogradImage, _ x: Vector, _ row: Int, _ column: Int, _ output: UnsafeMutablePointer<Float>) {
    if row < g.outputRows && column < g.outputColumns { store(x, output + (row * g.outputColumns + column) * g.outputChannels) }
}
