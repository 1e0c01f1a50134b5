import Foundation
import Pictures

/// Collects what is read on a page line by line, and judges the page as a whole.
struct PageReading {
    /// Marks that stand together.
    private struct Stretch {
        /// Those that look like digits.
        let digits: Range<Int>
        /// How many others there are but signs, where it is not known to be a word.
        let others: Int
    }

    private(set) var recognition: Recognition

    private let page: PageInk
    private let brightness: SheetBrightness?
    private let refusal: Refusal
    /// Marks that were refused before any was read.
    private var unread: Int
    private var line = 0
    private var stretches: [Stretch] = []
    private var pageWords = PageWords()
    /// What was looked at before it is read, if anything was; whether there are numbers in it, or nothing but text.
    private var glanced = PageWords()
    private(set) var hasGlanced = false
    private var expectsNumbers = false, isTextAtAGlance = false
    /// How many words there are, and how many fewer marks than refused that is: a word counts as one, a sign as none.
    private var words = 0, uncounted = 0
    /// Digits that are no sign of a page of digits.
    private var strange = 0
    /// Where in a photo strokes stand alone that hardly anyone would write as a 1.
    private var oddStrokes: [Box] = []
    /// How many pieces of ink stand on the page, before they are cut.
    private var columns = 0

    /// What is looked at before it is read has so many numbers, or none are expected; where there is none in so many stretches, no more are looked at.
    private static let fewestAtAGlance = 2, enoughAtAGlance = 36
    /// After so many refused marks a page is given up where they are the most of it.
    private static let enoughRefused = 24
    /// Why single marks are refused that look like a digit.
    fileprivate static let otherPage = "among much that is no digit"
    /// Why a mark is refused that stands for itself.
    fileprivate static let noDigit = "not like any digit"

    init(_ page: PageInk, _ refusal: Refusal, rejected: [(box: Box, reason: String)]) {
        self.page = page
        brightness = page.brightness
        self.refusal = refusal
        unread = rejected.count
        recognition = Recognition(
            digits: [], rejected: rejected.map { RejectedMark(box: page.inPicture($0.box), reason: $0.reason) }, milliseconds: 0)
    }

    /// Adds what was read of the next line.
    mutating func add(_ readings: [LineReader.Reading], _ layout: PageLayout) {
        let runs = LineWords.runs(of: readings, digitHeight: layout.digitHeight), readings = LineWords.trusted(readings, runs)
        let apart = refusal.leastConfidence > 0 ? OtherMarks(readings, runs, layout) : OtherMarks(count: readings.count)
        uncounted += apart.weight
        words += apart.words.count
        columns += Set(readings.map(\.column)).count
        let count = recognition.digits.count
        for run in apart.runs {
            let first = recognition.digits.count
            var others = 0
            for index in run {
                let reading = readings[index], box = page.inPicture(reading.glyph.box)
                if let reason = apart.reasons[index] {
                    recognition.rejected.append(RejectedMark(box: box, reason: reason))
                    if apart.isTelling(index), reason != OtherMarks.ofWord { others += 1 }
                } else if run.count == 1, let mark = paperMark(reading) {
                    recognition.rejected.append(RejectedMark(box: box, reason: mark.reason))
                    // It says nothing about the writing.
                    unread += 1
                } else {
                    if page.isPhoto, run.count == 1, reading.digit == 1, Self.isOddStroke(reading.glyph) { oddStrokes.append(box) }
                    let count = recognition.rejected.count
                    recognition.add(reading.probabilities, reading.input, box: box, line: line, quarters: page.quarters, refusal)
                    others += recognition.rejected.count - count
                }
            }
            stretches.append(Stretch(digits: first..<recognition.digits.count, others: others))
            pageWords.add(run.filter(apart.isTelling).map { readings[$0] }, isWord: apart.words.contains(run))
        }
        strange += recognition.digits[count...].count(where: Refusal.isStrange)
        if recognition.digits.count > count { line += 1 }
    }

    /// The stretches of which something was read as a digit.
    private var numbers: [Range<Int>] { stretches.map(\.digits).filter { !$0.isEmpty } }

    /// What was there before anything was written; nil for what may be writing, as all is that stands among digits.
    private func paperMark(_ reading: LineReader.Reading) -> PaperMark? {
        guard page.isPhoto, refusal.leastConfidence > 0, !reading.isCut, let brightness else { return nil }
        return PaperMark(reading.glyph.runs, on: brightness, mayBeRing: reading.digit == 0)
    }

    /// Whether a stroke lies further aslant than anyone writes a 1, as staples do, or is bent like the arc of a ring. Of 136 bare strokes that 30 writers wrote
    /// for a 1 the most slanting leans by 30 degrees, and the most bent by 0.115 of its height.
    private static func isOddStroke(_ glyph: Glyph) -> Bool {
        let ellipse = InkEllipse(of: glyph.runs)
        return ellipse.isStroke && ellipse.lean >= 38 || StrokeShape(of: glyph.ink).map { abs($0.bow) >= 0.15 } ?? false
    }

