import Glibc
import Kernels

/// What all measurements share.
struct Bench {
    let kernels: Kernels
    let pool: ThreadPool
    let report: Report

    /// One thread's own time where it works alone.
    var clock: Clock { pool.threads == 1 ? .thread : .wall }

    /// How fast the work went, and which share of the peak measured beside it that is.
    struct Speed {
        /// Floating-point operations a second.
        var rate: Double
        /// Of the peak of all threads in use.
        var share: Double
        /// Seconds of one call.
        var time: Double
    }

    /// Floating-point operations a second of independent multiplications and additions, on one core.
    func peak(seconds: Double) -> Double {
        var operations = 0
        let time = secondsPerCall(seconds: seconds, samples: 3, clock: clock) { operations = kernels.runPeakLoop(rounds: 20_000) }
        return Double(operations) / time
    }

    /// Measures `body` and the peak in turns; medians of the rates and of their ratios.
    func speed(operations: Double, rounds: Int = 5, _ body: () -> Void) -> Speed {
        var times: [Double] = [], shares: [Double] = []
        for _ in 0..<rounds {
            let limit = peak(seconds: 0.006) * Double(pool.threads)
            let time = secondsPerCall(seconds: 0.03, samples: 3, clock: clock, body)
            times.append(time)
            shares.append(operations / time / limit)
        }
        let time = times.sorted()[rounds / 2]
        return Speed(rate: operations / time, share: shares.sorted()[rounds / 2], time: time)
    }

    /// The same of all threads together. It may be less than their number times that of one: virtual cores can be two threads of one core, and
    /// cores that are all at work can be slower.
    func peakOfAllThreads(seconds: Double) -> Double {
        let pieces = 8 * pool.threads
        let time = secondsPerCall(seconds: seconds, samples: 3, clock: clock) {
            pool.run(tasks: pieces) { _, _ in _ = kernels.runPeakLoop(rounds: 20_000) }
        }
        return Double(pieces * kernels.runPeakLoop(rounds: 20_000)) / time
    }

    func reportMachine() throws {
        let limit = peak(seconds: 0.3), together = pool.threads == 1 ? limit : peakOfAllThreads(seconds: 0.3)
        let all = pool.threads == 1 ? "" : ", of all together \(column(together / 1e9, 0, digits: 1)) (\(column(together / limit, 0, digits: 2)) times)"
        try report.write(
            "\(kernels.instructionSet.rawValue), \(pool.threads) thread(s); peak of one core \(column(limit / 1e9, 0, digits: 1)) GFLOP/s\(all)",
            ["figure": .text("peak"), "instruction_set": .text(kernels.instructionSet.rawValue), "threads": .integer(pool.threads),
             "gflops": .number(limit / 1e9, digits: 1), "gflops_together": .number(together / 1e9, digits: 1)])
    }

    func measureMemory() throws {
        for (name, kilobytes) in [("L1", 16), ("L2", 512), ("L3", 4_096), ("memory", 131_072)] {
            let count = kilobytes * 256
            let x = Buffer(count)
            let time = secondsPerCall(seconds: 0.1, samples: 5, clock: clock) { kernels.readAll(count: count, x: x.pointer) }
            let rate = Double(count * 4) / time / 1e9
            try report.write(
                "read \(column(name, 8)) \(column(Double(kilobytes), 8, digits: 0)) KiB \(column(rate, 8, digits: 1)) GB/s",
                ["figure": .text("memory"), "level": .text(name), "bytes": .integer(count * 4), "gigabytes_per_second": .number(rate, digits: 1)])
        }
    }
}

/// Floats for a measurement, aligned to a page, with numbers between -1 and 1.
final class Buffer {
    let pointer: UnsafeMutablePointer<Float>

    init(_ count: Int) {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: max(count, 1) * 4, alignment: 1 << 21)
        madvise(memory, max(count, 1) * 4, MADV_HUGEPAGE)
        pointer = memory.bindMemory(to: Float.self, capacity: count)
        for i in 0..<count { pointer[i] = Float(i &* 2_654_435_761 >> 8 & 1_023) / 512 - 1 }
    }

    deinit { pointer.deallocate() }
}
