import Pictures

extension InkImage {
    /// The ink of a clean picture: a drawing, a scan in black and white, a screenshot, whose paper is one flat colour, light or dark. Ink is
    /// all that differs from it. Nil where the paper is not flat: then it is a photo.
    init?(clean picture: Picture) {
        guard let paper = Self.flatPaper(of: picture) else { return nil }
        let pixels = picture.width * picture.height
        var counts = [Int](repeating: 0, count: 256)
        var values = [UInt8](unsafeUninitializedCapacity: pixels) { values, count in
            picture.bytes.withUnsafeBufferPointer { bytes in
                for i in 0..<pixels {
                    let blue = abs(Int16(bytes[4 * i]) - paper.blue), green = abs(Int16(bytes[4 * i + 1]) - paper.green)
                    let red = abs(Int16(bytes[4 * i + 2]) - paper.red)
                    values[i] = UInt8(max(blue, green, red))
                }
            }
            count = pixels
        }
        for value in values { counts[Int(value)] += 1 }
        // Full ink is what the darkest tenth of the ink reaches: single pixels do not decide, and a stroke of less than a pixel's width is nowhere as dark
        // as its pen, but where it crosses itself.
        let inked = counts[Self.faintest...].reduce(0, +)
        var above = 0
        let full = (Self.faintest...255).last { above += counts[$0]; return above * 10 > inked } ?? 0
        guard full >= Self.faintest else {
            self.init(width: picture.width, height: picture.height)
            return
        }
        let table = (0...255).map { UInt8(min($0 * 255 / full, 255)) }
        if full < 255 { for i in 0..<pixels { values[i] = table[Int(values[i])] } }
        self.init(width: picture.width, height: picture.height, values: values)
        // Strokes of three pixels and more are solid for the most part.
        let solid = counts[(full * 9 / 10)...].reduce(0, +)
        if 2 * solid < inked, StrokeWidth.mean(of: self) < Self.hairline { gatherHairlines() }
    }

    /// A stroke of so many pixels' width is seldom as dark as its pen, because it shares each pixel with the paper.
    private static let hairline: Float = 1.6

    /// Gives the darkest pixels across each stroke all the ink that lies beside them, so that a line between two rows of pixels, of which each has half of it, is
    /// as dark as one on a row, and does not fall apart.
    private mutating func gatherHairlines() {
        let width = width, height = height
        values = values.withUnsafeBufferPointer { old in
            [UInt8](unsafeUninitializedCapacity: width * height) { new, count in
                for place in 0..<width * height {
                    let value = Int(old[place])
                    new[place] = old[place]
                    // Most pixels are paper or full ink.
                    guard value > 0, value < 255 else { continue }
                    let x = place % width
                    let left = x > 0 ? Int(old[place - 1]) : 0, right = x + 1 < width ? Int(old[place + 1]) : 0
                    let above = place >= width ? Int(old[place - width]) : 0, below = place + width < width * height ? Int(old[place + width]) : 0
                    var gathered = value
                    if value >= left, value >= right { gathered = max(gathered, value + left + right) }
                    if value >= above, value >= below { gathered = max(gathered, value + above + below) }
                    new[place] = UInt8(min(gathered, 255))
                }
                count = width * height
            }
        }
    }

    /// Differences from the paper that are too small to be meant as ink.
    private static let faintest = 20

    /// The colour of at least half of the pixels, where few pixels are almost but not quite of that colour: shading and noise are such, and the soft edge of
    /// ink is not.
    private static func flatPaper(of picture: Picture) -> (blue: Int16, green: Int16, red: Int16)? {
        let pixels = picture.width * picture.height
        return picture.bytes.withUnsafeBufferPointer { bytes in
            // The commonest colour is among the commonest greens.
            var counts = [Int](repeating: 0, count: 256)
            for i in 0..<pixels { counts[Int(bytes[4 * i + 1])] += 1 }
            guard let green = counts.indices.max(by: { counts[$0] < counts[$1] }), 2 * counts[green] >= pixels else { return nil }
            var blues = [Int](repeating: 0, count: 256), reds = blues
            for i in 0..<pixels where Int(bytes[4 * i + 1]) == green {
                blues[Int(bytes[4 * i])] += 1
                reds[Int(bytes[4 * i + 2])] += 1
            }
            let blue = blues.indices.max { blues[$0] < blues[$1] }!, red = reds.indices.max { reds[$0] < reds[$1] }!
            guard 2 * blues[blue] >= pixels, 2 * reds[red] >= pixels else { return nil }
            let few = pixels / 20
            let near = counts[max(green - shading, 0)...min(green + shading, 255)].reduce(0, +) - counts[green]
            guard near <= few || isSoftEdges(bytes, of: picture, green: green, butFor: few) else { return nil }
            return (Int16(blue), Int16(green), Int16(red))
        }
    }

    /// What is no nearer to the paper's brightness than this is no shading of it.
    private static let shading = 25

    /// Whether the pixels that are almost of the paper's green lie beside such as differ more, but for `few`. In a small picture that is most of the ink.
    private static func isSoftEdges(_ bytes: UnsafeBufferPointer<UInt8>, of picture: Picture, green: Int, butFor few: Int) -> Bool {
        func difference(_ x: Int, _ y: Int) -> Int { abs(Int(bytes[4 * (y * picture.width + x) + 1]) - green) }
        var alone = 0
        for y in 0..<picture.height {
            let rows = max(y - 1, 0)...min(y + 1, picture.height - 1)
            for x in 0..<picture.width where (1...shading).contains(difference(x, y)) {
                let columns = max(x - 1, 0)...min(x + 1, picture.width - 1)
                if !rows.contains(where: { row in columns.contains { difference($0, row) > shading } }) { alone += 1 }
            }
            if alone > few { return false }
        }
        return true
    }
}
