/// A piece of ink that may be a digit or a part of one: whole components, or what lies between two cuts.
struct Glyph {
    let ink: InkImage
    /// Where the ink's first pixel stands on the page.
    let origin: (x: Int, y: Int)
    /// The box of its inked pixels on the page.
    let box: Box

    init(_ components: [InkComponent], of page: InkImage) {
        (ink, origin) = page.cut(components)
        box = components.map(\.box).united
    }

    init(ink: InkImage, origin: (x: Int, y: Int), box: Box) {
        self.ink = ink
        self.origin = origin
        self.box = box
    }

    /// The runs of its ink as they stand on the page.
    var runs: [InkComponent.Run] {
        InkComponent.runs(of: ink).map { InkComponent.Run(y: $0.y + origin.y, start: $0.start + origin.x, end: $0.end + origin.x) }
    }

    /// Several glyphs as one.
    init(joining glyphs: ArraySlice<Glyph>) {
        precondition(!glyphs.isEmpty)
        if glyphs.count == 1 { self = glyphs[glyphs.startIndex]; return }
        let frame = glyphs.map { Box(x: $0.origin.x, y: $0.origin.y, width: $0.ink.width, height: $0.ink.height) }.united
        var joined = InkImage(width: frame.width, height: frame.height)
        for glyph in glyphs {
            for y in 0..<glyph.ink.height {
                for x in 0..<glyph.ink.width {
                    let index = (glyph.origin.y + y - frame.y) * frame.width + glyph.origin.x + x - frame.x
                    joined.values[index] = max(joined.values[index], glyph.ink.values[y * glyph.ink.width + x])
                }
            }
        }
        self.init(ink: joined, origin: (frame.x, frame.y), box: glyphs.map(\.box).united)
    }
}
