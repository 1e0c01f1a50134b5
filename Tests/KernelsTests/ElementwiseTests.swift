import Kernels
import Testing

/// Lengths around the vectors, and one of many tasks.
private let lengths = Array(0...70) + [127, 128, 129, 1_000, 70_001, 140_003]

@Suite struct ElementwiseTests {
    /// Numbers that try every branch: both signs, zeros, large, small and infinite ones, and NaN.
    private func numbers(_ count: Int, seed: UInt64 = 3, special: Bool = false) -> [Float] {
        var source = Numbers(seed: seed)
        var values = source.floats(count).map { $0 * 4 }
        if special {
            for (i, value) in [Float.nan, .infinity, -.infinity, 0, -0.0, -.nan, .leastNonzeroMagnitude, -1e30, 3e38].enumerated() where i * 3 < count {
                values[i * 3] = value
            }
        }
        return values
    }

    /// Whether values equal the reference's to `bound`, with NaN where it has NaN and infinity where it has infinity.
    private func agree(_ values: [Float], _ expected: [Float], _ bound: (Int) -> Float) -> Bool {
        (0..<values.count).allSatisfy { i in
            if expected[i].isNaN { return values[i].isNaN }
            return values[i] == expected[i] || abs(values[i] - expected[i]) <= bound(i)
        }
    }

    @Test(arguments: InstructionSet.available) func activations(set: InstructionSet) {
        let kernels = Kernels(set), pool = ThreadPool(threads: 3)
        for count in lengths {
            for side in GuardedFloats.Side.allCases {
                let values = numbers(count, special: true), gradients = numbers(count, seed: 5)
                let x = GuardedFloats(values, side: side), gradient = GuardedFloats(gradients, side: side)
                let result = GuardedFloats(count, side: side)
                var expected = [Float](repeating: 0, count: count)

                kernels.relu(count: count, x: x.pointer, y: result.pointer, pool: pool)
                Reference.relu(count: count, x: values, y: &expected)
                #expect(agree(result.values, expected) { _ in 0 }, "relu \(count)")
                kernels.reluGradient(count: count, y: x.pointer, outputGradient: gradient.pointer, inputGradient: result.pointer, pool: pool)
                Reference.reluGradient(count: count, y: values, outputGradient: gradients, inputGradient: &expected)
                #expect(agree(result.values, expected) { _ in 0 }, "reluGradient \(count)")
                kernels.leakyReLU(count: count, slope: 0.01, x: x.pointer, y: result.pointer, pool: pool)
                Reference.leakyReLU(count: count, slope: 0.01, x: values, y: &expected)
                #expect(agree(result.values, expected) { _ in 0 }, "leakyReLU \(count)")
                kernels.leakyReLUGradient(
                    count: count, slope: 0.01, x: x.pointer, outputGradient: gradient.pointer, inputGradient: result.pointer, pool: pool)
                Reference.leakyReLUGradient(count: count, slope: 0.01, x: values, outputGradient: gradients, inputGradient: &expected)
                #expect(agree(result.values, expected) { _ in 0 }, "leakyReLUGradient \(count)")
                #expect(x.isIntact && gradient.isIntact && result.isIntact)
            }
        }
    }

    @Test(arguments: InstructionSet.available) func gelu(set: InstructionSet) {
        let kernels = Kernels(set)
        for count in [1, 17, 33, 4_001] {
            let values = (0..<count).map { Float($0 - count / 2) * 24 / Float(count) }, gradients = numbers(count)
            let x = GuardedFloats(values), gradient = GuardedFloats(gradients), result = GuardedFloats(count)
            var expected = [Float](repeating: 0, count: count)
            kernels.gelu(count: count, x: x.pointer, y: result.pointer, pool: .serial)
            Reference.gelu(count: count, x: values, y: &expected)
            // 2e-7 of |x| from the approximation of Phi, and the rounding of the product.
            #expect(agree(result.values, expected) { 3e-7 * abs(values[$0]) }, "\(count)")
            kernels.geluGradient(count: count, x: x.pointer, outputGradient: gradient.pointer, inputGradient: result.pointer, pool: .serial)
            Reference.geluGradient(count: count, x: values, outputGradient: gradients, inputGradient: &expected)
            #expect(agree(result.values, expected) { 6e-7 * abs(gradients[$0]) }, "\(count)")
            #expect(x.isIntact && gradient.isIntact && result.isIntact)
        }
    }

