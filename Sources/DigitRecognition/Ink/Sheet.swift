import Foundation

/// A sheet of paper that lies on something darker: a rectangle, perhaps turned, perhaps seen aslant.
struct Sheet: Equatable {
    /// Pixels of the sheet when it is cut out.
    let width: Int, height: Int
    /// How far the sheet's upper edge is turned clockwise from the horizontal, in radians, at most an eighth of a turn.
    let angle: Float
    /// From places on the cut sheet to places in what it was cut from.
    let projection: Projection

    /// Blocks at the sheet's edge that show both sheet and table, and are left out.
    private static let edge: Float = 1.6

    /// Finds the one sheet of a photo: a region of bright and smooth blocks that is nearly a rectangle, with a step in brightness all around. Nil where the
    /// photo shows paper only, or no such region.
    ///
    /// - Parameter outlines: those in the photo.
    init?(in outlines: Outlines) {
        guard outlines.contrast > Self.clearContrast else { return nil }
        let grid = outlines.grid, found = outlines.found.filter { $0.fill > 0.74 }
        // What is seen at one level alone is seldom a sheet, but a part of the table that shines.
        let steady = found.filter { one in found.count { Self.areAlike($0.rectangle, one.rectangle) } >= Self.fewestLevels }
        guard let rectangle = Self.largest(of: steady, in: grid) ?? Self.largest(of: found, in: grid) else { return nil }
        self.init(rectangle, side: grid.side)
    }

    /// Among those that lie on a table and are nearly rectangular the largest: a shadow must not cut the sheet. Of what is much the same at other levels the one
    /// at whose edge most of it ends: at the lowest levels some of the table is taken in.
    private static func largest(of found: [(rectangle: Rectangle, fill: Float)], in grid: BlockGrid) -> Rectangle? {
        var best: (rectangle: Rectangle, fill: Float)?
        for (rectangle, fill) in found {
            let isLarger = rectangle.area > best?.rectangle.area ?? 0
            if let known = best, fill < known.fill - 0.05 || (fill < known.fill + 0.05 && !isLarger) { continue }
            if liesOnTable(rectangle, in: grid) { best = (rectangle, fill) }
        }
        guard let rectangle = best?.rectangle else { return nil }
        let alike = found.map(\.rectangle).filter { areAlike($0, rectangle) }.map { (rectangle: $0, steps: shareOfSteps(around: $0, in: grid)) }
        guard let best = alike.max(by: { ($0.steps, $0.rectangle.area) < ($1.steps, $1.rectangle.area) }) else { return nil }
        // Where its sides run together a little, a rectangle would show a wedge of the table.
        var slanted = best.rectangle
        slanted.quadrilateral = slanted.quadrilateral ?? quadrilateral(in: slanted)
        return cornersInside(slanted.ends, grid) >= 3 && shareOfSteps(around: slanted, in: grid) > best.steps ? slanted : best.rectangle
    }

    /// At which share of its edge what is seen of it ends clearly.
    private static func shareOfSteps(around rectangle: Rectangle, in grid: BlockGrid) -> Float {
        let seen = steps(around: rectangle, in: grid).joined()
        return Float(seen.count { $0 < clearStep }) / Float(max(seen.count, 1))
    }

