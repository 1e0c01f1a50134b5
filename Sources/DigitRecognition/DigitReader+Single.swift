import Pictures

/// The one digit of a picture. What seems to be its ink at first may be the lines of the paper, the table, or the light: a photo whose ink makes no digit is looked at in
/// other ways, and what most of them show is meant.
extension DigitReader {
    /// Reads a picture that shows at most one digit.
    func readOne(of picture: Picture) -> Recognition {
        let page = PageInk(picture), first = SingleDigitInput(of: page).map { Sight($0, classifier) }
        let again = page.isPhoto ? otherSight(of: picture, page, first) : nil
        // Folds, edges and rows of dots look like a 1 when looked at in enough ways.
        let best = again.flatMap { $0.digit == 1 && first?.digit != 1 ? nil : $0 } ?? first
        let reading = recognition(best)
        guard reading.isDoubtful, let card = page.ofLightInk(in: picture, plane: page.plane ?? GrayPlane(picture).calmed) else { return reading }
        let other = recognition(SingleDigitInput(of: card).map { Sight($0, classifier) })
        return other.isDoubtful ? reading : other
    }

    /// The one large digit of a photo on which reading line by line found none; nil where it shows none.
    func loneDigit(of picture: Picture, _ page: PageInk) -> Recognition? {
        guard page.isPhoto, !page.isBlank, refusal.leastConfidence > 0 else { return nil }
        let whole = page.plane ?? GrayPlane(picture).calmed, plane = Self.reduced(whole)
        let isReduced = plane.width < whole.width, page = isReduced ? PageInk(picture, plane, on: nil) : page
        let input = SingleDigitInput(of: page)
        // Where nothing large is seen in a large picture, nothing is looked for: most of these are pages.
        if isReduced { guard let input, Self.isLarge(input.box, in: picture) else { return nil } }
        let first = input.map { Sight($0, classifier) }
        // The edges of shadows are the sharper the more a picture is reduced.
        let isClear = first.map {
            $0.confidence >= Self.sure && $0.input.isPlain && $0.input.isDrawn && ($0.digit != 1 || !isReduced)
        } ?? false
        guard let best = isClear ? first : otherSight(of: picture, page, first), best.input.isMost,
              isClear || best.digit != 1, best.digit != 0 || !best.input.isRingOfPaper,
              Self.standsAlone(best.input.box, in: picture) else { return nil }
        return recognition(best)
    }

    /// Of one digit few pixels are enough.
    private static func reduced(_ plane: GrayPlane) -> GrayPlane { plane.cells((max(plane.width, plane.height) + longestSide - 1) / longestSide) }

    private static func isLarge(_ box: Box, in picture: Picture) -> Bool { 5 * max(box.width, box.height) >= max(picture.width, picture.height) }

    /// Whether a box is large enough, and what is in it no edge of the picture: ink may reach that where the picture was cut out around a digit.
    private static func standsAlone(_ box: Box, in picture: Picture) -> Bool {
        let width = picture.width, height = picture.height
        guard isLarge(box, in: picture) else { return false }
        let isInside = box.x > 1 && box.y > 1 && box.right < width - 1 && box.bottom < height - 1
        return isInside || 4 * box.width >= 3 * width && 4 * box.height >= 3 * height
    }

    private func recognition(_ sight: Sight?) -> Recognition {
        var recognition = Recognition(digits: [], rejected: [], milliseconds: 0)
        if let sight { recognition.add(sight.probabilities, sight.input.values, box: sight.input.box, line: 0, refusal) }
        return recognition
    }

    /// What is meant where the first sight of a photo may be wrong; nil where nothing else is seen.
    private func otherSight(of picture: Picture, _ page: PageInk, _ first: Sight?) -> Sight? {
        if let first, first.confidence >= Self.sure, first.input.isPlain { return nil }
        let plane = Self.reduced(page.plane ?? GrayPlane(picture).calmed)
        var sights = Sights()
        if let first { sights.add(first, isFirst: true) }
        func look(at plane: GrayPlane, on sheet: Sheet?, inBothLights: Bool) {
            if let input = SingleDigitInput(of: PageInk(picture, plane, on: sheet)) { sights.add(Sight(input, classifier)) }
            for areLight in inBothLights ? [false, true] : [false] {
                for onlyDarkest in [true, false] {
                    let page = PageInk(picture, plane, on: sheet, areLight: areLight, onlyDarkest: onlyDarkest)
                    if let input = SingleDigitInput(in: page) { sights.add(Sight(input, classifier)) }
                }
            }
        }
        look(at: plane, on: nil, inBothLights: true)
        if sights.meant == nil {
            let outlines = SheetOutlines(in: plane)
            if let sheet = Sheet(in: outlines) { look(at: plane, on: sheet, inBothLights: true) }
            if sights.meant == nil { for sheet in Sheet.candidates(in: outlines) { look(at: plane, on: sheet, inBothLights: false) } }
        }
        if sights.meant == nil {
            let dark = plane.inverted, outlines = SheetOutlines(in: dark)
            for sheet in [Sheet(in: outlines)].compactMap({ $0 }) + Sheet.candidates(in: outlines) { look(at: dark, on: sheet, inBothLights: false) }
        }
        return sights.meant
    }

    /// What a network is sure of.
    fileprivate static let sure = 0.9
    /// Pixels of a photo that is looked at again.
    private static let longestSide = 400
}

/// What was seen in one way.
private struct Sight {
    let input: SingleDigitInput
    let probabilities: [Double]
    let digit: Int
    var confidence: Double { probabilities[digit] }

    init(_ input: SingleDigitInput, _ classifier: any DigitClassifier) {
        let probabilities = classifier.probabilities(input.values, count: 1)[0]
        self.input = input
        self.probabilities = probabilities
        digit = probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
    }

    /// Where the ink is all that there is it counts twice; edges, folds and pieces of lines are read as a 1 too.
    var weight: Double { confidence * (input.isPlain ? 2 : 1) * (digit == 1 ? 0.5 : 1) }
}

/// What was seen in several ways.
private struct Sights {
    private var votes = [Double](repeating: 0, count: 10), best = [Sight?](repeating: nil, count: 10)

    mutating func add(_ sight: Sight, isFirst: Bool = false) {
        guard sight.confidence >= DigitReader.sure, isFirst || sight.input.isDrawn else { return }
        votes[sight.digit] += sight.weight
        if let known = best[sight.digit], (known.input.isMost && !sight.input.isMost) || (known.input.isMost == sight.input.isMost && known.confidence >= sight.confidence) { return }
        best[sight.digit] = sight
    }

    /// What most sights show; nil where they do not agree.
    var meant: Sight? {
        guard let digit = votes.indices.max(by: { votes[$0] < votes[$1] }), votes[digit] >= Self.enough else { return nil }
        return best[digit]
    }

    private static let enough = 1.8
}
