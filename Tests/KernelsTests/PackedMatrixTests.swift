import Kernels
import Testing

@Suite struct PackedMatrixTests {
    @Test("A product with a packed factor is the product, for any number of rows", arguments: InstructionSet.available)
    func values(_ set: InstructionSet) {
        let kernels = Kernels(set)
        var numbers = Numbers(seed: 3)
        for (m, k, n) in [(1, 784, 512), (1, 512, 10), (13, 97, 33), (29, 300, 64), (64, 160, 10), (200, 130, 128), (3, 1, 1), (0, 5, 5)] {
            let a = GuardedFloats(numbers.floats(m * k)), b = GuardedFloats(numbers.floats(k * n)), bias = GuardedFloats(numbers.floats(n))
            let packed = PackedMatrix(b.pointer, rows: k, columns: n, ldb: n, for: kernels)
            var expected = [Float](repeating: 0, count: m * n), magnitude = expected
            Reference.gemm(
                transposeA: false, transposeB: false, m: m, n: n, k: k, alpha: 1, a: a.values, lda: k, b: b.values, ldb: n, beta: 0, c: &expected, ldc: n)
            Reference.gemm(
                transposeA: false, transposeB: false, m: m, n: n, k: k, alpha: 1, a: a.values.map(abs), lda: k, b: b.values.map(abs), ldb: n, beta: 0,
                c: &magnitude, ldc: n)
            for i in 0..<m * n {
                expected[i] += bias.values[i % n]
                magnitude[i] += abs(bias.values[i % n])
            }
            let bounds = magnitude.map { Float(2 * (k + 2)) * unitRoundoff * $0 }
            for relu in [false, true] {
                let c = GuardedFloats(m * n)
                kernels.multiply(rows: m, a.pointer, lda: k, by: packed, bias: bias.pointer, relu: relu, c: c.pointer, ldc: n, pool: .serial)
                #expect(violations(c.values, relu ? expected.map { max($0, 0) } : expected, bounds: bounds) == 0, "\(set) \(m) x \(n) x \(k)")
                let threaded = GuardedFloats(m * n)
                kernels.multiply(
                    rows: m, a.pointer, lda: k, by: packed, bias: bias.pointer, relu: relu, c: threaded.pointer, ldc: n, pool: ThreadPool(threads: 3))
                #expect(threaded.bitPatterns == c.bitPatterns)
                // A row alone gives the same bits as among others.
                for i in 0..<min(m, 30) {
                    let row = GuardedFloats(n)
                    kernels.multiply(
                        rows: 1, a.pointer + i * k, lda: k, by: packed, bias: bias.pointer, relu: relu, c: row.pointer, ldc: n, pool: .serial)
                    #expect(row.bitPatterns == Array(c.bitPatterns[i * n..<(i + 1) * n]), "row \(i)")
                }
                #expect([a, b, bias, c, threaded].allSatisfy { $0.isIntact })
            }
        }
    }
}
