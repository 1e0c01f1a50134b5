/// Finding sheets in a photo.
extension Sheet {
    /// Blocks at the sheet's edge that show both sheet and table, and are left out.
    static let edge: Float = 1.6

    /// Finds the one sheet of a photo: a region of bright and smooth blocks that is nearly a rectangle, with a step in brightness all around. Nil where the
    /// photo shows paper only, or no such region.
    ///
    /// - Parameter outlines: those in the photo.
    init?(in outlines: SheetOutlines) {
        guard outlines.contrast > Self.clearContrast else { return nil }
        let grid = outlines.grid, found = outlines.found.filter { $0.fill > 0.74 }
        // What is seen at one level alone is seldom a sheet, but a part of the table that shines.
        let steady = found.filter { one in found.count { $0.rectangle.isAlike(one.rectangle) } >= Self.fewestLevels }
        guard let rectangle = Self.largest(of: steady, in: grid) ?? Self.largest(of: found, in: grid) else { return nil }
        self.init(rectangle, side: grid.side)
    }

    /// Among those that lie on a table and are nearly rectangular the largest: a shadow must not cut the sheet. Of what is much the same at other levels the one
    /// at whose edge most of it ends: at the lowest levels some of the table is taken in.
    private static func largest(of found: [(rectangle: SheetRectangle, fill: Float)], in grid: BlockGrid) -> SheetRectangle? {
        var best: (rectangle: SheetRectangle, fill: Float)?
        for (rectangle, fill) in found {
            let isLarger = rectangle.area > best?.rectangle.area ?? 0
            if let known = best, fill < known.fill - 0.05 || (fill < known.fill + 0.05 && !isLarger) { continue }
            if liesOnTable(rectangle, in: grid) { best = (rectangle, fill) }
        }
        guard let rectangle = best?.rectangle else { return nil }
        let alike = found.map(\.rectangle).filter { $0.isAlike(rectangle) }.map { (rectangle: $0, steps: shareOfSteps(around: $0, in: grid)) }
        guard let best = alike.max(by: { ($0.steps, $0.rectangle.area) < ($1.steps, $1.rectangle.area) }) else { return nil }
        // Where its sides run together a little, a rectangle would show a wedge of the table.
        var slanted = best.rectangle
        slanted.quadrilateral = slanted.quadrilateral ?? slanted.cornersAslant
        return grid.count(ofInner: slanted.ends) >= 3 && shareOfSteps(around: slanted, in: grid) > best.steps ? slanted : best.rectangle
    }

    /// At which share of its edge what is seen of it ends clearly.
    private static func shareOfSteps(around rectangle: SheetRectangle, in grid: BlockGrid) -> Float {
        let seen = steps(around: rectangle, in: grid).joined()
        return Float(seen.count { $0 < clearStep }) / Float(max(seen.count, 1))
    }

    /// What may be a sheet though it does not stand out on all sides, likelier ones first: what reading finds on it must tell. A table that shines is in
    /// places as bright as the sheet's shadow, but only the sheet's edge stays where it is while the brightness that is asked for rises.
    ///
    /// - Parameters:
    ///   - outlines: those in the photo.
    ///   - areSteps: whether their edges must be seen: what is but brighter by the light of a lamp is none.
    static func candidates(in outlines: SheetOutlines, areSteps: Bool = false) -> [Sheet] {
        let grid = outlines.grid
        var found: [(rectangle: SheetRectangle, levels: Int)] = []
        for (rectangle, fill) in outlines.found where fill > leastFill {
            if rectangle.area > 0.85 * Float(grid.columns * grid.rows) { continue }
            if let known = found.firstIndex(where: { $0.rectangle.isAlike(rectangle) }) { found[known].levels += 1 } else { found.append((rectangle, 1)) }
        }
        // A sheet is mostly shown whole, where other bright regions end where the picture does.
        let stable = found.filter { $0.levels >= fewestLevels && (!areSteps || hasStep($0.rectangle, in: grid)) }
            .sorted { $0.levels * grid.count(ofInner: $0.rectangle.ends) > $1.levels * grid.count(ofInner: $1.rectangle.ends) }
        return stable.prefix(mostCandidates).map { Sheet($0.rectangle, side: grid.side) }
    }

    /// A sheet of which half lies in a shadow fills so much of its rectangle.
    private static let leastFill: Float = 0.5
    private static let fewestLevels = 2, mostCandidates = 3
    /// What is less bright compared with the darkest block is not clear to see.
    private static let clearContrast: Float = 1.5

