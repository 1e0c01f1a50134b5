/// The components of a page put in order: which are noise, which stand in which line.
struct PageLayout {
    /// The usual height of a digit on this page, in pixels.
    let digitHeight: Float
    /// The usual width of a digit that is not a mere stroke; nil where there are too few to tell.
    let digitWidth: Float?
    /// The components of each line, from the left, lines from the top. Components that belong to one digit beyond doubt are joined.
    let lines: [[[InkComponent]]]
    /// Where small marks stand: dots and dirt.
    let specks: [Box]
    /// Where the components of the lines stand, and the small marks.
    let marks: [Box]
    /// What is no writing, and why.
    let rejected: [(box: Box, reason: String)]

    init(_ components: [InkComponent], of page: InkImage, isPhoto: Bool) {
        var rejected: [(box: Box, reason: String)] = []
        var marks: [InkComponent] = []
        for component in isPhoto ? Self.standingOut(of: components, in: page) : components where component.area >= 3 && max(component.box.width, component.box.height) >= 3 {
            let box = component.box
            if isPhoto, Self.isEdge(box, width: page.width, height: page.height) {
                rejected.append((box, Self.edgeOfPicture))
            } else if isPhoto, Self.isFold(component, of: page) {
                rejected.append((box, "a fold of the paper"))
            } else {
                marks.append(component)
            }
        }
        if isPhoto {
            let holes = BindingHoles.indices(in: marks, page: (page.width, page.height))
            rejected += holes.sorted().map { (marks[$0].box, "a hole of the binding") }
            marks = marks.indices.filter { !holes.contains($0) }.map { marks[$0] }
            let edges = Self.edges(among: marks)
            rejected += edges.sorted().map { (marks[$0].box, "an edge of the paper") }
            marks = marks.indices.filter { !edges.contains($0) }.map { marks[$0] }
        }
        let digitHeight = Self.usualHeight(marks.map(\.box))
        self.digitHeight = digitHeight
        specks = marks.map(\.box).filter { Float(max($0.width, $0.height)) < 0.3 * digitHeight }
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
        if isPhoto, writing.count == 1, let bar = writing.first, bar.box.width > 3 * bar.box.height, bar.runs.count < 2 * bar.box.height, InkEllipse(of: bar.runs).isStroke {
            // A staple, a fold: beside nothing else it is no part of a digit. Many digits that touch are as slim, but more than one stroke.
            rejected.append((bar.box, "a line"))
            writing = []
        }
        digitWidth = Self.usualWidth(writing.map(\.box), digitHeight: digitHeight)
        let columns = Self.joined(writing, digitHeight: digitHeight)
        lines = Self.lines(of: columns, digitHeight: digitHeight)
        self.marks = specks + lines.flatMap { $0.flatMap { $0.map(\.box) } }
        self.rejected = rejected
    }

    /// Why what touches the picture's own edge is no writing.
    static let edgeOfPicture = "an edge of the picture"

    /// What touches the picture's own edge and runs along it, or is no more than a sliver, is the edge of a sheet or of a table.
    static func isEdge(_ box: Box, width: Int, height: Int) -> Bool {
        let touchesSides = box.x <= 1 || box.right >= width - 1, touchesEnds = box.y <= 1 || box.bottom >= height - 1
        let isSliver = (touchesSides && 40 * box.width < width) || (touchesEnds && 40 * box.height < height)
        return isSliver || (touchesSides && 4 * box.height > height) || (touchesEnds && 4 * box.width > width)
    }

    /// Straight lines, many times longer than the other marks are high: where the sheet ends or is folded.
    private static func edges(among marks: [InkComponent]) -> Set<Int> {
        let straight = marks.indices.filter { InkEllipse(of: marks[$0].runs).slimness < straightness }
        let others = Set(marks.indices).subtracting(straight).map { marks[$0].box }
        guard others.count >= 3 else { return [] }
        let height = usualHeight(others)
        return Set(straight.filter { Float(max(marks[$0].box.width, marks[$0].box.height)) > 5 * height })
    }

    /// The square of a straight line's width over its length, at most.
    private static let straightness: Float = 0.002

    /// A line from one end of the sheet to the other that is far thinner than long.
    private static func isFold(_ mark: InkComponent, of page: InkImage) -> Bool {
        let box = mark.box, longer = max(box.width, box.height)
        return (10 * box.height >= 9 * page.height || 10 * box.width >= 9 * page.width) && longer * longer > 30 * mark.area
    }

    private static func usualWidth(_ boxes: [Box], digitHeight: Float) -> Float? {
        let widths = boxes.filter { Float($0.height) >= 0.5 * digitHeight && 3 * $0.width >= $0.height }.map(\.width).sorted()
        return widths.count >= 4 ? Float(widths[widths.count / 2]) : nil
    }

    /// The median of the heights, each counted as often as it is high: many specks weigh less than a few digits.
    static func usualHeight(_ boxes: [Box]) -> Float {
        let heights = boxes.map { $0.width > 3 * $0.height ? $0.height : max($0.height, $0.width / 2) }.sorted()
        let half = heights.reduce(0, +) / 2
        var sum = 0
        for height in heights {
            sum += height
            if sum >= half { return Float(max(height, 1)) }
        }
        return 1
    }

