import Kernels

/// A photographed or scanned sheet without its paper and light, from which its ink is taken: what is darker than the bare paper would be at that place, by at
/// least half of what the strokes around reach and by more than the noise there.
///
/// Dividing by the paper's light makes a stroke in the shadow as dark as one in the sun; the half of the local peak is where a blurred
/// edge really lies.
struct PhotoInk {
    private let width: Int, height: Int
    let darkness: [UInt8]
    /// Whether the strokes may be lighter than the paper though they were not taken for that.
    let mayBeLight: Bool
    private let levels: DarknessLevels

    /// - Parameter scale: how strokes are told from light; nil where the photo is to show it.
    init(_ plane: GrayPlane, scale known: StrokeScale? = nil) {
        width = plane.width
        height = plane.height
        let side = PaperLight.cellSide(width: width, height: height)
        let cells = plane.cells(side).smoothed
        let scale = known ?? StrokeScale(cells, side: side)
        mayBeLight = scale.mayBeLight
        let plane = scale.isLight ? plane.inverted : plane
        let light = PaperLight(scale.isLight ? cells.inverted : cells, side: side, width: scale.window)
        darkness = light.darkness(of: plane)
        // Noise is divided by the light as everything is.
        let noise = plane.noise > 0 ? plane.noise * 255 / Float(max(light.usual, 1)) : 0
        levels = DarknessLevels(darkness, width: width, height: height, side: DarknessLevels.blockSide(width: width, height: height), noise: noise)
    }

    /// Whether nothing on the sheet is darker than pencil.
    var isFaint: Bool { levels.isFaint }

    /// What is at least half as dark as the darkest: printed lines are paler than writing.
    var darkHalf: Float {
        let counts = darkness.histogram(), inked = counts[Int(DarknessLevels.leastContrast)...].reduce(0, +)
        var above = 0
        let darkest = (Int(DarknessLevels.leastContrast)...255).last { above += counts[$0]; return above * 20 > inked } ?? 255
        return Float(darkest) / 2
    }

    /// The ink, dark on light.
    ///
    /// - Parameter least: what is less dark than this is no ink.
    func ink(least: Float = 0) -> InkImage {
        let loop = PageLoops.current.ink
        let values = [UInt8](unsafeUninitializedCapacity: width * height) { values, count in
            darkness.withUnsafeBufferPointer { darkness in
                levels.threshold(least: least).forEachPixelRow(width: width, height: height) { row in
                    let first = row.y * width
                    loop(row.stretches, row.ends, row.values, row.shares, darkness.baseAddress! + first, values.baseAddress! + first)
                }
            }
            count = width * height
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
    /// The share of a sheet along each of its sides.
    private static let margin: Float = 0.08
    /// So many times darker than pencil are holes at least.
    private static let holes: Float = 3
    /// A stroke is at least this much of what the darkest stroke around reaches. At half lies the true edge of a blurred stroke; but a pen leaves more ink
    /// where it starts and turns, and parts that are paler than half of that would be lost.
    private static let peakShare: Float = 0.36
    /// A stroke is this many times darker than the noise of the place.
    private static let noiseFactor: Float = 5

    init(_ darkness: [UInt8], width: Int, height: Int, side: Int, noise known: Float) {
        let (peaks, noise) = Self.peaksAndNoise(darkness, width: width, height: height, side: side)
        // What lies along the sides and is many times darker than all else, as the holes of a binding are, is no writing where that is faint.
        let inner = Reach(of: peaks.inner(Self.margin)), all = Reach(of: peaks.values)
        let hasHoles = inner.isFaint && inner.darkest >= Self.faintestContrast && all.darkest >= Self.holes * inner.darkest
        let reach = hasHoles ? inner : all
        let leastContrast = min(max(Self.peakShare * reach.darkest, Self.faintestContrast), Self.leastContrast)
        isFaint = leastContrast < Self.leastContrast
        // The quietest neighbour tells the noise of the place without its strokes, where there is a quiet neighbour; a carpet has none.
        let quiet = noise.eroded(1).dilated(1).smoothed(1)
        let local = peaks.dilated(2).smoothed(1)
        var threshold = local
        for i in threshold.values.indices {
            threshold.values[i] = max(Self.peakShare * local.values[i], 0.2 * reach.usual, Self.noiseFactor * max(quiet.values[i], known), leastContrast)
        }
        self.threshold = threshold
    }

    /// How dark the strokes of some blocks are.
    private struct Reach {
        /// What they reach: the mean of the blocks that stand out.
        let usual: Float
        /// The darkest places, and not the usual ones: on squared paper those are the lines.
        let darkest: Float

        init(of peaks: [Float]) {
            let counts = peaks.map { UInt8($0) }.histogram(), all = peaks.count
            let outstanding = counts[Int(leastContrast)...].reduce(0, +)
            usual = outstanding == 0 ? 0 : Float(counts.value(ofRank: all - outstanding + outstanding * 3 / 4))
            darkest = Float(counts.value(ofRank: max(all - 1 - max(fewestBlocks, all / 200), 0)))
        }

        /// Whether nothing is darker than pencil.
        var isFaint: Bool { peakShare * darkest < leastContrast }
    }

    /// The darkest place and the noise of each block.
    private static func peaksAndNoise(_ darkness: [UInt8], width: Int, height: Int, side: Int) -> (BlockGrid, BlockGrid) {
        precondition(side <= 64, "the sums of a column of a block must fit their type")
        var peaks = BlockGrid(width: width, height: height, side: side), noise = peaks
        darkness.withUnsafeBufferPointer { values in
            // Down the columns first, which runs on whole vectors.
            let loop = PageLoops.current.roughness
            withUnsafeTemporaryAllocation(of: UInt16.self, capacity: 2 * width) { memory in
                let darkest = memory.baseAddress!, roughness = darkest + width
                for row in 0..<peaks.rows {
                    memory.update(repeating: 0)
                    let ys = row * side..<min((row + 1) * side, height)
                    for y in ys {
                        let line = values.baseAddress! + y * width
                        loop(max(width - 2, 0), line + 1, darkest + 1, roughness + 1)
                    }
                    for column in 0..<peaks.columns {
                        let first = max(column * side, 1)
                        // A picture of one column has no pixel with neighbours on both sides.
                        let xs = first..<max(min((column + 1) * side, width - 1), first)
                        var most: UInt16 = 0, sum = 0
                        for x in xs { most = max(most, darkest[x]); sum += Int(roughness[x]) }
                        let index = row * peaks.columns + column
                        // The mean of three takes the top off single noisy pixels.
                        peaks.values[index] = Float(most / 3)
                        // For white noise of deviation s, 2 b - a - c has a mean size of 1.95 s.
                        noise.values[index] = Float(sum) / (1.95 * Float(max(xs.count * ys.count, 1)))
                    }
                }
            }
        }
        return (peaks, noise)
    }
}