    /// Whether what lies around is a table, darker than the sheet. A shadow on a larger sheet may end as sharply, but it is not as dark as a dark table, and
    /// leaves its light from one side, or from two that meet. A table that is nearly as bright as the sheet must be seen on all sides.
    private static func liesOnTable(_ rectangle: SheetRectangle, in grid: BlockGrid) -> Bool {
        let sides = steps(around: rectangle, in: grid)
        func isEdge(_ side: [Float], _ ratio: Float) -> Bool { 2 * side.count >= samples && side.count { $0 < ratio } * 10 >= side.count * 6 }
        let seen = sides.joined().sorted()
        guard seen.count >= samples else { return false }
        if sides.allSatisfy({ isEdge($0, faintStep) }) { return isDarkAround(rectangle, in: grid) }
        let steps = seen.prefix { $0 < clearStep }
        guard steps.count * 10 >= seen.count * 6 else { return false }
        let isTable = steps[steps.count / 2] < deepestShadow || [(0, 2), (1, 3)].contains { isEdge(sides[$0], clearStep) && isEdge(sides[$1], clearStep) }
        return isTable && isDarkAround(rectangle, in: grid)
    }

    /// How many times brighter it is beyond the edge, at places along each side; none where the picture ends there.
    private static func steps(around rectangle: SheetRectangle, in grid: BlockGrid) -> [[Float]] {
        func value(_ point: SIMD2<Float>) -> Float? {
            let x = Int(point.x.rounded(.down)), y = Int(point.y.rounded(.down))
            return x >= 0 && y >= 0 && x < grid.columns && y < grid.rows ? grid.values[y * grid.columns + x] : nil
        }
        return rectangle.sides.map { from, to, outwards in
            (0..<samples).compactMap { i -> Float? in
                let foot = from + (to - from) * ((Float(i) + 0.5) / Float(samples))
                guard let inside = value(foot - outwards * 1.5), let outside = value(foot + outwards * 1.5) else { return nil }
                return outside / max(inside, 1)
            }
        }
    }

    /// Whether it gets darker at some of the edge, and not only little by little as in the light of a lamp.
    private static func hasStep(_ rectangle: SheetRectangle, in grid: BlockGrid) -> Bool {
        let seen = steps(around: rectangle, in: grid).joined()
        return 5 * seen.count { $0 < slightStep } > seen.count
    }

    /// What is left of the sheet's brightness beyond its edge.
    private static let slightStep: Float = 0.95, clearStep: Float = 0.8, faintStep: Float = 0.92
    /// Places along each side where inside and outside are compared.
    private static let samples = 20
    /// A cast shadow leaves more than a fifth of the light, which is half of the brightness as pictures store it.
    private static let deepestShadow: Float = 0.5

    /// Whether little of what lies outside is as bright as the sheet: the paper around a thick ring of ink is, and it is not the ring's inside that was meant.
    private static func isDarkAround(_ rectangle: SheetRectangle, in grid: BlockGrid) -> Bool {
        // How often each brightness occurs: whole numbers.
        var inside = [Int](repeating: 0, count: 256), outside = inside
        let sides = rectangle.sides
        func lanes(_ value: ((from: SIMD2<Float>, to: SIMD2<Float>, outwards: SIMD2<Float>)) -> Float) -> SIMD4<Float> {
            SIMD4(value(sides[0]), value(sides[1]), value(sides[2]), value(sides[3]))
        }
        let fromX = lanes { $0.from.x }, fromY = lanes { $0.from.y }, outX = lanes { $0.outwards.x }, outY = lanes { $0.outwards.y }
        for y in 0..<grid.rows {
            let down = (Float(y) + 0.5 - fromY) * outY
            for x in 0..<grid.columns {
                let away = ((Float(x) + 0.5 - fromX) * outX + down).max(), value = Int(grid.values[y * grid.columns + x])
                if away < -edge { inside[value] += 1 } else if away > edge { outside[value] += 1 }
            }
        }
        let insideCount = inside.reduce(0, +), outsideCount = outside.reduce(0, +)
        guard insideCount > 0, outsideCount > 0 else { return true }
        let usual = Float(inside.value(ofRank: insideCount / 2))
        return outside.indices.reduce(0) { $0 + (Float($1) > 0.92 * usual ? outside[$1] : 0) } * 3 <= outsideCount
    }

    /// - Parameter side: pixels of a block, in which rectangles are measured.
    private init(_ rectangle: SheetRectangle, side: Int) {
        if let corners = rectangle.quadrilateral {
            // Corners lie about half a block inside the sheet; to the middle each moves so that its sides move by a block.
            let middle = corners.reduce(.zero, +) / 4
            let inner = corners.map { corner in
                let inwards = middle - corner, length = (inwards * inwards).sum().squareRoot()
                return corner + inwards * min(1.5 / length, 0.5)
            }
            self.init(corners: inner.map { $0 * Float(side) }, angle: rectangle.angle)
        } else {
            // Whole pixels, so that a sheet that lies straight is copied as it is.
            let size = ((rectangle.size - 2 * Self.edge) * Float(side)).rounded(.down)
            self.init(corners: SheetRectangle(centre: rectangle.centre * Float(side), size: size, angle: rectangle.angle).corners, angle: rectangle.angle)
        }
    }
}
