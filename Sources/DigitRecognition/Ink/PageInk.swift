import Pictures

/// All ink of a picture, and where it stands in the picture.
struct PageInk {
    private(set) var ink: InkImage
    /// The components of the ink where they were found already, and whether frames of forms were among them.
    private(set) var known: (components: [InkComponent], hasFrames: Bool)?
    /// Whether paper and light had to be taken out of it.
    let isPhoto: Bool
    /// The boxes of forms that were taken out of the ink already.
    private(set) var frames: [(box: Box, reason: String)]
    /// Where in the ink's values the middles of the paper's lines were.
    private(set) var ruledPlaces: [Int]
    /// Whether the ink may be lighter than the paper though it was not taken for that.
    let mayBeLight: Bool
    /// Whether nothing on a photographed page is darker than pencil.
    private let isFaint: Bool
    /// The brightness of the whole picture, where it was needed.
    let plane: GrayPlane?
    /// What on that plane may be a sheet, where it was looked for.
    private(set) var outlines: SheetOutlines?
    /// The brightness of the sheet as it was cut out of the picture; nil where there is no paper but what is flat.
    private let sheetBrightness: GrayPlane?
    private let reduction: Int
    /// What was cut out of the picture, and how that was turned after: the ink's places are those of the last turn.
    let sheet: Sheet?
    private var turns: [Sheet] = []
    let pictureSize: (width: Int, height: Int)

    init(_ picture: Picture) {
        if max(picture.width, picture.height) <= GrayPlane.longestSide, let clean = InkImage(clean: picture) {
            self.init(clean: clean)
            return
        }
        let plane = GrayPlane(picture).calmed, outlines = SheetOutlines(in: plane), sheet = Sheet(in: outlines)
        self.init(photo: sheet?.cut(from: plane) ?? plane, sheet: sheet, in: plane, of: (picture.width, picture.height))
        self.outlines = outlines
    }

    /// The light ink on a dark card or screen that lies on something lighter, or on a board on which glare lies; nil where the picture shows none. Shadows and
    /// tables look like one at times: what is read otherwise comes first.
    func ofLightInk(in picture: Picture, plane: GrayPlane) -> PageInk? {
        if let card = Sheet(in: SheetOutlines(in: plane, inverted: true)) { return PageInk(picture, plane.inverted, on: card) }
        guard mayBeLight else { return nil }
        let light = plane.inverted, board = PageInk(photo: light, sheet: nil, in: light, of: pictureSize)
        return board.isFaint ? nil : board
    }

    /// The ink on a part of the picture that may be a sheet.
    init(_ picture: Picture, _ plane: GrayPlane, on sheet: Sheet?) {
        self.init(photo: sheet?.cut(from: plane) ?? plane, sheet: sheet, in: plane, of: (picture.width, picture.height))
    }

    /// The ink of one digit on a part of the picture, as one who looks for wide strokes of a known kind sees it.
    ///
    /// - Parameters:
    ///   - sheet: the part; nil for all of it.
    ///   - areLight: whether the strokes are lighter than the paper.
    ///   - onlyDarkest: whether what is paler than half of the darkest is taken for lines of the paper.
    init(_ picture: Picture, _ plane: GrayPlane, on sheet: Sheet?, areLight: Bool, onlyDarkest: Bool) {
        let cut = sheet?.cut(from: plane) ?? plane
        let photo = PhotoInk(cut, scale: StrokeScale(widestOn: cut.width, cut.height, isLight: areLight))
        pictureSize = (picture.width, picture.height)
        self.plane = plane
        self.sheet = sheet
        sheetBrightness = cut
        reduction = plane.reduction
        isPhoto = true
        mayBeLight = false
        isFaint = photo.isFaint
        if onlyDarkest {
            ink = photo.ink(least: photo.darkHalf)
            frames = []
            ruledPlaces = []
        } else {
            let (ink, lines, frames, sides, known) = Self.withoutLines(photo.ink())
            self.ink = ink
            self.known = known
            self.frames = frames
            ruledPlaces = lines.places + sides
        }
    }

    /// The same page turned counterclockwise by an angle in radians.
    func turned(by angle: Float) -> PageInk {
        let turn = Sheet(turning: ink, by: angle)
        var page = self
        page.ink = turn.cut(from: ink)
        page.known = nil
        page.frames = frames.map { (turn.inSheet($0.box), $0.reason) }
        page.ruledPlaces = turn.inSheet(places: ruledPlaces, width: ink.width)
        page.turns.append(turn)
        return page
    }

