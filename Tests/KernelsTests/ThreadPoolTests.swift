import Kernels
import Synchronization
import Testing

/// Counters that several threads write.
private final class Counters: Sendable {
    private let counts: Mutex<[Int]>
    init(_ count: Int) { counts = Mutex([Int](repeating: 0, count: count)) }
    func increment(_ index: Int) { counts.withLock { $0[index] += 1 } }
    var values: [Int] { counts.withLock { $0 } }
}

@Suite struct ThreadPoolTests {
    @Test(arguments: [1, 2, 3, 4, 9]) func eachTaskRunsOnce(threads: Int) {
        let pool = ThreadPool(threads: threads)
        #expect(pool.threads == threads)
        for tasks in [0, 1, 2, 3, 17, 1_000] {
            let counters = Counters(tasks)
            pool.run(tasks: tasks) { task, thread in
                #expect((0..<threads).contains(thread))
                counters.increment(task)
            }
            #expect(counters.values == [Int](repeating: 1, count: tasks))
        }
    }

    @Test func manyShortLoopsInARow() {
        let pool = ThreadPool(threads: 4)
        let counters = Counters(1)
        for _ in 0..<70_000 { pool.run(tasks: 2) { _, _ in counters.increment(0) } }
        #expect(counters.values == [140_000])
    }

    @Test func noThreadNumberIsInUseTwice() {
        let pool = ThreadPool(threads: 4)
        let inUse = Mutex([Bool](repeating: false, count: 4))
        let doubled = Counters(1)
        pool.run(tasks: 4_000) { _, thread in
            let taken = inUse.withLock { flags in
                defer { flags[thread] = true }
                return flags[thread]
            }
            if taken { doubled.increment(0) }
            inUse.withLock { $0[thread] = false }
        }
        #expect(doubled.values == [0])
    }

    @Test func nestedLoopsRunSerially() {
        let pool = ThreadPool(threads: 4)
        let counters = Counters(64)
        pool.run(tasks: 8) { outer, _ in
            pool.run(tasks: 8) { inner, thread in
                #expect(thread == 0)
                counters.increment(outer * 8 + inner)
            }
        }
        #expect(counters.values == [Int](repeating: 1, count: 64))
    }

    @Test func anotherCallerDoesNotWait() {
        let pool = ThreadPool(threads: 2), callers = ThreadPool(threads: 3)
        let counters = Counters(300)
        callers.run(tasks: 30) { caller, _ in
            pool.run(tasks: 10) { task, _ in counters.increment(caller * 10 + task) }
        }
        #expect(counters.values == [Int](repeating: 1, count: 300))
    }

    @Test func instructionSetIsChosenByName() {
        #expect(InstructionSet.available.first == .portable)
        #expect(InstructionSet.select(named: nil).set == InstructionSet.available.last)
        #expect(InstructionSet.select(named: "portable").set == .portable)
        #expect(InstructionSet.select(named: "portable").problem == nil)
        let (set, problem) = InstructionSet.select(named: "sse9")
        #expect(set == InstructionSet.available.last)
        #expect(problem?.contains("sse9") == true && problem?.contains("portable") == true)
    }
}
