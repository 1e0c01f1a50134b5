import Kernels

/// How wide the window must be that tells strokes from light, and whether strokes are darker or lighter than their paper.
///
/// Windows from narrow to wide are tried. One that is narrower than the strokes finds only their corners; from the right one on, the length of all edges
/// of the ink hardly grows any more: what a wider one adds are shadows, which have little edge for their size.
struct StrokeScale {
    /// The width of the window in pixels of the plane.
    let window: Int
    /// Whether the strokes are lighter than the paper.
    let isLight: Bool
    /// Whether they may be lighter though the paper seems to be bright: where glare lies on a dark sheet, most of it is.
    let mayBeLight: Bool

    /// Differences from the paper smaller than this, of 255, are no ink.
    private static let leastContrast: UInt8 = 22
    /// How far beyond the middle the usual brightness of a dark sheet lies, at most.
    private static let glaring: Float = 1.2

    /// For strokes as wide as those of one digit that fills a plane of that size.
    init(widestOn width: Int, _ height: Int, isLight: Bool) {
        window = max(min(width, height) / 2, 4)
        self.isLight = isLight
        mayBeLight = false
    }

    /// - Parameters:
    ///   - cells: the plane in cells of `side` pixels, smoothed.
    init(_ cells: GrayPlane, side: Int) {
        let shorter = min(cells.width, cells.height)
        // The widest stroke is that of one thick digit that fills a small picture.
        let widest = max(shorter / 3, 2)
        var radii = [max(widest / 2, 1)]
        while let last = radii.last, last * side > 4, radii.count < 5 { radii.append(last / 2) }
        radii.reverse()
        let dark = radii.map { Self.ink(of: cells, radius: $0) }
        var light: [(edges: Int, area: Int)] = []
        // Paper is most of the picture.
        let (usual, balance) = cells.usualBrightness
        let mayGlare = usual < 128 && balance >= 1 && balance < Self.glaring
        if balance < 1 || mayGlare {
            let inverted = cells.inverted
            light = radii.map { Self.ink(of: inverted, radius: $0) }
        }
        // Between strokes there are gaps, and beside shadows there is light; but strokes are long for their area.
        let ofLight = Self.slenderness(light), ofDark = Self.slenderness(dark)
        isLight = balance < 1 && 4 * ofLight > 5 * ofDark
        mayBeLight = mayGlare && !isLight && ofLight > ofDark
        let lengths = (isLight ? light : dark).map(\.edges)
        let most = lengths.max() ?? 0
        let first = lengths.firstIndex { 2 * $0 >= most } ?? 0
        // Strokes are not everywhere as wide as where they are narrowest.
        window = (2 * radii[min(first + 1, radii.count - 1)] + 1) * side
    }

    /// The length of the edges over the width between them, for the window where that is most.
    private static func slenderness(_ ink: [(edges: Int, area: Int)]) -> Int {
        ink.map { $0.edges * $0.edges / max($0.area, 1) }.max() ?? 0
    }

    /// How many neighbours there are of which one is ink and the other is not, and how many cells are ink.
    private static func ink(of cells: GrayPlane, radius: Int) -> (edges: Int, area: Int) {
        let paper = cells.closed(radius).values
        // Differences of brightness, not shares of the paper's: light and dark must be weighed alike.
        let width = cells.width
        let darkness = [UInt8](unsafeUninitializedCapacity: paper.count) { result, count in
            paper.withUnsafeBufferPointer { paper in
                cells.values.withUnsafeBufferPointer { values in
                    for i in 0..<paper.count { result[i] = paper[i] &- values[i] }
                }
            }
            count = paper.count
        }
        // Half of what the strokes reach: a low threshold would count the paper's grain.
        let counts = darkness.histogram(from: leastContrast)
        let inked = counts[Int(leastContrast)...].reduce(0, +)
        var above = 0
        let usual = (Int(leastContrast)...255).last { above += counts[$0]; return above * 4 > inked } ?? 255
        let threshold = max(leastContrast, UInt8(usual / 2))
        var edges = 0
        let loop = PageLoops.current.edges
        darkness.withUnsafeBufferPointer { values in
            for y in 1..<max(cells.height, 1) {
                let row = values.baseAddress! + y * width
                edges += loop(width - 1, row + 1, row - width + 1, threshold)
            }
        }
        return (edges, counts[Int(threshold)...].reduce(0, +))
    }
}

extension GrayPlane {
    /// The usual brightness, and its share of the middle between the darkest and the brightest places.
    fileprivate var usualBrightness: (level: Int, balance: Float) {
        let counts = values.histogram()
        func level(_ share: Double) -> Int {
            var below = 0
            return counts.indices.first { below += counts[$0]; return Double(below) > share * Double(values.count) } ?? 255
        }
        let usual = level(0.5)
        return (usual, Float(2 * usual) / Float(max(level(0.01) + level(0.99), 1)))
    }
}
