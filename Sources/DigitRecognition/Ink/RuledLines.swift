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

    private enum Direction { case level, upright }

    @discardableResult
    static func remove(from ink: inout InkImage) -> Found {
        let level = removeAll(.level, from: &ink), upright = removeAll(.upright, from: &ink)
        return Found(places: level + upright, areSquares: !level.isEmpty && !upright.isEmpty)
    }

    /// - Returns: where in the ink's values the middles of what was removed were.
    private static func removeAll(_ direction: Direction, from ink: inout InkImage) -> [Int] {
        let length = direction == .level ? ink.width : ink.height, breadth = direction == .level ? ink.height : ink.width
        guard length >= 120, breadth >= 60 else { return [] }
        let thickest = max(3, max(ink.width, ink.height) / 250)
        var dashes = direction == .level ? levelDashes(of: ink, thickest: thickest) : uprightDashes(of: ink, thickest: thickest)
        var places: [Int] = []
        for _ in 0..<mostRounds {
            let removed = removeLines(among: &dashes, length: length, breadth: breadth)
            if removed.isEmpty { break }
            let step = direction == .level ? 1 : ink.width, across = direction == .level ? ink.width : 1
            ink.values.withUnsafeMutableBufferPointer { values in
                for dash in removed {
                    let row = Int(dash.along) * step
                    for place in max(Int(dash.first) - 1, 0)...min(Int(dash.last) + 1, breadth - 1) { values[row + place * across] = 0 }
                }
            }
            places.append(contentsOf: removed.lazy.map { Int($0.along) * step + Int($0.first + $0.last) / 2 * across })
        }
        return places
    }

    /// A stretch of ink across a line, no longer than a line is thick. On squared paper there are hundreds of thousands: in narrow numbers.
    private struct Dash {
        /// Where it is along the line: the column of a level line.
        let along: Int32
        /// From where to where it goes: the rows of a level line.
        let first: Int32, last: Int32
        var middle: Float { Float(first + last) / 2 }
    }

    /// Takes the dashes out that belong to lines of one slope.
    ///
    /// - Returns: these dashes.
    private static func removeLines(among dashes: inout [Dash], length: Int, breadth: Int) -> [Dash] {
        guard Float(dashes.count) >= leastCover * Float(length) else { return [] }
        let margin = Int(Float(length) * (slopes.last ?? 0)) + 2, rowCount = breadth + 2 * margin
        let least = Int(leastCover * Float(length))
        let slope = slope(of: dashes, length: length, margin: margin, rowCount: rowCount)
        func row(_ dash: Dash) -> Int { Int(dash.middle - slope * (Float(dash.along) - Float(length) / 2)) + margin }
        // A line wanders by a row or two.
        let reach = 2
        var rows = [(count: Int, left: Int32, right: Int32)](repeating: (0, .max, .min), count: rowCount)
        rows.withUnsafeMutableBufferPointer { rows in
            for dash in dashes {
                let row = row(dash), known = rows[row]
                rows[row] = (known.count + 1, min(known.left, dash.along), max(known.right, dash.along))
            }
        }
        let isLine = rows.indices.map { row in
            let band = rows[max(row - reach, 0)...min(row + reach, rows.count - 1)]
            guard band.reduce(0, { $0 + $1.count }) >= least, let left = band.map(\.left).min(), let right = band.map(\.right).max() else { return false }
            return Float(right - left) >= leastLength * Float(length)
        }
        guard isLine.contains(true) else { return [] }
        var removed: [Dash] = [], kept = 0
        removed.reserveCapacity(dashes.count)
        for index in dashes.indices {
            let dash = dashes[index]
            if isLine[row(dash)] {
                removed.append(dash)
            } else {
                dashes[kept] = dash
                kept += 1
            }
        }
        dashes.removeLast(dashes.count - kept)
        return removed
    }

    /// The slope at which most dashes lie in the same rows.
    private static func slope(of dashes: [Dash], length: Int, margin: Int, rowCount: Int) -> Float {
        // Some thousand tell the slope as well as all.
        let sample = stride(from: 0, to: dashes.count, by: max(dashes.count / 6000, 1)).map { dashes[$0] }
        typealias Vector = SIMD8<Float>
        let lanes = Vector.scalarCount
        let count = (sample.count + lanes - 1) / lanes
        // Neighbours often lie in one row: in one group, each would have to wait until the one before it is counted.
        let groups = (0..<count).map { first in
            // What fills the last groups up is counted too, in rows that no dash of the others has.
            (0..<lanes).reduce(into: (along: Vector(), middle: Vector(repeating: Float(rowCount)))) { group, lane in
                let index = lane * count + first
                guard index < sample.count else { return }
                group.along[lane] = Float(sample[index].along) - Float(length) / 2
                group.middle[lane] = sample[index].middle + Float(margin)
            }
        }
        var best: (score: UInt32, slope: Float) = (0, 0)
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: rowCount + 1) { counts in
            for slope in slopes {
                counts.update(repeating: 0)
                for (along, middle) in groups {
                    // Rounding in steps that vectors have: added to 2^23, a number loses its fraction, and its lower bits are the whole part. Middles lie on
                    // halves: a quarter less, and none is halfway between two whole numbers.
                    let rows = unsafeBitCast(middle - slope * along + (8_388_608 - 0.25), to: SIMD8<UInt32>.self) & 0x7F_FFFF
                    for lane in 0..<lanes { counts[Int(rows[lane])] &+= 1 }
                }
                var score: UInt32 = 0
                for row in 0..<rowCount { score &+= counts[row] &* counts[row] }
                if score > best.score { best = (score, slope) }
            }
        }
        return best.slope
    }

    private static func levelDashes(of ink: InkImage, thickest: Int) -> [Dash] {
        var dashes: [Dash] = []
        let width = ink.width, paper = [UInt8](repeating: 0, count: width)
        var starts = [Int32](repeating: 0, count: width)
        ink.values.withUnsafeBufferPointer { values in
            paper.withUnsafeBufferPointer { paper in
                for y in 0...ink.height {
                    let above = y > 0 ? values.baseAddress! + (y - 1) * width : paper.baseAddress!
                    let here = y < ink.height ? values.baseAddress! + y * width : paper.baseAddress!
                    func change(at x: Int) {
                        if here[x] >= InkComponent.threshold {
                            starts[x] = Int32(y)
                        } else if y - Int(starts[x]) <= thickest {
                            dashes.append(Dash(along: Int32(x), first: starts[x], last: Int32(y - 1)))
                        }
                    }
                    // Eight columns are compared with the row above together: few begin or end a stretch of ink.
                    var x = 0
                    while x + 8 <= width {
                        var changes = InkComponent.inked(UnsafeRawPointer(here + x)) ^ InkComponent.inked(UnsafeRawPointer(above + x))
                        while changes != 0 {
                            change(at: x + changes.trailingZeroBitCount / 8)
                            changes &= changes - 1
                        }
                        x += 8
                    }
                    while x < width {
                        if (here[x] >= InkComponent.threshold) != (above[x] >= InkComponent.threshold) { change(at: x) }
                        x += 1
                    }
                }
            }
        }
        return dashes
    }

    private static func uprightDashes(of ink: InkImage, thickest: Int) -> [Dash] {
        InkComponent.runs(of: ink).lazy.filter { $0.end - $0.start <= thickest }
            .map { Dash(along: Int32($0.y), first: Int32($0.start), last: Int32($0.end - 1)) }
    }
}
