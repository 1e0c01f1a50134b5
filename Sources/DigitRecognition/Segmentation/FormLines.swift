/// Takes the lines of forms out of the ink: boxes and combs for single digits, tables, rings around a number, underlines and the bar over a sum; and numbers
/// that were crossed out. Digits may touch the lines: where a stroke crosses a line, the ink is thicker than the line, and stays.
struct FormLines {
    /// The ink without the lines.
    private(set) var ink: InkImage
    /// The components without the lines.
    private(set) var components: [InkComponent]
    /// What was taken out, and why.
    private(set) var rejected: [(box: Box, reason: String)] = []

    /// Whether there are marks that look like frames.
    private(set) var hasFrames = false
    /// Where in the ink's values level lines were.
    private(set) var places: [Int] = []

    /// A line that stands alone is longer than so many digits are high: no stroke of a digit is.
    private static let longest: Float = 2.2
    /// So much of the side of a box is to be seen alone, for digits may lie on the rest; of a line without other sides it is more.
    private static let sideCover: Float = 0.5, lineCover: Float = 0.75
    /// Smaller than this, in pixels, nothing is a box around a digit.
    private static let smallest = 16

    /// - Parameters:
    ///   - isPhoto: whether there may be edges of paper and shadows among the marks.
    ///   - onlyFrames: whether lines that stand alone are left.
    ///   - mayHaveFrames: whether frames need be looked for.
    ///   - ruled: where in the ink's values lines were that are taken out already.
    init(_ components: [InkComponent], of ink: InkImage, isPhoto: Bool, onlyFrames: Bool = false, mayHaveFrames: Bool = true, ruled: [Int] = []) {
        self.ink = ink
        self.components = components
        self.isPhoto = isPhoto
        if mayHaveFrames { removeFrames(mayBePaper: onlyFrames) }
        if !onlyFrames {
            removeCrossedOut()
            removeLongLines()
            removeTeeth(on: ruled + places)
        }
    }

    private let isPhoto: Bool

    /// Of shadows, of the edges of paper and of squared paper as a whole nothing is taken away, or the rest would look like writing.
    private func isDrawn(_ mark: InkComponent) -> Bool {
        guard isPhoto else { return true }
        let isWhole = 5 * mark.box.width > 4 * ink.width && 5 * mark.box.height > 4 * ink.height
        return !isWhole && !PageLayout.isEdge(mark.box, width: ink.width, height: ink.height) && PageLayout.isClear(mark, in: ink)
    }

    /// The lines of a component in both directions.
    private struct Lines {
        var level: [StraightLine], upright: [StraightLine]
        var isEmpty: Bool { level.isEmpty && upright.isEmpty }
    }

    private static func lines(of mark: InkComponent, level: Int, upright: Int, cover: Float) -> Lines {
        Lines(
            level: mark.box.width >= level ? StraightLine.all(in: mark.columnRuns, atLeast: level, cover: cover) : [],
            upright: mark.box.height >= upright ? StraightLine.all(in: mark.runs, atLeast: upright, cover: cover) : [])
    }

    // MARK: Frames

