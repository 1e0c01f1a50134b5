/// Takes fragments for one digit where nothing else stands on the page: an open 0 of several strokes, a 4 in two. Beside other digits the line they stand in
/// tells what belongs together.
struct LoneDigit {
    let classifier: any DigitClassifier

    /// More fragments than this are no digit.
    static let most = 6
    /// Below this confidence it may be something else: a number of two digits is none to the network.
    private static let sure = 0.95
    /// Gaps up to this share of the whole are such that a pen leaves.
    private static let widestGap: Float = 0.3

    /// The one digit that all marks of the page are together; nil where they are not.
    ///
    /// - Parameter lines: what was read of them apart.
    func reading(of marks: [InkComponent], on page: InkImage, apart lines: [[LineReader.Reading]]) -> LineReader.Reading? {
        guard (2...Self.most).contains(marks.count) else { return nil }
        let box = marks.map(\.box).united, size = max(box.width, box.height)
        guard size >= 20, 5 * box.width <= 6 * box.height, hangTogether(marks, gap: Int(Self.widestGap * Float(size))) else { return nil }
        // Digits that stand level in one line and are sure are digits.
        let readings = lines.joined()
        let areDigits = lines.count == 1 && readings.allSatisfy { $0.confidence >= 0.9 && 4 * $0.glyph.box.height >= 3 * box.height }
        if areDigits, readings.count != 2 || readings.contains(where: { StrokeShape(of: $0.glyph.ink) == nil }) { return nil }
        let glyph = Glyph(marks, of: page)
        guard let input = ReadingPreparation.input(glyph.ink) else { return nil }
        let reading = LineReader.Reading(glyph: glyph, input: input, probabilities: classifier.probabilities(input, count: 1)[0], column: 0, isCut: false)
        return reading.confidence >= Self.sure ? reading : nil
    }

    /// Whether each mark is near another, and all are so joined.
    private func hangTogether(_ marks: [InkComponent], gap: Int) -> Bool {
        var reached = [marks[0]], rest = Array(marks.dropFirst())
        while let next = rest.firstIndex(where: { mark in reached.contains { $0.distance(to: mark, atMost: gap) } }) {
            reached.append(rest.remove(at: next))
        }
        return rest.isEmpty
    }
}
