import Kernels
import Testing

@Suite struct WinogradTests {
    /// 3 x 3, stride 1.
    private static func geometry(
        batch: Int = 2, _ height: Int, _ width: Int, _ inputChannels: Int, _ outputChannels: Int, padding: Int
    ) -> ConvolutionGeometry {
        ConvolutionGeometry(
            batch: batch, inputHeight: height, inputWidth: width, inputChannels: inputChannels, outputChannels: outputChannels,
            kernelHeight: 3, kernelWidth: 3, paddingTop: padding, paddingLeft: padding, paddingBottom: padding, paddingRight: padding)
    }

    /// The convolutions of the models, and some whose tiles reach beyond the image on one or both sides.
    private static let geometries = [
        geometry(13, 13, 32, 64, padding: 0), geometry(batch: 1, 28, 28, 32, 32, padding: 1), geometry(14, 14, 32, 64, padding: 1),
        geometry(batch: 5, 7, 7, 64, 128, padding: 1), geometry(9, 14, 16, 32, padding: 1), geometry(10, 17, 48, 32, padding: 2),
        geometry(batch: 3, 13, 11, 16, 32, padding: 0),
    ]

    private func run(
        _ set: InstructionSet, _ g: ConvolutionGeometry, tile: WinogradTile, pools: Bool, relu: Bool = true, input: [Float], weights: [Float], bias: [Float],
        pool: ThreadPool = .serial, side: GuardedFloats.Side = .end
    ) -> [Float] {
        let kernels = Kernels(set)
        let count = pools ? g.outputHeight / 2 * (g.outputWidth / 2) * g.outputChannels : g.outputImageSize
        let x = GuardedFloats(input, side: side), w = GuardedFloats(weights, side: side), b = GuardedFloats(bias, side: side)
        let y = GuardedFloats(g.batch * count, side: side), transformed = GuardedFloats(WinogradWeights.count(g, tile: tile), side: side)
        let filters = WinogradWeights(w.pointer, g, tile: tile, for: kernels, into: transformed.pointer, of: transformed)
        kernels.convolution(
            g, pools: pools, input: x.pointer, weights: filters, bias: b.pointer, relu: relu, output: y.pointer, pool: pool)
        #expect([x, w, b, y, transformed].allSatisfy { $0.isIntact }, "\(set) \(g)")
        return y.values
    }

    @Test("The plain sum within the rounding of the transforms", arguments: InstructionSet.available, WinogradTile.allCases)
    func values(_ set: InstructionSet, _ tile: WinogradTile) {
        var numbers = Numbers(seed: 7)
        for g in Self.geometries {
            #expect(Kernels(set).filtersMinimally(g), "\(set) \(g)")
            let input = numbers.floats(g.batch * g.inputImageSize), weights = numbers.floats(g.weightCount), bias = numbers.floats(g.outputChannels)
            var expected = [Float](repeating: 0, count: g.batch * g.outputImageSize)
            Reference.convolution(g, input: input, weights: weights, bias: bias, relu: false, output: &expected)
            let magnitude = Transforms(tile).magnitude(g, input: input, weights: weights, bias: bias)
            // Three roundings for each point in each of the three transforms, the sum over channels, and the reference's own sum, which is shorter than both.
            let roundings = 9 * g.inputChannels + 6 * (tile.rawValue + 2)
            let bounds = magnitude.map { Float(2 * roundings) * unitRoundoff * $0 }
            let plain = run(set, g, tile: tile, pools: false, relu: false, input: input, weights: weights, bias: bias)
            #expect(violations(plain, expected, bounds: bounds) == 0, "\(set) \(g)")
            // The bound holds for the worst signs of all roundings; as they come, the error stays far below.
            let limit = 1e-5 * expected.reduce(0) { max($0, abs($1)) }
            #expect(zip(plain, expected).allSatisfy { abs($0 - $1) <= limit }, "\(set) \(g)")

            let rectified = plain.map { max($0, 0) }
            #expect(run(set, g, tile: tile, pools: false, input: input, weights: weights, bias: bias, side: .start) == rectified, "ReLU \(set) \(g)")
            let pooling = PoolGeometry(
                batch: g.batch, inputHeight: g.outputHeight, inputWidth: g.outputWidth, channels: g.outputChannels, windowHeight: 2, windowWidth: 2)
            var pooled = [Float](repeating: 0, count: g.batch * pooling.outputImageSize)
            Reference.maxPool(pooling, input: rectified, output: &pooled, argmax: nil)
            #expect(run(set, g, tile: tile, pools: true, input: input, weights: weights, bias: bias) == pooled, "pool \(set) \(g)")
        }
    }

    @Test("An image's result depends neither on the images beside it nor on threads", arguments: InstructionSet.available, WinogradTile.allCases)
    func repeatability(_ set: InstructionSet, _ tile: WinogradTile) {
        var numbers = Numbers(seed: 11)
        let g = Self.geometry(batch: 7, 14, 14, 32, 64, padding: 1), one = Self.geometry(batch: 1, 14, 14, 32, 64, padding: 1)
        let input = numbers.floats(g.batch * g.inputImageSize), weights = numbers.floats(g.weightCount), bias = numbers.floats(g.outputChannels)
        for pools in [false, true] {
            let all = run(set, g, tile: tile, pools: pools, input: input, weights: weights, bias: bias)
            for threads in [2, 3, 4] {
                let pool = ThreadPool(threads: threads)
                #expect(run(set, g, tile: tile, pools: pools, input: input, weights: weights, bias: bias, pool: pool) == all)
            }
            let size = all.count / g.batch
            for n in 0..<g.batch {
                let image = Array(input[n * g.inputImageSize..<(n + 1) * g.inputImageSize]), pool = n == 0 ? ThreadPool(threads: 3) : .serial
                let alone = run(set, one, tile: tile, pools: pools, input: image, weights: weights, bias: bias, pool: pool)
                #expect(alone == Array(all[n * size..<(n + 1) * size]), "image \(n)")
            }
        }
    }