    /// What may be a sheet though it does not stand out on all sides, likelier ones first: what reading finds on it must tell. A table that shines is in
    /// places as bright as the sheet's shadow, but only the sheet's edge stays where it is while the brightness that is asked for rises.
    ///
    /// - Parameters:
    ///   - outlines: those in the photo.
    ///   - areSteps: whether their edges must be seen: what is but brighter by the light of a lamp is none.
    static func candidates(in outlines: Outlines, areSteps: Bool = false) -> [Sheet] {
        let grid = outlines.grid
        var found: [(rectangle: Rectangle, levels: Int)] = []
        for (rectangle, fill) in outlines.found where fill > leastFill {
            if rectangle.area > 0.85 * Float(grid.columns * grid.rows) { continue }
            if let known = found.firstIndex(where: { areAlike($0.rectangle, rectangle) }) { found[known].levels += 1 } else { found.append((rectangle, 1)) }
        }
        // A sheet is mostly shown whole, where other bright regions end where the picture does.
        let stable = found.filter { $0.levels >= fewestLevels && (!areSteps || hasStep($0.rectangle, in: grid)) }
            .sorted { $0.levels * cornersInside($0.rectangle.ends, grid) > $1.levels * cornersInside($1.rectangle.ends, grid) }
        return stable.prefix(mostCandidates).map { Sheet($0.rectangle, side: grid.side) }
    }

    /// A sheet of which half lies in a shadow fills so much of its rectangle.
    private static let leastFill: Float = 0.5
    private static let fewestLevels = 2, mostCandidates = 3

    private static func areAlike(_ a: Rectangle, _ b: Rectangle) -> Bool { areAlike((a.centre, a.size), (b.centre, b.size)) }

    private static func areAlike(_ a: (centre: SIMD2<Float>, size: SIMD2<Float>), _ b: (centre: SIMD2<Float>, size: SIMD2<Float>)) -> Bool {
        let size = pointwiseMax(a.size, b.size), between = a.centre - b.centre
        return pointwiseMax(a.size - b.size, b.size - a.size).max() < 0.08 * size.max() && pointwiseMax(between, -between).max() < 0.05 * size.max()
    }

    /// Whether both are nearly the same part of what they were cut from.
    func isAlike(_ other: Sheet) -> Bool {
        func place(_ sheet: Sheet) -> (centre: SIMD2<Float>, size: SIMD2<Float>) {
            let size = SIMD2(Float(sheet.width), Float(sheet.height))
            return (sheet.inPlane(size / 2), size)
        }
        return Self.areAlike(place(self), place(other))
    }

    private static func cornersInside(_ corners: [SIMD2<Float>], _ grid: BlockGrid) -> Int {
        corners.count { corner in
            corner.x > edge && corner.y > edge && corner.x < Float(grid.columns) - edge && corner.y < Float(grid.rows) - edge
        }
    }

    /// The darker pixels of a block tell paper from a glossy table, whose highlights have dark gaps; strokes fill less of a block, and closing takes them out.
    private static func grid(of plane: GrayPlane, inverted: Bool) -> BlockGrid {
        let side = DarknessLevels.blockSide(width: plane.width, height: plane.height)
        return BlockGrid(percentilesOf: plane, side: side, share: 0.15, inverted: inverted).closed(1).opened(1)
    }

    /// What in a photo may be a sheet's outline.
    struct Outlines {
        fileprivate let grid: BlockGrid
        /// How many times brighter than the darkest block the brightest one is.
        fileprivate let contrast: Float
        fileprivate let found: [(rectangle: Rectangle, fill: Float)]

        /// - Parameter inverted: whether light and dark are exchanged.
        init(in plane: GrayPlane, inverted: Bool = false) {
            grid = Sheet.grid(of: plane, inverted: inverted)
            contrast = (grid.values.max() ?? 0) / max(grid.values.min() ?? 0, 1)
            found = contrast > Sheet.leastContrast ? Sheet.rectangles(in: grid) : []
        }
    }

    /// What is less bright compared with the darkest block is no sheet, and what is less is none that is clear to see.
    private static let leastContrast: Float = 1.15, clearContrast: Float = 1.5

