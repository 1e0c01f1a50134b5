/// Which ink belongs to the digit where a picture shows at most one.
enum SingleDigit {
    /// The largest component that is no edge of the picture, and all that is near enough and large enough to be a part of it; nil where there is nothing.
    static func components(of all: [InkComponent], page: InkImage, isPhoto: Bool) -> [InkComponent]? {
        let smallest = max(4, page.width * page.height / 20_000)
        let marks = all.filter { $0.area >= smallest }
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
}
