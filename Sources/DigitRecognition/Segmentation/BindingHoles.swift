import Pictures

/// Finds the holes of a binding among the marks of a page: solid, of one size, in a row at equal distances.
enum BindingHoles {
    /// So many in a row are no chance; at the edge of the sheet fewer are enough.
    private static let fewest = 4, fewestAtEdge = 3
    /// A sheet has no more rows of holes than this: the letters of a printed page stand under one another, too.
    private static let mostRows = 6

    /// Which of the marks are such holes.
    ///
    /// - Parameter page: the size of the sheet.
    static func indices(in marks: [InkComponent], page: (width: Int, height: Int)) -> Set<Int> {
        let solid = marks.indices.filter { marks[$0].isSolid }
        let rows = rows(of: solid, marks.map { Spot($0.box) }, width: Float(page.width))
            + rows(of: solid, marks.map { Spot($0.box).turned }, width: Float(page.height))
        return rows.count <= mostRows ? Set(rows.joined()) : []
    }

    /// A mark's middle and size.
    private struct Spot {
        var x: Float, y: Float, width: Float, height: Float

        init(_ box: Box) { (x, y, width, height) = (box.middleX, box.middleY, Float(box.width), Float(box.height)) }

        var turned: Spot {
            var spot = self
            (spot.x, spot.y, spot.width, spot.height) = (y, x, height, width)
            return spot
        }
    }

    /// The spots that stand under one another.
    private static func rows(of candidates: [Int], _ spots: [Spot], width: Float) -> [[Int]] {
        let order = candidates.sorted { spots[$0].y < spots[$1].y }
        var found: [[Int]] = [], taken: Set<Int> = []
        for (place, start) in order.enumerated() where !taken.contains(start) {
            var chain = [start], pitch: Float?
            for next in order[(place + 1)...] {
                let last = spots[chain[chain.count - 1]], spot = spots[next]
                let down = spot.y - last.y
                // The wire hides some holes.
                if down > min(6 * last.height, 2.3 * (pitch ?? .infinity)) { break }
                guard abs(spot.x - last.x) <= 0.5 * last.width, isAlike(spot.width, last.width), isAlike(spot.height, last.height), down > 1.1 * last.height else { continue }
                if let pitch, !isMultiple(down, of: pitch) { continue }
                pitch = pitch ?? down
                chain.append(next)
            }
            let isAtEdge = min(spots[start].x, width - spots[start].x) < 2 * spots[start].width
            if chain.count >= (isAtEdge ? fewestAtEdge : fewest) {
                found.append(chain)
                taken.formUnion(chain)
            }
        }
        return found
    }

    private static func isAlike(_ a: Float, _ b: Float) -> Bool { max(a, b) <= 1.5 * min(a, b) + 1 }

    private static func isMultiple(_ distance: Float, of pitch: Float) -> Bool {
        let times = max((distance / pitch).rounded(), 1)
        return times <= 2 && abs(distance - times * pitch) <= 0.2 * pitch
    }
}

extension InkComponent {
    /// Whether it is a blot or a hole, and not made of strokes.
    var isSolid: Bool { area * 20 >= 11 * box.width * box.height && 2 * box.width >= box.height && 2 * box.height >= box.width && area >= 9 }
}
