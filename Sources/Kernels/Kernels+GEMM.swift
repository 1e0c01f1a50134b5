import KernelArguments

extension Kernels {
    /// C (m x n) = alpha * op(A) (m x k) * op(B) (k x n) + beta * C, row-major, then plus `bias` (n) in each row, then ReLU.
    ///
    /// `beta` = 0 never reads C. The arithmetic is that of Goto and van de Geijn 2008: factors packed for the micro-kernel in
    /// blocks that stay in the caches; small products read the factors where they stand.
    public func gemm(
        transposeA: Bool, transposeB: Bool, m: Int, n: Int, k: Int, alpha: Float, a: UnsafePointer<Float>, lda: Int,
        b: UnsafePointer<Float>, ldb: Int, beta: Float, c: UnsafeMutablePointer<Float>, ldc: Int,
        bias: UnsafePointer<Float>? = nil, relu: Bool = false, pool: ThreadPool
    ) {
        let product = SmallProduct(
            transposeA: transposeA, transposeB: transposeB, m: m, n: n, k: k, a: a, lda: lda, b: b, ldb: ldb, accumulate: beta != 0,
            c: c, ldc: ldc, bias: bias, relu: relu)
        if alpha == 1, beta == 0 || (beta == 1 && bias == nil), m > 0, n > 0, k > 0, multiply(product, pool: pool) { return }
        let packing = GEMMPacking.chosen(transposeA, transposeB, m, n, k, alpha, lda, ldb, table)
        gemm(
            transposeA: transposeA, transposeB: transposeB, m: m, n: n, k: k, alpha: alpha, a: a, lda: lda, b: b, ldb: ldb,
            beta: beta, c: c, ldc: ldc, bias: bias, relu: relu, packing: packing, pool: pool)
    }

    /// `gemm` with a given choice of what is packed.
    package func gemm(
        transposeA: Bool, transposeB: Bool, m: Int, n: Int, k: Int, alpha: Float, a: UnsafePointer<Float>, lda: Int,
        b: UnsafePointer<Float>, ldb: Int, beta: Float, c: UnsafeMutablePointer<Float>, ldc: Int,
        bias: UnsafePointer<Float>?, relu: Bool, packing: GEMMPacking, pool: ThreadPool
    ) {
        guard m > 0, n > 0 else { return }
        var accumulate = beta != 0, startingBias = bias
        if k == 0 || alpha == 0 || (beta != 0 && beta != 1) || (accumulate && bias != nil) {
            prepareResult(m, n, beta, c, ldc, bias)
            (accumulate, startingBias) = (true, nil)
            guard k > 0, alpha != 0 else {
                if relu { for i in 0..<m { self.relu(count: n, x: c + i * ldc, y: c + i * ldc, pool: .serial) } }
                return
            }
        }
        let blockColumns = 4_096, blockRows = 4_096
        let width = table.panelWidth
        startingBias = startingBias.map { wholePanels($0, count: n) }
        let stepBlocks = stepBlocks(transposeA: transposeA, m: m, n: n, k: k, packing)
        let copiesRows = packing.left && !transposeA && alpha == 1 && table.packedCopies == 1
        if copiesRows || (!packing.left && (stepBlocks > 1 || packing.right)) {
            var block = ProductBlock()
            block.rows = m
            block.columns = n
            block.lastPanel = (n + width - 1) / width
            block.transposedLeft = transposeA
            block.lda = lda
            block.ldb = ldb
            block.ldc = ldc
            block.accumulate = accumulate
            block.relu = relu
            block.packedRight = packing.right
            block.streams = stepBlocks == 1 && !accumulate && ldc % 16 == 0 && streams(c, count: m * n, pool)
            multiplyInTasks(
                block, steps: k, stepBlocks: stepBlocks, copiesRows: copiesRows, a: a, transposeB: transposeB, b: b, bias: startingBias, c: c, pool: pool)
            return
        }
        let streams = stepBlocks == 1 && !accumulate && ldc % 16 == 0 && streamsBeyondCaches(c, count: m * n)
        for column in stride(from: 0, to: n, by: blockColumns) {
            for stepBlock in 0..<stepBlocks {
                let step = k * stepBlock / stepBlocks, steps = k * (stepBlock + 1) / stepBlocks - step
                let columns = min(blockColumns, n - column)
                let right = b + (transposeB ? column * ldb + step : step * ldb + column)
                for row in stride(from: 0, to: m, by: blockRows) {
                    let rows = min(blockRows, m - row)
                    let left = a + (transposeA ? step * lda + row : row * lda + step)
                    var block = ProductBlock()
                    block.rows = rows
                    block.columns = columns
                    block.steps = steps
                    block.parts = (rows + table.tileRows - 1) / table.tileRows
                    block.lastPanel = (columns + width - 1) / width
                    block.packedLeft = packing.left
                    block.transposedLeft = transposeA
                    block.lda = lda
                    block.packedRight = packing.right
                    block.ldb = ldb
                    block.ldc = ldc
                    block.accumulate = accumulate || stepBlock > 0
                    block.relu = relu && stepBlock == stepBlocks - 1
                    block.streams = streams
                    let factors = pack(
                        block, alpha: alpha, a: left, transposeB: transposeB, b: right, newRight: row == 0, pool: pool)
                    multiply(
                        block, a: factors.left, b: factors.right,
                        bias: stepBlock == 0 ? startingBias.map { $0 + column } : nil, c: c + row * ldc + column, pool: pool)
                }
            }
        }
    }

