import Kernels
import Testing

@Suite struct ChannelsTests {
    private static let shapes = [(1, 1), (2, 3), (5, 16), (7, 17), (100, 32), (63, 33), (1_000, 10), (2_500, 64), (30_000, 5)]

    @Test(arguments: InstructionSet.available) func statistics(set: InstructionSet) {
        let kernels = Kernels(set), pools = [1, 2, 3, 4].map { ThreadPool(threads: $0) }
        for (rows, channels) in Self.shapes {
            var numbers = Numbers(seed: 2)
            // Means far from zero: a variance from the sum of squares would lose all its digits.
            let values = (0..<rows * channels).map { numbers.float() + Float($0 % channels) * 100 }
            let x = GuardedFloats(values), mean = GuardedFloats(channels), variance = GuardedFloats(channels)
            var expectedMean = [Float](repeating: 0, count: channels), expectedVariance = expectedMean
            Reference.channelMeanAndVariance(rows: rows, channels: channels, x: values, mean: &expectedMean, variance: &expectedVariance)
            var bits: [[UInt32]] = []
            for pool in pools {
                kernels.channelMeanAndVariance(
                    rows: rows, channels: channels, x: x.pointer, mean: mean.pointer, variance: variance.pointer, pool: pool)
                bits.append(mean.bitPatterns + variance.bitPatterns)
            }
            #expect(bits.allSatisfy { $0 == bits[0] })
            #expect(x.isIntact && mean.isIntact && variance.isIntact)
            let chunk = Float(min(rows, 8_192))
            #expect(violations(mean.values, expectedMean, bounds: expectedMean.map { (chunk + 2) * unitRoundoff * (abs($0) + 1) }) == 0)
            // (x - mean)^2 with a mean that is off by d: relative to the spread, about 2 d, and d^2.
            let bounds = (0..<channels).map { c -> Float in
                let off = (chunk / 2 + 2) * unitRoundoff * (abs(expectedMean[c]) + 1)
                return (chunk + 8) * unitRoundoff * expectedVariance[c] + off * off + 4 * unitRoundoff * abs(expectedMean[c])
            }
            #expect(violations(variance.values, expectedVariance, bounds: bounds) == 0, "\(set) \(rows) x \(channels)")
        }
    }

    /// Statistics from moments that were taken image by image.
    @Test(arguments: InstructionSet.available) func statisticsByImage(set: InstructionSet) {
        let kernels = Kernels(set), pools = [1, 2, 4].map { ThreadPool(threads: $0) }
        for (images, rows, channels) in [(1, 1, 1), (3, 5, 7), (18, 49, 64), (20, 300, 33), (2, 900, 10)] {
            var numbers = Numbers(seed: 12)
            let size = rows * channels, all = images * rows, count = Kernels.momentCount(rows: rows, channels: channels)
            let values = (0..<images * size).map { numbers.float() + Float($0 % channels) * 100 }
            let x = GuardedFloats(values)
            var expectedMean = [Float](repeating: 0, count: channels), expectedVariance = expectedMean
            Reference.channelMeanAndVariance(rows: all, channels: channels, x: values, mean: &expectedMean, variance: &expectedVariance)
            let results = pools.map { pool in
                let moments = GuardedFloats(images * count), mean = GuardedFloats(channels), variance = GuardedFloats(channels)
                // In pieces and in no order, as tasks end.
                let middle = images / 2
                kernels.channelMoments(images: middle..<images, rows: rows, channels: channels, x: x.pointer, moments: moments.pointer)
                kernels.channelMoments(images: 0..<middle, rows: rows, channels: channels, x: x.pointer, moments: moments.pointer)
                kernels.channelMeanAndVariance(
                    images: images, rows: rows, channels: channels, moments: moments.pointer, mean: mean.pointer, variance: variance.pointer,
                    pool: pool)
                let part = Float(min(rows, 8_192))
                #expect(violations(mean.values, expectedMean, bounds: expectedMean.map { (part + 2) * unitRoundoff * (abs($0) + 1) }) == 0)
                let bounds = (0..<channels).map { c -> Float in
                    let off = (part / 2 + 2) * unitRoundoff * (abs(expectedMean[c]) + 1)
                    return (part + 8) * unitRoundoff * expectedVariance[c] + off * off + 4 * unitRoundoff * abs(expectedMean[c])
                }
                #expect(violations(variance.values, expectedVariance, bounds: bounds) == 0, "\(set) \(images) x \(rows) x \(channels)")
                #expect(moments.isIntact && mean.isIntact && variance.isIntact)
                return mean.bitPatterns + variance.bitPatterns
            }
            #expect(results.allSatisfy { $0 == results[0] } && x.isIntact)
        }
    }

