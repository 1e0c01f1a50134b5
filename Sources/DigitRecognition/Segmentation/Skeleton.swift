/// The middle lines of strokes, one pixel wide, by thinning: Guo and Hall, "Parallel thinning with two-subiteration algorithms" (1989).
struct Skeleton {
    let width: Int
    let height: Int
    /// 1 on the middle lines, row by row, else 0; the outermost rows and columns are 0.
    private(set) var values: [UInt8]

    /// - Parameter mask: 1 for ink, else 0, row by row; the outermost rows and columns must be 0.
    init(of mask: [UInt8], width: Int, height: Int) {
        self.width = width
        self.height = height
        values = mask
        var inked = mask.indices.filter { mask[$0] != 0 }, isOpen = true
        while isOpen {
            isOpen = false
            for pass in 0..<2 {
                let peeled = inked.filter { mayGo($0, pass: pass) }
                for index in peeled { values[index] = 0 }
                if !peeled.isEmpty {
                    isOpen = true
                    inked.removeAll { values[$0] == 0 }
                }
            }
        }
    }

    /// The eight neighbours, clockwise from the one above.
    private func around(_ index: Int) -> (UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8) {
        (values[index - width], values[index - width + 1], values[index + 1], values[index + width + 1],
         values[index + width], values[index + width - 1], values[index - 1], values[index - width - 1])
    }

    /// How many strokes go out from a pixel: 1 at an end, 2 along a line, more where lines meet.
    func branches(at index: Int) -> Int {
        let (a, b, c, d, e, f, g, h) = around(index)
        return Int((1 - a) & (b | c)) + Int((1 - c) & (d | e)) + Int((1 - e) & (f | g)) + Int((1 - g) & (h | a))
    }

    private func mayGo(_ index: Int, pass: Int) -> Bool {
        let (a, b, c, d, e, f, g, h) = around(index)
        let sides = min((h | a) + (b | c) + (d | e) + (f | g), (a | b) + (c | d) + (e | f) + (g | h))
        guard sides == 2 || sides == 3, branches(at: index) == 1 else { return false }
        return pass == 0 ? (e | f | (1 - h)) & g == 0 : (a | b | (1 - d)) & c == 0
    }
}
