/// Below how much work a second thread costs more than it gives: waking one takes some microseconds.
enum Work {
    /// Floating-point operations: 10 microseconds of one core.
    static let operationsWorthThreads = 1_000_000
    /// Floats that are only moved or changed one by one.
    static let floatsWorthThreads = 1 << 16
    /// Floats of a result that is not expected to stay in a cache until it is read.
    static let floatsBeyondCaches = 1 << 21
    /// Floats whose exponential is taken.
    static let exponentialsWorthThreads = 1 << 13
    /// Floats of a task of moving work.
    static let chunk = 1 << 14

    /// How many tasks `count` floats make.
    static func chunks(_ count: Int) -> Int { (count + chunk - 1) / chunk }
    /// Rows of a task when a row has `columns` floats.
    static func rows(columns: Int) -> Int { max(1, chunk / 2 / columns) }
}

extension Kernels {
    /// Whether `count` floats from `target` on, each written once, go past the caches.
    ///
    /// Where several threads have read what stood there, a plain store has to wait until the other cores have given each line up, one after the other:
    /// measured 200 to 400 microseconds for 400,000 weights on four cores that share no cache, against 45 to 65, and 75 against 43 on four that do.
    /// What the next reading from memory costs is less.
    func streams(_ target: UnsafeMutablePointer<Float>, count: Int, _ pool: ThreadPool) -> Bool {
        (pool.threads > 1 && count >= Work.floatsWorthThreads && UInt(bitPattern: target) % 64 == 0) || streamsBeyondCaches(target, count: count)
    }

    /// Whether `count` floats from `target` on, each written once, are more than the caches keep for who reads them next: a plain store would bring each
    /// line from memory first. Measured 104 GFLOP/s instead of 89 for the product 15,488 x 288 x 64.
    func streamsBeyondCaches(_ target: UnsafeMutablePointer<Float>, count: Int) -> Bool {
        count >= Work.floatsBeyondCaches && UInt(bitPattern: target) % 64 == 0
    }
}
