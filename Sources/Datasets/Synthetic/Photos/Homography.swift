/// A projective map of the plane: how a camera sees a flat sheet.
package struct Homography: Sendable {
    /// Rows of the 3 x 3 matrix.
    var rows: (SIMD3<Float>, SIMD3<Float>, SIMD3<Float>)

    /// The map that takes the unit square's corners (0,0), (1,0), (1,1), (0,1) to the given points (Heckbert, "Fundamentals of texture mapping
    /// and image warping", 1989, section 2.2.3).
    package init(unitSquareTo q: (SIMD2<Float>, SIMD2<Float>, SIMD2<Float>, SIMD2<Float>)) {
        let sum = q.0 - q.1 + q.2 - q.3
        let d1 = q.1 - q.2, d2 = q.3 - q.2
        let determinant = d1.x * d2.y - d1.y * d2.x
        let g = (sum.x * d2.y - sum.y * d2.x) / determinant
        let h = (d1.x * sum.y - d1.y * sum.x) / determinant
        rows = (
            SIMD3(q.1.x - q.0.x + g * q.1.x, q.3.x - q.0.x + h * q.3.x, q.0.x),
            SIMD3(q.1.y - q.0.y + g * q.1.y, q.3.y - q.0.y + h * q.3.y, q.0.y),
            SIMD3(g, h, 1))
    }

    private init(rows: (SIMD3<Float>, SIMD3<Float>, SIMD3<Float>)) { self.rows = rows }

    package func callAsFunction(_ point: SIMD2<Float>) -> SIMD2<Float> {
        let p = SIMD3(point.x, point.y, 1)
        let w = (rows.2 * p).sum()
        return SIMD2((rows.0 * p).sum(), (rows.1 * p).sum()) / w
    }

    /// The way back, by the adjugate matrix.
    package var inverse: Homography {
        let (a, b, c) = rows
        func cross(_ u: SIMD3<Float>, _ v: SIMD3<Float>) -> SIMD3<Float> {
            SIMD3(u.y * v.z - u.z * v.y, u.z * v.x - u.x * v.z, u.x * v.y - u.y * v.x)
        }
        let (x, y, z) = (cross(b, c), cross(c, a), cross(a, b))
        return Homography(rows: (SIMD3(x.x, y.x, z.x), SIMD3(x.y, y.y, z.y), SIMD3(x.z, y.z, z.z)))
    }
}
