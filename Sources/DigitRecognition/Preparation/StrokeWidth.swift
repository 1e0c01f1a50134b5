import Kernels

/// How thick the strokes of a digit are, and how they are brought to what networks trained on MNIST know.
///
/// MNIST was written with thick pens: its strokes are 2 to 4 of 20 pixels wide. A ballpoint leaves one pixel or less after the resampling,
/// a pale line that such a network has hardly ever seen.
public enum StrokeWidth {
    /// Strokes thinner than this, as a share of the digit's longer side, are thickened to it.
    public static let least: Float = 0.115

    /// The mean width of the strokes in pixels: twice their area over the length of their edges; 0 where there is no ink.
    public static func mean(of ink: InkImage) -> Float {
        // Squares of four pixels from half a square before each row to half a one behind it, in whole vectors.
        let squares = (ink.width + 1 + wholeVector - 1) / wholeVector * wholeVector, loop = MarkLoops.current.gradients
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 2 * (squares + 1)) { rows in
            withUnsafeTemporaryAllocation(of: Float.self, capacity: squares) { lengths in
                rows.update(repeating: 0)
                var upper = rows.baseAddress!, lower = upper + squares + 1
                var area = 0
                var edges: Float = 0
                ink.values.withUnsafeBufferPointer { values in
                    for y in 0...ink.height {
                        if y < ink.height {
                            let row = values.baseAddress! + y * ink.width
                            (lower + 1).update(from: row, count: ink.width)
                            var sum: UInt32 = 0
                            for x in 0..<ink.width { sum &+= UInt32(row[x]) }
                            area += Int(sum)
                        } else {
                            lower.update(repeating: 0, count: squares + 1)
                        }
                        // The length of the gradient over each square: the sum over all is the length of the edge, however it runs.
                        loop(squares, upper, lower, lengths.baseAddress!)
                        edges = sum(lengths, after: edges)
                        swap(&upper, &lower)
                    }
                }
                return edges > 0 ? 2 * Float(area) / edges : 0
            }
        }
    }

    /// Floats of the widest vector.
    private static let wholeVector = 16

    /// The sum with numbers of which most are 0, from the first to the last: in another order it would be rounded in another way.
    private static func sum(_ lengths: UnsafeMutableBufferPointer<Float>, after start: Float) -> Float {
        let numbers = UnsafeMutableRawPointer(lengths.baseAddress!)
        var sum = start, x = 0
        while x < lengths.count {
            let bits = numbers.loadUnaligned(fromByteOffset: 4 * x, as: SIMD2<UInt64>.self)
            if bits[0] | bits[1] != 0 { sum = sum + lengths[x] + lengths[x + 1] + lengths[x + 2] + lengths[x + 3] }
            x += 4
        }
        return sum
    }

    /// The digit with strokes of at least `least` times its longer side, larger by half of what was added on each side.
    public static func normalised(_ ink: InkImage, least: Float = StrokeWidth.least) -> InkImage {
        normalised(ink, least: least, width: mean(of: ink))
    }

    /// The same where the mean width of the strokes is known.
    static func normalised(_ ink: InkImage, least: Float = StrokeWidth.least, width: Float) -> InkImage {
        let growth = growth(of: ink, least: least, width: width)
        return growth > 0 ? thickened(ink, by: growth) : ink
    }

    /// How far normalising moves each edge of the digit outwards, in pixels; 0 where its strokes are thick enough.
    ///
    /// - Parameter width: the mean width of its strokes.
    static func growth(of ink: InkImage, least: Float = StrokeWidth.least, width: Float) -> Float {
        guard let box = ink.box else { return 0 }
        let longer = Float(max(box.width, box.height))
        // Thickening by d on either side makes the box longer by 2 d.
        let growth = (least * longer - width) / (2 - 2 * least)
        return width > 0 && growth > 0.02 * longer * least ? growth : 0
    }

    /// The ink dilated by a disc of the given radius in pixels, whose edge is soft, so that fractions of a pixel count.
    static func thickened(_ ink: InkImage, by radius: Float) -> InkImage {
        let reach = Int((radius + 0.5).rounded(.up))
        var result = InkImage(width: ink.width + 2 * reach, height: ink.height + 2 * reach)
        // For each row of the disc: how far it reaches fully, and the share of the pixel beyond.
        var offsets: [(dx: Int, dy: Int, share: UInt16)] = []
        for dy in -reach...reach {
            for dx in -reach...reach {
                let distance = Float(dx * dx + dy * dy).squareRoot()
                let share = min(max(radius + 1 - distance, 0), 1)
                if share > 0 { offsets.append((dx, dy, UInt16(share * 256))) }
            }
        }
        result.values.withUnsafeMutableBufferPointer { target in
            ink.values.withUnsafeBufferPointer { source in
                let wide = ink.width + 2 * reach
                for (dx, dy, share) in offsets {
                    for y in 0..<ink.height {
                        let from = source.baseAddress! + y * ink.width
                        let to = target.baseAddress! + (y + reach + dy) * wide + reach + dx
                        if share >= 256 {
                            for x in 0..<ink.width { to[x] = max(to[x], from[x]) }
                        } else {
                            for x in 0..<ink.width { to[x] = max(to[x], UInt8(truncatingIfNeeded: UInt16(from[x]) &* share >> 8)) }
                        }
                    }
                }
            }
        }
        return result
    }
}
