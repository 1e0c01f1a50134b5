/// The components of a page put in order: which are noise, which stand in which line.
struct PageLayout {
    /// The usual height of a digit on this page, in pixels.
    let digitHeight: Float
    /// The components of each line, from the left, lines from the top. Components that belong to one digit beyond doubt are joined.
    let lines: [[[InkComponent]]]
    /// What is no writing, and why.
    let rejected: [(box: Box, reason: String)]

    init(_ components: [InkComponent], of page: InkImage, isPhoto: Bool) {
        var rejected: [(box: Box, reason: String)] = []
        var marks: [InkComponent] = []
        for component in components {
            let box = component.box
            guard component.area >= 3, max(box.width, box.height) >= 3 else { continue }
            if isPhoto, Self.isEdge(box, width: page.width, height: page.height) {
                rejected.append((box, "an edge of the picture"))
            } else {
                marks.append(component)
            }
        }
        let digitHeight = Self.usualHeight(marks.map(\.box))
        self.digitHeight = digitHeight
        var writing: [InkComponent] = []
        for mark in marks {
            let height = Float(mark.box.height), width = Float(mark.box.width)
            if max(height, width) < 0.12 * digitHeight { continue }
            if height > 4 * digitHeight || (width > 12 * digitHeight) || (width > 4 * digitHeight && height < 0.5 * digitHeight) {
                rejected.append((mark.box, "too large for a digit"))
            } else {
                writing.append(mark)
            }
        }
        let columns = Self.joined(writing, digitHeight: digitHeight)
        lines = Self.lines(of: columns, digitHeight: digitHeight)
        self.rejected = rejected
    }

    /// The edge of a sheet or a table runs along a good part of the picture's own edge.
    private static func isEdge(_ box: Box, width: Int, height: Int) -> Bool {
        let touchesSides = box.x <= 1 || box.right >= width - 1, touchesEnds = box.y <= 1 || box.bottom >= height - 1
        return (touchesSides && 5 * box.height > 2 * height) || (touchesEnds && 5 * box.width > 2 * width)
    }

    /// The median of the heights, each counted as often as it is high: many specks weigh less than a few digits.
    private static func usualHeight(_ boxes: [Box]) -> Float {
        let heights = boxes.map { $0.width > 3 * $0.height ? $0.height : max($0.height, $0.width / 2) }.sorted()
        let half = heights.reduce(0, +) / 2
        var sum = 0
        for height in heights {
            sum += height
            if sum >= half { return Float(max(height, 1)) }
        }
        return 1
    }

    /// Parts that stand one over the other with little between them are one digit: the top of a 5, the base line under a 1.
    private static func joined(_ components: [InkComponent], digitHeight: Float) -> [[InkComponent]] {
        var groups = components.map { (components: [$0], box: $0.box) }
        var changed = true
        while changed {
            changed = false
            var index = 0
            while index < groups.count {
                var other = index + 1
                while other < groups.count {
                    if belongTogether(groups[index].box, groups[other].box, digitHeight) {
                        groups[index].components += groups[other].components
                        groups[index].box = groups[index].box.union(groups[other].box)
                        groups.remove(at: other)
                        changed = true
                    } else {
                        other += 1
                    }
                }
                index += 1
            }
        }
        return groups.map(\.components)
    }

    private static func belongTogether(_ a: Box, _ b: Box, _ digitHeight: Float) -> Bool {
        let narrower = Float(min(a.width, b.width)), lower = Float(min(a.height, b.height))
        let overlap = Float(a.overlapX(b)), gap = Float(-a.overlapY(b))
        // A speck beside or over a digit is a dot, an accent, dirt.
        guard Float(max(min(a.width, b.width), min(a.height, b.height))) >= 0.12 * digitHeight,
              max(narrower, lower) >= 0.2 * digitHeight else { return false }
        guard overlap >= 0.5 * narrower, gap <= 0.25 * digitHeight else { return false }
        let height = Float(a.union(b).height)
        return height <= 1.5 * digitHeight || gap < 0
    }

    private static func lines(of columns: [[InkComponent]], digitHeight: Float) -> [[[InkComponent]]] {
        struct Line {
            var columns: [(components: [InkComponent], box: Box)]
            var middle: Float { columns.map(\.box.middleY).reduce(0, +) / Float(columns.count) }
        }
        let boxed = columns.map { (components: $0, box: $0.map(\.box).united) }.sorted { $0.box.middleX < $1.box.middleX }
        var lines: [Line] = []
        for column in boxed where Float(column.box.height) >= 0.4 * digitHeight {
            var best: (overlap: Float, line: Int)?
            for (index, line) in lines.enumerated() {
                // The nearest of the line tells where it runs here, also when it climbs.
                guard let last = line.columns.last?.box, Float(column.box.x - last.right) < 8 * digitHeight else { continue }
                let overlap = Float(column.box.overlapY(last)) / Float(min(column.box.height, last.height))
                if overlap >= 0.35, overlap > best?.overlap ?? 0 { best = (overlap, index) }
            }
            if let best { lines[best.line].columns.append(column) } else { lines.append(Line(columns: [column])) }
        }
        lines.sort { $0.middle < $1.middle }
        // Small marks go to the line that they stand in.
        for column in boxed where Float(column.box.height) < 0.4 * digitHeight {
            let nearest = lines.indices.min { distance(column.box, lines[$0].columns.map(\.box)) < distance(column.box, lines[$1].columns.map(\.box)) }
            guard let nearest, distance(column.box, lines[nearest].columns.map(\.box)) < digitHeight else { continue }
            lines[nearest].columns.append(column)
        }
        return lines.map { $0.columns.sorted { $0.box.middleX < $1.box.middleX }.map(\.components) }
    }

    private static func distance(_ box: Box, _ others: [Box]) -> Float {
        others.map { Float(max(-box.overlapX($0), -box.overlapY($0), 0)) }.min() ?? .infinity
    }
}