    @Test(arguments: InstructionSet.available) func scaleShiftAndSums(set: InstructionSet) {
        let kernels = Kernels(set)
        for (rows, channels) in Self.shapes {
            var numbers = Numbers(seed: 4)
            let values = numbers.floats(rows * channels), scales = numbers.floats(channels), shifts = numbers.floats(channels)
            let scale = GuardedFloats(scales), shift = GuardedFloats(shifts)
            for relu in [false, true] {
                let x = GuardedFloats(values), y = GuardedFloats(rows * channels)
                var expected = values
                Reference.channelScaleShift(rows: rows, channels: channels, x: values, scale: scales, shift: shifts, relu: relu, y: &expected)
                let bounds = [Float](repeating: 4 * unitRoundoff, count: rows * channels)
                kernels.channelScaleShift(
                    rows: rows, channels: channels, x: x.pointer, scale: scale.pointer, shift: shift.pointer, relu: relu, y: y.pointer, pool: .shared)
                #expect(violations(y.values, expected, bounds: bounds) == 0)
                kernels.channelScaleShift(
                    rows: rows, channels: channels, x: x.pointer, scale: scale.pointer, shift: shift.pointer, relu: relu, y: x.pointer, pool: .shared)
                #expect(violations(x.values, expected, bounds: bounds) == 0, "in place")
                #expect(x.isIntact && y.isIntact && scale.isIntact && shift.isIntact)
            }
            let x = GuardedFloats(values), sums = GuardedFloats(channels)
            var expected = [Float](repeating: 0, count: channels)
            kernels.columnSums(rows: rows, columns: channels, x: x.pointer, sums: sums.pointer, pool: .shared)
            Reference.columnSums(rows: rows, columns: channels, x: values, sums: &expected)
            #expect(violations(sums.values, expected, bounds: expected.map { _ in Float(rows) * Float(rows) * unitRoundoff }) == 0)
            #expect(sums.isIntact)
        }
    }

    @Test(arguments: InstructionSet.available) func batchNormGradient(set: InstructionSet) {
        let kernels = Kernels(set), pools = [1, 2, 3, 4].map { ThreadPool(threads: $0) }
        for (rows, channels) in Self.shapes {
            var numbers = Numbers(seed: 6)
            let values = numbers.floats(rows * channels), gradients = numbers.floats(rows * channels)
            let means = numbers.floats(channels), scales = numbers.floats(channels), deviations = numbers.floats(channels).map { 1 + abs($0) }
            let x = GuardedFloats(values), mean = GuardedFloats(means), deviation = GuardedFloats(deviations), scale = GuardedFloats(scales)
            let scaleGradient = GuardedFloats(channels), shiftGradient = GuardedFloats(channels)
            var expected = values, expectedScale = [Float](repeating: 0, count: channels), expectedShift = expectedScale
            Reference.batchNormGradient(
                rows: rows, channels: channels, x: values, outputGradient: gradients, mean: means, inverseDeviation: deviations, scale: scales,
                inputGradient: &expected, scaleGradient: &expectedScale, shiftGradient: &expectedShift)
            var bits: [[UInt32]] = []
            for pool in pools {
                // The gradient of the input replaces that of the output.
                let gradient = GuardedFloats(gradients), coefficients = GuardedFloats(3 * channels)
                let norm = BatchNormGradient(
                    mean: mean.pointer, inverseDeviation: deviation.pointer, scale: scale.pointer, coefficients: coefficients.pointer)
                kernels.batchNormGradient(
                    norm, rows: rows, channels: channels, x: x.pointer, outputGradient: gradient.pointer,
                    scaleGradient: scaleGradient.pointer, shiftGradient: shiftGradient.pointer, pool: pool)
                #expect(gradient.values == gradients && coefficients.isIntact)
                kernels.batchNormInputGradient(
                    norm, rows: rows, channels: channels, x: x.pointer, outputGradient: gradient.pointer, inputGradient: gradient.pointer, pool: pool)
                bits.append(gradient.bitPatterns + scaleGradient.bitPatterns + shiftGradient.bitPatterns)
                // Gradients, distances and deviations are below 1, 2 and 2, so that no sum exceeds 4 rows; the chunks have 8,192 floats.
                let terms = Float(min(rows, 8_192 / channels)) + 4
                let sumBound = [Float](repeating: 4 * Float(rows) * terms * unitRoundoff, count: channels)
                #expect(violations(scaleGradient.values, expectedScale, bounds: sumBound) == 0)
                #expect(violations(shiftGradient.values, expectedShift, bounds: sumBound) == 0)
                let bound = [Float](repeating: (2 * (4 + 4 * 4) * terms + 64) * unitRoundoff, count: rows * channels)
                #expect(violations(gradient.values, expected, bounds: bound) == 0)
                #expect(gradient.isIntact)
            }
            #expect(bits.allSatisfy { $0 == bits[0] })
            #expect([x, mean, deviation, scale, scaleGradient, shiftGradient].allSatisfy { $0.isIntact })
        }
    }

