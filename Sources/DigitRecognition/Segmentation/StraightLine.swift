/// A thin, nearly straight and nearly level line in a component: a printed rule, the side of a box, an underline.
struct StraightLine {
    /// A stretch of ink down one column that belongs to the line.
    struct Dash {
        let x: Int
        let top: Int
        /// The last row.
        let bottom: Int
        var middle: Float { Float(top + bottom) / 2 }
    }

    /// From the left; columns where other ink crosses the line are missing.
    private(set) var dashes: [Dash]
    private var slope: Float = 0
    /// Pixels.
    private var area: Int

    var left: Int { dashes[0].x }
    var right: Int { dashes[dashes.count - 1].x + 1 }
    var length: Int { right - left }
    var middle: Float { (dashes[0].middle + dashes[dashes.count - 1].middle) / 2 }

    /// The mean number of rows.
    var thickness: Float { Float(area) / Float(dashes.count) }

    /// The row in which the line runs at a column.
    func course(_ x: Float) -> Float {
        let first = dashes[0], last = dashes[dashes.count - 1]
        return first.middle + (last.middle - first.middle) / Float(max(last.x - first.x, 1)) * (x - Float(first.x))
    }

    private init(_ first: Dash) {
        dashes = [first]
        area = first.bottom - first.top + 1
    }

    /// How far beside the line's course its next dash may lie.
    private static let wander: Float = 1.6
    /// Dashes from which the course is taken.
    private static let memory = 24
    /// The steepest line.
    private static let steepest: Float = 0.25
    private mutating func add(_ dash: Dash) {
        dashes.append(dash)
        area += dash.bottom - dash.top + 1
        let from = dashes[max(dashes.count - 1 - Self.memory, 0)]
        if dash.x - from.x >= 8 { slope = (dash.middle - from.middle) / Float(dash.x - from.x) }
    }

    private func isContinued(by dash: Dash, gap: Int) -> Bool {
        let last = dashes[dashes.count - 1], distance = dash.x - last.x
        return distance <= gap && abs(dash.middle - last.middle - slope * Float(distance)) <= Self.wander + 0.05 * Float(distance)
    }

    private func isStraight(cover: Float) -> Bool {
        let limit = max(1.6, 0.015 * Float(length))
        return Float(dashes.count) >= cover * Float(length) && abs(course(Float(right)) - course(Float(left))) <= Self.steepest * Float(length)
            && dashes.allSatisfy { abs($0.middle - course(Float($0.x))) <= limit }
    }

    /// The lines among runs of ink that are columns when seen from the line: for level lines the runs of the transposed image.
    ///
    /// - Parameters:
    ///   - runs: of one component, each down one column (`y` is the column, `start` the upper row), in columns from the left.
    ///   - least: how long a line is at least.
    ///   - cover: the share of its columns that show the line alone, at least; what lies on the rest may lie in one place.
    static func all(in runs: [InkComponent.Run], atLeast least: Int, cover: Float) -> [StraightLine] {
        guard let usual = runs.usualLength else { return [] }
        let thickest = usual + usual / 2 + 1, gap = max(4 * thickest, Int((1 - cover) * Float(least)))
        guard let top = runs.map(\.start).min(), let bottom = runs.map(\.end).max() else { return [] }
        var lines: [StraightLine] = []
        // Which line was seen last in each row: only those near a dash need be compared with it.
        var latest = [Int](repeating: -1, count: bottom - top)
        for run in runs where run.end - run.start <= thickest {
            let dash = Dash(x: run.y, top: run.start, bottom: run.end - 1), row = (run.start + run.end) / 2 - top
            var best: (index: Int, length: Int)?
            for near in max(row - drift, 0)...min(row + drift, latest.count - 1) where latest[near] >= 0 {
                let line = lines[latest[near]]
                guard line.dashes[line.dashes.count - 1].x < dash.x, line.isContinued(by: dash, gap: gap), line.length > best?.length ?? 0 else { continue }
                best = (latest[near], line.length)
            }
            let index = best?.index ?? lines.count
            if best != nil { lines[index].add(dash) } else { lines.append(StraightLine(dash)) }
            // A speck does not hide a line that may go on.
            let known = latest[row]
            if known < 0 || lines[known].length <= lines[index].length || dash.x - lines[known].right > gap { latest[row] = index }
        }
        return lines.filter { $0.length >= least && $0.isStraight(cover: cover) }
    }

    /// Rows by which a line may rise or fall over the widest gap.
    private static let drift = 6
}

extension InkComponent {
    /// The same ink as runs down its columns: `y` is the column, `start` and `end` are rows. From the left.
    var columnRuns: [Run] {
        var starts = [Int](repeating: -1, count: box.width), ends = starts
        var result: [Run] = []
        for run in runs {
            for x in run.start..<run.end {
                let column = x - box.x
                if ends[column] == run.y { ends[column] = run.y + 1; continue }
                if starts[column] >= 0 { result.append(Run(y: x, start: starts[column], end: ends[column])) }
                starts[column] = run.y
                ends[column] = run.y + 1
            }
        }
        for column in starts.indices where starts[column] >= 0 { result.append(Run(y: box.x + column, start: starts[column], end: ends[column])) }
        // Those of one column are in order already.
        var places = [Int](repeating: 0, count: box.width + 1)
        for run in result { places[run.y - box.x + 1] += 1 }
        for column in 0..<box.width { places[column + 1] += places[column] }
        return [Run](unsafeUninitializedCapacity: result.count) { sorted, count in
            for run in result {
                (sorted.baseAddress! + places[run.y - box.x]).initialize(to: run)
                places[run.y - box.x] += 1
            }
            count = result.count
        }
    }
}
