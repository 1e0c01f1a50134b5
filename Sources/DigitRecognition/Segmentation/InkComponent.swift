/// Ink that hangs together: horizontal runs of pixels that touch, also by corners.
package struct InkComponent {
    /// One row's stretch of ink.
    package struct Run {
        let y: Int
        let start: Int
        /// One behind the last pixel.
        let end: Int

        package init(y: Int, start: Int, end: Int) {
            self.y = y
            self.start = start
            self.end = end
        }
    }

    /// In rows from the top, in a row from the left.
    var runs: [Run]
    var box: Box
    /// Pixels.
    var area: Int

    init(runs: [Run]) {
        self.runs = runs
        var left = Int.max, right = Int.min, top = Int.max, bottom = Int.min, area = 0
        for run in runs {
            left = min(left, run.start); right = max(right, run.end)
            top = min(top, run.y); bottom = max(bottom, run.y + 1)
            area += run.end - run.start
        }
        box = Box(x: left, y: top, width: right - left, height: bottom - top)
        self.area = area
    }

    /// Whether a pixel of one lies within `limit` columns and rows of a pixel of the other.
    func distance(to other: InkComponent, atMost limit: Int) -> Bool {
        guard -box.overlapX(other.box) <= limit, -box.overlapY(other.box) <= limit else { return false }
        var first = 0
        for run in runs {
            while first < other.runs.count, other.runs[first].y < run.y - limit { first += 1 }
            var index = first
            while index < other.runs.count, other.runs[index].y <= run.y + limit {
                let near = other.runs[index]
                if near.start - run.end < limit, run.start - near.end < limit { return true }
                index += 1
            }
        }
        return false
    }

    /// Whether the ink is one straight stroke that leans by 25 to 70 degrees, as that through a 0 does and a 1 does not.
    var isSlash: Bool {
        let ellipse = InkEllipse(of: runs)
        return ellipse.isStroke && (25...70).contains(ellipse.lean)
    }

    /// Whether it is a patch that is filled as no strokes fill it: a telephone, a picture, a shadow.
    var isPatch: Bool {
        let shorter = min(box.width, box.height), longer = max(box.width, box.height)
        return 10 * area >= 7 * box.width * box.height && 20 * shorter >= 9 * longer
    }

    /// Whether it is but the edge of a patch that is nearly as dark within, as the rim of a telephone is: beside the rim its screen may be taken for paper in a
    /// shadow.
    ///
    /// - Parameter brightness: that of the paper and all that lies on it.
    func isEdgeOfPatch(on brightness: SheetBrightness) -> Bool {
        (1...3).allSatisfy { quarter in
            let y = box.y + quarter * box.height / 4, stretches = runs.filter { $0.y == y }
            guard let first = stretches.first, let last = stretches.last, let gap = zip(stretches, stretches.dropFirst()).max(by: { $1.1.start - $1.0.end > $0.1.start - $0.0.end }),
                  2 * (gap.1.start - gap.0.end) > box.width else { return false }
            let left = max(first.start - Self.beside, 0), right = min(last.end - 1 + Self.beside, brightness.width - 1)
            let paper = max(brightness[left, y], brightness[right, y])
            let edge = max(brightness[(first.start + first.end) / 2, y], brightness[(last.start + last.end) / 2, y])
            let inside = (1...3).map { brightness[gap.0.end + $0 * (gap.1.start - gap.0.end) / 4, y] }.max() ?? paper
            return paper - edge > Self.clearStep && paper - inside > 0.75 * (paper - edge)
        }
    }

    /// So many pixels beside ink there is paper, which is at least so much brighter.
    private static let beside = 12, clearStep: Float = 40

    /// Ink of at least this much counts as inked.
    static let threshold: UInt8 = 128

    /// Which of the next eight values count as inked: the highest bit of the byte of each.
    @inline(__always)
    static func inked(_ values: UnsafeRawPointer) -> UInt64 {
        UInt64(littleEndian: values.loadUnaligned(as: UInt64.self)) & 0x8080_8080_8080_8080
    }

    /// All components of an image, in the order of their first pixels.
    static func all(in image: InkImage) -> [InkComponent] {
        let runs = runs(of: image)
        var parent = Array(0..<runs.count)
        func root(_ index: Int) -> Int {
            var index = index
            while parent[index] != index {
                parent[index] = parent[parent[index]]
                index = parent[index]
            }
            return index
        }
        var above = 0
        for current in runs.indices {
            // Runs of the row above that end before this one starts cannot touch this one or any after it.
            while above < current, runs[above].y < runs[current].y - 1 || (runs[above].y == runs[current].y - 1 && runs[above].end < runs[current].start) { above += 1 }
            var other = above
            while other < current, runs[other].y == runs[current].y - 1, runs[other].start <= runs[current].end {
                let a = root(other), b = root(current)
                if a != b { parent[max(a, b)] = min(a, b) }
                other += 1
            }
        }
        // The first run of each component is its root, and stands before the others.
        var component = [Int](repeating: 0, count: runs.count), ends: [Int] = []
        for index in runs.indices {
            let top = root(index)
            if top == index { component[index] = ends.count; ends.append(0) } else { component[index] = component[top] }
            ends[component[index]] += 1
        }
        for index in ends.indices.dropFirst() { ends[index] += ends[index - 1] }
        let sorted = [Run](unsafeUninitializedCapacity: runs.count) { sorted, count in
            for index in runs.indices.reversed() {
                ends[component[index]] -= 1
                (sorted.baseAddress! + ends[component[index]]).initialize(to: runs[index])
            }
            count = runs.count
        }
        return ends.indices.map { InkComponent(runs: Array(sorted[ends[$0]..<($0 + 1 < ends.count ? ends[$0 + 1] : sorted.count)])) }
    }

    /// The first place of a row from `start` on that is inked or is not; `end` where there is none.
    @inline(__always)
    private static func first(in row: UnsafePointer<UInt8>, from start: Int, to end: Int, inked wanted: Bool) -> Int {
        var x = start
        if wanted {
            while x + 32 <= end {
                let next = UnsafeRawPointer(row + x)
                if inked(next) | inked(next + 8) | inked(next + 16) | inked(next + 24) != 0 { break }
                x += 32
            }
        }
        while x + 8 <= end {
            let ink = inked(UnsafeRawPointer(row + x)), found = wanted ? ink : ink ^ 0x8080_8080_8080_8080
            if found != 0 { return x + found.trailingZeroBitCount / 8 }
            x += 8
        }
        while x < end, (row[x] >= threshold) != wanted { x += 1 }
        return x
    }

    static func runs(of image: InkImage) -> [Run] {
        var runs: [Run] = []
        image.values.withUnsafeBufferPointer { values in
            for y in 0..<image.height {
                let row = values.baseAddress! + y * image.width
                var start = first(in: row, from: 0, to: image.width, inked: true)
                while start < image.width {
                    let end = first(in: row, from: start, to: image.width, inked: false)
                    runs.append(Run(y: y, start: start, end: end))
                    start = first(in: row, from: end, to: image.width, inked: true)
                }
            }
        }
        return runs
    }
}

