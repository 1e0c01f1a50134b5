/// A piece of the smooth line: a quadratic Bézier curve from `start` to `end`, drawn towards `control`.
package struct CurvePiece {
    package var start: Point
    package var control: Point
    package var end: Point

    /// The place at parameter `t`, 0 at the start to 1 at the end; pressure runs along the same curve.
    func point(at t: Double) -> Point {
        let a = (1 - t) * (1 - t), b = 2 * t * (1 - t), c = t * t
        return Point(
            x: a * start.x + b * control.x + c * end.x,
            y: a * start.y + b * control.y + c * end.y,
            pressure: a * start.pressure + b * control.pressure + c * end.pressure)
    }

    /// Length of the control polygon, which the curve does not exceed.
    var polygonLength: Double {
        distance(start, control) + distance(control, end)
    }

    /// The smallest rectangle around the three points; the curve lies in it.
    var hull: Rect {
        Rect(
            minX: min(start.x, control.x, end.x), minY: min(start.y, control.y, end.y),
            maxX: max(start.x, control.x, end.x), maxY: max(start.y, control.y, end.y))
    }
}

func distance(_ a: Point, _ b: Point) -> Double {
    let dx = a.x - b.x, dy = a.y - b.y
    return (dx * dx + dy * dy).squareRoot()
}

private func middle(_ a: Point, _ b: Point) -> Point {
    Point(x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, pressure: (a.pressure + b.pressure) / 2)
}

/// The line through a stroke's points as a quadratic B-spline: the points are the controls, the curve passes through the middles
/// between them with a continuous direction, and begins and ends at the first and last point. So a fast stroke, whose points
/// lie far apart, has no corners, and a new point changes no more than the last piece.
extension Stroke {
    /// How many pieces the line has: one for each point.
    package var pieceCount: Int { points.count }

    /// The piece around point `index`.
    package func piece(_ index: Int) -> CurvePiece {
        let point = points[index]
        let start = index == 0 ? point : middle(points[index - 1], point)
        let end = index == points.count - 1 ? point : middle(point, points[index + 1])
        // The first and the last piece are straight.
        let control = index == 0 || index == points.count - 1 ? middle(start, end) : point
        return CurvePiece(start: start, control: control, end: end)
    }

    /// What of the page changes when the stroke grows from its first `count` points to what it is now.
    func damage(sincePointCount count: Int) -> Rect? {
        guard count < points.count else { return nil }
        var damage: Rect?
        for index in max(0, count - 2)..<points.count {
            let point = points[index]
            let spot = Rect(x: point.x, y: point.y, width: 0, height: 0).expanded(by: brush.radius(pressure: point.pressure))
            damage = damage?.union(spot) ?? spot
        }
        return damage
    }
}
