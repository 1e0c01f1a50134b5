import Foundation

/// A sheet of paper that lies on something darker: a rectangle, perhaps turned.
struct Sheet {
    /// The middle in pixels of the plane.
    let centre: SIMD2<Float>
    /// Sides in pixels.
    let size: SIMD2<Float>
    /// How far the sheet's upper edge is turned clockwise from the horizontal, in radians, at most an eighth of a turn.
    let angle: Float

    /// Blocks at the sheet's edge that show both sheet and table, and are left out.
    private static let edge: Float = 1.6

    /// Finds the one sheet of a photo: a region of bright and smooth blocks that is nearly a rectangle, with a step in brightness all around. Nil where the
    /// photo shows paper only, or no such region.
    init?(in plane: GrayPlane) {
        let grid = Self.grid(of: plane)
        var best: (rectangle: Rectangle, fill: Float)?
        for (rectangle, fill) in Self.rectangles(in: grid, contrast: 1.5) {
            guard fill > 0.74, Self.liesOnTable(rectangle, in: grid) else { continue }
            // Among the nearly rectangular ones the largest: a shadow must not cut the sheet.
            let isLarger = rectangle.size.x * rectangle.size.y > (best?.rectangle.size.x ?? 0) * (best?.rectangle.size.y ?? 0)
            if let known = best, fill < known.fill - 0.05 || (fill < known.fill + 0.05 && !isLarger) { continue }
            best = (rectangle, fill)
        }
        guard let rectangle = best?.rectangle else { return nil }
        self.init(rectangle, side: grid.side)
    }

    /// What may be a sheet though it does not stand out on all sides, likelier ones first: what reading finds on it must tell. A table that shines is in
    /// places as bright as the sheet's shadow, but only the sheet's edge stays where it is while the brightness that is asked for rises.
    static func candidates(in plane: GrayPlane) -> [Sheet] {
        let grid = grid(of: plane)
        var found: [(rectangle: Rectangle, levels: Int)] = []
        for (rectangle, fill) in rectangles(in: grid, contrast: 1.15) where fill > leastFill {
            if rectangle.size.x * rectangle.size.y > 0.85 * Float(grid.columns * grid.rows) { continue }
            if let known = found.firstIndex(where: { areAlike($0.rectangle, rectangle) }) { found[known].levels += 1 } else { found.append((rectangle, 1)) }
        }
        // A sheet is mostly shown whole, where other bright regions end where the picture does.
        let stable = found.filter { $0.levels >= fewestLevels }
            .sorted { $0.levels * cornersInside($0.rectangle, grid) > $1.levels * cornersInside($1.rectangle, grid) }
        return stable.prefix(mostCandidates).map { Sheet($0.rectangle, side: grid.side) }
    }

    /// A sheet of which half lies in a shadow fills so much of its rectangle.
    private static let leastFill: Float = 0.5
    private static let fewestLevels = 2, mostCandidates = 3

    private static func areAlike(_ a: Rectangle, _ b: Rectangle) -> Bool {
        let size = pointwiseMax(a.size, b.size), between = a.centre - b.centre
        return pointwiseMax(a.size - b.size, b.size - a.size).max() < 0.08 * size.max() && pointwiseMax(between, -between).max() < 0.05 * size.max()
    }

    private static func cornersInside(_ rectangle: Rectangle, _ grid: BlockGrid) -> Int {
        let along = SIMD2(cos(rectangle.angle), sin(rectangle.angle)), down = SIMD2(-sin(rectangle.angle), cos(rectangle.angle))
        return [SIMD2<Float>(-0.5, -0.5), SIMD2(0.5, -0.5), SIMD2(-0.5, 0.5), SIMD2(0.5, 0.5)].count {
            let corner = rectangle.centre + along * ($0.x * rectangle.size.x) + down * ($0.y * rectangle.size.y)
            return corner.x > edge && corner.y > edge && corner.x < Float(grid.columns) - edge && corner.y < Float(grid.rows) - edge
        }
    }