    /// A product in tasks that each go through all blocks of the steps by themselves, so that threads meet once and what is packed stays in the
    /// caches of the core that uses it: panels of B while the first part of the rows reads them, rows of A part by part.
    private func multiplyInTasks(
        _ block: ProductBlock, steps: Int, stepBlocks: Int, copiesRows: Bool, a: UnsafePointer<Float>, transposeB: Bool,
        b: UnsafePointer<Float>, bias: UnsafePointer<Float>?, c: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        var whole = block
        let longest = (steps + stepBlocks - 1) / stepBlocks
        whole.rowPitch = rowPitch(longest)
        let pool = 2 * block.rows * block.columns * steps < Work.operationsWorthThreads ? .serial : pool
        // Panels that need no other order are packed by the first part that reads them, for the others; its tiles are high enough.
        let keepsOrder = !transposeB && block.columns % table.panelWidth == 0
        let (rowTasks, columnTasks) = cut(&whole, steps: longest, packs: block.packedRight && !keepsOrder, threads: pool.threads)
        let packsWithin = block.packedRight && keepsOrder && whole.parts > rowTasks && 2 * (whole.rows / whole.parts) >= table.tileRows
        // Other panels are packed by each task, because a core waits longer for what another one has packed; but not twice by one thread.
        let packsBefore = block.packedRight && !packsWithin && rowTasks > 1 && pool.threads == 1
        let packedColumns = block.lastPanel * table.panelWidth
        let packed = packsBefore ? Scratch.packedRight.floats(packedColumns * steps) : nil
        if let packed {
            for stepBlock in 0..<stepBlocks {
                let step = steps * stepBlock / stepBlocks, count = steps * (stepBlock + 1) / stepBlocks - step
                table.packColumnPanels(
                    0, block.lastPanel, block.columns, count, count, transposeB, b + (transposeB ? step : step * block.ldb), block.ldb,
                    packed + packedColumns * step)
            }
        }
        pool.run(tasks: columnTasks * rowTasks) { task, _ in
            var part = Self.part(of: whole, task, rowTasks: rowTasks, columnTasks: columnTasks)
            if copiesRows { part.rowCopy = Scratch.packedLeft.floats(table.tileRows * whole.rowPitch) }
            for stepBlock in 0..<stepBlocks {
                let step = steps * stepBlock / stepBlocks
                part.steps = steps * (stepBlock + 1) / stepBlocks - step
                part.accumulate = whole.accumulate || stepBlock > 0
                part.relu = whole.relu && stepBlock == stepBlocks - 1
                var right = b + (transposeB ? step : step * whole.ldb)
                if let packed {
                    right = UnsafePointer(packed + packedColumns * step)
                } else if whole.packedRight {
                    let panel = table.panelWidth * part.steps
                    // Where panel 0 would begin.
                    let copy = Scratch.packedRight.floats((part.lastPanel - part.firstPanel) * panel) - part.firstPanel * panel
                    if packsWithin {
                        part.packedRight = false
                        part.panelCopy = copy
                    } else {
                        table.packColumnPanels(
                            part.firstPanel, part.lastPanel, whole.columns, part.steps, part.steps, transposeB, right, whole.ldb, copy)
                        right = UnsafePointer(copy)
                    }
                }
                table.multiplyBlock(
                    part, a + (whole.transposedLeft ? step * whole.lda : step), right, stepBlock == 0 ? bias : nil, c,
                    Scratch.tile.floats(table.spareFloats))
            }
        }
    }

