import Pictures

/// The rectangle of the page that is read and saved, and at how many pixels a page unit.
public struct Page: Sendable, Equatable {
    /// The rectangle, in page units.
    public var area: Rect
    /// Pixels of a page unit.
    public var scale: Double

    /// Pixels that a page has at most, unless it is one untouched picture.
    public static let largestPixelCount = 24_000_000.0

    /// A rectangle of the page at a resolution.
    public init(area: Rect, scale: Double) {
        self.area = area; self.scale = scale
    }

    /// The page of a drawing that is looked at through `view`: the opened picture at its own resolution with all that was drawn around it,
    /// or, without a picture, what can be seen and all ink that lies outside of it.
    public init(of drawing: Drawing, view: Rect, scale: Double = 1) {
        if let picture = drawing.picture {
            area = (drawing.bounds ?? picture.frame).union(picture.frame)
            self.scale = max(picture.pixelsPerUnit, 0.01)
        } else {
            area = (drawing.bounds.map { $0.expanded(by: Self.margin).union(view) } ?? view).roundedOutward()
            self.scale = scale
        }
        let pixelCount = area.width * area.height * self.scale * self.scale
        if pixelCount > Self.largestPixelCount { self.scale *= (Self.largestPixelCount / pixelCount).squareRoot() }
    }

    /// Paper around ink that lies outside of what can be seen, in page units.
    static let margin = 16.0
}

extension Drawing {
    /// The picture that was opened, where it is all there is: no copy of its pixels is needed then.
    public var untouchedPicture: PlacedPicture? {
        guard count == 1, case .picture(let picture)? = last else { return nil }
        return picture
    }

    /// The drawing as pixels, black on white. Time is proportional to its elements.
    public func picture(of page: Page) -> Picture {
        if let untouchedPicture, untouchedPicture.frame == page.area { return untouchedPicture.levels.original }
        let raster = Raster(area: page.area, scale: page.scale)
        raster.update(to: self)
        return raster.picture
    }
}
