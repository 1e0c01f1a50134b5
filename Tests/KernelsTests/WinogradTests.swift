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
        _ set: InstructionSet, _ g: ConvolutionGeometry, pools: Bool, relu: Bool = true, input: [Float], weights: [Float], bias: [Float],
        pool: ThreadPool = .serial, side: GuardedFloats.Side = .end
    ) -> [Float] {
        let kernels = Kernels(set)
        let count = pools ? g.outputHeight / 2 * (g.outputWidth / 2) * g.outputChannels : g.outputImageSize
        let x = GuardedFloats(input, side: side), w = GuardedFloats(weights, side: side), b = GuardedFloats(bias, side: side)
        let y = GuardedFloats(g.batch * count, side: side), transformed = GuardedFloats(WinogradWeights.count(g), side: side)
        let filters = WinogradWeights(w.pointer, g, for: kernels, into: transformed.pointer, of: transformed)
        kernels.convolution(
            g, pools: pools, input: x.pointer, weights: filters, bias: b.pointer, relu: relu, output: y.pointer, pool: pool)
        #expect([x, w, b, y, transformed].allSatisfy { $0.isIntact }, "\(set) \(g)")
        return y.values
    }

    @Test("The plain sum within the rounding of the transforms", arguments: InstructionSet.available)
    func values(_ set: InstructionSet) {
        var numbers = Numbers(seed: 7)
        for g in Self.geometries {
            #expect(Kernels(set).filtersMinimally(g), "\(set) \(g)")
            let input = numbers.floats(g.batch * g.inputImageSize), weights = numbers.floats(g.weightCount), bias = numbers.floats(g.outputChannels)
            var expected = [Float](repeating: 0, count: g.batch * g.outputImageSize)
            Reference.convolution(g, input: input, weights: weights, bias: bias, relu: false, output: &expected)
            let magnitude = Transforms.magnitude(g, input: input, weights: weights, bias: bias)
            // Ten roundings in each of the three transforms, the sum over channels, and the reference's own sum, which is shorter than both.
            let bounds = magnitude.map { Float(2 * (9 * g.inputChannels + 30)) * unitRoundoff * $0 }
            let plain = run(set, g, pools: false, relu: false, input: input, weights: weights, bias: bias)
            #expect(violations(plain, expected, bounds: bounds) == 0, "\(set) \(g)")
            // The bound holds for the worst signs of all roundings; as they come, the error stays far below.
            let scale = expected.reduce(0) { max($0, abs($1)) }
            #expect(zip(plain, expected).allSatisfy { abs($0 - $1) <= 1e-5 * scale }, "\(set) \(g)")

            let rectified = plain.map { max($0, 0) }
            #expect(run(set, g, pools: false, input: input, weights: weights, bias: bias, side: .start) == rectified, "ReLU \(set) \(g)")
            let pooling = PoolGeometry(
                batch: g.batch, inputHeight: g.outputHeight, inputWidth: g.outputWidth, channels: g.outputChannels, windowHeight: 2, windowWidth: 2)
            var pooled = [Float](repeating: 0, count: g.batch * pooling.outputImageSize)
            Reference.maxPool(pooling, input: rectified, output: &pooled, argmax: nil)
            #expect(run(set, g, pools: true, input: input, weights: weights, bias: bias) == pooled, "pool \(set) \(g)")
        }
    }

    @Test("An image's result depends neither on the images beside it nor on threads", arguments: InstructionSet.available)
    func repeatability(_ set: InstructionSet) {
        var numbers = Numbers(seed: 11)
        let g = Self.geometry(batch: 7, 14, 14, 32, 64, padding: 1), one = Self.geometry(batch: 1, 14, 14, 32, 64, padding: 1)
        let input = numbers.floats(g.batch * g.inputImageSize), weights = numbers.floats(g.weightCount), bias = numbers.floats(g.outputChannels)
        let all = run(set, g, pools: true, input: input, weights: weights, bias: bias)
        for threads in [2, 3, 4] {
            let pool = ThreadPool(threads: threads)
            #expect(run(set, g, pools: true, input: input, weights: weights, bias: bias, pool: pool) == all)
        }
        let size = all.count / g.batch
        for n in 0..<g.batch {
            let image = Array(input[n * g.inputImageSize..<(n + 1) * g.inputImageSize])
            let alone = run(set, one, pools: true, input: image, weights: weights, bias: bias, pool: n == 0 ? ThreadPool(threads: 3) : .serial)
            #expect(alone == Array(all[n * size..<(n + 1) * size]), "image \(n)")
        }
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
private enum Transforms {
    private static let points = [0, 2.0 / 3, -2.0 / 3, 1.5, -1.5]

    /// Six rows: what 1, x and x² of a kernel give at each point and at infinity, divided by the product of the distances to the other points.
    private static let kernel: [[Double]] = points.map { point in
        let distance = points.filter { $0 != point }.reduce(1) { $0 * (point - $1) }
        return [1 / distance, point / distance, point * point / distance]
    } + [[0, 0, 1]]
    /// Six rows: coefficients of the product of x − q for all other points q; the last is that of all points.
    private static let input: [[Double]] = points.map { point in product(points.filter { $0 != point }) + [0] } + [product(points)]
    /// Four rows: the powers of the points; infinity counts for the highest alone.
    private static let output: [[Double]] = (0..<4).map { power in
        points.map { point in (0..<power).reduce(1) { value, _ in value * point } } + [power == 3 ? 1 : 0]
    }

    private static func product(_ roots: [Double]) -> [Double] {
        roots.reduce([1]) { coefficients, root in
            zip([0] + coefficients, coefficients + [0]).map { $0 - root * $1 }
        }
    }

    /// M X Mᵀ with the magnitudes of M.
    private static func both(_ m: [[Double]], _ x: [Double], _ size: Int) -> [Double] {
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
    static func magnitude(_ g: ConvolutionGeometry, input x: [Float], weights: [Float], bias: [Float]) -> [Float] {
        let (c, k) = (g.inputChannels, g.outputChannels)
        let kernels = (0..<c * k).map { place in both(kernel, (0..<9).map { Double(abs(weights[$0 * c * k + place])) }, 3) }
        var result = [Float](repeating: 0, count: g.batch * g.outputImageSize)
        for n in 0..<g.batch {
            for top in stride(from: 0, to: g.outputHeight, by: 4) {
                for left in stride(from: 0, to: g.outputWidth, by: 4) {
                    var products = [Double](repeating: 0, count: 36 * k)
                    for channel in 0..<c {
                        let tile = both(input, (0..<36).map { place in
                            let (row, column) = (top + place / 6 - g.paddingTop, left + place % 6 - g.paddingLeft)
                            guard (0..<g.inputHeight).contains(row), (0..<g.inputWidth).contains(column) else { return 0 }
                            return Double(abs(x[((n * g.inputHeight + row) * g.inputWidth + column) * c + channel]))
                        }, 6)
                        for filter in 0..<k { for f in 0..<36 { products[filter * 36 + f] += tile[f] * kernels[channel * k + filter][f] } }
                    }
                    for filter in 0..<k {
                        let tile = both(output, Array(products[filter * 36..<(filter + 1) * 36]), 6)
                        for place in 0..<16 where top + place / 4 < g.outputHeight && left + place % 4 < g.outputWidth {
                            let pixel = (n * g.outputHeight + top + place / 4) * g.outputWidth + left + place % 4
                            result[pixel * k + filter] = Float(tile[place]) + abs(bias[filter])
                        }
                    }
                }
            }
        }
        return result
    }
}