    /// Cuts C into tasks: so many along its rows, with neighbouring parts, and along its columns, with neighbouring panels; chooses the parts.
    ///
    /// The part of B of a task stays in the caches. Each thread gets as many rows as any other, since tasks that follow each other go to one
    /// thread, and all of their columns: measured with four threads 445 GFLOP/s at 512 x 512 x 512, and 350 where two threads share the rows,
    /// since the caches bring lines of C that another core writes. Columns are cut as well so that a thread that is disturbed can be helped.
    ///
    /// Where a task `packs` its panels, few rows are not cut: packing would take longer than they do.
    func cut(_ block: inout ProductBlock, steps: Int, packs: Bool = false, threads: Int) -> (rowTasks: Int, columnTasks: Int) {
        let panelsInCache = max(table.blocks.right / steps / table.panelWidth, 1), partsInTask = max(table.blocks.rows / table.tileRows, 1)
        if !block.packedLeft { block.parts = (block.rows + table.tileRows - 1) / table.tileRows }
        let columns = (block.lastPanel + panelsInCache - 1) / panelsInCache
        var rows = (block.parts + partsInTask - 1) / partsInTask
        guard threads > 1 else { return (rows, columns) }
        let packsTooMuch = packs && block.parts <= 24 && block.lastPanel >= 4 * threads
        guard block.rows >= 4 * threads, !packsTooMuch else { return (rows, max(columns, min(block.lastPanel, 4 * threads))) }
        // Up to four tasks for each thread, of 24 parts or more.
        rows = max(rows, threads * max(1, min(4, block.parts / (24 * threads))))
        rows = (rows + threads - 1) / threads * threads
        if block.packedLeft {
            rows = min(rows, block.parts)
        } else {
            block.parts = (block.parts + rows - 1) / rows * rows
        }
        return (rows, max(columns, min(4 * threads / rows, block.lastPanel / 4)))
    }

    /// Floats from one copied row to the next: not the distance after which the first cache begins anew.
    private func rowPitch(_ steps: Int) -> Int { ((steps + 15) / 16 | 1) * 16 }

    /// Into how many blocks of about the same length the steps of a product are cut.
    func stepBlocks(transposeA: Bool, m: Int, n: Int, k: Int, _ packing: GEMMPacking) -> Int {
        let blocks = table.blocks
        let mostSteps = transposeA && !packing.left ? blocks.stepsOfColumns : n <= 2 * table.panelWidth ? blocks.stepsOfThin
            : m <= 24 * table.tileRows ? blocks.stepsOfFewRows : blocks.steps
        return (k + mostSteps - 1) / mostSteps
    }

    /// C = beta * C + bias.
    private func prepareResult(_ m: Int, _ n: Int, _ beta: Float, _ c: UnsafeMutablePointer<Float>, _ ldc: Int, _ bias: UnsafePointer<Float>?) {
        for i in 0..<m {
            for j in 0..<n { c[i * ldc + j] = (beta == 0 ? 0 : beta * c[i * ldc + j]) + (bias?[j] ?? 0) }
        }
    }

    /// A row that may be read in whole panels: `row` itself, or a copy with zeros behind it.
    func wholePanels(_ row: UnsafePointer<Float>, count: Int) -> UnsafePointer<Float> {
        guard count % table.panelWidth != 0 else { return row }
        let whole = (count + table.panelWidth - 1) / table.panelWidth * table.panelWidth
        let copy = Scratch.bias.floats(whole)
        for i in 0..<whole { copy[i] = i < count ? row[i] : 0 }
        return UnsafePointer(copy)
    }

