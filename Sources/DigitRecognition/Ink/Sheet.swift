import Foundation

/// A sheet of paper that lies on something darker: a rectangle, perhaps turned, perhaps seen aslant.
struct Sheet {
    /// Pixels of the sheet when it is cut out.
    let width: Int, height: Int
    /// How far the sheet's upper edge is turned clockwise from the horizontal, in radians, at most an eighth of a turn.
    let angle: Float
    /// From places on the cut sheet to places in what it was cut from.
    let projection: Projection

    /// - Parameter corners: from the upper left one clockwise.
    init(corners: [SIMD2<Float>], angle: Float) {
        func length(_ from: Int, _ to: Int) -> Float { ((corners[to] - corners[from]) * (corners[to] - corners[from])).sum().squareRoot() }
        let size = SIMD2((length(0, 1) + length(3, 2)) / 2, (length(0, 3) + length(1, 2)) / 2)
        width = max(Int(size.x.rounded()), 1)
        height = max(Int(size.y.rounded()), 1)
        self.angle = angle
        projection = Projection(of: SIMD2(Float(width), Float(height)), to: corners)
    }

    /// All of an image, to be turned counterclockwise by an angle in radians about its middle.
    init(turning image: InkImage, by angle: Float) {
        let width = Float(image.width), height = Float(image.height), across = abs(sin(angle)), along = abs(cos(angle))
        let size = SIMD2((width * along + height * across).rounded(.up), (width * across + height * along).rounded(.up))
        self.init(corners: SheetRectangle(centre: SIMD2(width, height) / 2, size: size, angle: angle).corners, angle: angle)
    }

    /// All of a plane as it lies.
    init(all plane: GrayPlane) {
        let size = SIMD2(Float(plane.width), Float(plane.height))
        self.init(corners: SheetRectangle(centre: size / 2, size: size, angle: 0).corners, angle: 0)
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
