/// Shortens the long tail of a digit, which would leave its head a few pixels: of a 9 whose stem is three times as long as its loop, nothing but a 1
/// would remain after the resampling.
///
/// A tail is a stretch of rows that one stroke crosses, no wider than a stroke; it is compressed, the head keeps its shape.
struct LongTail {
    /// Higher than this many times what is usual, a digit has a long tail.
    private static let longest: Float = 1.35
    /// The height to which it is brought, in what is usual.
    private static let wanted: Float = 1.15
    /// Where nothing tells what is usual: the largest share of the height that the tail of a digit with a closed loop takes. Of a 9 it is about half.
    private static let largestShare: Float = 0.6

    private let ink: InkImage
    private let rows: Range<Int>
    private let tail: Range<Int>

    /// Nil where there is nothing like a tail.
    ///
    /// - Parameter stroke: the mean width of the strokes.
    init?(of ink: InkImage, stroke: Float) {
        guard let box = ink.box, box.height > box.width else { return nil }
        self.ink = ink
        rows = box.y..<box.bottom
        // A slanted stroke is cut at an angle.
        let widest = Int(2.2 * stroke) + 1
        // What one run takes of each row; too much where there are several.
        var widths = [Int](repeating: 0, count: rows.upperBound)
        for run in InkComponent.runs(of: ink) where run.y < widths.count { widths[run.y] = widths[run.y] == 0 ? run.end - run.start : .max }
        var longest = 0..<0, start = rows.lowerBound
        for y in rows.lowerBound...rows.upperBound {
            if y < rows.upperBound, widths[y] > 0, widths[y] <= widest { continue }
            if y - start > longest.count { longest = start..<y }
            start = y + 1
        }
        guard longest.count >= 4 else { return nil }
        tail = longest
    }

    /// The digit with a tail as digits of the usual height have it; nil where it has no longer one.
    ///
    /// - Parameter usualHeight: in pixels of this image, where it is known.
    func shortened(usualHeight: Float?) -> InkImage? {
        let height = Float(rows.count), rest = Float(rows.count - tail.count)
        let wanted: Float
        if let usualHeight {
            guard height > Self.longest * usualHeight else { return nil }
            wanted = Self.wanted * usualHeight - rest
        } else {
            guard Float(tail.count) > Self.largestShare * height, hasHole else { return nil }
            wanted = Self.largestShare / (1 - Self.largestShare) * rest
        }
        return compressed(to: min(max(Int(wanted), tail.count / 4, 1), tail.count))
    }

    private func compressed(to length: Int) -> InkImage {
        let removed = tail.count - length
        var result = InkImage(width: ink.width, height: ink.height - removed)
        for y in 0..<result.height {
            if y < tail.lowerBound || y >= tail.lowerBound + length {
                let from = y < tail.lowerBound ? y : y + removed
                for x in 0..<ink.width { result[x, y] = ink[x, from] }
            } else {
                let first = tail.lowerBound + (y - tail.lowerBound) * tail.count / length
                let end = max(tail.lowerBound + (y - tail.lowerBound + 1) * tail.count / length, first + 1)
                // The darkest and not the mean: a slanted stroke would fade.
                for x in 0..<ink.width { result[x, y] = (first..<end).reduce(0) { max($0, ink[x, $1]) } }
            }
        }
        return result
    }

    /// Whether ink encloses paper.
    private var hasHole: Bool {
        let width = ink.width + 2, height = ink.height + 2
        var isOpen = [Bool](repeating: true, count: width * height)
        for y in 0..<ink.height { for x in 0..<ink.width where ink[x, y] >= InkComponent.threshold { isOpen[(y + 1) * width + x + 1] = false } }
        isOpen[0] = false
        var next = [0]
        while let place = next.popLast() {
            let x = place % width
            for neighbour in [x > 0 ? place - 1 : -1, x + 1 < width ? place + 1 : -1, place - width, place + width]
            where neighbour >= 0 && neighbour < isOpen.count && isOpen[neighbour] {
                isOpen[neighbour] = false
                next.append(neighbour)
            }
        }
        return isOpen.count { $0 } >= 4
    }
}
