/// The light on the paper of a photo: how bright each place would be without ink.
struct PaperLight {
    /// Brightness of the bare paper, 1 to 255.
    let paper: BlockGrid

    /// Block sides: fine enough for the edge of a shadow, coarse enough that a block of writing shows paper.
    static func blockSide(width: Int, height: Int) -> Int { min(max(max(width, height) / 120, 4), 20) }

    /// Half the widest stroke, in blocks, that is filled as ink rather than followed as shadow.
    static func radius(width: Int, height: Int, side: Int) -> Int {
        let shorter = min(width, height)
        // A small picture is one digit cut out, whose strokes take a larger share of it.
        let widest = shorter < 160 ? shorter / 3 : max(shorter / 12, 50)
        return max((widest / side + 1) / 2, 1)
    }

    init(_ plane: GrayPlane) {
        let side = Self.blockSide(width: plane.width, height: plane.height)
        let bright = Self.percentiles(of: plane, side: side, share: 0.75)
        let filled = bright.closed(Self.radius(width: plane.width, height: plane.height, side: side)).smoothed(1)
        var paper = filled
        // A block in full light stays what it is: smoothing must not lift a shadow's edge beyond what the window explains.
        for i in paper.values.indices { paper.values[i] = max(filled.values[i], 1) }
        self.paper = paper
    }

    /// Whether the writing is light on dark: bright details narrower than the window outweigh the dark ones.
    static func isLightOnDark(_ plane: GrayPlane) -> Bool {
        let side = blockSide(width: plane.width, height: plane.height)
        let radius = radius(width: plane.width, height: plane.height, side: side)
        let bright = percentiles(of: plane, side: side, share: 0.95), dark = percentiles(of: plane, side: side, share: 0.05)
        // Details inside a block count by the spread in it beside how bright and dark the neighbourhood is at most.
        let closed = bright.closed(radius), opened = dark.opened(radius)
        let middle = percentiles(of: plane, side: side, share: 0.5)
        var towardsLight: Float = 0, towardsDark: Float = 0
        for i in middle.values.indices {
            let spread = closed.values[i] - opened.values[i]
            guard spread > 24 else { continue }
            if middle.values[i] - opened.values[i] > closed.values[i] - middle.values[i] { towardsLight += spread } else { towardsDark += spread }
        }
        return towardsDark > 1.5 * towardsLight
    }

    /// For each block the brightness below which `share` of its pixels lie.
    static func percentiles(of plane: GrayPlane, side: Int, share: Float) -> BlockGrid {
        var grid = BlockGrid(width: plane.width, height: plane.height, side: side)
        plane.values.withUnsafeBufferPointer { values in
            withUnsafeTemporaryAllocation(of: UInt16.self, capacity: 256) { counts in
                for row in 0..<grid.rows {
                    for column in 0..<grid.columns {
                        counts.update(repeating: 0)
                        let xs = column * side..<min((column + 1) * side, plane.width), ys = row * side..<min((row + 1) * side, plane.height)
                        for y in ys { for x in xs { counts[Int(values[y * plane.width + x])] += 1 } }
                        var below = 0
                        let wanted = Int(Float(xs.count * ys.count) * share)
                        var level = 0
                        while level < 255, below + Int(counts[level]) <= wanted { below += Int(counts[level]); level += 1 }
                        grid.values[row * grid.columns + column] = Float(level)
                    }
                }
            }
        }
        return grid
    }
}
