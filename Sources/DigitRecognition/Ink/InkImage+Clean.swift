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
        // Full ink is what the darkest two hundredth of the ink reaches, so that single pixels do not decide.
        let inked = counts[Self.faintest...].reduce(0, +)
        var above = 0
        let full = (Self.faintest...255).last { above += counts[$0]; return above * 200 > inked } ?? 0
        guard full >= Self.faintest else {
            self.init(width: picture.width, height: picture.height)
            return
        }
        let table = (0...255).map { UInt8(min($0 * 255 / full, 255)) }
        if full < 255 { for i in 0..<pixels { values[i] = table[Int(values[i])] } }
        self.init(width: picture.width, height: picture.height, values: values)
    }

    /// Differences from the paper that are too small to be meant as ink.
    private static let faintest = 20

    /// The colour of at least half of the pixels, where few pixels are almost but not quite of that colour: shading and noise are such.
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
            let near = counts[max(green - 25, 0)...min(green + 25, 255)].reduce(0, +) - counts[green]
            return near * 20 <= pixels ? (Int16(blue), Int16(green), Int16(red)) : nil
        }
    }
}
