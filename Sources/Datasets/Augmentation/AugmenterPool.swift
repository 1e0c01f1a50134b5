import Synchronization

/// Augmenters for as many threads as happen to work at once.
final class AugmenterPool: Sendable {
    let augmentation: Augmentation
    private let idle = Mutex<[Loan]>([])

    /// Safe to hand from thread to thread: whoever took it from `idle` is the only one that knows it until it is put back.
    private struct Loan: @unchecked Sendable {
        let augmenter: Augmenter
    }

    init(_ augmentation: Augmentation) { self.augmentation = augmentation }

    /// Calls `body` with an augmenter that nobody else uses meanwhile.
    func use(_ body: (Augmenter) -> Void) {
        let loan = idle.withLock { $0.popLast() } ?? Loan(augmenter: Augmenter(augmentation))
        body(loan.augmenter)
        idle.withLock { $0.append(loan) }
    }
}
