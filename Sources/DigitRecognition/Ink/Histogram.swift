extension [UInt8] {
    /// How often each of the 256 values occurs.
    func histogram() -> [Int] {
        let tables = 4
        return withUnsafeTemporaryAllocation(of: Int.self, capacity: tables * 256) { counts in
            counts.update(repeating: 0)
            // Neighbours are often equal: in one table each would have to wait until the one before it is counted.
            withUnsafeBufferPointer { values in
                var i = 0
                while i + tables <= values.count {
                    for table in 0..<tables { counts[table * 256 + Int(values[i + table])] += 1 }
                    i += tables
                }
                while i < values.count {
                    counts[Int(values[i])] += 1
                    i += 1
                }
            }
            return (0..<256).map { value in (0..<tables).reduce(0) { $0 + counts[$1 * 256 + value] } }
        }
    }
}
