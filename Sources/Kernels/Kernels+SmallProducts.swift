import KernelArguments

/// A matrix product of a shape that may have a way of its own: C (+)= op(A) * op(B) + bias, then ReLU.
struct SmallProduct {
    var transposeA: Bool, transposeB: Bool
    var m: Int, n: Int, k: Int
    var a: UnsafePointer<Float>, lda: Int
    var b: UnsafePointer<Float>, ldb: Int
    var accumulate: Bool
    var c: UnsafeMutablePointer<Float>, ldc: Int
    var bias: UnsafePointer<Float>?
    var relu: Bool
}

extension Kernels {
    /// Computes a product with one side too small for the tiles of the general way, or too small for choices; false where it is none.
    func multiply(_ p: SmallProduct, pool: ThreadPool) -> Bool {
        if p.m == 1, !p.transposeA || p.lda == 1, !p.transposeB, p.n >= table.panelWidth {
            multiplyRow(p, pool: pool)
        } else if p.k >= 4 * Self.stepsInSlice, p.m * p.n <= 4_096, !p.accumulate, !p.relu, p.bias == nil {
            multiplyInSlices(p, pool: pool)
        } else if !p.transposeA, p.k <= table.shortSteps, p.n % table.vectorWidth == 0, p.m >= table.tileRows {
            multiplyShort(p, pool: pool)
        } else if !p.transposeA, p.n <= table.narrowColumns, p.k >= 4 * table.vectorWidth, p.m >= 4 {
            multiplyNarrow(p, pool: pool)
        } else if p.transposeA, !p.transposeB, p.n <= table.narrowColumns, p.m >= table.panelWidth, p.k >= table.vectorWidth,
            !p.accumulate, !p.relu, p.bias == nil {
            multiplyTransposed(p, pool: pool)
        } else if !p.transposeB, p.n % table.vectorWidth == 0, table.packedCopies == 1, p.k <= table.blocks.stepsOfColumns,
            2 * p.m * p.n * p.k < Work.operationsWorthThreads {
            multiplyAtOnce(p)
        } else {
            return false
        }
        return true
    }

    /// Whole vectors and so little work that choosing how to do it would show.
    private func multiplyAtOnce(_ p: SmallProduct) {
        var block = ProductBlock()
        block.rows = p.m
        block.columns = p.n
        block.steps = p.k
        block.parts = (p.m + table.tileRows - 1) / table.tileRows
        block.lastPart = block.parts
        block.lastPanel = (p.n + table.panelWidth - 1) / table.panelWidth
        block.transposedLeft = p.transposeA
        block.lda = p.lda
        block.ldb = p.ldb
        block.ldc = p.ldc
        block.accumulate = p.accumulate
        block.relu = p.relu
        table.multiplyBlock(block, p.a, p.b, p.bias.map { wholePanels($0, count: p.n) }, p.c, Scratch.tile.floats(table.spareFloats))
    }

    private static let stepsInSlice = 4_096

    /// A small result of many steps has too few tiles for several threads: the steps are cut into slices, whose sums are added up. How many there are does
    /// not depend on the threads, and so the result does not either.
    private func multiplyInSlices(_ p: SmallProduct, pool: ThreadPool) {
        let slices = min(8, p.k / Self.stepsInSlice), size = p.m * p.n
        let sums = Scratch.partial.floats(slices * size)
        pool.run(tasks: slices) { slice, _ in
            let step = slice * p.k / slices, steps = (slice + 1) * p.k / slices - step
            gemm(
                transposeA: p.transposeA, transposeB: p.transposeB, m: p.m, n: p.n, k: steps, alpha: 1,
                a: p.a + (p.transposeA ? step * p.lda : step), lda: p.lda, b: p.b + (p.transposeB ? step : step * p.ldb), ldb: p.ldb, beta: 0,
                c: sums + slice * size, ldc: p.n, pool: .serial)
        }
        for slice in 1..<slices { add(count: size, x: sums + slice * size, y: sums, pool: .serial) }
        for row in 0..<p.m { (p.c + row * p.ldc).update(from: sums + row * p.n, count: p.n) }
    }

