/// The page as square tiles of device pixels, so that a change, a scroll or a larger view paints no more than the tiles that it touches.
///
/// Not thread-safe: it belongs to the thread that made it.
public final class TileGrid {
    /// The side of a tile, in device pixels.
    public static let side = 256

    /// A tile that is to be shown.
    public struct Tile {
        /// Column and row; the tile's left edge is at device pixel `side * column` of the page.
        public let column: Int, row: Int
        /// Its pixels; nil where the paper is blank.
        public let raster: Raster?
        /// Whether a pixel may have changed since the tile was last asked for.
        public let changed: Bool
    }

    /// Device pixels of a page unit.
    public private(set) var scale: Double
    private var rasters: [Position: Raster] = [:]
    private var root: ObjectIdentifier?

    private struct Position: Hashable { var column, row: Int }

    /// A grid without tiles.
    public init(scale: Double) { self.scale = scale }

    /// Another scale makes all tiles anew, when they are asked for.
    public func setScale(_ scale: Double) {
        guard scale != self.scale else { return }
        self.scale = scale
        rasters = [:]
    }

    /// The tiles that cover a rectangle of the page (device pixels), painted up to date. Tiles far outside are forgotten.
    public func tiles(columns: ClosedRange<Int>, rows: ClosedRange<Int>, drawing: Drawing, live: Stroke?) -> [Tile] {
        // Tiles that are not shown are not painted up to date: they would hold pictures that were on the page long ago.
        let isOther = drawing.root != root
        root = drawing.root
        if isOther || rasters.count > 2 * columns.count * rows.count {
            rasters = rasters.filter { columns.contains($0.key.column) && rows.contains($0.key.row) }
        }
        var tiles: [Tile] = []
        let side = Double(Self.side)
        for row in rows {
            for column in columns {
                let position = Position(column: column, row: row)
                if let raster = rasters[position] {
                    tiles.append(Tile(column: column, row: row, raster: raster, changed: raster.update(to: drawing, live: live)))
                    continue
                }
                let area = Rect(x: Double(column) * side / scale, y: Double(row) * side / scale, width: side / scale, height: side / scale)
                // A soft edge reaches into the pixel beside the ink.
                let reach = area.expanded(by: 2 / scale)
                guard drawing.bounds?.intersects(reach) == true || live?.bounds.intersects(reach) == true else {
                    tiles.append(Tile(column: column, row: row, raster: nil, changed: false))
                    continue
                }
                let raster = Raster(area: area, scale: scale)
                raster.update(to: drawing, live: live)
                rasters[position] = raster
                tiles.append(Tile(column: column, row: row, raster: raster, changed: true))
            }
        }
        return tiles
    }
}
