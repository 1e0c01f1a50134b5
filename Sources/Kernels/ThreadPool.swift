import CPlatform
import Glibc
import Synchronization

/// A small pool of threads for loops that are cut into tasks.
///
/// The caller takes part in the work. Workers spin for some microseconds after a loop, because the next one usually
/// follows at once, and then sleep.
///
/// Each thread begins with a share of its own of the tasks, the same in each loop of so many, and helps the others when it
/// is through: what a thread has written in one loop is mostly what it reads in the next, and need not come from the cache
/// of another core, which may be as far as memory. Which thread does a task is left to chance all the same: results stay the
/// same for any number of threads when the tasks' number and borders do not depend on it and no two tasks write to the same
/// place.
public final class ThreadPool: Sendable {
    /// How many threads work on a loop, the caller included.
    public let threads: Int

    private let state: PoolState
    private let workers: [pthread_t]

    /// A pool with as many threads as there are CPUs that this process may use.
    public static let shared = ThreadPool(threads: Int(cpu_usable_count()))

    /// A pool of one thread, the caller: every loop runs serially.
    public static let serial = ThreadPool(threads: 1)

    /// Starts `threads` - 1 workers. Where the system refuses a thread, the pool is smaller; `threads` says how large it is.
    ///
    /// - Precondition: `threads` is positive.
    public init(threads: Int) {
        precondition(threads > 0, "a pool has at least one thread")
        let state = PoolState(threads: threads)
        var workers: [pthread_t] = []
        for index in 1..<max(threads, 1) {
            let start = Unmanaged.passRetained(WorkerStart(state: state, index: index))
            var thread = pthread_t()
            let refused = pthread_create(&thread, nil, { argument in
                guard let argument else { return nil }
                let start = Unmanaged<WorkerStart>.fromOpaque(argument).takeRetainedValue()
                start.state.work(as: start.index)
                return nil
            }, start.toOpaque())
            guard refused == 0 else {
                start.release()
                break
            }
            workers.append(thread)
        }
        self.state = state
        self.workers = workers
        self.threads = workers.count + 1
    }

    deinit {
        state.stop()
        for worker in workers { pthread_join(worker, nil) }
    }

    /// Calls `body` once for each task in 0 ..< `tasks` and returns when all calls have returned.
    ///
    /// `body` gets the task and the number of the thread, 0 ..< `threads`, by which it may choose scratch memory of this
    /// call. A call from within a task, or while another thread runs a loop on this pool, does its tasks serially.
    public func run(tasks: Int, _ body: (_ task: Int, _ thread: Int) -> Void) {
        guard tasks > 1, threads > 1, state.acquire() else {
            for task in 0..<max(tasks, 0) { body(task, 0) }
            return
        }
        withoutActuallyEscaping(body) { state.run(tasks: tasks, workers: threads - 1, body: $0) }
        state.release()
    }
}

/// What a new thread is told.
private final class WorkerStart {
    let state: PoolState
    let index: Int
    init(state: PoolState, index: Int) {
        self.state = state
        self.index = index
    }
}

/// What the threads of a pool share.
///
/// `phase` holds the number of the current loop in its upper 16 bits, whether workers may still join it (`open`), and how
/// many are in it in its lower bits: joining is one compare-and-exchange, so that a worker that comes too late
/// never touches a loop that is over, and nobody waits for a worker that sleeps.
private final class PoolState: @unchecked Sendable {
    // Safe to share: `body` and `tasks` are written only by the thread that holds `busy`, before `phase` opens the loop
    // (release), and read only by workers that have joined it (acquire); the owner closes it and waits for them to leave.
    private var body: ((Int, Int) -> Void)?
    private var tasks = 0
    private let threads: Int
    private let busy = Atomic<Bool>(false)
    private let sleepers = Atomic<Int>(0)
    /// The futex word, and behind it for each thread the task of its share that is next; each in a place of its own, so that
    /// no core waits for a line that another one writes for its own ends. Pointers, because a futex needs an address that stays.
    private let places: UnsafeMutableRawPointer
    private var phase: UnsafeMutablePointer<Atomic<UInt32>> { places.assumingMemoryBound(to: Atomic<UInt32>.self) }

