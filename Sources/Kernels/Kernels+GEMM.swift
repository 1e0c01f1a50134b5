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
        let stepBlocks = stepBlocks(transposeA: transposeA, n: n, k: k, packing)
        if stepBlocks > 1 || packing.right, pool.threads > 1, n <= blockColumns, m <= table.blocks.rows, 2 * m * n * k >= Work.operationsWorthThreads,
            !packing.right || n >= 16 * width, !packing.left || (!transposeA && alpha == 1 && table.packedCopies == 1) {
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
            multiplyFewRows(
                block, steps: k, stepBlocks: stepBlocks, copiesRows: packing.left, a: a, transposeB: transposeB, b: b, bias: startingBias, c: c, pool: pool)
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
                    block.lastPart = block.parts
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
                        &block, alpha: alpha, a: left, transposeB: transposeB, b: right, newRight: row == 0, pool: pool)
                    multiply(
                        block, a: factors.left, b: factors.right,
                        bias: stepBlock == 0 ? startingBias.map { $0 + column } : nil, c: c + row * ldc + column, pool: pool)
                }
            }
        }
    }

    /// A product of few rows: a task goes through all blocks of the steps by itself, so that threads meet once, and mostly has columns of its own, so
    /// that B is brought into one cache only, and packed where it is used.
    private func multiplyFewRows(
        _ block: ProductBlock, steps: Int, stepBlocks: Int, copiesRows: Bool, a: UnsafePointer<Float>, transposeB: Bool,
        b: UnsafePointer<Float>, bias: UnsafePointer<Float>?, c: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        var block = block, a = a
        block.parts = (block.rows + table.tileRows - 1) / table.tileRows
        if copiesRows {
            let pitch = rowPitch(steps), copy = Scratch.packedLeft.floats(block.rows * pitch), rowsInTask = 8, whole = block
            pool.run(tasks: (block.rows + rowsInTask - 1) / rowsInTask) { task, _ in
                for row in task * rowsInTask..<min((task + 1) * rowsInTask, whole.rows) {
                    (copy + row * pitch).update(from: a + row * whole.lda, count: steps)
                }
            }
            (a, block.lda) = (UnsafePointer(copy), pitch)
        }
        let columnTasks = min(block.lastPanel, 16), rowTasks = min(block.parts, (16 + columnTasks - 1) / columnTasks)
        let whole = block, factor = a
        pool.run(tasks: columnTasks * rowTasks) { task, _ in
            var part = whole
            let (column, row) = task.quotientAndRemainder(dividingBy: rowTasks)
            part.firstPart = row * whole.parts / rowTasks
            part.lastPart = (row + 1) * whole.parts / rowTasks
            part.firstPanel = column * whole.lastPanel / columnTasks
            part.lastPanel = (column + 1) * whole.lastPanel / columnTasks
            for stepBlock in 0..<stepBlocks {
                let step = steps * stepBlock / stepBlocks
                part.steps = steps * (stepBlock + 1) / stepBlocks - step
                part.accumulate = whole.accumulate || stepBlock > 0
                part.relu = whole.relu && stepBlock == stepBlocks - 1
                var right = b + (transposeB ? step : step * whole.ldb)
                if whole.packedRight {
                    let panel = table.panelWidth * part.steps
                    // Where panel 0 would begin.
                    let packed = Scratch.packedRight.floats((part.lastPanel - part.firstPanel) * panel) - part.firstPanel * panel
                    table.packColumnPanels(
                        part.firstPanel, part.lastPanel, whole.columns, part.steps, part.steps, transposeB, right, whole.ldb, packed)
                    right = UnsafePointer(packed)
                }
                table.multiplyBlock(
                    part, factor + (whole.transposedLeft ? step * whole.lda : step), right, stepBlock == 0 ? bias : nil, c,
                    Scratch.tile.floats(table.spareFloats))
            }
        }
    }

    /// Floats from one copied row to the next: not the distance after which the first cache begins anew.
    private func rowPitch(_ steps: Int) -> Int { ((steps + 15) / 16 | 1) * 16 }

    /// Into how many blocks of about the same length the steps of a product are cut.
    func stepBlocks(transposeA: Bool, n: Int, k: Int, _ packing: GEMMPacking) -> Int {
        let blocks = table.blocks
        let mostSteps = transposeA && !packing.left ? blocks.stepsOfColumns : n <= 2 * table.panelWidth ? blocks.stepsOfThin : blocks.steps
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
        _ block: inout ProductBlock, alpha: Float, a: UnsafePointer<Float>, transposeB: Bool, b: UnsafePointer<Float>, newRight: Bool, pool: ThreadPool
    ) -> (left: UnsafePointer<Float>, right: UnsafePointer<Float>) {
        // Rows need no other order, only another distance.
        let copiesRows = block.packedLeft && !block.transposedLeft && alpha == 1 && table.packedCopies == 1
        let pitch = rowPitch(block.steps)
        let packedLeft = block.packedLeft ? Scratch.packedLeft.floats(block.rows * (copiesRows ? pitch : block.steps * table.packedCopies)) : nil
        let packedRight = block.packedRight ? Scratch.packedRight.floats(block.lastPanel * table.panelWidth * block.steps) : nil
        let partsInTask = 8, panelsInTask = 4
        let leftTasks = packedLeft == nil ? 0 : (block.parts + partsInTask - 1) / partsInTask
        let rightTasks = packedRight == nil || !newRight ? 0 : (block.lastPanel + panelsInTask - 1) / panelsInTask
        let floats = (leftTasks > 0 ? block.rows * block.steps : 0) + (rightTasks > 0 ? block.columns * block.steps : 0)
        let whole = block
        (floats < Work.floatsWorthThreads ? .serial : pool).run(tasks: leftTasks + rightTasks) { task, _ in
            if task < leftTasks, let packedLeft {
                if copiesRows {
                    for row in task * whole.rows / leftTasks..<(task + 1) * whole.rows / leftTasks {
                        (packedLeft + row * pitch).update(from: a + row * whole.lda, count: whole.steps)
                    }
                } else {
                    table.packRowParts(
                        task * partsInTask, min((task + 1) * partsInTask, whole.parts), whole.parts, whole.rows, whole.steps,
                        whole.transposedLeft, alpha, a, whole.lda, packedLeft)
                }
            } else if let packedRight {
                let panel = (task - leftTasks) * panelsInTask
                table.packColumnPanels(
                    panel, min(panel + panelsInTask, whole.lastPanel), whole.columns, whole.steps, whole.steps, transposeB,
                    b, whole.ldb, packedRight)
            }
        }
        if copiesRows {
            block.packedLeft = false
            block.lda = pitch
        }
        return (packedLeft.map { UnsafePointer($0) } ?? a, packedRight.map { UnsafePointer($0) } ?? b)
    }

    /// Computes the tiles of `block` in tasks of some parts and panels.
    func multiply(
        _ block: ProductBlock, a: UnsafePointer<Float>, b: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
        c: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        let operations = 2 * block.rows * block.columns * block.steps
        let threaded = operations >= Work.operationsWorthThreads
        var partsInTask = max(table.blocks.rows / table.tileRows, 1)
        var panelsInTask = max(min(table.blocks.right / block.steps / table.panelWidth, block.lastPanel), 1)
        func tasks(_ count: Int, _ each: Int) -> Int { (count + each - 1) / each }
        if threaded {
            // At least 16 tasks where there is enough to do, so that four threads end at about the same time. Columns are parted last,
            // because each task reads all of its rows of A.
            while tasks(block.parts, partsInTask) * tasks(block.lastPanel, panelsInTask) < 16, partsInTask + panelsInTask > 2 {
                if partsInTask > 4 || panelsInTask == 1 { partsInTask = (partsInTask + 1) / 2 } else { panelsInTask = (panelsInTask + 1) / 2 }
            }
        }
        let rowTasks = tasks(block.parts, partsInTask), columnTasks = tasks(block.lastPanel, panelsInTask)
        (threaded ? pool : .serial).run(tasks: rowTasks * columnTasks) { task, _ in
            var part = block
            // Tasks that follow each other share their part of B.
            let (column, row) = task.quotientAndRemainder(dividingBy: rowTasks)
            part.firstPart = row * block.parts / rowTasks
            part.lastPart = (row + 1) * block.parts / rowTasks
            part.firstPanel = column * block.lastPanel / columnTasks
            part.lastPanel = (column + 1) * block.lastPanel / columnTasks
            table.multiplyBlock(part, a, b, bias, c, Scratch.tile.floats(table.spareFloats))
        }
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
        return GEMMPacking(
            left: spreads || alpha != 1 || (m * k > large && n > 2 * table.panelWidth && !isOneRun && !isSpread),
            right: spreads || transposeB || n % table.vectorWidth != 0 || (n * k > large && m > 512))
    }
}
