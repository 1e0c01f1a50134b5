extension PhotoInk {
    /// A darkness between that of printed lines and that of the writing; nil where writing is as pale as the lines, all of it or in parts.
    ///
    /// - Parameters:
    ///   - lines: those that were found.
    ///   - rest: the ink without these lines.
    func level(above lines: RuledLines.Found, besides rest: InkImage) -> Float? {
        guard !lines.places.isEmpty else { return nil }
        var counts = [Int](repeating: 0, count: 256)
        for place in lines.places { counts[Int(darkness[place])] += 1 }
        var below = 0
        let usual = counts.indices.first { below += counts[$0]; return below * 10 >= lines.places.count * 9 } ?? 255
        let level = Self.aboveLines * Float(usual)
        // How dark strokes are in their middle: one value for each crossing of a row.
        var dark = 0, between = 0
        for mark in InkComponent.all(in: rest) where max(mark.box.width, mark.box.height) >= Self.smallest && !mark.isSolid {
            for run in mark.runs {
                let most = Float((run.start..<run.end).reduce(0) { max($0, darkness[run.y * rest.width + $1]) })
                if most >= Self.clearlyAbove * level { dark += 1 } else if most >= Self.clearlyBelow * level { between += 1 }
            }
        }
        return dark > (lines.areSquares ? Self.manyOnSquares : Self.many) * between ? level : nil
    }

    /// What is so much darker than nine tenths of the lines is none of them.
    private static let aboveLines: Float = 1.15
    /// Strokes that are so much darker than a threshold stay whole at it; what is so much paler are lines.
    private static let clearlyAbove: Float = 1.2, clearlyBelow: Float = 0.9
    /// So many times more strokes must be dark than are neither that nor lines. Squares do more harm to digits than rules, and hide each other's lines.
    private static let many = 3, manyOnSquares = 2
    /// Of specks nothing can be told.
    private static let smallest = 10
}
