import Foundation

/// A sheet of paper that lies on something darker: a rectangle, perhaps turned.
struct Sheet {
    /// The middle in pixels of the plane.
    let centre: SIMD2<Float>
    /// Sides in pixels.
    let size: SIMD2<Float>
    /// How far the sheet's upper edge is turned clockwise from the horizontal, in radians, at most an eighth of a turn.
    let angle: Float

    /// Finds the one sheet of a photo: the largest bright region, where it is clearly brighter than the rest and nearly a rectangle. Nil where the photo shows
    /// paper only, or no such region.
    init?(in plane: GrayPlane) {
        let side = PaperLight.blockSide(width: plane.width, height: plane.height)
        let radius = PaperLight.radius(width: plane.width, height: plane.height, side: side)
        let grid = PaperLight.percentiles(of: plane, side: side, share: 0.75).closed(radius)
        guard let level = Self.division(of: grid.values) else { return nil }
        let region = Self.largestRegion(of: grid) { $0 > level }
        let share = Float(region.count) / Float(grid.values.count)
        guard share > 0.1, share < 0.93 else { return nil }
        let corners = region.flatMap { index -> [SIMD2<Float>] in
            let x = Float(index % grid.columns), y = Float(index / grid.columns)
            return [SIMD2(x, y), SIMD2(x + 1, y), SIMD2(x, y + 1), SIMD2(x + 1, y + 1)]
        }
        let rectangle = Self.smallestRectangle(around: Self.convexHull(corners))
        guard Float(region.count) > 0.75 * rectangle.size.x * rectangle.size.y else { return nil }
        // The edge itself, a block wide, is left out on each side.
        let edge: Float = 1.6
        guard min(rectangle.size.x, rectangle.size.y) > 4 * edge else { return nil }
        centre = rectangle.centre * Float(side)
        size = (rectangle.size - 2 * edge) * Float(side)
        angle = rectangle.angle
    }

    /// The sheet alone, turned upright.
    func cut(from plane: GrayPlane) -> GrayPlane {
        let width = max(Int(size.x), 1), height = max(Int(size.y), 1)
        let along = SIMD2(cos(angle), sin(angle)), down = SIMD2(-sin(angle), cos(angle))
        let values = [UInt8](unsafeUninitializedCapacity: width * height) { values, count in
            plane.values.withUnsafeBufferPointer { source in
                for y in 0..<height {
                    var position = centre + along * (0.5 - Float(width) / 2) + down * (Float(y) + 0.5 - Float(height) / 2) - 0.5
                    for x in 0..<width {
                        let px = min(max(position.x, 0), Float(plane.width - 1)), py = min(max(position.y, 0), Float(plane.height - 1))
                        let left = min(Int(px), max(plane.width - 2, 0)), top = min(Int(py), max(plane.height - 2, 0))
                        let dx = px - Float(left), dy = py - Float(top)
                        let right = min(left + 1, plane.width - 1), bottom = min(top + 1, plane.height - 1)
                        let upper = Float(source[top * plane.width + left]) * (1 - dx) + Float(source[top * plane.width + right]) * dx
                        let lower = Float(source[bottom * plane.width + left]) * (1 - dx) + Float(source[bottom * plane.width + right]) * dx
                        values[y * width + x] = UInt8(upper * (1 - dy) + lower * dy + 0.5)
                        position += along
                    }
                }
            }
            count = width * height
        }
        return GrayPlane(width: width, height: height, values: values, reduction: plane.reduction)
    }

    /// A box of the cut sheet as a box of the plane.
    func inPlane(_ box: Box) -> Box {
        let along = SIMD2(cos(angle), sin(angle)), down = SIMD2(-sin(angle), cos(angle))
        let size = SIMD2(Float(max(Int(size.x), 1)), Float(max(Int(size.y), 1)))
        var low = SIMD2<Float>(repeating: .infinity), high = -low
        for x in [box.x, box.x + box.width] {
            for y in [box.y, box.y + box.height] {
                let point = centre + along * (Float(x) - size.x / 2) + down * (Float(y) - size.y / 2)
                low = pointwiseMin(low, point)
                high = pointwiseMax(high, point)
            }
        }
        return Box(x: Int(low.x.rounded()), y: Int(low.y.rounded()), width: Int((high.x - low.x).rounded()), height: Int((high.y - low.y).rounded()))
    }

    /// The brightness that best divides sheet from table (Otsu 1979, on the logarithm, as light multiplies); nil where the two differ too little.
    private static func division(of values: [Float]) -> Float? {
        let sorted = values.map { log(max($0, 1)) }.sorted()
        var below: Float = 0
        let total = sorted.reduce(0, +), count = Float(sorted.count)
        var best: (variance: Float, index: Int) = (0, 0)
        for i in 0..<sorted.count - 1 {
            below += sorted[i]
            let n = Float(i + 1)
            let difference = below / n - (total - below) / (count - n)
            let variance = n * (count - n) * difference * difference
            if variance > best.variance { best = (variance, i) }
        }
        let darker = sorted[0...best.index].reduce(0, +) / Float(best.index + 1)
        let brighter = sorted[(best.index + 1)...].reduce(0, +) / Float(max(sorted.count - best.index - 1, 1))
        guard brighter - darker > log(1.7) else { return nil }
        return exp((darker + brighter) / 2)
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
    private static func smallestRectangle(around hull: [SIMD2<Float>]) -> (centre: SIMD2<Float>, size: SIMD2<Float>, angle: Float) {
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
