/// A projective map of the plane: of a rectangle to any convex quadrilateral, as a camera sees it.
struct Projection {
    /// The rows of the matrix that maps (x, y, 1).
    private let rows: Rows

    private struct Rows {
        let x: SIMD3<Float>, y: SIMD3<Float>, scale: SIMD3<Float>
    }

    private init(_ x: SIMD3<Float>, _ y: SIMD3<Float>, _ scale: SIMD3<Float>) { rows = Rows(x: x, y: y, scale: scale) }

    /// The map of the rectangle from (0, 0) to `size` to a quadrilateral (Heckbert, "Fundamentals of texture mapping and image warping", 1989).
    ///
    /// - Parameter corners: where its upper left, upper right, lower right and lower left corner go.
    init(of size: SIMD2<Float>, to corners: [SIMD2<Float>]) {
        let (a, b, c, d) = (corners[0], corners[1], corners[2], corners[3])
        let sum = a - b + c - d, right = b - c, left = d - c
        let determinant = right.x * left.y - left.x * right.y
        let g = (sum.x * left.y - left.x * sum.y) / determinant, h = (right.x * sum.y - sum.x * right.y) / determinant
        let along = b - a + g * b, down = d - a + h * d
        rows = Rows(
            x: SIMD3(along.x / size.x, down.x / size.y, a.x), y: SIMD3(along.y / size.x, down.y / size.y, a.y), scale: SIMD3(g / size.x, h / size.y, 1))
    }

    /// Where a point goes.
    func callAsFunction(_ point: SIMD2<Float>) -> SIMD2<Float> {
        let (value, scale) = start(point)
        return value / scale
    }

    /// The point's image before it is divided by its scale; both grow evenly along lines.
    func start(_ point: SIMD2<Float>) -> (value: SIMD2<Float>, scale: Float) {
        let homogeneous = SIMD3(point.x, point.y, 1)
        return (SIMD2((rows.x * homogeneous).sum(), (rows.y * homogeneous).sum()), (rows.scale * homogeneous).sum())
    }

    /// By what `start` grows from one point to the next on its right.
    var step: (value: SIMD2<Float>, scale: Float) { (SIMD2(rows.x.x, rows.y.x), rows.scale.x) }

    /// The map of a rectangle that is so many times larger to the same place.
    func enlarged(by factor: Float) -> Projection {
        func enlarged(_ row: SIMD3<Float>) -> SIMD3<Float> { row / SIMD3(factor, factor, 1) }
        return Projection(enlarged(rows.x), enlarged(rows.y), enlarged(rows.scale))
    }

    /// The map back.
    var inverse: Projection {
        func cross(_ a: SIMD3<Float>, _ b: SIMD3<Float>) -> SIMD3<Float> {
            SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
        }
        // The adjugate, which is the inverse but for a factor that the division takes out again.
        let (x, y, z) = (cross(rows.y, rows.scale), cross(rows.scale, rows.x), cross(rows.x, rows.y))
        return Projection(SIMD3(x.x, y.x, z.x), SIMD3(x.y, y.y, z.y), SIMD3(x.z, y.z, z.z))
    }
}