    @Test(arguments: InstructionSet.available) func arithmetic(set: InstructionSet) {
        let kernels = Kernels(set)
        for count in lengths {
            let values = numbers(count), others = numbers(count, seed: 9)
            let x = GuardedFloats(values), y = GuardedFloats(others)
            var expected = others
            kernels.add(count: count, x: x.pointer, y: y.pointer, pool: .shared)
            Reference.add(count: count, x: values, y: &expected)
            #expect(y.values == expected)
            kernels.scale(count: count, factor: 0.3, x: y.pointer, pool: .shared)
            Reference.scale(count: count, factor: 0.3, x: &expected)
            #expect(y.values == expected)
            let before = expected
            kernels.lerp(count: count, from: x.pointer, factor: 0.001, into: y.pointer, pool: .shared)
            Reference.lerp(count: count, from: values, factor: 0.001, into: &expected)
            #expect(agree(y.values, expected) { 3 * unitRoundoff * (abs(before[$0]) + abs(values[$0])) })
            #expect(x.isIntact && y.isIntact)

            let sum = kernels.sumOfSquares(count: count, x: x.pointer, pool: .shared), exact = Reference.sumOfSquares(count: count, x: values)
            // The sum runs in at least 16 parts of at most 16,384 floats.
            #expect(abs(sum - exact) <= Float(min(count, 16_384)) * unitRoundoff * exact)
        }
    }

    @Test(arguments: InstructionSet.available) func softmaxAndCrossEntropy(set: InstructionSet) {
        let kernels = Kernels(set), pool = ThreadPool(threads: 4)
        for (rows, columns) in [(1, 1), (1, 10), (7, 10), (128, 10), (1_000, 10), (3, 16), (5, 17), (9, 100), (300, 33)] {
            let values = numbers(rows * columns).map { $0 * 5 }, labels = (0..<rows).map { UInt8($0 * 7 % columns) }
            let x = GuardedFloats(values), y = GuardedFloats(rows * columns)
            var expected = [Float](repeating: 0, count: rows * columns)
            kernels.softmax(rows: rows, columns: columns, x: x.pointer, y: y.pointer, pool: pool)
            Reference.softmax(rows: rows, columns: columns, x: values, y: &expected)
            // The argument of exp is off by a rounding of up to 40, exp itself by 2 units, and the sum of the row by its length.
            let relative = (Float(columns) + 48) * unitRoundoff
            #expect(agree(y.values, expected) { relative * expected[$0] + 1e-37 }, "\(rows) x \(columns)")
            for smoothing in [Float(0), 0.1] {
                let loss = GuardedFloats(rows)
                var expectedLoss = [Float](repeating: 0, count: rows)
                Reference.softmaxCrossEntropy(
                    rows: rows, columns: columns, logits: values, labels: labels, smoothing: smoothing, lossPerRow: &expectedLoss, gradient: &expected)
                for wanted in [y.pointer, nil] {
                    kernels.softmaxCrossEntropy(
                        rows: rows, columns: columns, logits: x.pointer, labels: labels, smoothing: smoothing, lossPerRow: loss.pointer,
                        gradient: wanted, pool: pool)
                    #expect(agree(loss.values, expectedLoss) { _ in (40 * 4 + Float(columns)) * unitRoundoff }, "\(rows) x \(columns)")
                }
                #expect(agree(y.values, expected) { _ in 2 * relative / Float(rows) }, "\(rows) x \(columns)")
                #expect(loss.isIntact)
            }
            #expect(x.isIntact && y.isIntact)
        }
    }

    @Test(arguments: InstructionSet.available) func largeLogitsOverflowNowhere(set: InstructionSet) {
        let x: [Float] = [1e30, -1e30, 0, 88, 1e38], y = GuardedFloats(5), loss = GuardedFloats(1)
        Kernels(set).softmax(rows: 1, columns: 5, x: x, y: y.pointer, pool: .serial)
        #expect(y.values == [0, 0, 0, 0, 1])
        Kernels(set).softmaxCrossEntropy(
            rows: 1, columns: 5, logits: [100, 0, 0, 0, 0], labels: [0], smoothing: 0, lossPerRow: loss.pointer, gradient: nil, pool: .serial)
        #expect(abs(loss.values[0]) < 1e-6)
        let spoiled: [Float] = [1, .nan, 0, 2, 3]
        Kernels(set).softmax(rows: 1, columns: 5, x: spoiled, y: y.pointer, pool: .serial)
        #expect(y.values.allSatisfy { $0.isNaN })
    }

