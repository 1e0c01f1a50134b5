extension Kernels {
    /// Runs a loop of nothing but independent multiplications and additions in registers and returns how many floating-point
    /// operations it did: what this instruction set reaches at best on this core.
    public func runPeakLoop(rounds: Int) -> Int {
        let sink = Scratch.tile.floats(table.vectorWidth)
        for i in 0..<table.vectorWidth { sink[i] = 1 }
        return table.runPeak(rounds, sink)
    }

    /// Reads `count` floats, a multiple of 128, as fast as memory gives them.
    public func readAll(count: Int, x: UnsafePointer<Float>) {
        precondition(count % 128 == 0)
        table.readAll(count, x, Scratch.tile.floats(table.vectorWidth))
    }
}
