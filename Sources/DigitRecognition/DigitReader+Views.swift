import Pictures

/// What lies askew, or on a table that is hard to tell from it, is looked at in more than one way; what can be read best is meant.
extension DigitReader {
    /// Reads all digits of a picture.
    func readAll(of picture: Picture) -> Recognition {
        let page = PageInk(picture)
        let whole = readLarge(page), straight = whole.first
        var best = whole.best
        if page.sheet != nil, let plane = page.plane, Self.isCutOff(straight, digitHeight: whole.height * Float(plane.reduction)) {
            let other = readLarge(PageInk(picture, plane, on: nil)).best
            if Self.shows(other, more: best) { best = other }
        }
        let showsCard = straight.rejected.contains { 20 * $0.box.width * $0.box.height > picture.width * picture.height }
        guard straight.isPoor || showsCard || page.mayBeLight else { return best }
        let plane = page.plane ?? GrayPlane(picture).calmed
        let parts = page.isPhoto && straight.isPoor ? Sheet.candidates(in: page.outlines ?? SheetOutlines(in: plane), areSteps: true).filter { !page.isNearly($0) } : []
        let marks = parts.isEmpty ? [] : page.components
        for sheet in parts where mayBeSheet(sheet, page, marks, straight) {
            let other = readLarge(PageInk(picture, plane, on: sheet)).best
            if Self.shows(other, more: best) { best = other }
        }
        if straight.isDoubtful || showsCard || page.mayBeLight, let card = page.ofLightInk(in: picture, plane: plane) {
            let other = readLarge(card).best
            if Self.shows(other, more: best) { best = other }
        }
        return best.clearDigits == 0 && !straight.isOfOtherMarks ? loneDigit(of: picture, page) ?? best : best
    }

    /// Whether what is as high as a digit, and a good part of all there is, goes on beyond the edge of what was taken for the sheet, which may be a part of it in another light.
    private static func isCutOff(_ reading: Recognition, digitHeight: Float) -> Bool {
        let cutOff = reading.rejected.count { mark in
            let height = Float(mark.box.height) / digitHeight, width = Float(mark.box.width) / digitHeight
            return mark.reason == PageLayout.edgeOfPicture && height > 0.7 && height < 1.4 && width > 0.25 && width < 2
        }
        return cutOff > 0 && 10 * cutOff >= reading.digits.count + reading.rejected.count
    }

    /// Whether a part of a page may be the sheet that is meant, by what else is on the page.
    ///
    /// - Parameters:
    ///   - marks: the components of the page's ink.
    ///   - reading: what was read of the page.
    private func mayBeSheet(_ part: Sheet, _ page: PageInk, _ marks: [InkComponent], _ reading: Recognition) -> Bool {
        if page.edges(of: part, cut: reading.digits) { return false }
        if reading.isOfOtherMarks {
            // Text stays text, and a sheet that lies on text covers it.
            return !page.liesOn(part, marks) && !page.marksGoOn(beyond: part, marks, fewest: 4)
        }
        // A blank page stays blank, and its lines tell whether it is all of the sheet.
        let isBlank = reading.digits.isEmpty && reading.rejected.isEmpty
        return !page.marksGoOn(beyond: part, marks, fewest: 12) && !(isBlank && (page.isNearly(part) || page.linesGoOn(beyond: part)))
    }

    /// What was read of a page.
    private struct View {
        /// What is read best, and what was read first, which tells what kind of page it is.
        let best: Recognition, first: Recognition
        /// How high the page's digits are, in pixels of its ink.
        let height: Float
    }

    /// Reads a page whose digits may be small: as it is and enlarged.
    private func readLarge(_ page: PageInk) -> View {
        let view = readLevel(page)
        guard let larger = page.enlarged(height: view.height) else { return view }
        let other = readLevel(larger)
        // Texture has more of digits the larger it is, and the palest strokes may be lost.
        return other.best.isPoor || !view.first.isPoor && other.best.clearShapes < Self.leastKept * view.best.clearShapes ? view : other
    }