    @Test(arguments: InstructionSet.available) func optimizers(set: InstructionSet) {
        // Of several threads, so that aligned weights of the longer ones are streamed.
        let kernels = Kernels(set), pool = ThreadPool(threads: 3)
        for count in [1, 5, 16, 31, 1_000, 70_000, 70_001] {
            for variant in 0..<8 {
                let gradients = numbers(count)
                let weights = GuardedFloats(numbers(count, seed: 11)), gradient = GuardedFloats(gradients)
                let first = GuardedFloats(numbers(count, seed: 12)), second = GuardedFloats(numbers(count, seed: 13).map { $0 * $0 })
                var w = weights.values, m = first.values, v = second.values
                let momentum: Float = variant & 1 == 0 ? 0 : 0.9, decay: Float = variant & 2 == 0 ? 0 : 0.01, flag = variant & 4 != 0
                kernels.sgdStep(
                    count: count, weights: weights.pointer, gradient: gradient.pointer, momentum: momentum == 0 ? nil : first.pointer,
                    learningRate: 0.1, momentum: momentum, nesterov: flag, weightDecay: decay, pool: pool)
                Reference.sgdStep(
                    count: count, weights: &w, gradient: gradients, momentum: &m, learningRate: 0.1, momentum: momentum,
                    nesterov: flag, weightDecay: decay)
                // Weights, gradients and velocities are below 4, and a step is six operations.
                #expect(agree(weights.values, w) { _ in 8 * 6 * unitRoundoff })
                #expect(agree(first.values, m) { _ in 8 * 6 * unitRoundoff })
                (w, m) = (weights.values, first.values)
                let step = variant + 1
                kernels.adamStep(
                    count: count, weights: weights.pointer, gradient: gradient.pointer, firstMoment: first.pointer, secondMoment: second.pointer,
                    learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, step: step, weightDecay: decay, decoupled: flag, pool: pool)
                Reference.adamStep(
                    count: count, weights: &w, gradient: gradients, firstMoment: &m, secondMoment: &v, learningRate: 0.001, beta1: 0.9,
                    beta2: 0.999, epsilon: 1e-8, step: step, weightDecay: decay, decoupled: flag)
                #expect(agree(first.values, m) { _ in 8 * 4 * unitRoundoff })
                #expect(agree(second.values, v) { 8 * unitRoundoff * v[$0] })
                // The moved weight rounds once; the step itself is off by a dozen roundings of its own size.
                let correction = (1 - pow(0.9, Float(step))) / (1 - pow(0.999, Float(step))).squareRoot()
                #expect(agree(weights.values, w) { i in
                    let size = 0.001 / correction / (v[i].squareRoot() + 1e-8)
                    return 2 * unitRoundoff * 5 + size * (16 * abs(m[i]) + 32) * unitRoundoff
                })
                #expect(weights.isIntact && gradient.isIntact && first.isIntact && second.isIntact)
            }
        }
    }

    private func pow(_ base: Float, _ exponent: Int) -> Float { (0..<exponent).reduce(1) { product, _ in product * base } }
    private func pow(_ base: Float, _ exponent: Float) -> Float { pow(base, Int(exponent)) }

    @Test func adamDoesNotMoveWhatHasNoGradient() {
        for set in InstructionSet.available {
            let weights = GuardedFloats([1, 2, 3, 4, 5]), zero = [Float](repeating: 0, count: 5)
            let first = GuardedFloats(zero), second = GuardedFloats(zero)
            Kernels(set).adamStep(
                count: 5, weights: weights.pointer, gradient: zero, firstMoment: first.pointer, secondMoment: second.pointer,
                learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, step: 1, weightDecay: 0, decoupled: false, pool: .serial)
            #expect(weights.values == [1, 2, 3, 4, 5])
        }
    }
}
