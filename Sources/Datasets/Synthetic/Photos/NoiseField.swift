import NeuralNetwork

/// Smooth noise over the plane, about -1 to 1: random values at the points of a lattice, and smooth ways between them.
struct NoiseField: Sendable {
    private let grain: Grain
    private let cell: Float

    /// Noise whose waves are about `cell` long.
    init(cell: Float, _ random: inout RandomNumbers) {
        grain = Grain(seed: random.next())
        self.cell = cell
    }

    func callAsFunction(_ x: Float, _ y: Float) -> Float {
        let u = x / cell, v = y / cell
        let column = u.rounded(.down), row = v.rounded(.down)
        var fx = u - column, fy = v - row
        fx *= fx * (3 - 2 * fx)
        fy *= fy * (3 - 2 * fy)
        let (i, j) = (Int(column), Int(row))
        let upper = grain(i, j) * (1 - fx) + grain(i + 1, j) * fx
        let lower = grain(i, j + 1) * (1 - fx) + grain(i + 1, j + 1) * fx
        return 2 * (upper * (1 - fy) + lower * fy) - 1
    }
}
