import Kernels
import Testing

/// Products without the zeros of the left factor: beside the products with them, which have tests of their own.
@Suite struct SparseProductTests {
    /// A matrix of which `share` is not 0, at random places; one row (of several) and one column hold only zeros of both signs.
    private func matrix(_ rows: Int, _ columns: Int, ld: Int, share: Double, _ numbers: inout Numbers) -> GuardedFloats {
        var values = [Float](repeating: .nan, count: (rows - 1) * ld + columns)
        for i in 0..<rows {
            for j in 0..<columns {
                let isEmpty = (i == rows / 2 && rows > 1) || j == columns / 3 || Double(numbers.integer(0...999)) >= share * 1_000
                values[i * ld + j] = isEmpty ? (j % 2 == 0 ? 0 : -0.0) : numbers.float()
            }
        }
        return GuardedFloats(values)
    }

    /// Sizes with one and several segments of the steps, one and many rows, parts of a vector, and more columns than a slab has.
    private static let sizes = [(1, 64, 64), (2, 100, 96), (9, 784, 128), (37, 401, 160), (128, 784, 512), (300, 130, 64)]

    @Test("Without the zeros a product has the same bits", arguments: InstructionSet.available)
    func values(_ set: InstructionSet) {
        let kernels = Kernels(set), several = ThreadPool(threads: 3)
        var numbers = Numbers(seed: 5)
        for (m, k, n) in Self.sizes {
            for (share, extra) in [(0.2, 0), (0.02, 3), (0.9, 1)] {
                let a = matrix(m, k, ld: k + extra, share: share, &numbers)
                let b = GuardedFloats(numbers.floats(k * n)), bias = GuardedFloats(numbers.floats(n))
                for (bias, relu) in [(nil, false), (UnsafePointer(bias.pointer), true)] {
                    let expected = GuardedFloats(m * n), result = GuardedFloats(m * n), threaded = GuardedFloats(m * n)
                    kernels.gemm(
                        transposeA: false, transposeB: false, m: m, n: n, k: k, alpha: 1, a: a.pointer, lda: k + extra, b: b.pointer, ldb: n, beta: 0,
                        c: expected.pointer, ldc: n, bias: bias, relu: relu, pool: .serial)
                    for (target, pool) in [(result, ThreadPool.serial), (threaded, several)] {
                        let pattern = SparsePattern(capacity: m + extra, columns: k)
                        kernels.multiply(
                            rows: m, columns: n, leavingOutZerosBy: pattern, a: a.pointer, lda: k + extra, b: b.pointer, ldb: n, bias: bias, relu: relu,
                            c: target.pointer, ldc: n, pool: pool)
                        #expect(pattern.isSparse == (share < 0.5))
                    }
                    #expect(result.values == expected.values, "\(set) \(m) x \(n) x \(k)")
                    #expect(threaded.bitPatterns == result.bitPatterns)
                    #expect([a, b, result, threaded].allSatisfy { $0.isIntact })
                }
            }
        }
    }

    @Test("So has the product of its transpose", arguments: InstructionSet.available)
    func transposes(_ set: InstructionSet) {
        let kernels = Kernels(set), several = ThreadPool(threads: 3)
        var numbers = Numbers(seed: 6)
        for (m, k, n) in Self.sizes {
            for (share, extra) in [(0.2, 0), (0.02, 3), (0.9, 1)] {
                let a = matrix(m, k, ld: k + extra, share: share, &numbers)
                let gradient = GuardedFloats(numbers.floats(m * n)), b = GuardedFloats(numbers.floats(k * n)), output = GuardedFloats(m * n)
                let expected = GuardedFloats(k * n), result = GuardedFloats(k * n), threaded = GuardedFloats(k * n)
                kernels.gemm(
                    transposeA: true, transposeB: false, m: k, n: n, k: m, alpha: 1, a: a.pointer, lda: k + extra, b: gradient.pointer, ldb: n,
                    beta: 0, c: expected.pointer, ldc: n, pool: .serial)
                for (target, pool) in [(result, ThreadPool.serial), (threaded, several)] {
                    let pattern = SparsePattern(capacity: m + extra, columns: k)
                    kernels.multiply(
                        rows: m, columns: n, leavingOutZerosBy: pattern, a: a.pointer, lda: k + extra, b: b.pointer, ldb: n, c: output.pointer, ldc: n,
                        pool: pool)
                    kernels.multiplyTransposed(
                        columns: n, leavingOutZerosBy: pattern, a: a.pointer, lda: k + extra, b: gradient.pointer, ldb: n, c: target.pointer, ldc: n,
                        pool: pool)
                }
                #expect(result.values == expected.values, "\(set) \(k) x \(n) x \(m)")
                #expect(threaded.bitPatterns == result.bitPatterns)
                #expect([a, gradient, result, threaded].allSatisfy { $0.isIntact })
            }
        }
    }

    @Test("So has a product with a packed factor", arguments: InstructionSet.available)
    func packed(_ set: InstructionSet) {
        let kernels = Kernels(set)
        var numbers = Numbers(seed: 7)
        for (m, k, n) in Self.sizes {
            for share in [0.2, 0.9] {
                let a = matrix(m, k, ld: k, share: share, &numbers), b = GuardedFloats(numbers.floats(k * n)), bias = GuardedFloats(numbers.floats(n))
                let factor = PackedMatrix(b.pointer, rows: k, columns: n, ldb: n, for: kernels), pattern = SparsePattern(capacity: m, columns: k)
                let expected = GuardedFloats(m * n), result = GuardedFloats(m * n)
                kernels.multiply(
                    rows: m, a.pointer, lda: k, by: factor, bias: bias.pointer, relu: true, c: expected.pointer, ldc: n, pool: .serial)
                kernels.multiply(
                    rows: m, leavingOutZerosBy: pattern, a: a.pointer, lda: k, by: factor, bias: bias.pointer, relu: true, c: result.pointer, ldc: n,
                    pool: .serial)
                #expect(pattern.isSparse == (share < 0.5))
                #expect(result.values == expected.values, "\(set) \(m) x \(n) x \(k)")
                #expect([a, result].allSatisfy { $0.isIntact })
            }
        }
    }
}
