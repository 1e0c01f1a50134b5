import Pictures

/// All ink of a picture, and where it stands in the picture.
struct PageInk {
    let ink: InkImage
    /// Whether paper and light had to be taken out of it.
    let isPhoto: Bool
    private let reduction: Int
    private let sheet: Sheet?
    private let pictureSize: (width: Int, height: Int)

    init(_ picture: Picture) {
        pictureSize = (picture.width, picture.height)
        if max(picture.width, picture.height) <= GrayPlane.longestSide, let clean = InkImage(clean: picture) {
            ink = clean
            isPhoto = false
            reduction = 1
            sheet = nil
            return
        }
        var plane = GrayPlane(picture)
        sheet = Sheet(in: plane)
        if let sheet { plane = sheet.cut(from: plane) }
        reduction = plane.reduction
        isPhoto = true
        let photo = PhotoInk(plane)
        var ink = photo.ink()
        let lines = RuledLines.remove(from: &ink)
        if let level = photo.level(above: lines, besides: ink) {
            // The writing is darker than the lines of the paper, which need not be cut out of it.
            ink = photo.ink(least: level)
            RuledLines.remove(from: &ink)
        } else if !lines.places.isEmpty, photo.isFaint {
            // The darkest there is were the lines of the paper: what is as pale as they are is not meant.
            ink = photo.ink(least: DarknessLevels.leastContrast)
            RuledLines.remove(from: &ink)
        }
        self.ink = ink
    }

    /// A box of the ink as a box of the picture.
    func inPicture(_ box: Box) -> Box {
        let turned = sheet?.inPlane(box) ?? box
        let left = max(turned.x * reduction, 0), top = max(turned.y * reduction, 0)
        let right = min((turned.x + turned.width) * reduction, pictureSize.width), bottom = min((turned.y + turned.height) * reduction, pictureSize.height)
        return Box(x: left, y: top, width: max(right - left, 1), height: max(bottom - top, 1))
    }
}
