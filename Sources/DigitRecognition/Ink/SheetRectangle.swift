import Foundation

/// What is taken for a sheet, measured in blocks.
struct SheetRectangle {
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

    /// What is within the corners, in blocks.
    var area: Float {
        guard let quadrilateral else { return size.x * size.y }
        return abs(signedArea(of: quadrilateral))
    }

    /// What is within the outline, in blocks.
    var outlineArea: Float { abs(signedArea(of: outline)) }

    /// Whether both are nearly the same.
    func isAlike(_ other: SheetRectangle) -> Bool {
        let larger = pointwiseMax(size, other.size), between = centre - other.centre
        return pointwiseMax(size - other.size, other.size - size).max() < 0.08 * larger.max()
            && pointwiseMax(between, -between).max() < 0.05 * larger.max()
    }
}

extension SheetRectangle {
    /// The smallest rectangle around some points: one side of it lies on an edge of their convex hull.
    init(around points: [SIMD2<Float>]) {
        let hull = convexHull(of: points)
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
        self.init(centre: best.centre, size: best.size, angle: best.angle, outline: hull)
    }

    /// The corners where it is seen aslant: those of its outline that are furthest apart; nil where it has no four corners.
    var cornersAslant: [SIMD2<Float>]? {
        let hull = outline
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
        guard best.area > Self.fourCorners * outlineArea else { return nil }
        // From the upper left one clockwise, as the rectangle's are.
        let order = corners.map { target in
            best.corners.indices.min {
                let a = best.corners[$0] - target, b = best.corners[$1] - target
                return (a * a).sum() < (b * b).sum()
            } ?? 0
        }
        guard Set(order).count == 4 else { return nil }
        return order.map { best.corners[$0] }
    }

    /// What four corners have of the area of a region's outline that has no more of them.
    private static let fourCorners: Float = 0.94
}

/// The area within some points, one after the other; negative where they go counterclockwise as a picture is seen.
private func signedArea(of points: [SIMD2<Float>]) -> Float {
    zip(points, points.dropFirst() + points.prefix(1)).reduce(0) { $0 + $1.0.x * $1.1.y - $1.1.x * $1.0.y } / 2
}

/// The convex hull of some points, by Andrew's monotone chain (1979).
private func convexHull(of points: [SIMD2<Float>]) -> [SIMD2<Float>] {
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

