/// What in a photo may be a sheet's outline: the largest bright regions.
struct SheetOutlines {
    /// The blocks in which they were looked for.
    let grid: BlockGrid
    /// How many times brighter than the darkest block the brightest one is.
    let contrast: Float
    /// The rectangle around the largest region that is brighter than a level, and which share of it the region fills, for one level after the other.
    let found: [(rectangle: SheetRectangle, fill: Float)]

    /// - Parameter inverted: whether light and dark are exchanged.
    init(in plane: GrayPlane, inverted: Bool = false) {
        grid = Self.grid(of: plane, inverted: inverted)
        contrast = (grid.values.max() ?? 0) / max(grid.values.min() ?? 0, 1)
        found = contrast > Self.leastContrast ? Self.rectangles(in: grid) : []
    }

    /// What is less bright compared with the darkest block is no sheet.
    private static let leastContrast: Float = 1.15

    private static func rectangles(in grid: BlockGrid) -> [(rectangle: SheetRectangle, fill: Float)] {
        let darkest = grid.values.min() ?? 0, brightest = grid.values.max() ?? 0
        var regions = BrightRegions(of: grid)
        let fromBright = (1..<24).reversed().compactMap { step -> (rectangle: SheetRectangle, fill: Float)? in
            regions.sink(to: darkest + (brightest - darkest) * Float(step) / 24)
            let count = regions.largestCount, share = Float(count) / Float(grid.values.count)
            guard share > 0.08, share < 0.95 else { return nil }
            var rectangle = SheetRectangle(around: corners(of: regions.largestRows()))
            guard min(rectangle.size.x, rectangle.size.y) > 4 * Sheet.edge else { return nil }
            // The light part of a page has its corners where the picture ends.
            if rectangle.area > aslant * rectangle.outlineArea, let corners = rectangle.cornersAslant, grid.count(ofInner: corners) >= 3 {
                rectangle.quadrilateral = corners
            }
            return (rectangle, Float(count) / rectangle.area)
        }
        return fromBright.reversed()
    }

    /// The darker pixels of a block tell paper from a glossy table, whose highlights have dark gaps; strokes fill less of a block, and closing takes them out.
    private static func grid(of plane: GrayPlane, inverted: Bool) -> BlockGrid {
        let side = DarknessLevels.blockSide(width: plane.width, height: plane.height)
        return BlockGrid(percentilesOf: plane, side: side, share: 0.15, inverted: inverted).closed(1).opened(1)
    }

    /// The corners of the outermost blocks of each row: all that a convex hull can touch.
    private static func corners(of rows: [BrightRegions.Row]) -> [SIMD2<Float>] {
        rows.flatMap { row -> [SIMD2<Float>] in
            let left = Float(row.left), right = Float(row.right + 1), top = Float(row.y)
            return [SIMD2(left, top), SIMD2(right, top), SIMD2(left, top + 1), SIMD2(right, top + 1)]
        }
    }

    /// A rectangle so many times larger than the region in it is that of a sheet seen aslant: of less, what is left out along the edges has most.
    private static let aslant: Float = 1.1
}

extension BlockGrid {
    /// How many corners of a sheet do not lie where the picture ends.
    func count(ofInner corners: [SIMD2<Float>]) -> Int {
        corners.count { corner in
            corner.x > Sheet.edge && corner.y > Sheet.edge && corner.x < Float(columns) - Sheet.edge && corner.y < Float(rows) - Sheet.edge
        }
    }
}
