import Kernels
import Testing

@Suite struct PoolingTests {
    private static let geometries: [PoolGeometry] = {
        var all: [PoolGeometry] = [
            .init(batch: 3, inputHeight: 26, inputWidth: 26, channels: 32, windowHeight: 2, windowWidth: 2),
            .init(batch: 2, inputHeight: 11, inputWidth: 11, channels: 64, windowHeight: 2, windowWidth: 2),
            .init(batch: 2, inputHeight: 7, inputWidth: 7, channels: 10, windowHeight: 7, windowWidth: 7),
            .init(batch: 2, inputHeight: 16, inputWidth: 16, channels: 1, windowHeight: 16, windowWidth: 16),
        ]
        var numbers = Numbers(seed: 8)
        for _ in 0..<200 {
            let windowHeight = numbers.integer(1...4), windowWidth = numbers.integer(1...4)
            all.append(.init(
                batch: numbers.integer(0...3), inputHeight: windowHeight + numbers.integer(0...6), inputWidth: windowWidth + numbers.integer(0...6),
                channels: numbers.integer(1...35), windowHeight: windowHeight, windowWidth: windowWidth,
                strideY: numbers.integer(1...4), strideX: numbers.integer(1...4)))
        }
        return all
    }()

    @Test(arguments: InstructionSet.available) func maxPool(set: InstructionSet) {
        let kernels = Kernels(set), pool = ThreadPool(threads: 3)
        for (turn, g) in Self.geometries.enumerated() {
            var numbers = Numbers(seed: UInt64(turn + 1))
            // Few different values, so that windows have ties, and sometimes a NaN.
            let values = (0..<g.batch * g.inputImageSize).map { _ in
                let value = Float(numbers.integer(-3...3))
                return turn % 7 == 0 && numbers.integer(0...9) == 0 ? .nan : value
            }
            let outputCount = g.batch * g.outputImageSize
            let input = GuardedFloats(values), output = GuardedFloats(outputCount), again = GuardedFloats(outputCount)
            var places = [UInt8](repeating: 0xEE, count: outputCount + 8)
            var expected = [Float](repeating: 0, count: outputCount), expectedPlaces = [UInt8](repeating: 0xEE, count: outputCount + 8)
            kernels.maxPool(g, input: input.pointer, output: output.pointer, argmax: &places, pool: pool)
            kernels.maxPool(g, input: input.pointer, output: again.pointer, argmax: nil, pool: pool)
            Reference.maxPool(g, input: values, output: &expected, argmax: &expectedPlaces)
            let same = zip(output.values, expected).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
            #expect(same && places == expectedPlaces && output.bitPatterns == again.bitPatterns, "\(set) \(g)")

            let gradients = numbers.floats(outputCount)
            let gradient = GuardedFloats(gradients), inputGradient = GuardedFloats(g.batch * g.inputImageSize)
            var expectedGradient = values
            kernels.maxPoolGradient(g, outputGradient: gradient.pointer, argmax: places, inputGradient: inputGradient.pointer, pool: pool)
            Reference.maxPoolGradient(g, outputGradient: gradients, argmax: expectedPlaces, inputGradient: &expectedGradient)
            #expect(inputGradient.values == expectedGradient, "\(set) \(g)")

            // With a ReLU before the pooling: the gradient of what it set to zero.
            let rectified = GuardedFloats(values.map { $0 < 0 ? 0 : $0 }), masked = GuardedFloats(g.batch * g.inputImageSize)
            kernels.maxPool(g, input: rectified.pointer, output: output.pointer, argmax: &places, pool: pool)
            kernels.maxPoolGradient(
                g, outputGradient: gradient.pointer, argmax: places, output: output.pointer, inputGradient: inputGradient.pointer, pool: pool)
            kernels.maxPoolGradient(g, outputGradient: gradient.pointer, argmax: places, inputGradient: masked.pointer, pool: pool)
            kernels.reluGradient(
                count: masked.count, y: rectified.pointer, outputGradient: masked.pointer, inputGradient: masked.pointer, pool: pool)
            #expect(inputGradient.values == masked.values, "\(set) \(g)")
            #expect([input, output, again, gradient, inputGradient].allSatisfy { $0.isIntact })
        }
    }

    @Test(arguments: InstructionSet.available) func averagePool(set: InstructionSet) {
        let kernels = Kernels(set), pool = ThreadPool(threads: 3)
        for (turn, g) in Self.geometries.enumerated() {
            var numbers = Numbers(seed: UInt64(turn + 1))
            let values = numbers.floats(g.batch * g.inputImageSize), outputCount = g.batch * g.outputImageSize
            let input = GuardedFloats(values), output = GuardedFloats(outputCount)
            var expected = [Float](repeating: 0, count: outputCount)
            kernels.averagePool(g, input: input.pointer, output: output.pointer, pool: pool)
            Reference.averagePool(g, input: values, output: &expected)
            let terms = Float(g.windowHeight * g.windowWidth)
            #expect(violations(output.values, expected, bounds: expected.map { _ in (terms + 2) * unitRoundoff }) == 0, "\(set) \(g)")

            let gradients = numbers.floats(outputCount)
            let gradient = GuardedFloats(gradients), inputGradient = GuardedFloats(g.batch * g.inputImageSize)
            var expectedGradient = values
            kernels.averagePoolGradient(g, outputGradient: gradient.pointer, inputGradient: inputGradient.pointer, pool: pool)
            Reference.averagePoolGradient(g, outputGradient: gradients, inputGradient: &expectedGradient)
            #expect(violations(inputGradient.values, expectedGradient, bounds: values.map { _ in (terms + 4) * unitRoundoff }) == 0, "\(set) \(g)")
            #expect([input, output, gradient, inputGradient].allSatisfy { $0.isIntact })
        }
    }
}
