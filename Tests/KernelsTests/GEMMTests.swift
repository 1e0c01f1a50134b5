import Kernels
import Testing

@Suite struct GEMMTests {
    /// A product with everything that it depends on, and its reference.
    private struct Case {
        var transposeA = false, transposeB = false
        var m: Int, n: Int, k: Int
        var extraA = 0, extraB = 0, extraC = 0
        var alpha: Float = 1, beta: Float = 0
        var bias = false, relu = false
        var packing: GEMMPacking?
        var side = GuardedFloats.Side.end
    }

    private func check(_ set: InstructionSet, _ c: Case, threads: ThreadPool = .serial, seed: UInt64 = 1) -> [UInt32] {
        var numbers = Numbers(seed: seed)
        let lda = (c.transposeA ? c.m : c.k) + c.extraA, ldb = (c.transposeB ? c.k : c.n) + c.extraB, ldc = c.n + c.extraC
        // The last row of a matrix ends with its last column: nothing behind it may be touched.
        func matrix(_ rows: Int, _ columns: Int, _ stride: Int) -> [Float] {
            var values = [Float](repeating: .nan, count: rows == 0 ? 0 : (rows - 1) * stride + columns)
            for i in 0..<rows { for j in 0..<columns { values[i * stride + j] = numbers.float() } }
            return values
        }
        let a = GuardedFloats(c.transposeA ? matrix(c.k, c.m, lda) : matrix(c.m, c.k, lda), side: c.side)
        let b = GuardedFloats(c.transposeB ? matrix(c.n, c.k, ldb) : matrix(c.k, c.n, ldb), side: c.side)
        var old = matrix(c.m, c.n, ldc)
        if c.beta == 0 { old = old.map { _ in .nan } }
        let result = GuardedFloats(old, side: c.side), bias = GuardedFloats(numbers.floats(c.n), side: c.side)
        let kernels = Kernels(set)
        if let packing = c.packing {
            kernels.gemm(
                transposeA: c.transposeA, transposeB: c.transposeB, m: c.m, n: c.n, k: c.k, alpha: c.alpha, a: a.pointer, lda: lda,
                b: b.pointer, ldb: ldb, beta: c.beta, c: result.pointer, ldc: ldc, bias: c.bias ? UnsafePointer(bias.pointer) : nil, relu: c.relu,
                packing: packing, pool: threads)
        } else {
            kernels.gemm(
                transposeA: c.transposeA, transposeB: c.transposeB, m: c.m, n: c.n, k: c.k, alpha: c.alpha, a: a.pointer, lda: lda,
                b: b.pointer, ldb: ldb, beta: c.beta, c: result.pointer, ldc: ldc, bias: c.bias ? UnsafePointer(bias.pointer) : nil, relu: c.relu,
                pool: threads)
        }
        #expect(a.isIntact && b.isIntact && result.isIntact && bias.isIntact, "\(set) \(c)")

        var expected = old
        Reference.gemm(
            transposeA: c.transposeA, transposeB: c.transposeB, m: c.m, n: c.n, k: c.k, alpha: c.alpha, a: a.values, lda: lda,
            b: b.values, ldb: ldb, beta: c.beta, c: &expected, ldc: ldc)
        var magnitude = old.map(abs)
        Reference.gemm(
            transposeA: c.transposeA, transposeB: c.transposeB, m: c.m, n: c.n, k: c.k, alpha: abs(c.alpha), a: a.values.map(abs), lda: lda,
            b: b.values.map(abs), ldb: ldb, beta: abs(c.beta), c: &magnitude, ldc: ldc)
        let biases = bias.values
        for i in 0..<c.m {
            for j in 0..<c.n {
                let index = i * ldc + j
                if c.bias { expected[index] += biases[j]; magnitude[index] += abs(biases[j]) }
                if c.relu { expected[index] = max(expected[index], 0) }
            }
        }
        // Higham 2002, section 3.1: a sum of k products in any order is off by at most about k unit roundoffs of the sum of
        // magnitudes; alpha, beta, bias and the reference's own rounding are a handful more.
        let bounds = magnitude.map { Float(c.k + 6) * unitRoundoff * $0 }
        let values = result.values
        var wrong = 0
        for i in 0..<c.m {
            for j in 0..<c.n {
                let index = i * ldc + j
                if !(abs(values[index] - expected[index]) <= bounds[index]) { wrong += 1 }
            }
            // What lies between the rows of C stays as it was.
            for j in c.n..<ldc where i + 1 < c.m { if values[i * ldc + j].bitPattern != old[i * ldc + j].bitPattern { wrong += 1 } }
        }
        #expect(wrong == 0, "\(set) \(c)")
        return result.bitPatterns
    }

