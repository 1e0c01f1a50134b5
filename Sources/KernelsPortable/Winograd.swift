import KernelArguments

// Convolution with 3 x 3 kernels by Winograd's minimal filtering F(m x m, 3 x 3) (Lavin and Gray 2016, arXiv 1509.09308): a tile of m x m pixels
// of the output is Aᵀ [ (G g Gᵀ) ⊙ (Bᵀ d B) ] A, with (m + 2)² products where the plain sum has 9 m². Summed over channels the products are (m + 2)² matrix
// products. The tile is a constant at each call below, so that the compiler drops what the others need.

/// Floats of spare memory that the transforms need.
@inline(__always) public var winogradSpareFloats: Int { 36 * vectorWidth }

/// Transforms the weights (3 x 3 x C x K) of the input channels `first` ..< `last` to (`tile` + 2)² matrices (C x K), each packed in panels of two vectors,
/// `matrixSize` floats apart.
///
/// K is a multiple of the panel.
public func winogradWeights(
    tile: Int, first: Int, last: Int, channels: Int, outputChannels: Int, weights: UnsafePointer<Float>, matrixSize: Int,
    matrices: UnsafeMutablePointer<Float>, spare: UnsafeMutablePointer<Float>
) {
    if tile == 3 {
        transformWeights(tile: 3, first, last, channels, outputChannels, weights, matrixSize, matrices, spare)
    } else {
        transformWeights(tile: 4, first, last, channels, outputChannels, weights, matrixSize, matrices, spare)
    }
}

@inline(__always)
private func transformWeights(
    tile: Int, _ first: Int, _ last: Int, _ channels: Int, _ outputChannels: Int, _ weights: UnsafePointer<Float>, _ matrixSize: Int,
    _ matrices: UnsafeMutablePointer<Float>, _ spare: UnsafeMutablePointer<Float>
) {
    let tap = channels * outputChannels, width = 2 * vectorWidth, points = tile + 2
    var c = first
    while c < last {
        var k = 0
        while k < outputChannels {
            let g = weights + c * outputChannels + k
            var s = 0
            while s < 3 {
                transformWeightLine(tile: tile, g + s * tap, 3 * tap, to: spare + s * vectorWidth, 3 * vectorWidth)
                s += 1
            }
            let target = matrices + k / width * width * channels + c * width + k % width
            var i = 0
            while i < points {
                transformWeightLine(tile: tile, spare + 3 * i * vectorWidth, vectorWidth, to: target + points * i * matrixSize, matrixSize)
                i += 1
            }
            k += vectorWidth
        }
        c += 1
    }
}

/// Transforms the input of the tiles `first` ..< `last` of one image to (m + 2)² matrices (tile x channel), `matrixSize` floats apart; the first of
/// these tiles is row 0. C is a multiple of the vector.
public func winogradInput(
    _ g: WinogradImage, first: Int, last: Int, image: UnsafePointer<Float>, matrixSize: Int, matrices: UnsafeMutablePointer<Float>,
    spare: UnsafeMutablePointer<Float>
) {
    if g.tile == 3 {
        transformInput(tile: 3, g, first, last, image, matrixSize, matrices, spare)
    } else {
        transformInput(tile: 4, g, first, last, image, matrixSize, matrices, spare)
    }
}

@inline(__always)
private func transformInput(
    tile: Int, _ g: WinogradImage, _ first: Int, _ last: Int, _ image: UnsafePointer<Float>, _ matrixSize: Int, _ matrices: UnsafeMutablePointer<Float>,
    _ spare: UnsafeMutablePointer<Float>
) {
    let pitch = g.columns * g.channels, points = tile + 2
    var index = first
    while index < last {
        let top = index / g.tileColumns * tile - g.offsetY, left = index % g.tileColumns * tile - g.offsetX
        let isInside = left >= 0 && left + points <= g.columns
        var c = 0
        while c < g.channels {
            var i = 0
            while i < points {
                let y = top + i, row = spare + points * i * vectorWidth
                if y < 0 || y >= g.rows {
                    var j = 0
                    while j < points {
                        store(.zero, row + j * vectorWidth)
                        j += 1
                    }
                } else {
                    let source = image + y * pitch + c
                    if isInside {
                        transformLine(tile: tile, source + left * g.channels, g.channels, to: row, vectorWidth)
                    } else {
                        transformEdge(tile: tile, g, source, left, to: row)
                    }
                }
                i += 1
            }
            let target = matrices + (index - first) * g.channels + c
            var j = 0
            while j < points {
                transformLine(tile: tile, spare + j * vectorWidth, points * vectorWidth, to: target + j * matrixSize, points * matrixSize)
                j += 1
            }
            c += vectorWidth
        }
        index += 1
    }
}

@inline(__always)
private func transformLine(tile: Int, _ source: UnsafePointer<Float>, _ stride: Int, to target: UnsafeMutablePointer<Float>, _ targetStride: Int) {
    if tile == 3 {
        write(inputLine(readFive(source, stride)), target, targetStride)
    } else {
        write(inputLine(readSix(source, stride)), target, targetStride)
    }
}