    /// The darker pixels of a block tell paper from a glossy table, whose highlights have dark gaps; strokes fill less of a block, and closing takes them out.
    private static func grid(of plane: GrayPlane) -> BlockGrid {
        BlockGrid(percentilesOf: plane, side: DarknessLevels.blockSide(width: plane.width, height: plane.height), share: 0.15).closed(1).opened(1)
    }

    /// The rectangle around the largest region that is brighter than a level, and which share of it the region fills, for one level after the other.
    ///
    /// - Parameter contrast: how many times brighter than the darkest block the brightest one is at least; otherwise there is no sheet.
    private static func rectangles(in grid: BlockGrid, contrast: Float) -> [(rectangle: Rectangle, fill: Float)] {
        let darkest = grid.values.min() ?? 0, brightest = grid.values.max() ?? 0
        guard brightest > contrast * max(darkest, 1) else { return [] }
        return (1..<24).compactMap { step in
            let level = darkest + (brightest - darkest) * Float(step) / 24
            let region = largestRegion(of: grid) { $0 > level }
            let share = Float(region.count) / Float(grid.values.count)
            guard share > 0.08, share < 0.95 else { return nil }
            let rectangle = smallestRectangle(around: convexHull(corners(of: region, columns: grid.columns)))
            guard min(rectangle.size.x, rectangle.size.y) > 4 * edge else { return nil }
            return (rectangle, Float(region.count) / (rectangle.size.x * rectangle.size.y))
        }
    }

    private init(_ rectangle: Rectangle, side: Int) {
        centre = rectangle.centre * Float(side)
        size = (rectangle.size - 2 * Self.edge) * Float(side)
        angle = rectangle.angle
    }

    private typealias Rectangle = (centre: SIMD2<Float>, size: SIMD2<Float>, angle: Float)

    /// Whether what lies around is a table, darker than the sheet. A shadow on a larger sheet may end as sharply, but it is not as dark as a dark table, and
    /// leaves its light from one side, or from two that meet. A table that is nearly as bright as the sheet must be seen on all sides.
    private static func liesOnTable(_ rectangle: Rectangle, in grid: BlockGrid) -> Bool {
        let along = SIMD2(cos(rectangle.angle), sin(rectangle.angle)), down = SIMD2(-sin(rectangle.angle), cos(rectangle.angle))
        func value(_ point: SIMD2<Float>) -> Float? {
            let x = Int(point.x.rounded(.down)), y = Int(point.y.rounded(.down))
            return x >= 0 && y >= 0 && x < grid.columns && y < grid.rows ? grid.values[y * grid.columns + x] : nil
        }
        let sides = [
            (along, down, rectangle.size.x, rectangle.size.y / 2), (along, -down, rectangle.size.x, rectangle.size.y / 2),
            (down, along, rectangle.size.y, rectangle.size.x / 2), (down, -along, rectangle.size.y, rectangle.size.x / 2),
        ].map { direction, across, length, half in
            (0..<samples).compactMap { i -> Float? in
                let foot = rectangle.centre + direction * (length * ((Float(i) + 0.5) / Float(samples) - 0.5))
                guard let inside = value(foot + across * (half - 1.5)), let outside = value(foot + across * (half + 1.5)) else { return nil }
                return outside / max(inside, 1)
            }
        }
        func isEdge(_ side: [Float], _ ratio: Float) -> Bool { 2 * side.count >= samples && side.count { $0 < ratio } * 10 >= side.count * 6 }
        let seen = sides.joined().sorted()
        guard seen.count >= samples, isDarkAround(rectangle, in: grid) else { return false }
        if sides.allSatisfy({ isEdge($0, faintStep) }) { return true }
        let steps = seen.prefix { $0 < clearStep }
        guard steps.count * 10 >= seen.count * 6 else { return false }
        return steps[steps.count / 2] < deepestShadow || [(0, 1), (2, 3)].contains { isEdge(sides[$0], clearStep) && isEdge(sides[$1], clearStep) }
    }

    /// What is left of the sheet's brightness beyond its edge.
    private static let clearStep: Float = 0.8, faintStep: Float = 0.92
    /// Places along each side where inside and outside are compared.
    private static let samples = 20
    /// A cast shadow leaves more than a fifth of the light, which is half of the brightness as pictures store it.
    private static let deepestShadow: Float = 0.5