    private static let packings: [GEMMPacking?] = [
        nil, GEMMPacking(left: true, right: true), GEMMPacking(left: false, right: true), GEMMPacking(left: true, right: false),
        GEMMPacking(left: false, right: false),
    ]

    /// Every size around the vectors and the tiles, with every transposition and packing in turn.
    @Test(arguments: InstructionSet.available) func everySmallSize(set: InstructionSet) {
        var turn = 0
        for m in 1...33 {
            for n in 1...33 {
                for k in [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33] where (m + n + k) % 3 == 0 || m == 1 || n == 1 {
                    turn += 1
                    var c = Case(m: m, n: n, k: k)
                    c.transposeA = turn % 2 == 1
                    c.transposeB = turn % 3 == 1
                    c.extraA = turn % 5
                    c.extraB = turn % 7
                    c.extraC = turn % 4
                    c.side = turn % 11 < 5 ? .start : .end
                    _ = check(set, c, seed: UInt64(turn))
                }
            }
        }
    }

    /// Sizes beyond the edges of tiles and blocks, with everything else in all combinations.
    @Test(arguments: InstructionSet.available) func everyOption(set: InstructionSet) {
        var turn = 0
        for (m, n, k) in [(1, 70, 300), (13, 64, 257), (29, 95, 33), (57, 129, 270), (128, 10, 64), (45, 96, 513)] {
            for packing in Self.packings {
                for transposes in 0..<4 {
                    for (alpha, beta) in [(Float(1), Float(0)), (1, 1), (0.5, 0), (-1.5, 0.25), (1, -2)] {
                        turn += 1
                        var c = Case(m: m, n: n, k: k)
                        c.transposeA = transposes & 1 != 0
                        c.transposeB = transposes & 2 != 0
                        (c.alpha, c.beta) = (alpha, beta)
                        c.bias = turn % 2 == 0
                        c.relu = turn % 3 == 0
                        c.extraC = turn % 5
                        c.extraA = turn % 4
                        if let packing {
                            // What a plan without packing cannot do is not asked for.
                            guard packing.right || (!c.transposeB && n % 32 == 0), packing.left || alpha == 1 else { continue }
                            c.packing = packing
                        }
                        _ = check(set, c, seed: UInt64(turn))
                    }
                }
            }
        }
    }

    /// One row times a matrix, which has a loop of its own for long rows.
    @Test(arguments: InstructionSet.available) func oneRow(set: InstructionSet) {
        for n in [31, 32, 63, 64, 65, 127, 128, 255, 256, 257, 300, 512, 777] {
            for k in [1, 2, 100, 784] {
                for beta in [Float(0), 1] {
                    _ = check(set, Case(m: 1, n: n, k: k, extraB: n % 3, beta: beta, bias: k % 2 == 0, relu: n % 2 == 0))
                }
            }
        }
    }

    /// What may begin and end a product, in turn.
    private func options(_ c: Case, turn: Int) -> Case {
        var c = c
        c.beta = turn % 3 == 2 ? 1 : 0
        c.bias = turn % 2 == 0
        c.relu = turn % 5 < 2
        (c.extraA, c.extraB, c.extraC) = (turn % 4, turn % 7 / 3, turn % 5)
        c.side = turn % 2 == 0 ? .end : .start
        return c
    }

    /// Few columns: dot products of whole vectors and of what is left of a row.
    @Test(arguments: InstructionSet.available) func narrow(set: InstructionSet) {
        var turn = 0
        for m in [4, 5, 6, 7, 13, 66] {
            for n in 1...15 {
                for k in [63, 64, 65, 72, 79, 80, 81, 130] {
                    turn += 1
                    _ = check(set, options(Case(transposeB: turn % 2 == 0, m: m, n: n, k: k), turn: turn), seed: UInt64(turn))
                }
            }
        }
    }

