import Foundation

/// Work on numbered items by several threads, whose results are handed on in the items' order; no thread runs so far ahead that results pile up.
package enum OrderedWork {
    /// Returns when all is done; at most four results a thread wait to be handed on.
    ///
    /// - Parameters:
    ///   - work: is called on many threads at once, once for each index.
    ///   - emit: is called for each index in order, one at a time, on any of the threads. When it throws, the rest is left undone.
    package static func run<Result: Sendable>(
        count: Int, threads: Int, work: @escaping @Sendable (Int) -> Result, emit: @escaping @Sendable (Int, Result) throws -> Void
    ) throws {
        let state = State<Result>(count: count, window: 4 * threads)
        DispatchQueue.concurrentPerform(iterations: min(threads, max(count, 1))) { _ in
            while let index = state.next() { state.finish(index, work(index), emit) }
        }
        if let error = state.error { throw error }
    }

    /// Safe to share: everything is touched under the condition's lock.
    private final class State<Result>: @unchecked Sendable {
        private let condition = NSCondition()
        private let count: Int
        private let window: Int
        private var started = 0
        private var emitted = 0
        private var waiting: [Int: Result] = [:]
        private(set) var error: (any Error)?

        init(count: Int, window: Int) {
            self.count = count
            self.window = window
        }

        func next() -> Int? {
            condition.lock()
            defer { condition.unlock() }
            while error == nil, started < count, started >= emitted + window { condition.wait() }
            guard error == nil, started < count else { return nil }
            started += 1
            return started - 1
        }

        func finish(_ index: Int, _ result: Result, _ emit: (Int, Result) throws -> Void) {
            condition.lock()
            defer { condition.unlock() }
            waiting[index] = result
            do {
                while error == nil, let ready = waiting.removeValue(forKey: emitted) {
                    try emit(emitted, ready)
                    emitted += 1
                }
            } catch {
                self.error = error
            }
            condition.broadcast()
        }
    }
}
