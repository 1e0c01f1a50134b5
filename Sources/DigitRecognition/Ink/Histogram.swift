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

    /// How often each of the values from `least` on occurs, of which there are few: 0 for lower ones.
    ///
    /// - Parameter least: at most 128.
    func histogram(from least: UInt8) -> [Int] {
        precondition(least <= 128, "a sum of two such bytes must fit one")
        var counts = [Int](repeating: 0, count: 256)
        withUnsafeBytes { values in
            counts.withUnsafeMutableBufferPointer { counts in
                let highest: UInt64 = 0x8080_8080_8080_8080, added = UInt64(128 - least) &* 0x0101_0101_0101_0101
                // Whether a byte reaches the limit: it has the highest bit, or has it once the limit is taken from 128 and what is left added to the others.
                func reaches(_ values: UInt64) -> UInt64 { values | ((values & ~highest) &+ added) }
                let whole = values.count / 16 * 16
                for i in stride(from: 0, to: whole, by: 16) {
                    let found = reaches(values.loadUnaligned(fromByteOffset: i, as: UInt64.self)) | reaches(values.loadUnaligned(fromByteOffset: i + 8, as: UInt64.self))
                    if found & highest != 0 { for j in i..<i + 16 { counts[Int(values[j])] &+= 1 } }
                }
                for j in whole..<values.count { counts[Int(values[j])] &+= 1 }
            }
        }
        for value in 0..<Int(least) { counts[value] = 0 }
        return counts
    }
}

extension [Int] {
    /// Of the values whose histogram this is, the one before which so many stand in ascending order.
    func value(ofRank rank: Int) -> Int {
        var before = 0
        return indices.first { before += self[$0]; return before > rank } ?? count - 1
    }
}