    /// Few columns, and A transposed: whole panels of rows, and a last one that repeats some.
    @Test(arguments: InstructionSet.available) func narrowTransposed(set: InstructionSet) {
        var turn = 0
        for m in [31, 32, 33, 47, 63, 64, 65, 100, 300] {
            for n in 1...15 {
                for k in [15, 16, 40] {
                    turn += 1
                    var c = options(Case(transposeA: true, m: m, n: n, k: k), turn: turn)
                    if turn % 4 > 0 { (c.beta, c.bias, c.relu) = (0, false, false) }
                    _ = check(set, c, seed: UInt64(turn))
                }
            }
        }
    }

    /// Few steps: rows of whole vectors pass by a panel of B.
    @Test(arguments: InstructionSet.available) func short(set: InstructionSet) {
        var turn = 0
        for m in [13, 14, 15, 200] {
            for n in [16, 32, 48, 96, 100] {
                for k in 1...13 {
                    turn += 1
                    _ = check(set, options(Case(transposeB: turn % 2 == 0, m: m, n: n, k: k), turn: turn), seed: UInt64(turn))
                }
            }
        }
    }

    /// Results larger than the caches, which go past them, with whole tiles and with parts of some.
    @Test(arguments: InstructionSet.available) func largeResult(set: InstructionSet) {
        for (m, n, k) in [(8_200, 256, 5), (8_200, 256, 17), (7_300, 288, 64)] {
            _ = check(set, Case(transposeB: true, m: m, n: n, k: k, bias: true, relu: true), threads: ThreadPool(threads: 2))
        }
    }

    /// Small results of many steps, which are cut into slices: whole ones, with gaps between rows, and by any number of threads.
    @Test(arguments: InstructionSet.available) func slices(set: InstructionSet) {
        let pools = [1, 2, 3].map { ThreadPool(threads: $0) }
        for (m, n, k) in [(9, 32, 33_000), (64, 64, 16_384), (3, 5, 16_391), (40, 2, 20_000)] {
            for transposes in 0..<4 {
                let c = Case(
                    transposeA: transposes & 1 != 0, transposeB: transposes & 2 != 0, m: m, n: n, k: k, extraA: transposes, extraB: 1, extraC: transposes)
                let results = pools.map { check(set, c, threads: $0) }
                for result in results { #expect(result == results[0], "\(set) \(c)") }
            }
            _ = check(set, Case(m: m, n: n, k: k, beta: 1), threads: pools[1])
            _ = check(set, Case(m: m, n: n, k: k, bias: true, relu: true), threads: pools[1])
        }
    }

    @Test(arguments: InstructionSet.available) func nothingToAdd(set: InstructionSet) {
        for (alpha, beta, k) in [(Float(0), Float(0), 5), (0, 2, 5), (1, 0, 0), (1, 1, 0)] {
            var c = Case(m: 3, n: 5, k: k, alpha: alpha, beta: beta)
            _ = check(set, c)
            (c.bias, c.relu) = (true, true)
            _ = check(set, c)
        }
        _ = check(set, Case(m: 0, n: 5, k: 3))
    }

    @Test(arguments: InstructionSet.available) func sameBitsForAnyNumberOfThreads(set: InstructionSet) {
        let pools = [1, 2, 3, 4].map { ThreadPool(threads: $0) }
        for (m, n, k) in [(257, 130, 300), (128, 512, 784), (128, 96, 3_136), (128, 1_600, 128), (70, 520, 500), (500, 10, 128), (2_100, 10, 128), (64, 700, 64), (900, 96, 9)] {
            for transposes in 0..<4 {
                let c = Case(transposeA: transposes & 1 != 0, transposeB: transposes & 2 != 0, m: m, n: n, k: k, bias: true)
                let results = pools.map { check(set, c, threads: $0) }
                for result in results { #expect(result == results[0], "\(set) \(c)") }
            }
        }
        // Factors that are packed by the tasks that use them.
        for packing in Self.packings {
            for transposeA in [false, true] {
                let c = Case(transposeA: transposeA, m: 150, n: 256, k: 520, beta: 1, relu: true, packing: packing)
                let results = pools.map { check(set, c, threads: $0) }
                for result in results { #expect(result == results[0], "\(set) \(c)") }
            }
        }
    }
}
