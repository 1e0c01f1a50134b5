import Dispatch

/// Has the next batch filled on a background thread while the current one is trained on.
final class BatchPrefetcher {
    /// One batch and the request being filled into it.
    ///
    /// Safe to share: it belongs to the background thread from `start` until `ready` is signalled, and to the training
    /// thread from its wait on `ready` until the next `start`.
    private final class Slot: @unchecked Sendable {
        let batch: Batch
        let ready = DispatchSemaphore(value: 0)
        var failure: (any Error)?
        var isPending = false

        init(_ batch: Batch) { self.batch = batch }
    }

    private let source: any BatchSource
    private let slots: [Slot]
    private let queue = DispatchQueue(label: "batches", qos: .userInitiated)
    private var next = 0
    private var waiting = 0

    init(source: any BatchSource, capacity: Int, input: ActivationShape, classes: Int) {
        self.source = source
        slots = (0..<2).map { _ in Slot(Batch(capacity: capacity, input: input, classes: classes)) }
    }

    deinit { drain() }

    /// Begins to fill a batch; `take` gives it. At most one more may have been started before and taken already.
    func start(_ request: BatchRequest) {
        let slot = slots[next]
        next = 1 - next
        precondition(!slot.isPending, "a third batch at a time")
        slot.isPending = true
        let source = source
        queue.async {
            slot.batch.count = request.indices.count
            slot.batch.usesTargets = false
            do {
                try source.fill(slot.batch, for: request)
                slot.failure = nil
            } catch {
                slot.failure = error
            }
            slot.ready.signal()
        }
    }

    /// The batch that was started first and not yet taken, when it is full. Valid until the next `start` but one.
    func take() throws -> Batch {
        let slot = slots[waiting]
        waiting = 1 - waiting
        precondition(slot.isPending, "no batch was started")
        slot.ready.wait()
        slot.isPending = false
        if let failure = slot.failure { throw failure }
        return slot.batch
    }

    /// Waits for what is under way and forgets it.
    func drain() {
        for slot in slots where slot.isPending {
            slot.ready.wait()
            slot.isPending = false
        }
        next = 0
        waiting = 0
    }
}
