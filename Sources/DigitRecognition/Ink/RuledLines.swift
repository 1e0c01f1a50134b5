/// Takes the printed lines of ruled and squared paper out of the ink: thin, straight, parallel, right across the sheet. Where a stroke of writing crosses a
/// line, the ink is thicker than the line, and stays.
enum RuledLines {
    /// A line covers at least this share of the sheet's width.
    private static let leastCover: Float = 0.4
    /// And runs from one end of it to the other, up to this share: a stroke of writing that is as long leaves the margins free.
    private static let leastLength: Float = 0.85
    /// Slopes looked for: up to about 12 degrees either way.
    private static let slopes = (-50...50).map { Float($0) * 0.004 }
    /// Seen aslant, the lines of a sheet have different slopes: each round finds those of one.
    private static let mostRounds = 6

    /// The lines that were found.
    struct Found {
        /// Where in the ink's values their middles were.
        let places: [Int]
        /// Whether they ran in both directions.
        let areSquares: Bool
    }

    @discardableResult
    static func remove(from ink: inout InkImage) -> Found {
        let level = removeAllHorizontal(from: &ink).map { $0.y * ink.width + $0.x }
        var turned = ink.transposed
        let upright = removeAllHorizontal(from: &turned)
        guard !upright.isEmpty else { return Found(places: level, areSquares: false) }
        ink = turned.transposed
        return Found(places: level + upright.map { $0.x * ink.width + $0.y }, areSquares: !level.isEmpty)
    }

    private static func removeAllHorizontal(from ink: inout InkImage) -> [(x: Int, y: Int)] {
        guard ink.width >= 120, ink.height >= 60 else { return [] }
        let thickest = max(3, max(ink.width, ink.height) / 250)
        var dashes = dashes(of: ink, thickest: thickest), removed: [(x: Int, y: Int)] = []
        for _ in 0..<mostRounds {
            let found = removeHorizontal(&dashes, from: &ink)
            if found.isEmpty { break }
            removed += found
        }
        return removed
    }

    /// A stretch of ink down one column, no longer than a line is thick.
    private struct Dash {
        let x: Int
        let top: Int
        let bottom: Int
        var middle: Float { Float(top + bottom) / 2 }
    }

    /// Removes the lines of one slope, and their dashes.
    ///
    /// - Returns: the middles of what was removed.
    private static func removeHorizontal(_ dashes: inout [Dash], from ink: inout InkImage) -> [(x: Int, y: Int)] {
        guard Float(dashes.count) >= leastCover * Float(ink.width) else { return [] }
        let margin = Int(Float(ink.width) * (slopes.last ?? 0)) + 2
        let least = Int(leastCover * Float(ink.width))
        // Some thousand tell the slope as well as all.
        let every = max(dashes.count / 6000, 1)
        var best: (score: Int, slope: Float) = (0, 0)
        var counts = [Int](repeating: 0, count: ink.height + 2 * margin)
        for slope in slopes {
            for i in counts.indices { counts[i] = 0 }
            for i in stride(from: 0, to: dashes.count, by: every) {
                counts[Int(dashes[i].middle - slope * (Float(dashes[i].x) - Float(ink.width) / 2)) + margin] += 1
            }
            let score = counts.reduce(0) { $0 + $1 * $1 }
            if score > best.score { best = (score, slope) }
        }
        func row(_ dash: Dash) -> Int { Int(dash.middle - best.slope * (Float(dash.x) - Float(ink.width) / 2)) + margin }
        // A line wanders by a row or two.
        let reach = 2
        var rows = [(count: Int, left: Int, right: Int)](repeating: (0, .max, .min), count: counts.count)
        for dash in dashes {
            let row = row(dash)
            rows[row] = (rows[row].count + 1, min(rows[row].left, dash.x), max(rows[row].right, dash.x))
        }
        let isLine = rows.indices.map { row in
            let band = rows[max(row - reach, 0)...min(row + reach, rows.count - 1)]
            guard band.reduce(0, { $0 + $1.count }) >= least, let left = band.map(\.left).min(), let right = band.map(\.right).max() else { return false }
            return Float(right - left) >= leastLength * Float(ink.width)
        }
        guard isLine.contains(true) else { return [] }
        var removed: [(x: Int, y: Int)] = []
        dashes.removeAll { dash in
            guard isLine[row(dash)] else { return false }
            for y in max(dash.top - 1, 0)...min(dash.bottom + 1, ink.height - 1) { ink[dash.x, y] = 0 }
            removed.append((dash.x, (dash.top + dash.bottom) / 2))
            return true
        }
        return removed
    }

    private static func dashes(of ink: InkImage, thickest: Int) -> [Dash] {
        var dashes: [Dash] = []
        var starts = [Int](repeating: -1, count: ink.width)
        // Columns in groups of eight, and in how many of each a stretch of ink is open: most groups hold paper only, and are passed over.
        let group = 8
        var open = [Int](repeating: 0, count: (ink.width + group - 1) / group)
        ink.values.withUnsafeBufferPointer { values in
            for y in 0...ink.height {
                for index in open.indices {
                    let columns = index * group..<min((index + 1) * group, ink.width)
                    if open[index] == 0, y == ink.height || !InkComponent.isInked(values, from: y * ink.width + columns.lowerBound, count: columns.count) { continue }
                    for x in columns {
                        let isInk = y < ink.height && values[y * ink.width + x] >= InkComponent.threshold
                        if isInk, starts[x] < 0 {
                            starts[x] = y
                            open[index] += 1
                        } else if !isInk, starts[x] >= 0 {
                            if y - starts[x] <= thickest { dashes.append(Dash(x: x, top: starts[x], bottom: y - 1)) }
                            starts[x] = -1
                            open[index] -= 1
                        }
                    }
                }
            }
        }
        return dashes
    }
}

extension InkImage {
    /// Rows and columns exchanged.
    var transposed: InkImage {
        var result = InkImage(width: height, height: width)
        // In squares that fit the cache, for the rows of one are the columns of the other.
        let side = 32
        values.withUnsafeBufferPointer { source in
            result.values.withUnsafeMutableBufferPointer { target in
                for top in stride(from: 0, to: height, by: side) {
                    for left in stride(from: 0, to: width, by: side) {
                        for y in top..<min(top + side, height) {
                            for x in left..<min(left + side, width) { target[x * height + y] = source[y * width + x] }
                        }
                    }
                }
            }
        }
        return result
    }
}