    /// Whether little of what lies outside is as bright as the sheet: the paper around a thick ring of ink is, and it is not the ring's inside that was meant.
    private static func isDarkAround(_ rectangle: Rectangle, in grid: BlockGrid) -> Bool {
        let along = SIMD2(cos(rectangle.angle), sin(rectangle.angle)), down = SIMD2(-sin(rectangle.angle), cos(rectangle.angle))
        var inside: [Float] = [], outside: [Float] = []
        for y in 0..<grid.rows {
            for x in 0..<grid.columns {
                let offset = SIMD2(Float(x) + 0.5, Float(y) + 0.5) - rectangle.centre
                let away = max(abs((offset * along).sum()) - rectangle.size.x / 2, abs((offset * down).sum()) - rectangle.size.y / 2)
                if away < -edge { inside.append(grid.values[y * grid.columns + x]) } else if away > edge { outside.append(grid.values[y * grid.columns + x]) }
            }
        }
        guard !inside.isEmpty, !outside.isEmpty else { return true }
        let usual = inside.sorted()[inside.count / 2]
        return outside.count { $0 > 0.92 * usual } * 3 <= outside.count
    }

    /// The corners of the outermost blocks of each row: all that a convex hull can touch.
    private static func corners(of region: [Int], columns: Int) -> [SIMD2<Float>] {
        var extents: [(left: Int, right: Int)] = []
        for index in region {
            let x = index % columns, y = index / columns
            while extents.count <= y { extents.append((.max, .min)) }
            extents[y] = (min(extents[y].left, x), max(extents[y].right, x))
        }
        return extents.indices.filter { extents[$0].left <= extents[$0].right }.flatMap { y -> [SIMD2<Float>] in
            let left = Float(extents[y].left), right = Float(extents[y].right + 1), top = Float(y)
            return [SIMD2(left, top), SIMD2(right, top), SIMD2(left, top + 1), SIMD2(right, top + 1)]
        }
    }

    /// All of an image, to be turned counterclockwise by an angle in radians about its middle.
    init(turning image: InkImage, by angle: Float) {
        let width = Float(image.width), height = Float(image.height), across = abs(sin(angle)), along = abs(cos(angle))
        centre = SIMD2(width, height) / 2
        size = SIMD2((width * along + height * across).rounded(.up), (width * across + height * along).rounded(.up))
        self.angle = angle
    }

    /// The sheet alone, turned upright.
    func cut(from plane: GrayPlane) -> GrayPlane {
        let (width, height, values) = cut(plane.values, width: plane.width, height: plane.height, beyond: nil, paper: nil)
        return GrayPlane(width: width, height: height, values: values, reduction: plane.reduction)
    }

    /// The sheet's part of an image of ink, turned upright.
    func cut(from image: InkImage) -> InkImage {
        let (width, height, values) = cut(image.values, width: image.width, height: image.height, beyond: 0, paper: BlankSquares(of: image))
        return InkImage(width: width, height: height, values: values)
    }

