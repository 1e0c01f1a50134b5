import Pictures

/// The network's input for the one digit that a picture shows, found and prepared as reading does it, but without a network: training sees through
/// it what reading will see.
package struct SingleDigitInput: Sendable {
    /// 28 x 28 values, row by row, 0 paper to 1 ink.
    package let values: [Float]
    /// Where the ink stands in the picture.
    package let box: Box
    /// Whether it is nearly all the ink that there is.
    let isMost: Bool
    /// Whether it is nearly all the ink that there is, and all of it lies on the sheet, from which nothing was taken away.
    private(set) var isPlain: Bool
    /// Whether strokes of a pen are seen, and not the edges of shadows or the paper's grain.
    let isDrawn: Bool
    /// Whether a ring of this shape was rather left by a cup or a clip than written.
    let isRingOfPaper: Bool
    /// How large the digit is in pixels of the ink.
    private let height: Float

    /// Nil where the picture shows no ink.
    package init?(of picture: Picture) { self.init(of: PageInk(picture)) }

    /// Nil where the page shows no ink.
    init?(of page: PageInk) {
        guard let found = Self(in: page) else { return nil }
        let larger = page.enlarged(height: found.height).flatMap { Self(in: $0) }
        self = larger ?? found
        // The enlarged page is all that there was, though it was cut out of the picture.
        isPlain = found.isPlain
    }

    /// The same without a closer look at small digits; nil where the page shows no ink.
    init?(in page: PageInk) {
        if let values = Self.alreadyPrepared(page) {
            self.values = values
            box = page.inPicture(page.ink.box ?? Box(x: 0, y: 0, width: 1, height: 1))
            height = Float(DigitPreparation.side)
            isMost = true
            isPlain = true
            isDrawn = true
            isRingOfPaper = false
            return
        }
        let all = page.components
        guard let chosen = SingleDigit.components(of: all, page: page.ink, isPhoto: page.isPhoto) else { return nil }
        let glyph = Glyph(chosen, of: page.ink)
        guard let values = ReadingPreparation.input(glyph.ink) else { return nil }
        self.values = values
        box = page.inPicture(glyph.box)
        height = Float(max(glyph.box.width, glyph.box.height))
        let area = chosen.reduce(0) { $0 + $1.area }, inked = all.reduce(0) { $0 + $1.area }
        let isWhole = page.sheetAngle == nil
            || glyph.box.x > 0 && glyph.box.y > 0 && glyph.box.right < page.ink.width && glyph.box.bottom < page.ink.height
        isMost = 10 * area >= 8 * inked
        isPlain = isMost && isWhole && page.frames.isEmpty && page.ruledPlaces.isEmpty
        isRingOfPaper = page.brightness.map { PaperMark(glyph.runs, on: $0, mayBeRing: true) != nil } ?? false
        isDrawn = !page.isPhoto || chosen.contains { PageLayout.isClear($0, in: page.ink) }
            && page.brightness.map { PaperMark(glyph.runs, on: $0, mayBeRing: false) == nil } ?? true
    }

    /// A picture that is the network's input already, as those of MNIST are: the right size, the digit's longer side 20 pixels, its centre of mass in the
    /// middle. Resampling could only blur it.
    private static func alreadyPrepared(_ page: PageInk) -> [Float]? {
        let ink = page.ink, side = DigitPreparation.side
        guard !page.isPhoto, ink.width == side, ink.height == side,
              let extent = ink.values.withUnsafeBufferPointer({ InkExtent($0.baseAddress!, width: side, height: side, stride: side) }) else { return nil }
        let longer = max(extent.lastColumn - extent.firstColumn, extent.lastRow - extent.firstRow) + 1
        let preparation = DigitPreparation()
        let offX = extent.massX + Float(extent.firstColumn) - preparation.centreX, offY = extent.massY + Float(extent.firstRow) - preparation.centreY
        // Whole pixels were what MNIST's digits were moved by.
        guard (19...20).contains(longer), abs(offX) < 0.8, abs(offY) < 0.8 else { return nil }
        return ink.values.map { Float($0) / 255 }
    }
}
