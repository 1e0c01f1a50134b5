/// Tells words from numbers: in a word one or the other letter looks like a digit, but most do not.
enum LineWords {
    /// Marks that stand nearer than so many times the digits' height are one word or number.
    private static let space: Float = 0.45
    /// What is read with less confidence is no digit, or may be none.
    private static let noDigit = 0.3, doubtful = 0.5, sure = 0.9

    /// Which of the runs of a line are words.
    ///
    /// - Parameter isSign: which readings are signs; they tell nothing.
    static func words(of runs: [Range<Int>], in readings: [LineReader.Reading], isSign: [Bool]) -> [Range<Int>] {
        runs.filter { run in
            let marks = run.filter { !isSign[$0] }
            if isNumber(marks.map { readings[$0] }) { return false }
            // Two halves are one letter.
            let halves = marks.count { isPartOfLetter($0, readings) }, count = 2 * marks.count - halves
            let strange = 2 * marks.count { readings[$0].confidence < noDigit } + halves
            let unsure = marks.count { (noDigit..<doubtful).contains(readings[$0].confidence) }
            if strange >= 4, 2 * (strange + unsure) - unsure >= count { return true }
            // Letters are of two heights, digits of one.
            let hesitant = 2 * marks.count { (noDigit..<sure).contains(readings[$0].confidence) && !isPartOfLetter($0, readings) }
            return marks.count >= 3 && isUneven(marks.map { readings[$0].glyph.box }) && strange + hesitant >= 4 && 2 * (strange + hesitant) >= count
        }
    }

    /// The same readings of a line, where what may be a part of a letter is taken for a digit among others: most of what it stands together with is clear, and
    /// three of that are more than strokes and rings, which letters are too; or four of all marks there are, two in five.
    ///
    /// - Parameter runs: stretches of readings that stand together.
    static func trusted(_ readings: [LineReader.Reading], _ runs: [Range<Int>]) -> [LineReader.Reading] {
        var result = readings
        for run in runs where run.contains(where: { readings[$0].isOfLetter }) {
            let marks = run.map { readings[$0] }, others = marks.filter { !$0.isOfLetter }
            let areClear = 3 * others.count { $0.confidence >= Recognition.clear } >= 2 * others.count
            guard areClear && others.count(where: isPlainShape) >= fewestShapes || havePlainShapes(marks, fewest: fewestShapes + 1) else { continue }
            for index in run where readings[index].isOfLetter { result[index].trust() }
        }
        return result
    }

    /// Whether two in five of some marks, and no fewer than some number, are like digits that are neither a stroke nor a ring: no word has as many.
    private static func havePlainShapes(_ marks: [LineReader.Reading], fewest: Int) -> Bool {
        let shapes = marks.count(where: isPlainShape)
        return shapes >= fewest && 5 * shapes >= 2 * marks.count
    }

    /// Whether the network is sure of a mark that is more than a stroke or a ring.
    private static func isPlainShape(_ mark: LineReader.Reading) -> Bool { mark.certainty >= plain && ![0, 1, 7].contains(mark.digit) }

    private static let fewestShapes = 3, plain = 0.99

    /// Whether nearly all marks are digits beyond doubt, and not mostly bare strokes, which letters fall into: however they hang together, no word does
    /// that.
    private static func isNumber(_ marks: [LineReader.Reading]) -> Bool {
        havePlainShapes(marks, fewest: fewestShapes) || marks.count >= fewest && 4 * marks.count { $0.certainty >= beyondDoubt } >= 3 * marks.count
            && 2 * marks.count { [1, 7].contains($0.digit) || StrokeShape(of: $0.glyph.ink) != nil } < marks.count
    }

    private static let fewest = 3, beyondDoubt = 0.9

    /// Whether a quarter of the marks is much lower than the others, and stands on their foot.
    private static func isUneven(_ boxes: [Box]) -> Bool {
        let heights = boxes.map(\.height).sorted(), high = heights[heights.count * 3 / 4]
        let bottoms = boxes.map(\.bottom).sorted(), bottom = bottoms[bottoms.count / 2]
        return 4 * boxes.count { 10 * $0.height < 7 * high && 5 * abs($0.bottom - bottom) <= high } >= boxes.count
    }

    /// An n, an H or a u falls into two bare strokes that a third one joins. Digits that touch do so at their sides; only where each of two 1s has a foot,
    /// the feet may meet.
    static func isHalfLetter(_ index: Int, _ readings: [LineReader.Reading]) -> Bool {
        guard isBareHalf(index, readings) else { return false }
        return [index - 1, index + 1].contains { readings.indices.contains($0) && isBareHalf($0, readings) && readings[$0].column == readings[index].column }
    }

    /// Whether it is half of a letter for sure, or may well be.
    private static func isPartOfLetter(_ index: Int, _ readings: [LineReader.Reading]) -> Bool {
        readings[index].isOfLetter || isHalfLetter(index, readings)
    }

    private static func isBareHalf(_ index: Int, _ readings: [LineReader.Reading]) -> Bool {
        guard readings[index].isCut, readings[index].digit == 1, let shape = StrokeShape(of: readings[index].glyph.ink) else { return false }
        return min(shape.foot.left, shape.foot.right) < 0.05
    }

    /// Stretches of columns of some lines that may be numbers by their looks: three marks and more, all of about one height.
    static func maybeNumbers(in lines: some Sequence<[[InkComponent]]>, digitHeight: Float) -> [[[InkComponent]]] {
        lines.flatMap { line in
            let boxes = line.map { $0.map(\.box).united }
            return runs(of: boxes, digitHeight: digitHeight).compactMap { run in
                let marks = boxes[run].filter { Float($0.height) >= leastHeight * digitHeight }
                return mayBeNumber(marks) ? Array(line[run]) : nil
            }
        }
    }

    private static let leastHeight: Float = 0.6

    /// Whether marks that stand together may be a number by their looks: three and more, of about one height.
    static func mayBeNumber(_ boxes: [Box]) -> Bool { boxes.count >= 3 && !isUneven(boxes) }

    /// Stretches of readings that stand together.
    static func runs(of readings: [LineReader.Reading], digitHeight: Float) -> [Range<Int>] {
        runs(of: readings.map(\.glyph.box), digitHeight: digitHeight)
    }

    /// Stretches of marks, from the left, that stand together.
    static func runs(of boxes: [Box], digitHeight: Float) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start = 0, right = Int.min
        for (index, box) in boxes.enumerated() {
            if index > start, Float(box.x - right) > space * digitHeight {
                runs.append(start..<index)
                start = index
                right = Int.min
            }
            right = max(right, box.right)
        }
        if start < boxes.count { runs.append(start..<boxes.count) }
        return runs
    }
}