    /// The rectangle around the largest region that is brighter than a level, and which share of it the region fills, for one level after the other.
    private static func rectangles(in grid: BlockGrid) -> [(rectangle: Rectangle, fill: Float)] {
        let darkest = grid.values.min() ?? 0, brightest = grid.values.max() ?? 0
        var regions = BrightRegions(of: grid)
        let fromBright = (1..<24).reversed().compactMap { step -> (rectangle: Rectangle, fill: Float)? in
            regions.sink(to: darkest + (brightest - darkest) * Float(step) / 24)
            let count = regions.largestCount, share = Float(count) / Float(grid.values.count)
            guard share > 0.08, share < 0.95 else { return nil }
            let hull = convexHull(corners(of: regions.largestRows()))
            var rectangle = smallestRectangle(around: hull)
            guard min(rectangle.size.x, rectangle.size.y) > 4 * edge else { return nil }
            // The light part of a page has its corners where the picture ends.
            if rectangle.area > aslant * abs(area(hull)), let corners = quadrilateral(in: rectangle), cornersInside(corners, grid) >= 3 {
                rectangle.quadrilateral = corners
            }
            return (rectangle, Float(count) / rectangle.area)
        }
        return fromBright.reversed()
    }

    /// - Parameter side: pixels of a block, in which rectangles are measured.
    private init(_ rectangle: Rectangle, side: Int) {
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
            self.init(corners: Rectangle(centre: rectangle.centre * Float(side), size: size, angle: rectangle.angle).corners, angle: rectangle.angle)
        }
    }

    /// - Parameter corners: from the upper left one clockwise.
    private init(corners: [SIMD2<Float>], angle: Float) {
        func length(_ from: Int, _ to: Int) -> Float { ((corners[to] - corners[from]) * (corners[to] - corners[from])).sum().squareRoot() }
        let size = SIMD2((length(0, 1) + length(3, 2)) / 2, (length(0, 3) + length(1, 2)) / 2)
        width = max(Int(size.x.rounded()), 1)
        height = max(Int(size.y.rounded()), 1)
        self.angle = angle
        projection = Projection(of: SIMD2(Float(width), Float(height)), to: corners)
    }

    /// The corners of a sheet that is seen aslant: those of its outline that are furthest apart; nil where it has no four corners.
    private static func quadrilateral(in rectangle: Rectangle) -> [SIMD2<Float>]? {
        let hull = rectangle.outline
        /// The point that lies furthest from the line through two others, and twice the area of the triangle with it.
        func furthest(from a: Int, _ b: Int, among indices: Range<Int>) -> (index: Int, distance: Float)? {
            let along = hull[b] - hull[a]
            var best: (index: Int, distance: Float)?
            for index in indices {
                let way = hull[index % hull.count] - hull[a], distance = abs(along.x * way.y - along.y * way.x)
                if distance > best?.distance ?? -1 { best = (index % hull.count, distance) }
            }
            return best
        }
        let whole = abs(area(hull))
        guard hull.count >= 4 else { return nil }
        var best: (corners: [SIMD2<Float>], area: Float) = ([], 0)
        for i in 0..<hull.count - 2 {
            for k in i + 2..<hull.count {
                guard let between = furthest(from: i, k, among: i + 1..<k),
                    let beyond = furthest(from: i, k, among: k + 1..<hull.count + i) else { continue }
                // Both lie on their side of the diagonal.
                let size = (between.distance + beyond.distance) / 2
                if size > best.area { best = ([hull[i], hull[between.index], hull[k], hull[beyond.index]], size) }
            }
        }
        guard best.area > fourCorners * whole else { return nil }
        // From the upper left one clockwise, as the rectangle's are.
        let order = rectangle.corners.map { target in
            best.corners.indices.min {
                let a = best.corners[$0] - target, b = best.corners[$1] - target
                return (a * a).sum() < (b * b).sum()
            } ?? 0
        }
        guard Set(order).count == 4 else { return nil }
        return order.map { best.corners[$0] }
    }

    /// A rectangle so many times larger than the region in it is that of a sheet seen aslant: of less, what is left out along the edges has most.
    private static let aslant: Float = 1.1
    /// What four corners have of the area of a region's outline that has no more of them.
    private static let fourCorners: Float = 0.94

    /// What is taken for a sheet, measured in blocks.
    fileprivate struct Rectangle {
        /// The smallest rectangle around it.
        var centre: SIMD2<Float>, size: SIMD2<Float>, angle: Float
        /// The convex hull of what is seen in it.
        var outline: [SIMD2<Float>] = []
        /// Its own corners where it is seen aslant, from the upper left one clockwise.
        var quadrilateral: [SIMD2<Float>]?

        /// The corners of the rectangle, from the upper left one clockwise.
        var corners: [SIMD2<Float>] {
            let along = SIMD2(cos(angle), sin(angle)), down = SIMD2(-sin(angle), cos(angle)), half = size / 2
            return [(-half.x, -half.y), (half.x, -half.y), (half.x, half.y), (-half.x, half.y)].map { centre + along * $0.0 + down * $0.1 }
        }

        /// The corners of what is seen in it.
        var ends: [SIMD2<Float>] { quadrilateral ?? corners }

        /// The sides: top, right, bottom, left.
        var sides: [(from: SIMD2<Float>, to: SIMD2<Float>, outwards: SIMD2<Float>)] {
            let corners = ends
            return corners.indices.map { index in
                let from = corners[index], to = corners[(index + 1) % 4], along = to - from
                return (from, to, SIMD2(along.y, -along.x) / max((along * along).sum().squareRoot(), .leastNormalMagnitude))
            }
        }

        var area: Float {
            guard let quadrilateral else { return size.x * size.y }
            return abs(Sheet.area(quadrilateral))
        }
    }

    private static func area(_ points: [SIMD2<Float>]) -> Float {
        zip(points, points.dropFirst() + points.prefix(1)).reduce(0) { $0 + $1.0.x * $1.1.y - $1.1.x * $1.0.y } / 2
    }

    /// Whether what lies around is a table, darker than the sheet. A shadow on a larger sheet may end as sharply, but it is not as dark as a dark table, and
    /// leaves its light from one side, or from two that meet. A table that is nearly as bright as the sheet must be seen on all sides.
    private static func liesOnTable(_ rectangle: Rectangle, in grid: BlockGrid) -> Bool {
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
    private static func steps(around rectangle: Rectangle, in grid: BlockGrid) -> [[Float]] {
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
    private static func hasStep(_ rectangle: Rectangle, in grid: BlockGrid) -> Bool {
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
    private static func isDarkAround(_ rectangle: Rectangle, in grid: BlockGrid) -> Bool {
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

    /// The corners of the outermost blocks of each row: all that a convex hull can touch.
    private static func corners(of rows: [BrightRegions.Row]) -> [SIMD2<Float>] {
        rows.flatMap { row -> [SIMD2<Float>] in
            let left = Float(row.left), right = Float(row.right + 1), top = Float(row.y)
            return [SIMD2(left, top), SIMD2(right, top), SIMD2(left, top + 1), SIMD2(right, top + 1)]
        }
    }

    /// All of an image, to be turned counterclockwise by an angle in radians about its middle.
    init(turning image: InkImage, by angle: Float) {
        let width = Float(image.width), height = Float(image.height), across = abs(sin(angle)), along = abs(cos(angle))
        let size = SIMD2((width * along + height * across).rounded(.up), (width * across + height * along).rounded(.up))
        self.init(corners: Rectangle(centre: SIMD2(width, height) / 2, size: size, angle: angle).corners, angle: angle)
    }

    /// All of a plane as it lies.
    init(all plane: GrayPlane) {
        let size = SIMD2(Float(plane.width), Float(plane.height))
        self.init(corners: Rectangle(centre: size / 2, size: size, angle: 0).corners, angle: 0)
    }

    /// The same place cut out with so many times more pixels along each side.
    func enlarged(by factor: Int) -> Sheet {
        Sheet(width: width * factor, height: height * factor, angle: angle, projection: projection.enlarged(by: Float(factor)))
    }

    private init(width: Int, height: Int, angle: Float, projection: Projection) {
        self.width = width
        self.height = height
        self.angle = angle
        self.projection = projection
    }

    /// A box of the cut sheet as a box of what it was cut from.
    func inPlane(_ box: Box) -> Box { box.mapped(by: projection) }

    /// A place on the cut sheet as a place on what it was cut from.
    func inPlane(_ place: SIMD2<Float>) -> SIMD2<Float> { projection(place) }

    /// A box of what the sheet was cut from as a box of the sheet.
    func inSheet(_ box: Box) -> Box { box.mapped(by: projection.inverse) }

    /// A place on what the sheet was cut from as a place on the sheet.
    func inSheet(_ place: SIMD2<Float>) -> SIMD2<Float> { projection.inverse(place) }

    /// The numbers of pixels in an image of `width` columns as the numbers of those of the sheet, but for those that do not lie on it.
    func inSheet(places: [Int], width: Int) -> [Int] {
        let inverse = projection.inverse
        return places.compactMap { place in
            let box = Box(x: place % width, y: place / width, width: 1, height: 1).mapped(by: inverse)
            guard box.x >= 0, box.y >= 0, box.x < self.width, box.y < height else { return nil }
            return box.y * self.width + box.x
        }
    }

    /// Andrew's monotone chain (1979).
    private static func convexHull(_ points: [SIMD2<Float>]) -> [SIMD2<Float>] {
        let sorted = points.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
        func chain(_ points: [SIMD2<Float>]) -> [SIMD2<Float>] {
            var hull: [SIMD2<Float>] = []
            for point in points {
                while hull.count >= 2 {
                    let a = hull[hull.count - 1] - hull[hull.count - 2], b = point - hull[hull.count - 1]
                    guard a.x * b.y - a.y * b.x <= 0 else { break }
                    hull.removeLast()
                }
                hull.append(point)
            }
            return Array(hull.dropLast())
        }
        return chain(sorted) + chain(sorted.reversed())
    }

    /// One side of the smallest rectangle lies on an edge of the hull.
    private static func smallestRectangle(around hull: [SIMD2<Float>]) -> Rectangle {
        var best: (area: Float, centre: SIMD2<Float>, size: SIMD2<Float>, angle: Float) = (.infinity, .zero, .zero, 0)
        for (a, b) in zip(hull, hull.dropFirst() + hull.prefix(1)) {
            // Every quarter turn of an edge describes the same rectangle: the one nearest to upright is taken.
            var angle = atan2(b.y - a.y, b.x - a.x)
            angle -= (angle / (.pi / 2)).rounded() * (.pi / 2)
            let along = SIMD2(cos(angle), sin(angle)), down = SIMD2(-sin(angle), cos(angle))
            var low = SIMD2<Float>(repeating: .infinity), high = -low
            for point in hull {
                let turned = SIMD2((point * along).sum(), (point * down).sum())
                low = pointwiseMin(low, turned)
                high = pointwiseMax(high, turned)
            }
            let size = high - low
            guard size.x * size.y < best.area else { continue }
            let middle = (low + high) / 2
            best = (size.x * size.y, along * middle.x + down * middle.y, size, angle)
        }
        return Rectangle(centre: best.centre, size: best.size, angle: best.angle, outline: hull)
    }
}

private extension Box {
    /// The box around what the box becomes.
    func mapped(by projection: Projection) -> Box {
        var low = SIMD2<Float>(repeating: .infinity), high = -low
        for x in [x, x + width] {
            for y in [y, y + height] {
                let point = projection(SIMD2(Float(x), Float(y)))
                low = pointwiseMin(low, point)
                high = pointwiseMax(high, point)
            }
        }
        return Box(x: Int(low.x.rounded()), y: Int(low.y.rounded()), width: Int((high.x - low.x).rounded()), height: Int((high.y - low.y).rounded()))
    }
}
