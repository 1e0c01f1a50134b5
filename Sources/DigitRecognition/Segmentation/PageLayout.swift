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
        for component in isPhoto ? Self.clear(components, in: page) : components where component.area >= 3 && max(component.box.width, component.box.height) >= 3 {
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

    /// The components that stand out. On a photo that is out of focus those too that are more blurred than the others, and where the pen was faint those that
    /// are paler, if they stand among others of their size: writing, and not shadows or grain.
    private static func clear(_ components: [InkComponent], in page: InkImage) -> [InkComponent] {
        let isClear = components.map { Self.isClear($0, in: page) }, clear = components.indices.filter { isClear[$0] }
        let blurred = components.indices.filter { !isClear[$0] && Self.isClear(components[$0], in: page, fading: outOfFocus) }
        let pale = components.indices.filter { !isClear[$0] && Self.isClear(components[$0], in: page, darkness: palest) }
        var kept = Set(clear)
        if let lowest = blurred.map({ components[$0].box.height }).min() {
            let large = (clear + blurred).filter { 2 * components[$0].box.height >= lowest }
            let sharp = large.count { isClear[$0] && isSharp(components[$0], in: page, fading: inFocus) }
            let writing = standing(blurred, among: large, components)
            if 3 * sharp < large.count, 2 * writing.count > blurred.count { kept.formUnion(writing) }
        }
        let usual = usualHeight((clear + pale).map { components[$0].box }), large = (clear + pale).filter { 2 * Float(components[$0].box.height) >= usual }
        if large.count <= mostPale {
            var marks = large.filter { !isClear[$0] }
            if 4 * marks.count < large.count { marks.removeAll { isLine(components[$0], around: clear.map { components[$0] }) } }
            let writing = standing(marks, among: large, components)
            if 2 * writing.count > marks.count { kept.formUnion(writing) }
        }
        return kept.sorted().map { components[$0] }
    }

    /// Those of some components beside which others stand as the digits of a line do.
    private static func standing(_ marks: [Int], among others: [Int], _ components: [InkComponent]) -> [Int] {
        marks.filter { mark in others.contains { $0 != mark && standBeside(components[mark].box, components[$0].box) } }
    }

    /// Whether what is paler than most may be a piece of the paper's lines or a printed box: a stroke, or something that is around a mark.
    private static func isLine(_ mark: InkComponent, around others: [InkComponent]) -> Bool {
        InkEllipse(of: mark.runs).isStroke || others.contains { mark.box.isAround($0.box) }
    }

    /// More marks than these of one size, many of them pale, are grain.
    private static let mostPale = 400

    /// Whether two marks stand beside each other as the digits of a line do.
    private static func standBeside(_ a: Box, _ b: Box) -> Bool {
        let height = max(a.height, b.height)
        return 2 * min(a.height, b.height) > height && 2 * a.overlapY(b) > height && -a.overlapX(b) < 2 * height
    }

    /// A stroke stands out somewhere: what hardly passes the threshold anywhere is the paper's grain.
    ///
    /// - Parameters:
    ///   - darkness: what an eighth of it reaches, of 255.
    ///   - fading: pixels over which the edge of a wide stroke may fade out.
    static func isClear(_ component: InkComponent, in page: InkImage, darkness: UInt8 = 220, fading: ClosedRange<Int> = fading) -> Bool {
        var dark = 0
        page.values.withUnsafeBufferPointer { values in
            for run in component.runs {
                let row = values.baseAddress! + run.y * page.width
                for x in run.start..<run.end where row[x] >= darkness { dark += 1 }
            }
        }
        return 8 * dark >= component.area && isSharp(component, in: page, fading: fading)
    }

    /// The edge of a stroke is sharp, or as blurred as the stroke is wide: what is wide and fades out slowly is a shadow.
    private static func isSharp(_ component: InkComponent, in page: InkImage, fading: ClosedRange<Int>) -> Bool {
        let length = max(component.box.width, component.box.height)
        guard component.area > wide * length else { return true }
        let fading = min(max(component.area / (4 * length), fading.lowerBound), fading.upperBound)
        var ends = 0, sharp = 0
        func look(at x: Int, _ y: Int) {
            guard x >= 0, x < page.width else { return }
            ends += 1
            if page.values[y * page.width + x] < 43 { sharp += 1 }
        }
        for run in component.runs {
            look(at: run.start - fading, run.y)
            look(at: run.end - 1 + fading, run.y)
        }
        return 2 * sharp >= ends
    }

    /// How dark the strokes of a faint pen are at least.
    private static let palest: UInt8 = 160
    /// Pixels over which the edge of a stroke fades out: as a rule, out of focus, where wider strokes fade more, and in focus.
    static let fading = 4...4
    private static let outOfFocus = 4...12, inFocus = 2...2
    /// Narrower strokes may be all edge.
    private static let wide = 8

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
