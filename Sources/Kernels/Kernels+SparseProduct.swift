import KernelArguments

extension Kernels {
    /// Whether products with so many columns can leave out zeros.
    public func canLeaveOutZeros(steps: Int, columns: Int) -> Bool { steps >= 64 && columns > 0 && columns % table.panelWidth == 0 }

    /// C (m x n) = A (m x k) * B (k x n), plus `bias` (n) in each row, then ReLU; without the zeros of A, where many of them are 0, and
    /// with the same bits as `gemm` but for the sign of a zero and for what is not finite in B.
    ///
    /// - Parameter pattern: takes up where A is not 0.
    public func multiply(
        rows m: Int, columns n: Int, leavingOutZerosBy pattern: SparsePattern, a: UnsafePointer<Float>, lda: Int, b: UnsafePointer<Float>,
        ldb: Int, bias: UnsafePointer<Float>? = nil, relu: Bool = false, c: UnsafeMutablePointer<Float>, ldc: Int, pool: ThreadPool
    ) {
        let k = pattern.columns, packing = GEMMPacking.chosen(false, false, m, n, k, 1, lda, ldb, table)
        let segments = m == 1 ? 1 : stepBlocks(transposeA: false, m: m, n: n, k: k, packing)
        pattern.find(in: a, rows: m, ld: lda, segments: segments, table: table, pool: pool)
        guard pattern.isSparse else {
            gemm(
                transposeA: false, transposeB: false, m: m, n: n, k: k, alpha: 1, a: a, lda: lda, b: b, ldb: ldb, beta: 0, c: c, ldc: ldc,
                bias: bias, relu: relu, pool: pool)
            return
        }
        multiply(pattern, columns: n, a: a, lda: lda, b: b, ldb: ldb, panelStride: table.panelWidth, bias: bias, relu: relu, c: c, ldc: ldc, pool: pool)
    }

    /// The same with a packed factor, with the bits of `multiply(rows:_:lda:by:bias:relu:c:ldc:pool:)`.
    public func multiply(
        rows m: Int, leavingOutZerosBy pattern: SparsePattern, a: UnsafePointer<Float>, lda: Int, by b: PackedMatrix,
        bias: UnsafePointer<Float>? = nil, relu: Bool = false, c: UnsafeMutablePointer<Float>, ldc: Int, pool: ThreadPool
    ) {
        precondition(b.instructionSet == instructionSet, "a factor that was packed for \(b.instructionSet)")
        precondition(b.rows == pattern.columns, "\(b.rows) steps with a pattern of \(pattern.columns)")
        pattern.find(in: a, rows: m, ld: lda, segments: 1, table: table, pool: pool)
        guard pattern.isSparse else {
            multiply(rows: m, a, lda: lda, by: b, bias: bias, relu: relu, c: c, ldc: ldc, pool: pool)
            return
        }
        multiply(
            pattern, columns: b.columns, a: a, lda: lda, b: b.panels, ldb: table.panelWidth, panelStride: table.panelWidth * b.rows, bias: bias,
            relu: relu, c: c, ldc: ldc, pool: pool)
    }

    /// C (k x n) = transposed A (m x k) * B (m x n), with the pattern of A that a product took up; as `gemm` with `transposeA`.
    public func multiplyTransposed(
        columns n: Int, leavingOutZerosBy pattern: SparsePattern, a: UnsafePointer<Float>, lda: Int, b: UnsafePointer<Float>, ldb: Int,
        c: UnsafeMutablePointer<Float>, ldc: Int, pool: ThreadPool
    ) {
        let m = pattern.rows, k = pattern.columns, packing = GEMMPacking.chosen(true, false, k, n, m, 1, lda, ldb, table)
        let segments = stepBlocks(transposeA: true, m: k, n: n, k: m, packing)
        guard pattern.isSparse, pattern.listColumns(segments: segments, pool: pool) else {
            gemm(
                transposeA: true, transposeB: false, m: k, n: n, k: m, alpha: 1, a: a, lda: lda, b: b, ldb: ldb, beta: 0, c: c, ldc: ldc, pool: pool)
            return
        }
        var block = SparseBlock()
        block.lastRow = k
        block.rowStride = 1
        block.stepStride = lda
        block.ldb = ldb
        block.panelStride = table.panelWidth
        block.ldc = ldc
        block.segments = segments
        block.pitch = pattern.capacity
        // The rows of a gradient are read next by the optimiser, row by row.
        multiply(block, panels: n / table.panelWidth, operations: n * m * k, byRows: true, pool: pool) { part in
            table.multiplySparse(part, pattern.ofColumns, pattern.columnEnds, a, b, nil, c)
        }
    }

    private func multiply(
        _ pattern: SparsePattern, columns n: Int, a: UnsafePointer<Float>, lda: Int, b: UnsafePointer<Float>, ldb: Int, panelStride: Int,
        bias: UnsafePointer<Float>?, relu: Bool, c: UnsafeMutablePointer<Float>, ldc: Int, pool: ThreadPool
    ) {
        var block = SparseBlock()
        block.lastRow = pattern.rows
        block.rowStride = lda
        block.stepStride = 1
        block.ldb = ldb
        block.panelStride = panelStride
        block.ldc = ldc
        block.segments = pattern.segments
        block.pitch = pattern.columns
        block.relu = relu
        block.streams = streams(c, count: pattern.rows * n, pool) && ldc % 16 == 0
        // The first rows bring B from beyond L2, and together need most of it; the others find it there.
        block.rowsAskingAhead = 6
        multiply(block, panels: n / table.panelWidth, operations: pattern.rows * n * pattern.columns, byRows: false, pool: pool) { part in
            table.multiplySparse(part, pattern.ofRows, pattern.rowEnds, a, b, bias, c)
        }
    }

    /// Cuts a product in slabs of columns, whose part of B stays in L2, and groups of rows.
    ///
    /// - Parameter byRows: whether tasks that follow each other, and so mostly one thread, share their rows of C, and not their columns of B.
    private func multiply(
        _ block: SparseBlock, panels: Int, operations: Int, byRows: Bool, pool: ThreadPool, _ body: (_ part: SparseBlock) -> Void
    ) {
        let slabs = (panels + 3) / 4, threaded = operations / 2 >= Work.operationsWorthThreads
        let groups = threaded ? max(1, min(block.lastRow / 8, (16 + slabs - 1) / slabs)) : 1
        (threaded ? pool : .serial).run(tasks: slabs * groups) { task, _ in
            let slab = byRows ? task % slabs : task / groups, group = byRows ? task / slabs : task % groups
            var part = block
            part.firstRow = group * block.lastRow / groups
            part.lastRow = (group + 1) * block.lastRow / groups
            part.firstPanel = slab * panels / slabs
            part.lastPanel = (slab + 1) * panels / slabs
            body(part)
        }
    }
}