    /// - Parameter mayBePaper: whether squares may still be those of the paper.
    private mutating func removeFrames(mayBePaper: Bool) {
        var found: [(mark: InkComponent, lines: Lines)] = [], sizes: [Box] = [], rings: [InkComponent] = []
        let boxes = components.map(\.box)
        for (index, mark) in components.enumerated() where min(mark.box.width, mark.box.height) >= Self.smallest && isDrawn(mark) {
            // They are in the order of their first pixels: what stands in a mark comes after it.
            let content = boxes.indices[(index + 1)...].prefix { boxes[$0].y < mark.box.bottom }.filter { other in
                4 * boxes[other].height >= mark.box.height && 10 * boxes[other].width >= mark.box.height && mark.box.isAround(boxes[other])
            }
            if let lines = Self.frame(mark) {
                found.append((mark, lines))
                if !content.isEmpty || holdsInk(mark, lines) { sizes.append(mark.box) }
            } else if content.contains(where: { SingleDigit.sides(of: boxes[$0], with: mark) == 4 && 3 * boxes[$0].height >= mark.box.height }),
                      !(content.count == 1 && components[content[0]].isSlash) {
                rings.append(mark)
            }
        }
        hasFrames = !found.isEmpty || !rings.isEmpty
        // An empty box is one where others of its size are not empty, or where it is none of the shapes of a digit.
        let frames = found.filter { frame in
            let box = frame.mark.box
            return Self.isForm(box, frame.lines, among: found.map(\.mark.box), mayBePaper: mayBePaper)
                || sizes.contains { 7 * abs($0.width - box.width) <= $0.width && 7 * abs($0.height - box.height) <= $0.height }
        }
        guard !frames.isEmpty || !rings.isEmpty else { return }
        for (mark, lines) in frames {
            erase(lines)
            rejected.append((mark.box, "a printed box"))
        }
        for ring in rings {
            erase(ring)
            rejected.append((ring.box, "a ring around digits"))
        }
        renew(besides: frames.map(\.lines))
    }

    /// The lines of a box, a comb or a table: its four sides, and what goes right across.
    private static func frame(_ mark: InkComponent) -> Lines? {
        let box = mark.box
        let nearX = 0.15 * Float(min(box.width, 2 * box.height)), nearY = 0.15 * Float(min(box.height, 2 * box.width))
        let upright = StraightLine.all(in: mark.runs, atLeast: 7 * box.height / 10, cover: sideCover)
        guard upright.contains(where: { $0.middle - Float(box.x) < nearX }), upright.contains(where: { Float(box.right) - $0.middle < nearX }) else { return nil }
        let level = StraightLine.all(in: mark.columnRuns, atLeast: 7 * box.width / 10, cover: sideCover)
        guard level.contains(where: { $0.middle - Float(box.y) < nearY }), level.contains(where: { Float(box.bottom) - $0.middle < nearY }) else { return nil }
        return Lines(level: level, upright: upright)
    }

    /// Whether a box is one of a form, also where all is empty: three of a size, or one wider than any digit, or with lines across.
    private static func isForm(_ box: Box, _ lines: Lines, among others: [Box], mayBePaper: Bool) -> Bool {
        if mayBePaper, lines.level.count >= 4, lines.upright.count >= 4 { return false }
        return 2 * box.width > 3 * box.height || lines.level.count + lines.upright.count >= 7
            || others.count {
                20 * abs($0.width - box.width) <= box.width + 20 && 20 * abs($0.height - box.height) <= box.height + 20
            } >= 3
    }

    /// Whether more than the lines hangs together with them, of a size that a digit in the frame may have.
    private func holdsInk(_ mark: InkComponent, _ lines: Lines) -> Bool {
        var inner = ink.cut([mark])
        Self.erase(lines, from: &inner.ink, origin: inner.origin)
        return InkComponent.all(in: inner.ink).contains { 3 * $0.box.height >= mark.box.height && 10 * $0.box.width > mark.box.height }
    }

    // MARK: Lines that stand alone

    private mutating func removeLongLines() {
        let heights = components.map(\.box)
        let least = Int(Self.longest * PageLayout.usualHeight(heights)) + 1
        guard least >= 2 * Self.smallest else { return }
        var found: [Lines] = []
        for mark in components where max(mark.box.width, mark.box.height) >= least && isDrawn(mark) {
            let lines = Self.lines(of: mark, level: least, upright: least, cover: Self.lineCover)
            guard !lines.isEmpty else { continue }
            if lines.upright.isEmpty, lines.level.count <= 2, isCrossedOut(mark, by: lines.level[0]) {
                erase(mark)
                rejected.append((mark.box, "crossed out"))
            } else {
                erase(lines)
                found.append(lines)
                rejected.append((mark.box, "a line"))
            }
        }
        if !rejected.isEmpty { renew(besides: found) }
    }