    private static let open: UInt32 = 1 << 8
    private static let oneLoop: UInt32 = 1 << 16
    private static let stopped: UInt32 = 1 << 15
    private static let members: UInt32 = open - 1
    /// About 50 microseconds: longer than the serial stretches between the loops of a training step, and short enough that
    /// an idle pool costs nothing that can be seen.
    private static let spins = 1_500
    /// Two cache lines: they are fetched in pairs.
    private static let place = 128

    init(threads: Int) {
        self.threads = threads
        places = .allocate(byteCount: (threads + 1) * Self.place, alignment: Self.place)
        phase.initialize(to: Atomic(0))
        for thread in 0..<threads { next(of: thread).initialize(to: Atomic(0)) }
    }

    deinit { places.deallocate() }

    private func next(of thread: Int) -> UnsafeMutablePointer<Atomic<Int>> {
        (places + (thread + 1) * Self.place).assumingMemoryBound(to: Atomic<Int>.self)
    }

    func acquire() -> Bool { !busy.exchange(true, ordering: .acquiring) }
    func release() { busy.store(false, ordering: .releasing) }

    func run(tasks: Int, workers: Int, body: @escaping (Int, Int) -> Void) {
        self.body = body
        self.tasks = tasks
        for thread in 0..<threads { next(of: thread).pointee.store(thread * tasks / threads, ordering: .relaxed) }
        let number = (phase.pointee.load(ordering: .relaxed) / Self.oneLoop) &+ 1
        phase.pointee.store((number &* Self.oneLoop) | Self.open, ordering: .sequentiallyConsistent)
        if sleepers.load(ordering: .sequentiallyConsistent) > 0 { futex_wake(phase, Int32(min(workers, tasks - 1))) }
        takeTasks(body, as: 0)
        phase.pointee.bitwiseXor(Self.open, ordering: .acquiringAndReleasing)
        var turns = 0
        while phase.pointee.load(ordering: .acquiring) & Self.members != 0 {
            turns += 1
            if turns % 4_096 == 0 { sched_yield() } else { cpu_spin_hint() }
        }
        self.body = nil
    }

    private func takeTasks(_ body: (Int, Int) -> Void, as index: Int) {
        let tasks = tasks, threads = threads
        for distance in 0..<threads {
            let owner = index + distance < threads ? index + distance : index + distance - threads
            let end = (owner + 1) * tasks / threads, next = next(of: owner)
            while next.pointee.load(ordering: .relaxed) < end {
                let task = next.pointee.wrappingAdd(1, ordering: .relaxed).oldValue
                if task >= end { break }
                body(task, index)
            }
        }
    }

    /// A function of its own, so that no reference to `body` outlives the membership in the loop.
    @inline(never)
    private func joinLoop(as index: Int) {
        if let body { takeTasks(body, as: index) }
    }

    func work(as index: Int) {
        var seen = phase.pointee.load(ordering: .relaxed) / Self.oneLoop &- 1
        var idle = 0
        while true {
            let value = phase.pointee.load(ordering: .acquiring)
            if value & Self.stopped != 0 { return }
            if value & Self.open != 0, value / Self.oneLoop != seen {
                guard phase.pointee.compareExchange(
                    expected: value, desired: value + 1, ordering: .acquiringAndReleasing).exchanged else { continue }
                seen = value / Self.oneLoop
                joinLoop(as: index)
                phase.pointee.wrappingSubtract(1, ordering: .releasing)
                idle = 0
            } else if idle < Self.spins {
                idle += 1
                cpu_spin_hint()
            } else {
                sleepers.wrappingAdd(1, ordering: .sequentiallyConsistent)
                // The kernel compares the word once more, so that a loop opened since is not missed.
                if phase.pointee.load(ordering: .sequentiallyConsistent) == value { futex_wait(phase, value) }
                sleepers.wrappingSubtract(1, ordering: .sequentiallyConsistent)
            }
        }
    }

    func stop() {
        phase.pointee.bitwiseOr(Self.stopped, ordering: .sequentiallyConsistent)
        futex_wake(phase, .max)
    }
}