    /// Reads a page whose lines may climb or fall, or that may lie on its side.
    ///
    /// - Parameters:
    ///   - isLevel: whether its lines were made level.
    ///   - isUpright: whether it was turned as its digits stand.
    private func readLevel(_ page: PageInk, isLevel: Bool = false, isUpright: Bool = false) -> View {
        var laidOut = layOut(page)
        let height = laidOut.layout.digitHeight, slope = laidOut.slope
        var known: Recognition?, turned: Recognition?
        if !isLevel, let slope, abs(slope) > Self.level, abs(slope) < Self.steep {
            let level = readLevel(page.turned(by: slope), isLevel: true, isUpright: isUpright).best
            // Digits that were written upright along a diagonal suffer when they are turned.
            if level.isPlain { return View(best: level, first: level, height: height) }
            turned = level
        } else if !isUpright, let turn = self.turn(of: &laidOut) {
            if !turn.isSure { known = readAll(laidOut) }
            if known?.isPoor ?? true {
                let upright = readLevel(page.turned(by: Self.angle(of: turn.quarters, slope)), isUpright: true)
                if turn.isSure ? !upright.first.isPoor : upright.first.areNumbers { return upright }
                if turn.isSure { turned = upright.best }
            }
        }
        let straight = known ?? readAll(laidOut)
        guard let turned else { return View(best: straight, first: straight, height: height) }
        // Level lines are in order.
        let least = max(straight.clearness - Self.lost * Double(straight.digits.count), 0)
        let isBetter = turned.clearness > least && (!turned.isPoor || !straight.isPoor)
        return View(best: isBetter ? turned : straight, first: straight, height: height)
    }

    /// The angle nearest to some quarters of a turn by which lines become level that run upwards; these quarters where none do.
    private static func angle(of quarters: Int, _ slope: Float?) -> Float {
        let turn = Float(quarters > 2 ? quarters - 4 : quarters) * .pi / 2
        guard let slope, abs(slope) >= steep, quarters != 2 else { return turn }
        return slope * turn > 0 ? slope : slope - (slope > 0 ? .pi : -.pi)
    }

    /// Whether another part of the picture is more likely the sheet that is meant. A part of a page is none, though less on it may be hard to read.
    private static func shows(_ other: Recognition, more best: Recognition) -> Bool {
        let isPart = other.clearDigits < best.clearDigits && best.rejected.count < texture * best.clearDigits
        return !other.isDoubtful && !isPart && other.clearness > best.clearness + gain
    }

    /// Radians: lines that climb less are followed where they stand; steeper lines run upwards.
    private static let level: Float = 0.07, steep: Float = 1.05
    /// This share of the clear digits must be there when a page is enlarged.
    private static let leastKept = 0.8
    /// What is turned may be so much less clear for each digit.
    private static let lost = 0.1
    /// Another sheet must show more than one clear digit more.
    private static let gain = 0.5
    /// Where so many times more was refused than read, what was read is texture.
    private static let texture = 3
}

extension Recognition {
    /// Digits that are read with less confidence may be what surrounds the writing, or writing that was taken apart.
    static let clear = 0.8

    /// How many digits are clear.
    var clearDigits: Int { digits.count { $0.confidence >= Self.clear } }

    /// How many digits are clear that are more than a bare stroke.
    fileprivate var clearShapes: Double { Double(digits.count { $0.confidence >= Self.clear && 3 * $0.box.width >= $0.box.height }) }

    /// Whether half of what was read is doubtful, or nothing was read.
    var isDoubtful: Bool { 2 * clearDigits <= digits.count }

    /// Whether nearly all digits are clear, and nothing else was found.
    var isPlain: Bool { clearDigits > 0 && 10 * clearDigits >= 9 * digits.count && rejected.isEmpty }

    /// Whether half of what was found is no clear digit.
    var isPoor: Bool { clearDigits <= digits.count - clearDigits + rejected.count }

    /// Whether four in five of what was found are clear digits, and not only of such as letters look like that stand on their heads: strokes, rings and hooks.
    fileprivate var areNumbers: Bool {
        clearDigits >= 4 * (digits.count - clearDigits + rejected.count) && 8 * digits.count { [3, 6, 8, 9].contains($0.digit) } >= digits.count
    }

    /// How many digits are clear, less those that are not, and less half of what else was found: the texture of a table has digits in it too.
    var clearness: Double { digits.reduce(-Double(rejected.count) / 2) { $0 + 2 * $1.confidence - 1 } }
}