/// A line that begins at column `left` and is not all inside the row.
@inline(__always)
private func transformEdge(tile: Int, _ g: WinogradImage, _ row: UnsafePointer<Float>, _ left: Int, to target: UnsafeMutablePointer<Float>) {
    let a = (pixel(g, row, left), pixel(g, row, left + 1), pixel(g, row, left + 2), pixel(g, row, left + 3), pixel(g, row, left + 4))
    if tile == 3 {
        write(inputLine(a), target, vectorWidth)
    } else {
        write(inputLine((a.0, a.1, a.2, a.3, a.4, pixel(g, row, left + 5))), target, vectorWidth)
    }
}

/// The pixel at column `x` of a row, 0 outside of it.
@inline(__always) private func pixel(_ g: WinogradImage, _ row: UnsafePointer<Float>, _ x: Int) -> Vector {
    x >= 0 && x < g.columns ? load(row + x * g.channels) : .zero
}

/// Transforms (m + 2)² matrices (tile x output channel), `matrixSize` floats apart, to the output of the tiles `first` ..< `last` of one image.
public func winogradOutput(
    _ g: WinogradImage, first: Int, last: Int, matrices: UnsafePointer<Float>, matrixSize: Int, bias: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, spare: UnsafeMutablePointer<Float>
) {
    if g.tile == 3 {
        transformOutput(tile: 3, g, first, last, matrices, matrixSize, bias, output, spare)
    } else {
        transformOutput(tile: 4, g, first, last, matrices, matrixSize, bias, output, spare)
    }
}

@inline(__always)
private func transformOutput(
    tile: Int, _ g: WinogradImage, _ first: Int, _ last: Int, _ matrices: UnsafePointer<Float>, _ matrixSize: Int, _ bias: UnsafePointer<Float>?,
    _ output: UnsafeMutablePointer<Float>, _ spare: UnsafeMutablePointer<Float>
) {
    let points = tile + 2
    var index = first
    while index < last {
        let top = index / g.tileColumns * tile, left = index % g.tileColumns * tile
        var k = 0
        while k < g.outputChannels {
            let source = matrices + (index - first) * g.outputChannels + k
            var j = 0
            while j < points {
                let column = source + j * matrixSize, target = spare + j * vectorWidth
                if tile == 3 {
                    write(outputLine(readFive(column, points * matrixSize)), target, points * vectorWidth)
                } else {
                    write(outputLine(readSix(column, points * matrixSize)), target, points * vectorWidth)
                }
                j += 1
            }
            let start = bias.map { load($0 + k) } ?? .zero
            if tile == 4, g.pools {
                var i = 0
                while i < 2 {
                    let y = outputRow(spare + 12 * i * vectorWidth, start, g.relu), z = outputRow(spare + (12 * i + 6) * vectorWidth, start, g.relu)
                    put(g, larger(larger(y.0, y.1), larger(z.0, z.1)), top / 2 + i, left / 2, output + k)
                    put(g, larger(larger(y.2, y.3), larger(z.2, z.3)), top / 2 + i, left / 2 + 1, output + k)
                    i += 1
                }
            } else {
                var i = 0
                while i < tile {
                    putRow(tile: tile, g, spare + points * i * vectorWidth, start, top + i, left, output + k)
                    i += 1
                }
            }
            k += vectorWidth
        }
        index += 1
    }
}

/// Writes a row of a tile.
@inline(__always)
private func putRow(
    tile: Int, _ g: WinogradImage, _ row: UnsafePointer<Float>, _ start: Vector, _ y: Int, _ x: Int, _ output: UnsafeMutablePointer<Float>
) {
    if tile == 3 {
        let line = outputLine(readFive(row, vectorWidth))
        put(g, ended(line.0, start, g.relu), y, x, output)
        put(g, ended(line.1, start, g.relu), y, x + 1, output)
        put(g, ended(line.2, start, g.relu), y, x + 2, output)
    } else {
        let line = outputRow(row, start, g.relu)
        put(g, line.0, y, x, output)
        put(g, line.1, y, x + 1, output)
        put(g, line.2, y, x + 2, output)
        put(g, line.3, y, x + 3, output)
    }
}

/// Four pixels of a row of a tile.
@inline(__always) private func outputRow(_ row: UnsafePointer<Float>, _ bias: Vector, _ relu: Bool) -> Four {
    let y = outputLine(readSix(row, vectorWidth))
    return (ended(y.0, bias, relu), ended(y.1, bias, relu), ended(y.2, bias, relu), ended(y.3, bias, relu))
}

@inline(__always) private func ended(_ x: Vector, _ bias: Vector, _ relu: Bool) -> Vector { relu ? rectified(x + bias) : x + bias }

/// The larger value of each lane; a NaN wins, as in `maxPoolRows`.
@inline(__always) private func larger(_ x: Vector, _ y: Vector) -> Vector { select(x .== x, select(y .<= x, x, y), x) }

/// Writes a pixel where it is in the output.
@inline(__always) private func put(_ g: WinogradImage, _ x: Vector, _ row: Int, _ column: Int, _ output: UnsafeMutablePointer<Float>) {
    if row < g.outputRows && column < g.outputColumns { store(x, output + (row * g.outputColumns + column) * g.outputChannels) }
}
