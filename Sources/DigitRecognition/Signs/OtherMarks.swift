/// What stands beside the digits of a line: signs and words.
struct OtherMarks {
    /// For each reading of the line why it is no digit; nil where it may be one.
    private(set) var reasons: [String?]
    /// How many fewer marks this is, where a word counts as one and a sign as none: numbers may stand among words on a page of digits.
    private(set) var weight = 0

    /// How many words there are.
    private(set) var words = 0
    /// Stretches of readings that stand together: numbers and words.
    private(set) var runs: [Range<Int>]

    /// Nothing is refused of so many readings.
    init(count: Int) {
        reasons = [String?](repeating: nil, count: count)
        runs = [0..<count]
    }

    init(_ readings: [LineReader.Reading], _ layout: PageLayout) {
        let signs = LineSigns(readings, specks: layout.specks, digitHeight: layout.digitHeight)
        reasons = signs.reasons
        weight = reasons.count { $0 != nil }
        runs = LineWords.runs(of: readings, digitHeight: layout.digitHeight)
        for word in LineWords.words(of: runs, in: readings, isSign: reasons.map { $0 != nil }) {
            for index in word where reasons[index] == nil {
                reasons[index] = "a part of a word"
                weight += 1
            }
            weight -= 1
            words += 1
        }
        for index in readings.indices where reasons[index] == nil && LineWords.isHalfLetter(index, readings) { reasons[index] = "a part of a letter" }
    }
}
