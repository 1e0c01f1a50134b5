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
