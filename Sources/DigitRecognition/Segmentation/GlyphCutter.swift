import Kernels

/// Cuts ink in which digits may touch, from top to bottom, where the least ink is in the way.
enum GlyphCutter {
    /// A piece between two cuts, and what the cut on its left costs, in stroke widths of ink: 1 for one stroke.
    struct Piece {
        let glyph: Glyph
        let cutCost: Float
    }

    /// Each stroke that a cut enters costs this many stroke widths of ink.
    private static let entryStrokes: Float = 3
    /// One stroke crossed at right angles costs 1, along a touch of two round digits 3 to 4, two strokes 5 and more: through the middle of a 0 as well as
    /// where two digits overlap. Only ink that is too long for two digits or that is surely no digit is cut there. What costs more is no place for a cut.
    static let dearest: Float = 4.7
    /// A narrow digit is so wide, as a share of its height.
    static let distance: Float = 0.18
    private static let dearestOfNoDigits: Float = 9, chain: Float = 2

    /// A way from top to bottom: the column in each row.
    struct Seam {
        let columns: [Int]
        /// In stroke widths of ink.
        let cost: Float
        let mean: Int
    }

    /// The pieces from left to right; the glyph alone where no cut is promising.
    ///
    /// - Parameter isNoDigit: whether the network was asked and does not take the whole for a digit.
    static func pieces(of glyph: Glyph, digitHeight: Float, isNoDigit: Bool) -> [Piece] {
        let height = Float(glyph.box.height)
        // A dot or a dash is left out whole or not at all.
        guard Float(glyph.box.width) > 0.6 * height, height >= 0.45 * digitHeight else { return [Piece(glyph: glyph, cutCost: 0)] }
        let isShort = Float(glyph.ink.width) < chain * height
        let chosen = seams(through: glyph.ink, height: height, dearest: isShort && !isNoDigit ? dearest : dearestOfNoDigits)
        guard !chosen.isEmpty else { return [Piece(glyph: glyph, cutCost: 0)] }
        var pieces: [Piece] = []
        for index in 0...chosen.count {
            let left = index > 0 ? chosen[index - 1].columns : nil
            let right = index < chosen.count ? chosen[index].columns : nil
            guard let piece = cut(glyph, from: left, to: right) else { continue }
            pieces.append(Piece(glyph: piece, cutCost: pieces.isEmpty ? 0 : chosen[index - 1].cost))
        }
        return pieces.count > 1 ? pieces : [Piece(glyph: glyph, cutCost: 0)]
    }

    /// The most promising ways through ink in which digits of about the given height may touch, from the left.
    ///
    /// - Parameters:
    ///   - dearest: what costs more is no place for a cut.
    ///   - distance: how far apart they stand at least, as a share of the height.
    static func seams(through ink: InkImage, height: Float, dearest: Float = dearest, distance: Float = distance) -> [Seam] {
        guard ink.width >= 8, ink.height >= 8 else { return [] }
        let stroke = max(StrokeWidth.mean(of: ink), 1), framed = ink.framed
        let step = max(Int(height / 16), 1), reach = max(Int(height / 7), 2)
        var seams: [Seam] = []
        var middle = reach
        while middle < ink.width - reach {
            let seam = seam(through: framed, around: middle, reach: reach, stroke: stroke)
            let mean = seam.columns.reduce(0, +) / seam.columns.count
            seams.append(Seam(columns: seam.columns, cost: max(seam.ink / stroke - entryStrokes, 0), mean: mean))
            middle += step
        }
        // The cheapest first; others must keep a distance of a narrow digit. The more digits there may be, the more cuts are needed.
        let most = 8 + Int(3 * Float(ink.width) / height)
        var chosen: [Seam] = []
        for seam in seams.sorted(by: { $0.cost < $1.cost }) where seam.cost < dearest && chosen.count < most {
            if chosen.allSatisfy({ abs($0.mean - seam.mean) > Int(distance * height) }) { chosen.append(seam) }
        }
        return chosen.sorted { $0.mean < $1.mean }
    }

    /// The way from the top to the bottom with the least ink and the fewest strokes to cross, at most `reach` columns from `middle`: dynamic programming over
    /// rows, where each step may go one column aside.
    ///
    /// - Parameter framed: the ink with a row and a column of paper on each side.
    private static func seam(through framed: InkImage, around middle: Int, reach: Int, stroke: Float) -> (columns: [Int], ink: Float) {
        let first = max(middle - reach, 0), last = min(middle + reach, framed.width - 3)
        let width = last - first + 1, height = framed.height - 2
        // Nothing comes from beyond.
        var costs = [.infinity] + [Float](repeating: 0, count: width) + [.infinity], next = costs
        var steps = [Int8](repeating: 0, count: width * height)
        let stepDown = MarkLoops.current.stepDown
        framed.values.withUnsafeBufferPointer { values in
            for y in 0..<height {
                let above = values.baseAddress! + y * framed.width + first + 1
                costs.withUnsafeBufferPointer { costs in
                    next.withUnsafeMutableBufferPointer { next in
                        steps.withUnsafeMutableBufferPointer { steps in
                            // Where two round digits touch, one long stretch of ink is to be cut; through the middle of one of them, two short ones.
                            stepDown(width, above, above + framed.width, entryStrokes * stroke, aside, costs.baseAddress! + 1, next.baseAddress! + 1,
                                     steps.baseAddress! + y * width)
                        }
                    }
                }
                swap(&costs, &next)
            }
        }
        var x = (0..<width).min { costs[$0 + 1] < costs[$1 + 1] }!
        let cost = costs[x + 1]
        var columns = [Int](repeating: 0, count: height)
        for y in stride(from: height - 1, through: 0, by: -1) {
            columns[y] = first + x
            x += Int(steps[y * width + x])
        }
        return (columns, cost)
    }

    /// Going aside costs a little, so that the way through paper is straight.
    private static let aside: Float = 0.02

    private static func cut(_ glyph: Glyph, from left: [Int]?, to right: [Int]?) -> Glyph? {
        var ink = glyph.ink
        for y in 0..<ink.height {
            let first = left?[y] ?? 0, last = right?[y] ?? ink.width
            for x in 0..<min(first, ink.width) { ink[x, y] = 0 }
            if last < ink.width { for x in last..<ink.width { ink[x, y] = 0 } }
        }
        guard let box = ink.box, max(box.width, box.height) >= 4 else { return nil }
        let small = ink.cropped(to: box)
        let origin = (x: glyph.origin.x + box.x, y: glyph.origin.y + box.y)
        return Glyph(ink: small, origin: origin, box: Box(x: origin.x, y: origin.y, width: box.width, height: box.height))
    }
}