    /// The same page with its pixels enlarged, where its digits are so small that the steps between pixels would be taken for their shape; nil where they are
    /// not, or the page is large.
    ///
    /// - Parameter height: of the digits, in pixels of the ink.
    func enlarged(height: Float) -> PageInk? {
        guard let plane, turns.isEmpty else { return nil }
        let whole = sheet ?? Sheet(all: plane)
        // Grains of noise that are enlarged look more like strokes.
        let plain = plane.noise > 0 ? Self.plainHeight * 2 / 3 : Self.plainHeight
        guard height < plain, plane.reduction == 1, Self.enlargement * max(whole.width, whole.height) <= GrayPlane.longestSide else { return nil }
        let sheet = whole.enlarged(by: Self.enlargement)
        return PageInk(photo: sheet.cut(from: plane), sheet: sheet, in: plane, of: pictureSize)
    }

    /// Digits of so many pixels are as plain as larger ones.
    private static let plainHeight: Float = 30
    private static let enlargement = 2

    /// Whether a box is an eighth of the page long.
    func isLarge(_ box: Box) -> Bool { 8 * max(box.width, box.height) >= max(ink.width, ink.height) }

    /// Whether a sheet was found on which there is nothing of some size but its own edges.
    var isBlank: Bool { sheet != nil && !components.contains { isLarge($0.box) && !PageLayout.isEdge($0.box, width: ink.width, height: ink.height) } }

    /// How bright the sheet is at each place of the ink; nil where there is no paper but what is flat.
    var brightness: SheetBrightness? { sheetBrightness.map { SheetBrightness($0, turns: turns, width: ink.width, height: ink.height) } }

    /// The components of the ink.
    var components: [InkComponent] { known?.components ?? InkComponent.all(in: ink) }

    /// How far the sheet was turned that was cut out of the picture, in radians; nil where all of the picture is read.
    var sheetAngle: Float? { sheet?.angle }

    /// By how many quarters of a turn, 0 to 3, what is upright here lies clockwise in the picture.
    var quarters: Int { Int(((turns.map(\.angle) + [sheetAngle ?? 0]).reduce(0, +) / (.pi / 2)).rounded()) & 3 }

    private init(clean ink: InkImage) {
        self.ink = ink
        isPhoto = false
        mayBeLight = false
        isFaint = false
        frames = []
        ruledPlaces = []
        plane = nil
        sheetBrightness = nil
        reduction = 1
        sheet = nil
        pictureSize = (ink.width, ink.height)
    }

    private init(photo cut: GrayPlane, sheet: Sheet?, in plane: GrayPlane, of pictureSize: (width: Int, height: Int)) {
        self.pictureSize = pictureSize
        self.plane = plane
        self.sheet = sheet
        sheetBrightness = cut
        reduction = plane.reduction
        isPhoto = true
        let photo = PhotoInk(cut)
        mayBeLight = photo.mayBeLight
        isFaint = photo.isFaint
        var (ink, lines, frames, sides, known) = Self.withoutLines(photo.ink())
        if let level = photo.level(above: lines, besides: ink) {
            // The writing is darker than the lines of the paper, which need not be cut out of it.
            (ink, _, frames, sides, known) = Self.withoutLines(photo.ink(least: level))
        } else if !lines.places.isEmpty, photo.isFaint {
            // The darkest there is were the lines of the paper: what is as pale as they are is not meant.
            (ink, _, frames, sides, known) = Self.withoutLines(photo.ink(least: DarknessLevels.leastContrast))
        }
        self.ink = ink
        self.known = known
        self.frames = frames
        ruledPlaces = lines.places + sides
    }

    /// Printed boxes are taken out first: of a row of them the rules would go, and leave the sides.
    private static func withoutLines(_ ink: InkImage) -> (
        ink: InkImage, lines: RuledLines.Found, frames: [(box: Box, reason: String)], sides: [Int], known: (components: [InkComponent], hasFrames: Bool)?
    ) {
        let form = FormLines(InkComponent.all(in: ink), of: ink, isPhoto: true, onlyFrames: true)
        var ink = form.ink
        let lines = RuledLines.remove(from: &ink)
        return (ink, lines, form.rejected, form.places, lines.places.isEmpty ? (form.components, form.hasFrames) : nil)
    }

    /// A box of the ink as a box of the picture.
    func inPicture(_ box: Box) -> Box {
        let cut = turns.reversed().reduce(box) { $1.inPlane($0) }, turned = sheet?.inPlane(cut) ?? cut
        let left = max(turned.x * reduction, 0), top = max(turned.y * reduction, 0)
        let right = min((turned.x + turned.width) * reduction, pictureSize.width), bottom = min((turned.y + turned.height) * reduction, pictureSize.height)
        return Box(x: left, y: top, width: max(right - left, 1), height: max(bottom - top, 1))
    }
}