    @Test("The tile with the fewest products, where there are enough of them")
    func tiles() {
        func tile(_ size: Int, pools: Bool) -> WinogradTile { .best(for: Self.geometry(size, size, 64, 64, padding: 1), pools: pools) }
        #expect([28, 14, 7].map { tile($0, pools: false) } == [.four, .four, .four])
        #expect([28, 14, 7].map { tile($0, pools: true) } == [.four, .four, .three], "the pool leaves a row and a column out")
        #expect(tile(16, pools: false) == .four)
    }

    @Test("Other kernels, strides, channels and very small images have the plain sum only", arguments: InstructionSet.available)
    func refusals(_ set: InstructionSet) {
        let kernels = Kernels(set)
        var g = Self.geometry(14, 14, 32, 64, padding: 1)
        #expect(kernels.filtersMinimally(g))
        g.strideX = 2
        #expect(!kernels.filtersMinimally(g))
        #expect(!kernels.filtersMinimally(Self.geometry(28, 28, 1, 32, padding: 1)))
        #expect(!kernels.filtersMinimally(Self.geometry(14, 14, 32, 20, padding: 1)))
        #expect(!kernels.filtersMinimally(Self.geometry(4, 4, 32, 32, padding: 0)), "four outputs take a tile of 36 products")
    }
}

/// The matrices of the method in double precision, from its definition alone.
private struct Transforms {
    private let tile: Int, size: Int
    /// Rows for each point and infinity: what 1, x and x² of a kernel give at each point and at infinity, divided by the product of the distances to the other points.
    private let kernel: [[Double]]
    /// Coefficients of the product of x − q for all other points q; the last are those of all points.
    private let input: [[Double]]
    /// Rows for each output: the powers of the points; infinity counts for the highest alone.
    private let output: [[Double]]

    init(_ tile: WinogradTile) {
        let positive: [Double] = switch tile {
        case .three: [0.5, 1.25]
        case .four: [2.0 / 3, 1.5]
        }
        let zero: [Double] = tile == .four ? [0] : [], points = zero + positive.flatMap { [$0, -$0] }, last = tile.rawValue - 1
        self.tile = tile.rawValue
        size = tile.rawValue + 2
        let rows: [[Double]] = points.map { point in
            let distance = points.filter { $0 != point }.reduce(1.0) { $0 * (point - $1) }
            return [1 / distance, point / distance, point * point / distance]
        }
        kernel = rows + [[0, 0, 1]]
        let others: [[Double]] = points.map { point in Self.product(points.filter { $0 != point }) + [0] }
        input = others + [Self.product(points)]
        output = (0...last).map { power -> [Double] in
            let powers = points.map { point in (0..<power).reduce(1.0) { value, _ in value * point } }
            return powers + [power == last ? 1 : 0]
        }
    }

    private static func product(_ roots: [Double]) -> [Double] {
        roots.reduce([1]) { coefficients, root in
            zip([0] + coefficients, coefficients + [0]).map { $0 - root * $1 }
        }
    }

    /// M X Mᵀ with the magnitudes of M.
    private func both(_ m: [[Double]], _ x: [Double], _ size: Int) -> [Double] {
        var result: [Double] = []
        for row in m {
            for column in m {
                var sum = 0.0
                for i in 0..<size { for j in 0..<size { sum += abs(row[i]) * x[i * size + j] * abs(column[j]) } }
                result.append(sum)
            }
        }
        return result
    }

    /// For each output the sum of the magnitudes of everything that is added up on the way to it.
    func magnitude(_ g: ConvolutionGeometry, input x: [Float], weights: [Float], bias: [Float]) -> [Float] {
        let (c, k) = (g.inputChannels, g.outputChannels), area = size * size
        let kernels = (0..<c * k).map { place in both(kernel, (0..<9).map { Double(abs(weights[$0 * c * k + place])) }, 3) }
        var result = [Float](repeating: 0, count: g.batch * g.outputImageSize)
        for n in 0..<g.batch {
            for top in stride(from: 0, to: g.outputHeight, by: tile) {
                for left in stride(from: 0, to: g.outputWidth, by: tile) {
                    var products = [Double](repeating: 0, count: area * k)
                    for channel in 0..<c {
                        let values = both(input, (0..<area).map { place in
                            let (row, column) = (top + place / size - g.paddingTop, left + place % size - g.paddingLeft)
                            guard (0..<g.inputHeight).contains(row), (0..<g.inputWidth).contains(column) else { return 0 }
                            return Double(abs(x[((n * g.inputHeight + row) * g.inputWidth + column) * c + channel]))
                        }, size)
                        for filter in 0..<k { for f in 0..<area { products[filter * area + f] += values[f] * kernels[channel * k + filter][f] } }
                    }
                    for filter in 0..<k {
                        let sums = both(output, Array(products[filter * area..<(filter + 1) * area]), size)
                        for place in 0..<tile * tile where top + place / tile < g.outputHeight && left + place % tile < g.outputWidth {
                            let pixel = (n * g.outputHeight + top + place / tile) * g.outputWidth + left + place % tile
                            result[pixel * k + filter] = Float(sums[place]) + abs(bias[filter])
                        }
                    }
                }
            }
        }
        return result
    }
}