    private var refused: Int { recognition.rejected.count - unread }

    /// Whether so much was refused that the rest is not worth reading, if there are no numbers in it.
    var isSomethingElse: Bool {
        if expectsNumbers || pageWords.haveNumbers() { return false }
        return isTextAtAGlance || isText || isOfWords || refused - uncounted + strange >= Self.enoughRefused
            && refusal.isOtherPage(recognition.digits, refused: refused - uncounted)
    }

    /// Takes a look at stretches of marks that were not read yet and may be numbers. Where some are, the page is worth reading, whatever else stands there; where
    /// they are text, it is not.
    ///
    /// - Returns: whether that is plain from what was looked at so far.
    mutating func glance(at stretches: some Sequence<LineReader.Line>) -> Bool {
        for stretch in stretches { glanced.add(stretch.uncut, isWord: false) }
        hasGlanced = true
        expectsNumbers = glanced.haveNumbers(fewest: Self.fewestAtAGlance)
        isTextAtAGlance = refusal.leastConfidence > 0 && glanced.isText && !expectsNumbers
        return !isTextAtAGlance || !glanced.haveNumber && glanced.candidates >= Self.enoughAtAGlance
    }

    /// Whether so many marks look like letters that the page is one of text, whatever the rest looks like.
    private var isText: Bool { refusal.leastConfidence > 0 && pageWords.isText }

    /// Whether much was refused, and for each clear number there are many words of it.
    private var isOfWords: Bool {
        guard refusal.leastConfidence > 0, refused >= Self.manyRefused else { return false }
        return words > 4 * max(numbers.count { refusal.isClearNumber(recognition.digits[$0]) }, 1)
    }

    private static let manyRefused = 72

    /// Refuses what was not read any more.
    mutating func giveUp(_ columns: some Sequence<[InkComponent]>) {
        recognition.rejected += columns.map { RejectedMark(box: page.inPicture($0.map(\.box).united), reason: Self.otherPage) }
    }

    /// Pieces of the lines of ruled or squared paper look like 1s: nothing else on the page, and each by itself.
    private var areLinesOfPaper: Bool {
        !page.ruledPlaces.isEmpty && numbers.count >= Self.fewestPieces && refusal.leastConfidence > 0
            && recognition.digits.allSatisfy { $0.digit == 1 && $0.box.width < $0.box.height }
    }

    /// Whether some digits are nothing but bare strokes where there is much else, as in a printed page of words and figures.
    private func areStrokesAmongOthers(_ digits: [ReadDigit]) -> Bool {
        let others = refused + recognition.digits.count - digits.count
        return refusal.leastConfidence > 0 && digits.count >= Self.fewestPieces && others >= Self.othersForEach * digits.count
            && digits.allSatisfy { $0.digit == 1 && 3 * $0.box.width < 2 * $0.box.height }
    }

    private static let othersForEach = 4

    /// Stripes, a bar code, a tally: more bare strokes than anyone writes 1s, and nothing else; or a script with thick and thin strokes, of which the thin ones are
    /// lost. Or the wire of a binding: one mark again and again along an edge of the photo, at distances more even than anyone keeps.
    private var arePattern: Bool {
        let digits = recognition.digits
        guard refusal.leastConfidence > 0, digits.count >= Self.fewestStripes else { return false }
        if digits.count >= Self.fewestOfScript, 5 * digits.count(where: { $0.digit == 1 }) >= 4 * digits.count { return true }
        guard digits.allSatisfy({ $0.digit == digits[0].digit }) else { return false }
        if digits[0].digit == 1, digits.allSatisfy({ 3 * $0.box.width < $0.box.height }) { return true }
        guard page.isPhoto else { return false }
        let (width, height) = page.pictureSize
        func areNear(_ distance: (Box) -> Int) -> Bool { digits.allSatisfy { distance($0.box) < max($0.box.width, $0.box.height) } }
        guard areNear(\.x) || areNear(\.y) || areNear({ width - $0.right }) || areNear({ height - $0.bottom }) else { return false }
        let distances = zip(digits, digits.dropFirst()).map { hypotf($1.box.middleX - $0.box.middleX, $1.box.middleY - $0.box.middleY) }.sorted()
        let usual = distances[distances.count / 2]
        return distances.count { abs($0 - usual) < Self.evenness * usual } * 10 >= 9 * distances.count
    }

    /// How much the distances of a pattern differ, at most: of digits in a row they differ by a tenth and more.
    private static let evenness: Float = 0.06

