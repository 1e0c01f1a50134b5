/// A photographed or scanned sheet without its paper and light, from which its ink is taken: what is darker than the bare paper would be at that place, by at
/// least half of what the strokes around reach and by more than the noise there.
///
/// Dividing by the paper's light makes a stroke in the shadow as dark as one in the sun; the half of the local peak is where a blurred
/// edge really lies.
struct PhotoInk {
    private let width: Int, height: Int
    let darkness: [UInt8]
    private let levels: DarknessLevels

    init(_ plane: GrayPlane) {
        width = plane.width
        height = plane.height
        let side = PaperLight.cellSide(width: width, height: height)
        let cells = plane.cells(side).smoothed
        let scale = StrokeScale(cells, side: side)
        let plane = scale.isLight ? plane.inverted : plane
        darkness = PaperLight(scale.isLight ? cells.inverted : cells, side: side, width: scale.window).darkness(of: plane)
        levels = DarknessLevels(darkness, width: width, height: height, side: DarknessLevels.blockSide(width: width, height: height))
    }

    /// Whether nothing on the sheet is darker than pencil.
    var isFaint: Bool { levels.isFaint }

    /// The ink, dark on light.
    ///
    /// - Parameter least: what is less dark than this is no ink.
    func ink(least: Float = 0) -> InkImage {
        var values = darkness
        values.withUnsafeMutableBufferPointer { values in
            levels.threshold(least: least).forEachRow(width: width, height: height) { y, threshold in
                let row = values.baseAddress! + y * width
                for x in 0..<width {
                    // Ink 128 at the threshold, none at a third of it, full at five thirds.
                    let ink = 127.5 + (Float(row[x]) - threshold[x]) * 191.25 / threshold[x]
                    let bounded = min(max(ink, 0), 255)
                    // Rounding down in steps that vectors have: added to 2^23, a number loses its fraction, to the nearest whole one.
                    let nearest = bounded + 8_388_608
                    row[x] = UInt8(truncatingIfNeeded: nearest.bitPattern &- (nearest - 8_388_608 > bounded ? 1 : 0))
                }
            }
        }
        return InkImage(width: width, height: height, values: values)
    }
}

/// From which darkness on a place is ink.
struct DarknessLevels {
    let threshold: BlockGrid
    /// Whether nothing on the sheet is darker than pencil.
    let isFaint: Bool

    /// The threshold where nothing that is less dark than `least` is to be ink.
    func threshold(least: Float) -> BlockGrid {
        var result = threshold
        for i in result.values.indices { result.values[i] = max(result.values[i], least) }
        return result
    }

    /// Pixels along the side of a block: coarse enough that a block of writing shows paper.
    static func blockSide(width: Int, height: Int) -> Int { min(max(max(width, height) / 120, 4), 20) }

    /// Paper is never as even as its light: fibres, print that shines through, JPEG. What differs less from it is no ink; where all that is written is as
    /// faint as pencil, the lower value holds.
    static let leastContrast: Float = 22
    private static let faintestContrast: Float = 13
    /// Blocks that one digit covers at least.
    private static let fewestBlocks = 4
    /// A stroke is at least this much of what the darkest stroke around reaches. At half lies the true edge of a blurred stroke; but a pen leaves more ink
    /// where it starts and turns, and parts that are paler than half of that would be lost.
    private static let peakShare: Float = 0.36
    /// A stroke is this many times darker than the noise of the place.
    private static let noiseFactor: Float = 5

    init(_ darkness: [UInt8], width: Int, height: Int, side: Int) {
        var peaks = BlockGrid(width: width, height: height, side: side), noise = peaks
        darkness.withUnsafeBufferPointer { values in
            for row in 0..<peaks.rows {
                for column in 0..<peaks.columns {
                    let first = max(column * side, 1)
                    // A picture of one column has no pixel with neighbours on both sides.
                    let xs = first..<max(min((column + 1) * side, width - 1), first), ys = row * side..<min((row + 1) * side, height)
                    var peak = 0, roughness = 0
                    for y in ys {
                        let line = values.baseAddress! + y * width
                        for x in xs {
                            let around = Int(line[x - 1]) + Int(line[x + 1])
                            // The mean of three takes the top off single noisy pixels.
                            peak = max(peak, (around + Int(line[x])) / 3)
                            roughness += abs(2 * Int(line[x]) - around)
                        }
                    }
                    let index = row * peaks.columns + column
                    peaks.values[index] = Float(peak)
                    // For white noise of deviation s, 2 b - a - c has a mean size of 1.95 s.
                    noise.values[index] = Float(roughness) / (1.95 * Float(max(xs.count * ys.count, 1)))
                }
            }
        }
        // What the strokes of this picture reach: the mean of the blocks that stand out.
        let sorted = peaks.values.sorted()
        let outstanding = sorted.drop { $0 < Self.leastContrast }
        let usual = outstanding.isEmpty ? 0 : outstanding[outstanding.startIndex + outstanding.count * 3 / 4]
        // The darkest places, and not the usual ones: on squared paper those are the lines.
        let darkest = sorted[max(sorted.count - 1 - max(Self.fewestBlocks, sorted.count / 200), 0)]
        let leastContrast = min(max(Self.peakShare * darkest, Self.faintestContrast), Self.leastContrast)
        isFaint = leastContrast < Self.leastContrast
        // The quietest neighbour tells the noise of the place without its strokes, where there is a quiet neighbour; a carpet has none.
        let quiet = noise.eroded(1).dilated(1).smoothed(1)
        let local = peaks.dilated(2).smoothed(1)
        var threshold = local
        for i in threshold.values.indices {
            threshold.values[i] = max(Self.peakShare * local.values[i], 0.2 * usual, Self.noiseFactor * quiet.values[i], leastContrast)
        }
        self.threshold = threshold
    }
}
