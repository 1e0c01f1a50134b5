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
        let stroke = max(StrokeWidth.mean(of: ink), 1)
        let step = max(Int(height / 16), 1), reach = max(Int(height / 7), 2)
        var seams: [Seam] = []
        var middle = reach
        while middle < ink.width - reach {
            let seam = seam(through: ink, around: middle, reach: reach, stroke: stroke)
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
    private static func seam(through ink: InkImage, around middle: Int, reach: Int, stroke: Float) -> (columns: [Int], ink: Float) {
        let first = max(middle - reach, 0), last = min(middle + reach, ink.width - 1)
        let width = last - first + 1
        // Where two round digits touch, one long stretch of ink is to be cut; through the middle of one of them, two short ones.
        let entry = entryStrokes * stroke
        var costs = [Float](repeating: 0, count: width), next = costs
        var steps = [Int8](repeating: 0, count: width * ink.height)
        for y in 0..<ink.height {
            for x in 0..<width {
                let isInk = ink[first + x, y] >= InkComponent.threshold
                var best = Float.infinity, step: Int8 = 0
                for aside in [0, -1, 1] where (0..<width).contains(x + aside) {
                    let wasInk = y > 0 && ink[first + x + aside, y - 1] >= InkComponent.threshold
                    // Between two pixels of ink that touch by their corners there is no way through.
                    let slips = aside != 0 && y > 0 && !wasInk
                        && min(ink[first + x, y - 1], ink[first + x + aside, y]) >= InkComponent.threshold
                    let isEntry = (isInk && !wasInk) || slips
                    // Going aside costs a little, so that the way through paper is straight.
                    let cost = costs[x + aside] + (isEntry ? entry : 0) + (aside == 0 ? 0 : 0.02)
                    if cost < best { best = cost; step = Int8(aside) }
                }
                next[x] = best + Float(ink[first + x, y]) / 255
                steps[y * width + x] = step
            }
            swap(&costs, &next)
        }
        var x = costs.indices.min { costs[$0] < costs[$1] }!
        let cost = costs[x]
        var columns = [Int](repeating: 0, count: ink.height)
        for y in stride(from: ink.height - 1, through: 0, by: -1) {
            columns[y] = first + x
            x += Int(steps[y * width + x])
        }
        return (columns, cost)
    }

    private static func cut(_ glyph: Glyph, from left: [Int]?, to right: [Int]?) -> Glyph? {
        var ink = glyph.ink
        for y in 0..<ink.height {
            let first = left?[y] ?? 0, last = right?[y] ?? ink.width
            for x in 0..<min(first, ink.width) { ink[x, y] = 0 }
            if last < ink.width { for x in last..<ink.width { ink[x, y] = 0 } }
        }
        guard let box = ink.box, max(box.width, box.height) >= 4 else { return nil }
        var small = InkImage(width: box.width, height: box.height)
        for y in 0..<box.height { for x in 0..<box.width { small[x, y] = ink[box.x + x, box.y + y] } }
        let origin = (x: glyph.origin.x + box.x, y: glyph.origin.y + box.y)
        return Glyph(ink: small, origin: origin, box: Box(x: origin.x, y: origin.y, width: box.width, height: box.height))
    }
}
