import Pictures

/// The network's input for the one digit that a picture shows, found and prepared as reading does it, but without a network: training sees through
/// it what reading will see.
package struct SingleDigitInput: Sendable {
    /// 28 x 28 values, row by row, 0 paper to 1 ink.
    package let values: [Float]
    /// Where the ink stands in the picture.
    package let box: Box

    /// Nil where the picture shows no ink.
    package init?(of picture: Picture) {
        let page = PageInk(picture)
        guard let chosen = SingleDigit.components(of: InkComponent.all(in: page.ink), page: page.ink, isPhoto: page.isPhoto) else { return nil }
        let glyph = Glyph(chosen, of: page.ink)
        guard let values = ReadingPreparation.input(glyph.ink) else { return nil }
        self.values = values
        box = page.inPicture(glyph.box)
    }
}