    /// Parts that stand one over the other with little between them are one digit: the top of a 5, the base line under a 1, a stroke that broke.
    private static func joined(_ components: [InkComponent], digitHeight: Float) -> [[InkComponent]] {
        let order = components.indices.sorted { components[$0].box.x < components[$1].box.x }
        var group = Array(components.indices)
        func root(_ index: Int) -> Int {
            var index = index
            while group[index] != index { index = group[index] }
            return index
        }
        for (position, a) in order.enumerated() {
            for b in order[(position + 1)...] {
                // The rest starts further to the right.
                guard components[b].box.x < components[a].box.right + touch(digitHeight) else { break }
                if belongTogether(components[a], components[b], digitHeight) || isBrokenOff(components[a], components[b], digitHeight) || areStacked(components[a], components[b], among: components) {
                    group[max(root(a), root(b))] = min(root(a), root(b))
                }
            }
        }
        return Dictionary(grouping: components.indices, by: root).sorted { $0.key < $1.key }.map { $0.value.map { components[$0] } }
    }

    /// An 8 of two rings: of one width, one right over the other, nearly touching, and nothing as low as they are stands beside them, as it would in lines of digits.
    private static func areStacked(_ a: InkComponent, _ b: InkComponent, among all: [InkComponent]) -> Bool {
        let first = a.box, second = b.box
        let wider = max(first.width, second.width), higher = max(first.height, second.height)
        guard 2 * first.overlapX(second) > wider, 2 * min(first.height, second.height) > higher, 2 * min(first.width, second.width) > wider,
              4 * first.overlapY(second) < higher, a.distance(to: b, atMost: higher / 8) else { return false }
        let both = first.union(second)
        return all.allSatisfy { other in
            other.box == first || other.box == second || 3 * other.box.height < higher || 4 * other.box.height > 3 * both.height
                || other.box.overlapY(both) <= 0 || -other.box.overlapX(both) > 2 * both.height
        }
    }

    /// Parts of one stroke have so many pixels between them at most.
    private static func touch(_ digitHeight: Float) -> Int { Int(0.07 * digitHeight) + 1 }

    /// Whether one is the lower end of the other's slanting stroke, which broke: a bare stroke lower than digits are that begins where a digit or such a stroke ends.
    private static func isBrokenOff(_ a: InkComponent, _ b: InkComponent, _ digitHeight: Float) -> Bool {
        let (upper, lower) = a.box.y < b.box.y ? (a, b) : (b, a)
        return Float(lower.box.height) < 0.6 * digitHeight && lower.box.height > lower.box.width && 4 * upper.box.overlapY(lower.box) < lower.box.height
            && a.distance(to: b, atMost: touch(digitHeight)) && InkEllipse(of: lower.runs).isStroke
            && (Float(upper.box.height) >= 0.8 * digitHeight
                || InkEllipse(of: upper.runs).isStroke && Float(upper.box.union(lower.box).height) <= 1.25 * digitHeight)
    }

    private static func belongTogether(_ a: InkComponent, _ b: InkComponent, _ digitHeight: Float) -> Bool {
        let first = a.box, second = b.box
        let overlap = Float(first.overlapX(second)), narrower = Float(min(first.width, second.width))
        guard overlap >= 0.5 * narrower, Float(-first.overlapY(second)) <= 0.25 * digitHeight,
              Float(first.union(second).height) <= 1.6 * max(digitHeight, Float(max(first.height, second.height))) else { return false }
        let smaller = max(first.width, first.height) < max(second.width, second.height) ? first : second
        // A speck beside or over a digit is a dot, an accent, dirt.
        guard Float(max(smaller.width, smaller.height)) >= 0.2 * digitHeight else { return false }
        // Fragments of one digit, where the pen left the paper: both are lower than digits, and one digit together.
        let both = Float(first.union(second).height)
        let areFragments = Float(max(first.height, second.height)) <= 0.75 * digitHeight && both >= 0.8 * digitHeight && both <= 1.25 * digitHeight
        // A flat part is the top of a 5 or the foot of a 1 and may stand off; others must almost touch.
        let isFlat = smaller.width > 2 * smaller.height
        return a.distance(to: b, atMost: isFlat || areFragments ? Int(0.22 * digitHeight) + 1 : touch(digitHeight))
    }

    private static func lines(of columns: [[InkComponent]], digitHeight: Float) -> [[[InkComponent]]] {
        struct Line {
            var columns: [(components: [InkComponent], box: Box)]
            var middle: Float { columns.map(\.box.middleY).reduce(0, +) / Float(columns.count) }
        }
        let boxed = columns.map { (components: $0, box: $0.map(\.box).united) }.sorted { $0.box.middleX < $1.box.middleX }
        var lines: [Line] = []
        for column in boxed where Float(column.box.height) >= 0.4 * digitHeight {
            var best: (offset: Float, line: Int)?
            for (index, line) in lines.enumerated() {
                // The last few of the line tell where it runs here, also when it climbs.
                let last = line.columns.suffix(3).map(\.box)
                guard let nearest = last.last, Float(column.box.x - nearest.right) < 8 * digitHeight else { continue }
                let middle = last.map(\.middleY).reduce(0, +) / Float(last.count)
                let offset = abs(column.box.middleY - middle)
                let reach = max(0.6 * digitHeight, 0.5 * Float(max(column.box.height, nearest.height)))
                if offset < reach, offset < best?.offset ?? .infinity { best = (offset, index) }
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
