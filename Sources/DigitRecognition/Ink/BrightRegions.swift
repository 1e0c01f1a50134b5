/// The regions of a grid's blocks that are brighter than a level: they grow and meet while the level sinks (disjoint sets, of which each is known by its
/// first block).
struct BrightRegions {
    private let grid: BlockGrid
    /// For each block that belongs to a region one that stands before it in that region, or itself for the first; -1 for all others.
    private var earlier: [Int]
    /// How many blocks each region has, at its first one.
    private var counts: [Int]
    /// The first block of the largest region, and of those of one size of the first one.
    private var largest: Int?

    /// A block's row, and the columns of a region's outermost blocks in it.
    typealias Row = (y: Int, left: Int, right: Int)

    init(of grid: BlockGrid) {
        self.grid = grid
        earlier = [Int](repeating: -1, count: grid.values.count)
        counts = [Int](repeating: 1, count: grid.values.count)
    }

    /// Takes the blocks in that are brighter than a level, which is below those before.
    mutating func sink(to level: Float) {
        let columns = grid.columns
        for index in grid.values.indices where grid.values[index] > level && earlier[index] < 0 {
            earlier[index] = index
            compare(index)
            let x = index % columns
            if x > 0 { join(index, index - 1) }
            if x + 1 < columns { join(index, index + 1) }
            if index >= columns { join(index, index - columns) }
            if index + columns < earlier.count { join(index, index + columns) }
        }
    }

    /// How many blocks the largest region has.
    var largestCount: Int { largest.map { counts[$0] } ?? 0 }

    /// The rows of the largest region.
    mutating func largestRows() -> [Row] {
        (0..<grid.rows).compactMap { y in
            let row = y * grid.columns..<(y + 1) * grid.columns
            guard let left = row.first(where: { isLargest($0) }), let right = row.last(where: { isLargest($0) }) else { return nil }
            return (y, left - row.lowerBound, right - row.lowerBound)
        }
    }

    private mutating func isLargest(_ index: Int) -> Bool { earlier[index] >= 0 && first(of: index) == largest }

    /// The first block of a block's region.
    private mutating func first(of index: Int) -> Int {
        var index = index
        while earlier[index] != index {
            // The way is halved for those that come after.
            earlier[index] = earlier[earlier[index]]
            index = earlier[index]
        }
        return index
    }

    private mutating func join(_ index: Int, _ neighbour: Int) {
        guard earlier[neighbour] >= 0 else { return }
        let a = first(of: index), b = first(of: neighbour)
        guard a != b else { return }
        earlier[max(a, b)] = min(a, b)
        counts[min(a, b)] = counts[a] + counts[b]
        compare(min(a, b))
    }

    private mutating func compare(_ region: Int) {
        guard let known = largest else { return largest = region }
        if counts[region] > counts[known] || counts[region] == counts[known] && region < known { largest = region }
    }
}
