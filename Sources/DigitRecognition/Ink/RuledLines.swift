/// Takes the printed lines of ruled and squared paper out of the ink: thin, straight, parallel, right across the sheet. Where a stroke of writing crosses a
/// line, the ink is thicker than the line, and stays.
enum RuledLines {
    /// A line covers at least this share of the sheet's width.
    private static let leastCover: Float = 0.4
    /// Slopes looked for: up to about 2.5 degrees either way.
    private static let slopes = (-11...11).map { Float($0) * 0.004 }

    static func remove(from ink: inout InkImage) {
        removeHorizontal(from: &ink)
        var turned = ink.transposed
        if removeHorizontal(from: &turned) { ink = turned.transposed }
    }

    /// A stretch of ink down one column, no longer than a line is thick.
    private struct Dash {
        let x: Int
        let top: Int
        let bottom: Int
        var middle: Float { Float(top + bottom) / 2 }
    }

    /// - Returns: whether there were lines.
    @discardableResult
    private static func removeHorizontal(from ink: inout InkImage) -> Bool {
        guard ink.width >= 120, ink.height >= 60 else { return false }
        let thickest = max(3, max(ink.width, ink.height) / 250)
        let dashes = dashes(of: ink, thickest: thickest)
        guard Float(dashes.count) >= leastCover * Float(ink.width) else { return false }
        let margin = Int(Float(ink.width) * (slopes.last ?? 0)) + 2
        var best: (score: Int, slope: Float, counts: [Int]) = (0, 0, [])
        for slope in slopes {
            var counts = [Int](repeating: 0, count: ink.height + 2 * margin)
            for dash in dashes { counts[Int(dash.middle - slope * Float(dash.x) + Float(margin))] += 1 }
            let score = counts.reduce(0) { $0 + $1 * $1 }
            if score > best.score { best = (score, slope, counts) }
        }
        // A line wanders by a row or two.
        let reach = 2
        let least = Int(leastCover * Float(ink.width))
        let isLine = best.counts.indices.map { row in
            best.counts[max(row - reach, 0)...min(row + reach, best.counts.count - 1)].reduce(0, +) >= least
        }
        guard isLine.contains(true) else { return false }
        for dash in dashes where isLine[Int(dash.middle - best.slope * Float(dash.x) + Float(margin))] {
            for y in max(dash.top - 1, 0)...min(dash.bottom + 1, ink.height - 1) { ink[dash.x, y] = 0 }
        }
        return true
    }

    private static func dashes(of ink: InkImage, thickest: Int) -> [Dash] {
        var dashes: [Dash] = []
        var starts = [Int](repeating: -1, count: ink.width)
        ink.values.withUnsafeBufferPointer { values in
            for y in 0...ink.height {
                for x in 0..<ink.width {
                    let isInk = y < ink.height && values[y * ink.width + x] >= InkComponent.threshold
                    if isInk {
                        if starts[x] < 0 { starts[x] = y }
                    } else if starts[x] >= 0 {
                        if y - starts[x] <= thickest { dashes.append(Dash(x: x, top: starts[x], bottom: y - 1)) }
                        starts[x] = -1
                    }
                }
            }
        }
        return dashes
    }
}

extension InkImage {
    /// Rows and columns exchanged.
    fileprivate var transposed: InkImage {
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