    /// One row: whole panels at once, what is left as any other product.
    private func multiplyRow(_ p: SmallProduct, pool: ThreadPool) {
        let columns = p.n / table.panelWidth * table.panelWidth
        // One core alone gets only a part of what the last cache delivers.
        let piece = 4 * table.panelWidth, tasks = max(1, columns / piece), pool = columns * p.k < 4 * Work.floatsWorthThreads ? .serial : pool
        if pool.threads == 1 {
            table.multiplyRow(columns, p.k, p.a, p.b, p.ldb, p.bias, p.accumulate, p.relu, p.c)
        } else {
            pool.run(tasks: tasks) { task, _ in
                let column = task * piece, count = task == tasks - 1 ? columns - column : piece
                table.multiplyRow(
                    count, p.k, p.a, p.b + column, p.ldb, p.bias.map { $0 + column }, p.accumulate, p.relu, p.c + column)
            }
        }
        guard columns < p.n else { return }
        gemm(
            transposeA: p.transposeA, transposeB: false, m: 1, n: p.n - columns, k: p.k, alpha: 1, a: p.a, lda: p.lda, b: p.b + columns,
            ldb: p.ldb, beta: p.accumulate ? 1 : 0, c: p.c + columns, ldc: p.ldc, bias: p.bias.map { $0 + columns }, relu: p.relu, pool: pool)
    }

    /// Few steps, and rows of C of whole vectors.
    private func multiplyShort(_ p: SmallProduct, pool: ThreadPool) {
        let streams = streams(p.c, count: p.m * p.n, pool) && p.ldc % 16 == 0 && !p.accumulate
        // A row of C in whole panels stays in the first cache; so does its part of A.
        let pool = p.m * p.n < Work.floatsWorthThreads ? .serial : pool
        let rowsInPiece = min(max(64, 1 << 16 / p.n), pool.threads > 1 ? max(8, p.m / (4 * pool.threads)) : p.m)
        let pieces = (p.m + rowsInPiece - 1) / rowsInPiece
        // Who has B to pack does it for himself: from another core it would come later than from his own work.
        let tasks = p.transposeB ? min(pool.threads, pieces) : pieces
        pool.run(tasks: tasks) { task, _ in
            var b = p.b, ldb = p.ldb, panelStride = table.panelWidth
            if p.transposeB {
                let panels = (p.n + table.panelWidth - 1) / table.panelWidth
                let packed = Scratch.packedRight.floats(panels * table.panelWidth * p.k)
                table.packColumnPanels(0, panels, p.n, p.k, p.k, true, p.b, p.ldb, packed)
                (b, ldb, panelStride) = (UnsafePointer(packed), table.panelWidth, table.panelWidth * p.k)
            }
            for piece in task * pieces / tasks..<(task + 1) * pieces / tasks {
                let row = piece * p.m / pieces, end = (piece + 1) * p.m / pieces
                table.multiplyShort(
                    end - row, p.n, p.k, p.a + row * p.lda, p.lda, b, ldb, panelStride, p.bias, p.accumulate, p.relu, streams,
                    p.c + row * p.ldc, p.ldc)
            }
        }
    }

    /// Few columns: dot products of rows of A and columns of B.
    private func multiplyNarrow(_ p: SmallProduct, pool: ThreadPool) {
        let pool = 2 * p.m * p.n * p.k < Work.operationsWorthThreads ? .serial : pool
        // Who has B to transpose does it for himself: from another core it would come later than from his own work.
        let rowsInTask = p.transposeB ? 16 : max(16, (p.m + pool.threads - 1) / pool.threads), tasks = (p.m + rowsInTask - 1) / rowsInTask
        pool.run(tasks: tasks) { task, _ in
            var b = p.b, ldb = p.ldb
            if !p.transposeB {
                let packed = Scratch.packedRight.floats(p.n * p.k)
                table.packRowParts(0, 1, 1, p.k, p.n, false, 1, p.b, p.ldb, packed)
                (b, ldb) = (UnsafePointer(packed), p.k)
            }
            let row = task * p.m / tasks, end = (task + 1) * p.m / tasks
            table.multiplyNarrow(
                end - row, p.n, p.k, p.a + row * p.lda, p.lda, b, ldb, p.bias, p.accumulate, p.relu, p.c + row * p.ldc, p.ldc)
        }
    }

    /// Few columns, and op(A) with its rows side by side in memory: the vectors run over the rows.
    private func multiplyTransposed(_ p: SmallProduct, pool: ThreadPool) {
        let panels = (p.m + table.panelWidth - 1) / table.panelWidth, tasks = (panels + 3) / 4
        (2 * p.m * p.n * p.k < Work.operationsWorthThreads ? .serial : pool).run(tasks: tasks) { task, _ in
            table.multiplyTransposed(
                task * panels / tasks, (task + 1) * panels / tasks, p.m, p.n, p.k, p.a, p.lda, p.b, p.ldb, p.c, p.ldc,
                Scratch.tile.floats(table.spareFloats))
        }
    }
}