    /// Teeth of a comb and sides of boxes whose long lines are gone: upright strokes of one height that stand on a line, or hang from it, at equal distances.
    private mutating func removeTeeth(on lines: [Int]) {
        guard !lines.isEmpty else { return }
        let strokes = components.filter { mark in
            4 * mark.box.width <= mark.box.height && mark.box.height >= 8 && mark.area >= mark.box.height
        }
        guard strokes.count >= Self.fewestTeeth else { return }
        let places = Set(lines)
        // Right at the tooth the line was too thick to be seen as one.
        func isOnLine(_ box: Box, _ y: Int, near: Int) -> Bool {
            (y - near...y + near).contains { row in (box.x - near..<box.right + near).contains { places.contains(row * ink.width + $0) } }
        }
        let teeth = strokes.filter { mark in
            let near = mark.box.height / 8 + 4
            return isOnLine(mark.box, mark.box.y, near: near) || isOnLine(mark.box, mark.box.bottom, near: near)
        }.sorted { $0.box.x < $1.box.x }
        var taken: Set<Int> = []
        for (index, first) in teeth.enumerated() where !taken.contains(index) {
            let row = teeth.indices.filter { other in
                let box = teeth[other].box, slack = first.box.height / 10 + 2
                return abs(box.height - first.box.height) <= slack
                    && abs(box.y - first.box.y) <= slack + abs(box.x - first.box.x) / 12
            }
            guard row.count >= Self.fewestTeeth, Self.areEvenlySpaced(row.map { teeth[$0].box.middleX }) else { continue }
            taken.formUnion(row)
        }
        guard !taken.isEmpty else { return }
        for index in taken.sorted() {
            erase(teeth[index])
            rejected.append((teeth[index].box, "a part of a form"))
        }
        components = InkComponent.all(in: ink)
    }

    /// So many strokes are a comb.
    private static let fewestTeeth = 3

    /// Whether all distances are multiples of the smallest.
    private static func areEvenlySpaced(_ middles: [Float]) -> Bool {
        let distances = zip(middles, middles.dropFirst()).map { $1 - $0 }
        guard let pitch = distances.min(), pitch >= 6 else { return false }
        let usual = distances.filter { $0 < 1.3 * pitch }
        let mean = usual.reduce(0, +) / Float(usual.count)
        return distances.allSatisfy { distance in
            let times = (distance / mean).rounded()
            return abs(distance - times * mean) <= 0.12 * mean
        }
    }

    /// Numbers of few digits that are crossed out: the line is no longer than two digits are high, but looks out on either side.
    private mutating func removeCrossedOut() {
        let least = Int(Self.shortest * PageLayout.usualHeight(components.map(\.box))) + 1
        var crossed: Set<Int> = []
        for (index, mark) in components.enumerated() where mark.box.width >= max(least, Self.smallest) && mark.box.height >= Self.smallest && isDrawn(mark) {
            let lines = StraightLine.all(in: mark.columnRuns, atLeast: max(least, 9 * mark.box.width / 10), cover: Self.sideCover)
            if (1...2).contains(lines.count), lines.allSatisfy({ isCrossedOut(mark, by: $0, looksOut: true) }) { crossed.insert(index) }
        }
        guard !crossed.isEmpty else { return }
        for index in crossed.sorted() {
            erase(components[index])
            rejected.append((components[index].box, "crossed out"))
        }
        components = components.indices.filter { !crossed.contains($0) }.map { components[$0] }
    }

    /// A line through digits is longer than so many digits are high.
    private static let shortest: Float = 1.2