extension [InkComponent.Run] {
    /// The length that a third of the runs does not reach: what is usual where a stroke crosses them. Nil where there are none.
    var usualLength: Int? {
        guard let longest = lazy.map({ $0.end - $0.start }).max() else { return nil }
        var counts = [Int](repeating: 0, count: longest + 1), below = 0
        for run in self { counts[run.end - run.start] += 1 }
        return counts.firstIndex { below += $0; return below > count / 3 }
    }
}

extension InkImage {
    /// The given components alone, cut to their common box, with the soft edges around them.
    func cut(_ components: [InkComponent]) -> (ink: InkImage, origin: (x: Int, y: Int)) {
        let box = components.map(\.box).united
        let left = max(box.x - 1, 0), top = max(box.y - 1, 0)
        let right = min(box.x + box.width + 1, width), bottom = min(box.y + box.height + 1, height)
        var result = InkImage(width: right - left, height: bottom - top)
        let resultWidth = result.width
        result.values.withUnsafeMutableBufferPointer { target in
            values.withUnsafeBufferPointer { source in
                for component in components {
                    for run in component.runs {
                        let start = max(run.start - 1, 0), count = min(run.end + 1, width) - start
                        for y in max(run.y - 1, 0)...min(run.y + 1, height - 1) {
                            (target.baseAddress! + (y - top) * resultWidth + start - left).update(from: source.baseAddress! + y * width + start, count: count)
                        }
                    }
                }
            }
        }
        return (result, (left, top))
    }
}

extension Collection<Box> {
    /// The smallest box around all; empty at the origin where there are none.
    var united: Box {
        guard let first else { return Box(x: 0, y: 0, width: 0, height: 0) }
        return dropFirst().reduce(first) { $0.union($1) }
    }
}

extension Box {
    var right: Int { x + width }
    var bottom: Int { y + height }
    var middleX: Float { Float(x) + Float(width) / 2 }
    var middleY: Float { Float(y) + Float(height) / 2 }

    func union(_ other: Box) -> Box {
        let left = min(x, other.x), top = min(y, other.y)
        return Box(x: left, y: top, width: max(right, other.right) - left, height: max(bottom, other.bottom) - top)
    }

    /// Columns that both cover; negative where a gap of that width lies between them.
    func overlapX(_ other: Box) -> Int { min(right, other.right) - max(x, other.x) }
    /// Rows that both cover; negative where a gap of that height lies between them.
    func overlapY(_ other: Box) -> Int { min(bottom, other.bottom) - max(y, other.y) }
}
