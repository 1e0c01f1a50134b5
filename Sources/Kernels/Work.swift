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
