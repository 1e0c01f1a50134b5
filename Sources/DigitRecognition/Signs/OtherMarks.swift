/// What stands beside the digits of a line: signs and words.
struct OtherMarks {
    /// For each reading of the line why it is no digit; nil where it may be one.
    private(set) var reasons: [String?]
    /// How many fewer marks this is, where a word counts as one and a sign as none: numbers may stand among words on a page of digits.
    private(set) var weight = 0

    /// Which stretches are words for sure.
    private(set) var words: [Range<Int>] = []
    /// Stretches of readings that stand together: numbers and words.
    let runs: [Range<Int>]

    /// Nothing is refused of so many readings.
    init(count: Int) {
        reasons = [String?](repeating: nil, count: count)
        runs = [0..<count]
    }

    /// - Parameter runs: stretches of readings that stand together.
    init(_ readings: [LineReader.Reading], _ runs: [Range<Int>], _ layout: PageLayout) {
        let signs = LineSigns(readings, specks: layout.specks, digitHeight: layout.digitHeight)
        reasons = signs.reasons
        weight = reasons.count { $0 != nil }
        self.runs = runs
        for word in LineWords.words(of: runs, in: readings, isSign: reasons.map { $0 != nil }) {
            for index in word where reasons[index] == nil {
                reasons[index] = Self.ofWord
                weight += 1
            }
            weight -= 1
            words.append(word)
        }
        for index in readings.indices where reasons[index] == nil {
            if LineWords.isHalfLetter(index, readings) {
                reasons[index] = Self.ofLetter
            } else if Self.isScrap(index, readings) {
                reasons[index] = Self.ofOther
            } else if Self.isDrawing(readings[index].glyph.box, around: layout) {
                reasons[index] = "a drawing"
            }
        }
    }

    /// Whether a reading tells whether it stands in a word or in a number: it is a digit, a letter or a part of one.
    func isTelling(_ index: Int) -> Bool { [nil, Self.ofWord, Self.ofLetter, Self.ofOther].contains(reasons[index]) }

    static let ofWord = "a part of a word"
    private static let ofLetter = "a part of a letter", ofOther = "a part of something else"

    /// Whether most of the ink that a mark was cut out of is like no digit.
    private static func isScrap(_ index: Int, _ readings: [LineReader.Reading]) -> Bool {
        guard readings[index].isCut else { return false }
        let parts = readings.filter { $0.column == readings[index].column }
        // Of a long chain of digits that touch, what can be read is.
        guard parts.count <= 3 else { return false }
        let widths = parts.map(\.glyph.box.width).reduce(0, +)
        return 5 * parts.filter { $0.confidence < Refusal.standard.leastConfidence }.map(\.glyph.box.width).reduce(0, +) >= 3 * widths
    }

    /// Whether several marks stand within a mark, as eyes and a mouth do in a face. A 0 may have a dot or a slash in it.
    private static func isDrawing(_ box: Box, around layout: PageLayout) -> Bool {
        let inner = layout.marks.filter { box.isAround($0) && 12 * max($0.width, $0.height) >= box.height }
        return inner.count >= 3 && Set(inner.map { [$0.x, $0.y] }).count >= 3
    }
}
