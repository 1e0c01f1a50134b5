import Glibc

/// A clock that a measurement reads.
enum Clock {
    /// Time of day that passed.
    case wall
    /// Time that this thread had a core: work of one thread, whatever else the machine does.
    case thread
    /// Time of all cores that this process used.
    case process

    /// Seconds since some moment.
    var now: Double {
        var time = timespec()
        switch self {
        case .wall: clock_gettime(CLOCK_MONOTONIC, &time)
        case .thread: clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        case .process: clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        }
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}

/// Seconds that one call of `body` takes: the median of `samples` runs, each of as many calls as fill `seconds` / `samples`.
func secondsPerCall(seconds: Double = 0.2, samples: Int = 7, clock: Clock = .wall, _ body: () -> Void) -> Double {
    body()
    var calls = 1
    var once = 0.0
    repeat {
        let start = clock.now
        for _ in 0..<calls { body() }
        once = (clock.now - start) / Double(calls)
        calls *= 4
    } while once * Double(calls) / 4 < 0.002
    let repeats = max(1, Int(seconds / Double(samples) / once))
    return (0..<samples).map { _ in
        let start = clock.now
        for _ in 0..<repeats { body() }
        return (clock.now - start) / Double(repeats)
    }.sorted()[samples / 2]
}