    /// Whether the line ends where the ink does that it goes through, with much of that ink above and below the line.
    ///
    /// - Parameter looksOut: whether it must go on beyond that ink.
    private func isCrossedOut(_ mark: InkComponent, by line: StraightLine, looksOut: Bool = false) -> Bool {
        var above = 0, below = 0, left = Int.max, right = Int.min
        let thickness = line.thickness
        for run in mark.runs {
            let away = Float(run.y) - line.course(Float(run.start + run.end) / 2)
            guard abs(away) > thickness else { continue }
            if away < 0 { above += run.end - run.start } else { below += run.end - run.start }
            left = min(left, run.start)
            right = max(right, run.end)
        }
        let all = above + below
        // A line alone crosses nothing.
        guard all > 0 else { return false }
        let height = mark.box.height
        if looksOut, min(left - line.left, line.right - right) < Int(1.5 * thickness) + 1 { return false }
        return 5 * min(above, below) > all && 2 * all > line.length && right - left > line.length / 2 && left - line.left < height && line.right - right < height
    }

    // MARK: Erasing

    /// Erases lines out of the ink of a part of the page.
    ///
    /// - Parameter origin: where on the page that ink begins.
    private static func erase(_ lines: Lines, from ink: inout InkImage, origin: (x: Int, y: Int)) {
        let columns = origin.x..<origin.x + ink.width, rows = origin.y..<origin.y + ink.height, width = ink.width
        ink.values.withUnsafeMutableBufferPointer { values in
            for line in lines.level {
                for dash in line.dashes where columns.contains(dash.x) {
                    for y in (dash.top - 1..<dash.bottom + 2).clamped(to: rows) { values[(y - origin.y) * width + dash.x - origin.x] = 0 }
                }
            }
            for line in lines.upright {
                for dash in line.dashes where rows.contains(dash.x) {
                    for x in (dash.top - 1..<dash.bottom + 2).clamped(to: columns) { values[(dash.x - origin.y) * width + x - origin.x] = 0 }
                }
            }
        }
    }

    private mutating func erase(_ lines: Lines) {
        for line in lines.level { for dash in line.dashes { places.append((dash.top + dash.bottom) / 2 * ink.width + dash.x) } }
        Self.erase(lines, from: &ink, origin: (0, 0))
    }

    private mutating func erase(_ mark: InkComponent) {
        for run in mark.runs {
            for y in max(run.y - 1, 0)...min(run.y + 1, ink.height - 1) {
                for x in max(run.start - 1, 0)..<min(run.end + 1, ink.width) { ink[x, y] = 0 }
            }
        }
    }

    /// Finds the components anew, without the crumbs of the lines: corners, and the teeth of a comb.
    private mutating func renew(besides removed: [Lines]) {
        func place(_ mark: InkComponent) -> [Int] { [mark.box.x, mark.box.y, mark.box.width, mark.box.height, mark.area] }
        // What stood there before by itself is no crumb.
        let before = Set(components.map(place)), all = InkComponent.all(in: ink), usual = PageLayout.usualHeight(all.map(\.box))
        components = []
        for mark in all {
            let box = mark.box
            let isCrumb = !before.contains(place(mark)) && removed.contains { lines in
                lines.level.contains { Self.isCrumb((box.x, box.right), (box.y, box.bottom), of: $0, usual: usual) }
                    || lines.upright.contains { Self.isCrumb((box.y, box.bottom), (box.x, box.right), of: $0, usual: usual) }
            }
            if isCrumb { erase(mark) } else { components.append(mark) }
        }
    }

    /// Whether a mark lies on a line, or is small and thin and begins at it.
    private static func isCrumb(_ along: (first: Int, end: Int), _ across: (first: Int, end: Int), of line: StraightLine, usual: Float) -> Bool {
        guard line.left - 3 < along.end, along.first < line.right + 3 else { return false }
        let course = line.course(Float(along.first + along.end) / 2), first = Float(across.first), end = Float(across.end)
        let tilt = abs(line.course(Float(along.end)) - line.course(Float(along.first))) / 2, on = 1.5 * line.thickness + 2 + tilt
        if course - on <= first, end <= course + on { return true }
        let longer = max(along.end - along.first, across.end - across.first), shorter = min(along.end - along.first, across.end - across.first)
        let near = 0.1 * usual + 3
        return (3 * shorter < longer || 4 * Float(longer) < usual) && Float(longer) < 0.55 * usual && first - near < course && course < end + near
    }
}