    /// The factors as the tiles read them.
    private func pack(
        _ block: ProductBlock, alpha: Float, a: UnsafePointer<Float>, transposeB: Bool, b: UnsafePointer<Float>, newRight: Bool, pool: ThreadPool
    ) -> (left: UnsafePointer<Float>, right: UnsafePointer<Float>) {
        let packedLeft = block.packedLeft ? Scratch.packedLeft.floats(block.rows * block.steps * table.packedCopies) : nil
        let packedRight = block.packedRight ? Scratch.packedRight.floats(block.lastPanel * table.panelWidth * block.steps) : nil
        let partsInTask = 8, panelsInTask = 4
        let leftTasks = packedLeft == nil ? 0 : (block.parts + partsInTask - 1) / partsInTask
        let rightTasks = packedRight == nil || !newRight ? 0 : (block.lastPanel + panelsInTask - 1) / panelsInTask
        let floats = (leftTasks > 0 ? block.rows * block.steps : 0) + (rightTasks > 0 ? block.columns * block.steps : 0)
        (floats < Work.floatsWorthThreads ? .serial : pool).run(tasks: leftTasks + rightTasks) { task, _ in
            if task < leftTasks, let packedLeft {
                table.packRowParts(
                    task * partsInTask, min((task + 1) * partsInTask, block.parts), block.parts, block.rows, block.steps,
                    block.transposedLeft, alpha, a, block.lda, packedLeft)
            } else if let packedRight {
                let panel = (task - leftTasks) * panelsInTask
                table.packColumnPanels(
                    panel, min(panel + panelsInTask, block.lastPanel), block.columns, block.steps, block.steps, transposeB,
                    b, block.ldb, packedRight)
            }
        }
        return (packedLeft.map { UnsafePointer($0) } ?? a, packedRight.map { UnsafePointer($0) } ?? b)
    }

    /// Computes the tiles of `block` in tasks of some parts and panels.
    func multiply(
        _ block: ProductBlock, a: UnsafePointer<Float>, b: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
        c: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        var block = block
        let pool = 2 * block.rows * block.columns * block.steps < Work.operationsWorthThreads ? .serial : pool
        let (rowTasks, columnTasks) = cut(&block, steps: block.steps, threads: pool.threads)
        let whole = block
        pool.run(tasks: rowTasks * columnTasks) { task, _ in
            let part = Self.part(of: whole, task, rowTasks: rowTasks, columnTasks: columnTasks)
            table.multiplyBlock(part, a, b, bias, c, Scratch.tile.floats(table.spareFloats))
        }
    }

    /// What one task multiplies: tasks share out the parts of rows and the panels of columns evenly, and those of the same rows follow one another.
    @inline(__always)
    private static func part(of whole: ProductBlock, _ task: Int, rowTasks: Int, columnTasks: Int) -> ProductBlock {
        var part = whole
        let (row, column) = task.quotientAndRemainder(dividingBy: columnTasks)
        part.firstPart = row * whole.parts / rowTasks
        part.lastPart = (row + 1) * whole.parts / rowTasks
        part.firstPanel = column * whole.lastPanel / columnTasks
        part.lastPanel = (column + 1) * whole.lastPanel / columnTasks
        return part
    }
}

/// Which factors of a matrix product are packed before they are multiplied.
package struct GEMMPacking: Sendable {
    package var left: Bool
    package var right: Bool
    package init(left: Bool, right: Bool) {
        self.left = left
        self.right = right
    }

    static func chosen(
        _ transposeA: Bool, _ transposeB: Bool, _ m: Int, _ n: Int, _ k: Int, _ alpha: Float, _ lda: Int, _ ldb: Int, _ table: KernelTable
    ) -> GEMMPacking {
        // Up to here both factors stay in L2 as they stand: measured 93 % of the peak at 512 x 512 x 512 without packing, 88 % with;
        // at 1024 x 1024 x 1024 59 % without and 82 % with.
        let large = 512 * 600
        // Where the packed A has copies that save instructions, it is worth its packing for few panels, and so is B for few rows.
        let spreads = table.packedCopies > 1 && m >= 4 * table.tileRows && n >= 16 * table.panelWidth
        // A part whose rows follow each other without a gap has no conflicts in the first cache, nor has one whose rows begin in enough different
        // sets of its 64: nothing to gain.
        let isOneRun = !transposeA && lda == k && k <= table.blocks.steps
        let isSpread = !transposeA && table.packedCopies == 1 && lda % (16 * 8) != 0
        // Tiles of AVX2 take more of B in each step, and its packing, done in passing, is worth it sooner: measured 106 instead of 98 GFLOP/s
        // at 512 x 512 x 512.
        let usedOften = table.vectorWidth == 8 ? n > 4 * table.panelWidth && n * k > 1 << 15 && m >= 64 : n * k > large && m > 512
        return GEMMPacking(
            left: spreads || alpha != 1 || (m * k > large && n > 2 * table.panelWidth && !isOneRun && !isSpread),
            right: spreads || transposeB || n % table.vectorWidth != 0 || usedOften)
    }
}
