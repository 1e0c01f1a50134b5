import Kernels
import Testing

@Suite struct ConvolutionTests {
    /// Forward, input gradient and weight gradient against the reference; returns the bits of all results.
    private func check(
        _ set: InstructionSet, _ g: ConvolutionGeometry, bias: Bool = true, relu: Bool = false, pool: ThreadPool = .serial,
        side: GuardedFloats.Side = .end, seed: UInt64 = 1
    ) -> [UInt32] {
        var numbers = Numbers(seed: seed)
        let kernels = Kernels(set)
        let inputCount = g.batch * g.inputImageSize, outputCount = g.batch * g.outputImageSize
        let input = GuardedFloats(numbers.floats(inputCount), side: side), weights = GuardedFloats(numbers.floats(g.weightCount), side: side)
        let biases = GuardedFloats(numbers.floats(g.outputChannels), side: side)
        let outputGradient = GuardedFloats(numbers.floats(outputCount), side: side)
        let output = GuardedFloats(outputCount, side: side), inputGradient = GuardedFloats(inputCount, side: side)
        let weightGradient = GuardedFloats(g.weightCount, side: side), biasGradient = GuardedFloats(g.outputChannels, side: side)

        kernels.convolution(
            g, input: input.pointer, weights: weights.pointer, bias: bias ? UnsafePointer(biases.pointer) : nil, relu: relu,
            output: output.pointer, pool: pool)
        kernels.convolutionInputGradient(
            g, outputGradient: outputGradient.pointer, weights: weights.pointer, inputGradient: inputGradient.pointer, pool: pool)
        kernels.convolutionWeightGradient(
            g, input: input.pointer, outputGradient: outputGradient.pointer, weightGradient: weightGradient.pointer,
            biasGradient: bias ? biasGradient.pointer : nil, pool: pool)
        let all = [input, weights, biases, outputGradient, output, inputGradient, weightGradient, biasGradient]
        #expect(all.allSatisfy { $0.isIntact }, "\(set) \(g)")

        // As for a matrix product: the length of each sum times the unit roundoff times the sum of magnitudes.
        let taps = g.kernelHeight * g.kernelWidth
        let magnitudes = (input.values.map(abs), weights.values.map(abs), biases.values.map(abs), outputGradient.values.map(abs))
        var expected = [Float](repeating: 0, count: outputCount), magnitude = expected
        Reference.convolution(
            g, input: input.values, weights: weights.values, bias: bias ? UnsafePointer(biases.pointer) : nil, relu: relu, output: &expected)
        magnitudes.2.withUnsafeBufferPointer {
            Reference.convolution(
                g, input: magnitudes.0, weights: magnitudes.1, bias: bias ? $0.baseAddress : nil, relu: false, output: &magnitude)
        }
        var bounds = magnitude.map { Float(taps * g.inputChannels + 3) * unitRoundoff * $0 }
        #expect(violations(output.values, expected, bounds: bounds) == 0, "forward \(set) \(g)")

        expected = [Float](repeating: 0, count: inputCount)
        magnitude = expected
        Reference.convolutionInputGradient(g, outputGradient: outputGradient.values, weights: weights.values, inputGradient: &expected)
        Reference.convolutionInputGradient(g, outputGradient: magnitudes.3, weights: magnitudes.1, inputGradient: &magnitude)
        bounds = magnitude.map { Float(taps * g.outputChannels + 3) * unitRoundoff * $0 }
        #expect(violations(inputGradient.values, expected, bounds: bounds) == 0, "input gradient \(set) \(g)")

        expected = [Float](repeating: 0, count: g.weightCount)
        magnitude = expected
        var expectedBias = [Float](repeating: 0, count: g.outputChannels), biasMagnitude = expectedBias
        Reference.convolutionWeightGradient(
            g, input: input.values, outputGradient: outputGradient.values, weightGradient: &expected, biasGradient: &expectedBias)
        Reference.convolutionWeightGradient(
            g, input: magnitudes.0, outputGradient: magnitudes.3, weightGradient: &magnitude, biasGradient: &biasMagnitude)
        let terms = Float(g.batch * g.outputHeight * g.outputWidth + 3)
        #expect(violations(weightGradient.values, expected, bounds: magnitude.map { terms * unitRoundoff * $0 }) == 0,
                "weight gradient \(set) \(g)")
        if bias {
            #expect(violations(biasGradient.values, expectedBias, bounds: biasMagnitude.map { terms * unitRoundoff * $0 }) == 0,
                    "bias gradient \(set) \(g)")
        }
        return [output, inputGradient, weightGradient].flatMap(\.bitPatterns) + (bias ? biasGradient.bitPatterns : [])
    }

    /// The geometries of the models, with few images.
    private static let ofModels: [ConvolutionGeometry] = [
        .init(batch: 3, inputHeight: 28, inputWidth: 28, inputChannels: 1, outputChannels: 32, kernelHeight: 3, kernelWidth: 3),
        .init(batch: 2, inputHeight: 13, inputWidth: 13, inputChannels: 32, outputChannels: 64, kernelHeight: 3, kernelWidth: 3),
        .init(batch: 2, inputHeight: 28, inputWidth: 28, inputChannels: 1, outputChannels: 32, kernelHeight: 3, kernelWidth: 3,
              paddingTop: 1, paddingLeft: 1, paddingBottom: 1, paddingRight: 1),
        .init(batch: 1, inputHeight: 28, inputWidth: 28, inputChannels: 32, outputChannels: 32, kernelHeight: 3, kernelWidth: 3,
              paddingTop: 1, paddingLeft: 1, paddingBottom: 1, paddingRight: 1),
        .init(batch: 2, inputHeight: 14, inputWidth: 14, inputChannels: 32, outputChannels: 64, kernelHeight: 3, kernelWidth: 3,
              paddingTop: 1, paddingLeft: 1, paddingBottom: 1, paddingRight: 1),
        .init(batch: 9, inputHeight: 7, inputWidth: 7, inputChannels: 16, outputChannels: 48, kernelHeight: 5, kernelWidth: 5,
              paddingTop: 2, paddingLeft: 2, paddingBottom: 2, paddingRight: 2),
    ]

    @Test(arguments: InstructionSet.available) func geometriesOfTheModels(set: InstructionSet) {
        for (i, g) in Self.ofModels.enumerated() { _ = check(set, g, relu: i % 2 == 0) }
    }

    /// Random shapes: any channels, kernels, strides and paddings, padding wider than the kernel and pictures smaller than it included.
    @Test(arguments: InstructionSet.available) func anyGeometry(set: InstructionSet) {
        var numbers = Numbers(seed: 7)
        for turn in 0..<400 {
            let kernelHeight = numbers.integer(1...5), kernelWidth = numbers.integer(1...5)
            let paddings = (0..<4).map { _ in numbers.integer(0...3) }
            let height = max(1, kernelHeight - paddings[0] - paddings[2]) + numbers.integer(0...8)
            let width = max(1, kernelWidth - paddings[1] - paddings[3]) + numbers.integer(0...20)
            let g = ConvolutionGeometry(
                batch: numbers.integer(0...3), inputHeight: height, inputWidth: width,
                inputChannels: numbers.integer(1...9), outputChannels: turn % 4 == 0 ? 16 * numbers.integer(1...3) : numbers.integer(1...37),
                kernelHeight: kernelHeight, kernelWidth: kernelWidth, strideY: numbers.integer(1...3), strideX: numbers.integer(1...3),
                paddingTop: paddings[0], paddingLeft: paddings[1], paddingBottom: paddings[2], paddingRight: paddings[3])
            _ = check(set, g, bias: turn % 3 != 0, relu: turn % 2 == 0, side: turn % 5 == 0 ? .start : .end, seed: UInt64(turn + 1))
        }
    }

    /// Every width of a run of pixels, and every number of channels around a panel.
    @Test(arguments: InstructionSet.available) func everyWidth(set: InstructionSet) {
        for width in 1...33 {
            _ = check(set, .init(
                batch: 1, inputHeight: 3, inputWidth: width, inputChannels: width % 5 + 1, outputChannels: width + 3,
                kernelHeight: 3, kernelWidth: 3, paddingTop: 1, paddingLeft: 1, paddingBottom: 1, paddingRight: 1))
        }
    }

    @Test(arguments: InstructionSet.available) func sameBitsForAnyNumberOfThreads(set: InstructionSet) {
        let pools = [1, 2, 3, 4].map { ThreadPool(threads: $0) }
        for g in Self.ofModels {
            var larger = g
            larger.batch = 11
            let results = pools.map { check(set, larger, pool: $0) }
            for result in results { #expect(result == results[0], "\(set) \(larger)") }
        }
    }

    /// The first layer's own kernels: one channel, 3 x 3, whole vectors of outputs, any stride and padding.
    @Test(arguments: InstructionSet.available) func oneChannel(set: InstructionSet) {
        var numbers = Numbers(seed: 17)
        for turn in 0..<40 {
            let g = ConvolutionGeometry(
                batch: numbers.integer(1...3), inputHeight: numbers.integer(3...9), inputWidth: numbers.integer(3...30), inputChannels: 1,
                outputChannels: 16 * numbers.integer(1...4), kernelHeight: 3, kernelWidth: 3, strideY: numbers.integer(1...2),
                strideX: numbers.integer(1...3), paddingTop: numbers.integer(0...2), paddingLeft: numbers.integer(0...2),
                paddingBottom: numbers.integer(0...2), paddingRight: numbers.integer(0...2))
            _ = check(set, g, bias: turn % 3 != 0, relu: turn % 2 == 0, side: turn % 5 == 0 ? .start : .end, seed: UInt64(turn + 1))
        }
    }

    /// Convolution and pooling in one pass against the two one after the other.
    @Test(arguments: InstructionSet.available) func pooledConvolution(set: InstructionSet) {
        let kernels = Kernels(set), pools = [1, 2, 3, 4].map { ThreadPool(threads: $0) }
        for (turn, model) in Self.ofModels.enumerated() {
            for relu in [false, true] {
                var g = model
                g.batch = turn % 2 == 0 ? 5 : 18
                var numbers = Numbers(seed: UInt64(turn + 1))
                let pooling = PoolGeometry(
                    batch: g.batch, inputHeight: g.outputHeight, inputWidth: g.outputWidth, channels: g.outputChannels,
                    windowHeight: turn == 1 ? 3 : 2, windowWidth: 2, strideX: turn == 2 ? 1 : 2)
                let pooledCount = g.batch * pooling.outputImageSize, inputCount = g.batch * g.inputImageSize
                let input = GuardedFloats(numbers.floats(inputCount)), weights = GuardedFloats(numbers.floats(g.weightCount))
                let bias = GuardedFloats(numbers.floats(g.outputChannels)), gradient = GuardedFloats(numbers.floats(pooledCount))
                let whole = GuardedFloats(g.batch * g.outputImageSize), apart = GuardedFloats(pooledCount), fused = GuardedFloats(pooledCount)
                var places = [UInt8](repeating: 0, count: pooledCount), fusedPlaces = places
                kernels.convolution(
                    g, input: input.pointer, weights: weights.pointer, bias: bias.pointer, relu: relu, output: whole.pointer, pool: .serial)
                kernels.maxPool(pooling, input: whole.pointer, output: apart.pointer, argmax: &places, pool: .serial)
                let wholeGradient = GuardedFloats(whole.count)
                kernels.maxPoolGradient(
                    pooling, outputGradient: gradient.pointer, argmax: places, output: relu ? UnsafePointer(apart.pointer) : nil,
                    inputGradient: wholeGradient.pointer, pool: .serial)
                let results = (0..<5).map { _ in (0..<3).map { GuardedFloats([inputCount, g.weightCount, g.outputChannels][$0]) } }
                kernels.convolutionInputGradient(
                    g, outputGradient: wholeGradient.pointer, weights: weights.pointer, inputGradient: results[4][0].pointer, pool: .serial)
                kernels.convolutionWeightGradient(
                    g, input: input.pointer, outputGradient: wholeGradient.pointer, weightGradient: results[4][1].pointer,
                    biasGradient: results[4][2].pointer, pool: .serial)
                for (pool, result) in zip(pools, results) {
                    kernels.convolutionMaxPool(
                        g, pooling: pooling, input: input.pointer, weights: weights.pointer, bias: bias.pointer, relu: relu,
                        output: fused.pointer, argmax: &fusedPlaces, pool: pool)
                    #expect(fused.bitPatterns == apart.bitPatterns && fusedPlaces == places, "\(set) \(g)")
                    kernels.convolutionMaxPoolGradient(
                        g, pooling: pooling, input: input.pointer, weights: weights.pointer, output: relu ? UnsafePointer(fused.pointer) : nil,
                        argmax: fusedPlaces, outputGradient: gradient.pointer, inputGradient: result[0].pointer,
                        weightGradient: result[1].pointer, biasGradient: result[2].pointer, pool: pool)
                    for part in 0..<3 { #expect(result[part].bitPatterns == results[0][part].bitPatterns, "\(pool.threads) threads") }
                }
                #expect(results[0][0].bitPatterns == results[4][0].bitPatterns, "input gradient \(set) \(g)")
                // Other groups, other order: sums of at most 18 * 784 products, each below 3 in magnitude.
                let terms = Float(g.batch * g.outputHeight * g.outputWidth)
                for part in 1...2 {
                    let bounds = results[4][part].values.map { _ in 3 * terms * terms.squareRoot() * unitRoundoff }
                    #expect(violations(results[0][part].values, results[4][part].values, bounds: bounds) == 0, "\(set) \(g)")
                }
                #expect((results.flatMap { $0 } + [input, weights, bias, gradient, whole, apart, fused]).allSatisfy { $0.isIntact })
            }
        }
    }
}
