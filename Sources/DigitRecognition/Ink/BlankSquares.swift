/// Where on a page no ink stands: most of a page can so be passed over in large steps.
struct BlankSquares {
    /// Pixels along a square's side.
    static let side = 16

    private let columns: Int, rows: Int
    /// For each square whether it and all beside it are blank.
    private let isBlank: [Bool]

    init(of image: InkImage) {
        let columns = (image.width + Self.side - 1) / Self.side, rows = (image.height + Self.side - 1) / Self.side
        var holdsInk = [Bool](repeating: false, count: columns * rows)
        image.values.withUnsafeBufferPointer { values in
            for y in 0..<image.height {
                for column in 0..<columns where !holdsInk[y / Self.side * columns + column] {
                    let first = y * image.width + column * Self.side, count = min(Self.side, image.width - column * Self.side)
                    let row = UnsafeRawPointer(values.baseAddress! + first)
                    holdsInk[y / Self.side * columns + column] = count == Self.side
                        ? InkComponent.inked(row) | InkComponent.inked(row + 8) != 0 : (first..<first + count).contains { values[$0] >= InkComponent.threshold }
                }
            }
        }
        self.columns = columns
        self.rows = rows
        isBlank = (0..<columns * rows).map { square in
            let x = square % columns, y = square / columns
            return (max(y - 1, 0)...min(y + 1, rows - 1)).allSatisfy { row in (max(x - 1, 0)...min(x + 1, columns - 1)).allSatisfy { !holdsInk[row * columns + $0] } }
        }
    }

    /// Whether there is no ink within a square's side of a place, also where that lies beyond the page.
    func isBlank(around place: SIMD2<Float>) -> Bool {
        let x = Int((place.x / Float(Self.side)).rounded(.down)), y = Int((place.y / Float(Self.side)).rounded(.down))
        guard x >= 0, y >= 0, x < columns, y < rows else { return x < -1 || y < -1 || x > columns || y > rows }
        return isBlank[y * columns + x]
    }
}
