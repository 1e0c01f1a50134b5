import CommandLineSupport
import Dispatch
import Synchronization
import Testing

@Suite("Work in order")
struct OrderedWorkTests {
    @Test("Results come in order, and no thread runs far ahead of the slowest", arguments: [1, 2, 5])
    func order(threads: Int) throws {
        let window = 4 * threads
        let started = Atomic(0), emitted = Atomic(0), farthest = Atomic(0)
        let hurry = DispatchSemaphore(value: threads == 1 ? 1 : 0)
        try OrderedWork.run(count: 500, threads: threads) { index in
            let begun = started.wrappingAdd(1, ordering: .sequentiallyConsistent).newValue
            farthest.max(begun - emitted.load(ordering: .sequentiallyConsistent), ordering: .sequentiallyConsistent)
            // The first waits until the others have done all that they may do without it.
            if index == window - 1 { hurry.signal() }
            if index == 0 { hurry.wait() }
            return index
        } emit: { index, result in
            #expect(result == index && emitted.load(ordering: .sequentiallyConsistent) == index)
            emitted.store(index + 1, ordering: .sequentiallyConsistent)
        }
        #expect(emitted.load(ordering: .relaxed) == 500)
        #expect(farthest.load(ordering: .relaxed) <= window)
    }

    @Test("What cannot be handed on ends the work")
    func failure() {
        struct Full: Error {}
        let started = Atomic(0)
        #expect(throws: Full.self) {
            try OrderedWork.run(count: 10_000, threads: 3) { _ in started.wrappingAdd(1, ordering: .relaxed) } emit: { index, _ in
                if index == 5 { throw Full() }
            }
        }
        #expect(started.load(ordering: .relaxed) < 100)
    }
}