    /// A ReLU behind the norm, in the same pass, gives the bits of one on its own.
    @Test(arguments: InstructionSet.available) func batchNormGradientBehindReLU(set: InstructionSet) {
        let kernels = Kernels(set)
        for (rows, channels) in Self.shapes {
            var numbers = Numbers(seed: 16)
            let count = rows * channels
            let x = GuardedFloats(numbers.floats(count)), gradient = GuardedFloats(numbers.floats(count)), y = GuardedFloats(count)
            let mean = GuardedFloats(numbers.floats(channels)), deviation = GuardedFloats(numbers.floats(channels).map { 1 + abs($0) })
            let scale = GuardedFloats(numbers.floats(channels)), shift = GuardedFloats(numbers.floats(channels))
            let masked = GuardedFloats(count), results = (0..<2).map { _ in GuardedFloats(count + 2 * channels) }
            kernels.channelScaleShift(
                rows: rows, channels: channels, x: x.pointer, scale: scale.pointer, shift: shift.pointer, relu: true, y: y.pointer, pool: .serial)
            kernels.reluGradient(count: count, y: y.pointer, outputGradient: gradient.pointer, inputGradient: masked.pointer, pool: .serial)
            for (result, fused) in zip(results, [false, true]) {
                let coefficients = GuardedFloats(3 * channels), outputGradient = UnsafePointer(fused ? gradient.pointer : masked.pointer)
                let norm = BatchNormGradient(
                    mean: mean.pointer, inverseDeviation: deviation.pointer, scale: scale.pointer,
                    reluScale: fused ? UnsafePointer(scale.pointer) : nil, reluShift: fused ? UnsafePointer(shift.pointer) : nil,
                    coefficients: coefficients.pointer)
                kernels.batchNormGradient(
                    norm, rows: rows, channels: channels, x: x.pointer, outputGradient: outputGradient,
                    scaleGradient: result.pointer + count, shiftGradient: result.pointer + count + channels, pool: .shared)
                kernels.batchNormInputGradient(
                    norm, rows: rows, channels: channels, x: x.pointer, outputGradient: outputGradient, inputGradient: result.pointer, pool: .shared)
            }
            #expect(results[0].values == results[1].values, "\(set) \(rows) x \(channels)")
            #expect([x, gradient, mean, deviation, scale, shift].allSatisfy { $0.isIntact } && results.allSatisfy { $0.isIntact })
        }
    }

    /// A gradient that comes image by image gives the sums of one that stands in memory, in another order, and the same bits for any number
    /// of threads.
    @Test(arguments: InstructionSet.available) func batchNormGradientByImage(set: InstructionSet) {
        let kernels = Kernels(set), pools = [1, 2, 4].map { ThreadPool(threads: $0) }
        for (images, rows, channels) in [(1, 1, 1), (3, 5, 7), (18, 49, 64), (20, 300, 33), (2, 900, 10)] {
            var numbers = Numbers(seed: 26)
            let size = rows * channels
            let x = GuardedFloats(numbers.floats(images * size)), gradient = GuardedFloats(numbers.floats(images * size))
            let mean = GuardedFloats(numbers.floats(channels)), deviation = GuardedFloats(numbers.floats(channels).map { 1 + abs($0) })
            let scale = GuardedFloats(numbers.floats(channels)), shift = GuardedFloats(numbers.floats(channels))
            func norm(_ coefficients: GuardedFloats) -> BatchNormGradient {
                BatchNormGradient(
                    mean: mean.pointer, inverseDeviation: deviation.pointer, scale: scale.pointer, reluScale: UnsafePointer(scale.pointer),
                    reluShift: UnsafePointer(shift.pointer), coefficients: coefficients.pointer)
            }
            let coefficients = GuardedFloats(3 * channels), expected = GuardedFloats(2 * channels)
            kernels.batchNormGradient(
                norm(coefficients), rows: images * rows, channels: channels, x: x.pointer, outputGradient: gradient.pointer,
                scaleGradient: expected.pointer, shiftGradient: expected.pointer + channels, pool: .serial)
            let results = pools.map { pool in
                let again = GuardedFloats(3 * channels), result = GuardedFloats(2 * channels)
                kernels.batchNormGradient(
                    norm(again), images: images, rows: rows, channels: channels, x: x.pointer, scaleGradient: result.pointer,
                    shiftGradient: result.pointer + channels, pool: pool
                ) { image, target in target.update(from: gradient.pointer + image * size, count: size) }
                // Gradients, distances and deviations are below 1, 2 and 2; a part of a sum has at most as many terms as 8,192 floats have rows.
                let terms = Float(min(images * rows, 8_192 / channels)) + 4
                let bounds = [Float](repeating: 8 * Float(images * rows) * terms * unitRoundoff, count: 2 * channels)
                #expect(violations(result.values, expected.values, bounds: bounds) == 0, "\(set) \(images) x \(rows) x \(channels)")
                #expect(again.isIntact && result.isIntact)
                return again.bitPatterns + result.bitPatterns
            }
            #expect(results.allSatisfy { $0 == results[0] })
            #expect([x, gradient, mean, deviation, scale, shift].allSatisfy { $0.isIntact })
        }
    }
}