    /// A digit that is read with less confidence does not tell that what stands beside it is one.
    private static let sure = 0.8
    private static let fewestStripes = 12
    /// So many 1s may have a few other marks among them.
    private static let fewestOfScript = 48
    /// So many numbers of nothing but bare strokes nobody writes.
    private static let fewestPieces = 3

    /// Refuses strokes that look like no 1 where nothing else on the page is surely a digit.
    private mutating func refuseOddStrokes() {
        let odd = recognition.digits.filter { $0.digit == 1 && oddStrokes.contains($0.box) }
        let isBesideDigits = recognition.digits.contains { $0.confidence >= Self.sure && 3 * $0.box.width >= $0.box.height && !odd.contains($0) }
        guard !odd.isEmpty, refusal.leastConfidence > 0, !isBesideDigits else { return }
        refuse(odd, "a stroke that is no digit")
    }

    /// Refuses those of some digits that are not yet refused.
    private mutating func refuse(_ digits: [ReadDigit], _ reason: String) {
        let refused = recognition.digits.filter(digits.contains)
        recognition.rejected += refused.map { RejectedMark(box: $0.box, reason: reason) }
        recognition.digits.removeAll(where: refused.contains)
    }

    /// Two plain digits that touch have 0.3 together where they may be a letter. Below this share of what one digit must have, half of what is read of digits
    /// that touch is wrong.
    private static let shareOfCut = 0.67

    /// Refuses the only ink of a page where it was cut into digits that are together unlikely: most letters can be cut so.
    private mutating func refuseUnlikelyCut() {
        let digits = recognition.digits
        guard columns == 1, digits.count > 1 else { return }
        // Of more digits than two as much is asked of each as of a pair.
        let likelihood = pow(digits.reduce(1) { $0 * $1.confidence }, 2 / Double(digits.count))
        guard likelihood < Self.shareOfCut * refusal.leastConfidence else { return }
        recognition.rejected.append(RejectedMark(box: digits.map(\.box).united, reason: Self.noDigit))
        recognition.digits = []
    }

    /// Refuses what looks like digits by chance, once all is read.
    mutating func judge() {
        // In words, too, there is what looks like digits, which is told by what else stands on the page.
        let areWords = refusal.leastConfidence > 0 ? pageWords.areWords : stretches.map { _ in false }
        let words = zip(stretches, areWords).filter(\.1).map(\.0), letters = words.flatMap { recognition.digits[$0.digits] }
        refuseOtherPage(words, letters)
        refuse(letters, OtherMarks.ofWord)
        refuseOddStrokes()
        refuseUnlikelyCut()
        // Lines of which nothing is left are none.
        let lines = Set(recognition.digits.map(\.line)).sorted()
        for index in recognition.digits.indices { recognition.digits[index].line = lines.firstIndex(of: recognition.digits[index].line) ?? 0 }
    }

    /// Refuses all on a page of something else.
    ///
    /// - Parameters:
    ///   - words: which stretches are words.
    ///   - letters: what looks like digits in them.
    private mutating func refuseOtherPage(_ words: [Stretch], _ letters: [ReadDigit]) {
        if !isText, areLinesOfPaper || arePattern {
            return refuse(recognition.digits, areLinesOfPaper ? "a line of the paper" : "a pattern of strokes")
        }
        // Among words, too, what is plainly a number stays.
        if refusal.leastConfidence > 0, pageWords.haveNumbers() { return }
        // Beside words, numbers stay what they are.
        let digits = recognition.digits.filter { !letters.contains($0) }, others = refused - uncounted - self.words - words.reduce(0) { $0 + $1.others }
        if isText || areStrokesAmongOthers(digits) || refusal.isOtherPage(digits, refused: others) { refuse(recognition.digits, Self.otherPage) }
    }
}

extension Recognition {
    /// Whether very much was found and all of it refused together.
    var isOfOtherMarks: Bool { digits.isEmpty && rejected.count { [PageReading.otherPage, OtherMarks.ofWord].contains($0.reason) } >= Self.many }

    private static let many = 32

    /// Adds what the network says of a mark: a digit, or a mark that is refused.
    mutating func add(_ probabilities: [Double], _ input: [Float], box: Box, line: Int, quarters: Int = 0, _ refusal: Refusal) {
        let digit = probabilities.indices.reduce(0) { probabilities[$1] > probabilities[$0] ? $1 : $0 }
        if refusal.leastConfidence > 0, Refusal.isBlot(input) {
            rejected.append(RejectedMark(box: box, reason: "a blot"))
        } else if probabilities[digit] >= refusal.leastConfidence {
            digits.append(ReadDigit(
                digit: digit, confidence: probabilities[digit], probabilities: probabilities, box: box, line: line, networkInput: input, quarters: quarters))
        } else {
            rejected.append(RejectedMark(box: box, reason: PageReading.noDigit))
        }
    }
}