    /// - Parameters:
    ///   - beyond: what lies beyond the edges; nil where they are continued.
    ///   - paper: where there is no ink, and 0 is to be, for what is known of that.
    private func cut(_ values: [UInt8], width sourceWidth: Int, height sourceHeight: Int, beyond: UInt8?, paper: BlankSquares?) -> (width: Int, height: Int, values: [UInt8]) {
        let width = Int(cutSize.x), height = Int(cutSize.y), (along, down) = (along, down)
        let result = [UInt8](unsafeUninitializedCapacity: width * height) { target, count in
            values.withUnsafeBufferPointer { source in
                for y in 0..<height {
                    var position = centre + along * (0.5 - Float(width) / 2) + down * (Float(y) + 0.5 - Float(height) / 2) - 0.5
                    var x = 0
                    while x < width {
                        if let paper, paper.isBlank(around: position + along * Float(BlankSquares.side / 2)) {
                            let end = min(x + BlankSquares.side, width)
                            (target.baseAddress! + y * width + x).update(repeating: 0, count: end - x)
                            position += along * Float(end - x)
                            x = end
                            continue
                        }
                        let px = min(max(position.x, 0), Float(sourceWidth - 1)), py = min(max(position.y, 0), Float(sourceHeight - 1))
                        if let beyond, abs(px - position.x) > 0.5 || abs(py - position.y) > 0.5 {
                            target[y * width + x] = beyond
                        } else {
                            let left = min(Int(px), max(sourceWidth - 2, 0)), top = min(Int(py), max(sourceHeight - 2, 0))
                            let dx = px - Float(left), dy = py - Float(top)
                            let right = min(left + 1, sourceWidth - 1), bottom = min(top + 1, sourceHeight - 1)
                            let upper = Float(source[top * sourceWidth + left]) * (1 - dx) + Float(source[top * sourceWidth + right]) * dx
                            let lower = Float(source[bottom * sourceWidth + left]) * (1 - dx) + Float(source[bottom * sourceWidth + right]) * dx
                            target[y * width + x] = UInt8(upper * (1 - dy) + lower * dy + 0.5)
                        }
                        position += along
                        x += 1
                    }
                }
            }
            count = width * height
        }
        return (width, height, result)
    }

    /// A box of the cut sheet as a box of what it was cut from.
    func inPlane(_ box: Box) -> Box { bounds(of: box, inPlane) }

    /// A place on the cut sheet as a place on what it was cut from.
    func inPlane(_ place: SIMD2<Float>) -> SIMD2<Float> { centre + along * (place.x - cutSize.x / 2) + down * (place.y - cutSize.y / 2) }

    /// A box of what the sheet was cut from as a box of the sheet.
    func inTurned(_ box: Box) -> Box {
        bounds(of: box) { point in
            SIMD2(((point - centre) * along).sum(), ((point - centre) * down).sum()) + cutSize / 2
        }
    }

    /// The number of a pixel in an image of `width` columns as the number of one of the sheet; nil where it does not lie on it.
    func inTurned(place: Int, width: Int) -> Int? {
        let box = inTurned(Box(x: place % width, y: place / width, width: 1, height: 1))
        guard box.x >= 0, box.y >= 0, box.x < Int(cutSize.x), box.y < Int(cutSize.y) else { return nil }
        return box.y * Int(cutSize.x) + box.x
    }

    private var along: SIMD2<Float> { SIMD2(cos(angle), sin(angle)) }
    private var down: SIMD2<Float> { SIMD2(-sin(angle), cos(angle)) }
    private var cutSize: SIMD2<Float> { SIMD2(Float(max(Int(size.x), 1)), Float(max(Int(size.y), 1))) }

    private func bounds(of box: Box, _ move: (SIMD2<Float>) -> SIMD2<Float>) -> Box {
        var low = SIMD2<Float>(repeating: .infinity), high = -low
        for x in [box.x, box.x + box.width] {
            for y in [box.y, box.y + box.height] {
                let point = move(SIMD2(Float(x), Float(y)))
                low = pointwiseMin(low, point)
                high = pointwiseMax(high, point)
            }
        }
        return Box(x: Int(low.x.rounded()), y: Int(low.y.rounded()), width: Int((high.x - low.x).rounded()), height: Int((high.y - low.y).rounded()))
    }

    private static func largestRegion(of grid: BlockGrid, where belongs: (Float) -> Bool) -> [Int] {
        var isOpen = grid.values.map(belongs)
        var largest: [Int] = []
        for start in isOpen.indices where isOpen[start] {
            var region = [start]
            isOpen[start] = false
            var next = 0
            while next < region.count {
                let index = region[next], x = index % grid.columns
                next += 1
                for neighbour in [x > 0 ? index - 1 : -1, x + 1 < grid.columns ? index + 1 : -1, index - grid.columns, index + grid.columns]
                where neighbour >= 0 && neighbour < isOpen.count && isOpen[neighbour] {
                    isOpen[neighbour] = false
                    region.append(neighbour)
                }
            }
            if region.count > largest.count { largest = region }
        }
        return largest
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
        return (best.centre, best.size, best.angle)
    }
}
