/// Which ink belongs to the digit where a picture shows at most one.
enum SingleDigit {
    /// The largest component that is no edge of the picture, and all that is near enough and large enough to be a part of it; nil where there is nothing.
    static func components(of all: [InkComponent], page: InkImage, isPhoto: Bool) -> [InkComponent]? {
        let smallest = max(4, page.width * page.height / 20_000)
        var marks = all.filter { $0.area >= smallest }
        if isPhoto { marks = marks.filter { !runsAlongEdge($0, width: page.width, height: page.height) } }
        if isPhoto, let frame = frame(among: marks, page: page) { marks = marks.filter { frame.isAround($0.box) } }
        guard !marks.isEmpty else { return nil }
        func touchesEdge(_ box: Box) -> Bool { box.x <= 0 || box.y <= 0 || box.right >= page.width || box.bottom >= page.height }
        func weight(_ mark: InkComponent) -> Float {
            let size = Float(max(mark.box.width, mark.box.height)) * Float(mark.area).squareRoot()
            return isPhoto && touchesEdge(mark.box) ? size / 4 : size
        }
        guard let main = marks.max(by: { weight($0) < weight($1) }) else { return nil }
        var box = main.box
        let size = Float(max(box.width, box.height))
        var chosen = [main]
        var rest = marks.filter { $0.box != main.box || $0.area != main.area }
        while let index = rest.firstIndex(where: { mark in
            let distance = Float(max(-box.overlapX(mark.box), -box.overlapY(mark.box), 0))
            let extent = Float(max(mark.box.width, mark.box.height))
            let isDirt = isPhoto && touchesEdge(mark.box) && !touchesEdge(box)
            return !isDirt && extent >= 0.15 * size && distance <= (isPhoto ? 0.25 : 0.5) * size
        }) {
            let mark = rest.remove(at: index)
            chosen.append(mark)
            box = box.union(mark.box)
        }
        return chosen
    }

    /// Whether a mark is what a photo shows beyond the sheet: most of it lies at the photo's very edge, nearer than the strokes of a digit are thick that was
    /// cut out tightly.
    private static func runsAlongEdge(_ mark: InkComponent, width: Int, height: Int) -> Bool {
        let margin = max(width, height) / edge
        guard margin > 0, mark.box.x == 0 || mark.box.y == 0 || mark.box.right == width || mark.box.bottom == height else { return false }
        let inside = margin..<max(width - margin, margin), rows = margin..<max(height - margin, margin)
        let within = mark.runs.reduce(0) { $0 + (rows.contains($1.y) ? max(min($1.end, inside.upperBound) - max($1.start, inside.lowerBound), 0) : 0) }
        return 5 * (mark.area - within) >= 3 * mark.area
    }

    /// A photo's edge is so many times narrower than it.
    private static let edge = 33

    /// The edge of a small sheet that lies on a table: ink that takes most of the picture and goes around a mark of some size.
    private static func frame(among marks: [InkComponent], page: InkImage) -> Box? {
        let large = marks.filter { 5 * $0.box.width > 3 * page.width && 5 * $0.box.height > 3 * page.height }
        guard let outer = large.max(by: { $0.box.width * $0.box.height < $1.box.width * $1.box.height }) else { return nil }
        let extent = max(outer.box.width, outer.box.height)
        let isFrame = marks.contains { mark in
            5 * max(mark.box.width, mark.box.height) > extent && outer.box.isAround(mark.box) && sides(of: mark.box, with: outer) >= 3
        }
        return isFrame ? outer.box : nil
    }

    /// On how many of its four sides a box has ink of the component, seen from its middle.
    static func sides(of box: Box, with outer: InkComponent) -> Int {
        let x = box.x + box.width / 2, y = box.y + box.height / 2
        var left = false, right = false, above = false, below = false
        for run in outer.runs {
            if run.y == y {
                left = left || run.end <= box.x
                right = right || run.start >= box.right
            }
            if run.start <= x, x < run.end {
                above = above || run.y < box.y
                below = below || run.y >= box.bottom
            }
        }
        return [left, right, above, below].count { $0 }
    }
}

extension Box {
    /// Whether the other lies within, with room on all sides.
    func isAround(_ other: Box) -> Bool { x < other.x && y < other.y && right > other.right && bottom > other.bottom }
}
