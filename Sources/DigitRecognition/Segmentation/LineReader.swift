import Foundation

/// Reads one line of writing: of all ways to join and cut its ink into digits, the one that the network finds likeliest.
struct LineReader {
    let classifier: any DigitClassifier
    let page: InkImage
    /// The usual height of a digit on the page.
    let digitHeight: Float
    /// The usual width of a digit on the page, where it is known.
    let digitWidth: Float?
    /// Whether the line is all that stands on the page.
    let isAlone: Bool
    /// What the network said of some marks of the page already.
    var answers: [ColumnCutter.Answer]

    /// A digit of the line, or ink that is left out.
    struct Reading {
        let glyph: Glyph
        let input: [Float]
        private(set) var probabilities: [Double]
        /// The column that it begins in.
        let column: Int
        /// Whether more of that column's ink was read apart from it, or left out.
        let isCut: Bool
        /// Whether it is a part of ink that is no wider than a wide letter and that the network does not take for a digit.
        var isOfLetter = false
        /// Whether another part of that ink, or this one, looks little like a digit.
        var isScrap = false
        /// Whether its strokes were shared out: those of a letter may be, too.
        var isShared = false
        /// What the network says of the ink by itself, and how sure it is.
        private let undoubted: [Double]
        let certainty: Double

        init(glyph: Glyph, input: [Float], probabilities: [Double], column: Int, isCut: Bool) {
            self.glyph = glyph
            self.input = input
            self.probabilities = probabilities
            self.column = column
            self.isCut = isCut
            undoubted = probabilities
            certainty = probabilities.max() ?? 0
        }

        /// The same, taken for a digit or a part of several.
        mutating func trust() {
            isOfLetter = false
            isScrap = false
            probabilities = undoubted
        }

        /// The same, and half as sure where it may be a part of a letter: of such ink, two digits that touch are no more likely than a letter; where one of them
        /// is not clear, it is a letter.
        mutating func doubt() {
            guard isOfLetter else { return }
            let share = isScrap ? 0.2 : 0.5
            probabilities = probabilities.map { share * $0 + (1 - share) / Double(probabilities.count) }
        }

        /// The likeliest digit.
        var digit: Int { probabilities.indices.reduce(0) { probabilities[$1] > probabilities[$0] ? $1 : $0 } }
        var confidence: Double { probabilities[digit] }
    }

    /// A part of a line: a column that needs neither be cut nor joined, or the place of such as may have to.
    private enum Part {
        case settled(Reading)
        case open(Int)
    }

    /// The digits of each line from the left. All that the network must be asked about is asked together as far as that is known at a time.
    ///
    /// - Parameter effort: what it took on the page so far.
    func read(_ lines: some Sequence<Line>, _ effort: inout Effort) -> [[Reading]] {
        var stretches: [OpenColumns] = []
        let areText = lines.map(isText)
        let lines = zip(lines, areText).map { parts(of: $0, &stretches, mayCut: !effort.isFutile && !$1) }
        findWays(through: &stretches, &effort)
        let isFutile = effort.isFutile
        return zip(lines, areText).map { parts, isText in
            var tangles = 0
            return parts.flatMap { part in
                switch part {
                case .settled(let reading): [reading]
                case .open(let place):
                    Self.doubted(
                        isFutile || isText || effort.sharesInVain
                            ? stretches[place].readings : retaken(stretches[place].readings, of: stretches[place].columns, &tangles, &effort))
                }
            }
        }
    }

    /// Whether hardly anything in a line is a digit as it stands, though most of its marks are no wider than one is: letters. They fall into strokes and arcs
    /// that look like digits, and are many, so that nothing of them is cut.
    private func isText(_ line: Line) -> Bool {
        guard line.glyphs.count >= Self.fewestLetters else { return false }
        let clear = line.probabilities.count { $0?.max() ?? 0 >= Self.clear }
        return Self.digitsOfText * clear < line.glyphs.count && 2 * line.glyphs.count { $0.box.width <= $0.box.height } > line.glyphs.count
    }

    /// A line of fewer marks tells too little; in one of text, less than one mark of so many is clearly a digit.
    private static let fewestLetters = 10, digitsOfText = 4

    /// The parts of a line from the left.
    ///
    /// - Parameter stretches: to which neighbouring columns are added that may have to be cut or joined.
    private func parts(of line: Line, _ stretches: inout [OpenColumns], mayCut: Bool) -> [Part] {
        let glyphs = line.glyphs
        var parts: [Part] = [], open: [Column] = []
        func close() {
            guard !open.isEmpty else { return }
            parts.append(.open(stretches.count))
            stretches.append(OpenColumns(open, line: glyphs, mayCut: mayCut, self))
            open = []
        }
        for index in glyphs.indices {
            var column = Column(index: index, glyph: glyphs[index], reading: nil), isSettled = false
            if let input = line.inputs[index], let probabilities = line.probabilities[index] {
                column.reading = Reading(glyph: glyphs[index], input: input, probabilities: probabilities, column: index, isCut: false)
                let neighbours = [index - 1, index + 1].filter(glyphs.indices.contains).map { glyphs[$0] }
                isSettled = self.isSettled(glyphs[index], neighbours: neighbours, probabilities)
            }
            if isSettled, let reading = column.reading {
                close()
                parts.append(.settled(reading))
            } else {
                open.append(column)
            }
        }
        close()
        return parts
    }

    /// Ink that stands by itself, and as what the network reads it where it may be one digit as it stands.
    struct Column {
        /// Its place in the line.
        let index: Int
        let glyph: Glyph
        var reading: Reading?
    }

    /// Whether the network does not take a column for a digit, and it is no wider than a letter is. Beside digits, what is wider than the usual one is rather two.
    func mayBeLetter(_ column: Column) -> Bool {
        let box = column.glyph.box
        guard let reading = column.reading, Float(box.width) <= Self.widestLetter * (usualWidth(at: Float(box.height)) ?? .infinity) else { return false }
        return reading.confidence < Refusal.standard.leastConfidence && box.width < 2 * box.height
    }

    private static let widestLetter: Float = 1.4

    /// Whether a column need not be cut or joined: it looks like a digit, the network is sure, and what stands beside it is no part of it.
    private func isSettled(_ glyph: Glyph, neighbours: [Glyph], _ probabilities: [Double]) -> Bool {
        guard let best = probabilities.max(), best >= Self.sure else { return false }
        return neighbours.allSatisfy { neighbour in
            let gap = Float(-glyph.box.overlapX(neighbour.box)) / digitHeight
            let isPart = Float(neighbour.box.height) < 0.6 * digitHeight || 3 * glyph.box.width < glyph.box.height
            // Halves of a broken 0 look like 1s; the top of a 5 stands off, and so does the low bar of a 4.
            return gap > (isPart || staggering(glyph.box, neighbour.box) > 0.3 ? 0.2 : -0.1)
        }
    }

    /// How much two marks stand at different heights, 0 as digits of a line do, to 1 as only the parts of one digit do: a 4 whose bar begins low beside its hook.
    /// Commas stand low too, and are no part of anything.
    func staggering(_ a: Box, _ b: Box) -> Double {
        guard Float(min(a.height, b.height)) >= 0.35 * digitHeight else { return 0 }
        return Double(min(max((abs(a.middleY - b.middleY) / digitHeight - 0.15) / 0.15, 0), 1))
    }

    /// The usual width of a digit that is so high, where it is known: what is written beside small print is larger than that, and wider with it.
    func usualWidth(at height: Float) -> Float? { digitWidth.map { $0 * max(height / digitHeight, 1) } }

    /// Below this confidence the network says that it is no digit.
    static let doubtful = 0.5
    /// Above this confidence alternatives are not looked at.
    private static let sure = 0.97

    func input(of glyph: Glyph) -> [Float]? {
        ReadingPreparation.input(glyph.ink, usualHeight: digitWidth == nil ? nil : digitHeight)
    }

    /// The same, where ink that is unclear as it was cut is shared out by its strokes, if it can be read so.
    private func retaken(_ readings: [Reading], of columns: [Column], _ tangles: inout Int, _ effort: inout Effort) -> [Reading] {
        var readings = readings
        let chains = ChainReader(classifier: classifier, input: input)
        for column in columns where isTangled(column.glyph) && column.reading.map({ $0.confidence < Self.doubtful }) ?? true {
            let box = column.glyph.box
            let old = readings.filter { $0.column == column.index }
            // What was read together with the ink beside it stays.
            guard tangles < Self.mostTangles, !old.isEmpty, old.allSatisfy({ $0.glyph.box.right <= box.right + 2 && $0.glyph.box.x >= box.x - 2 }) else { continue }
            let isOfLetter = mayBeLetter(column)
            func retaken(_ glyph: Glyph, _ old: ArraySlice<Reading>) -> [Reading]? {
                let least = old.map(\.confidence).min() ?? 0
                // Letters fall into nothing but strokes.
                guard least < Self.clear, isTangled(glyph) else { return nil }
                guard let digits = chains.read(glyph), digits.contains(where: { $0.digit != 1 }),
                      digits.allSatisfy({ $0.confidence > max(least, old.count > 1 || least < Self.shown ? Self.clearOfChain : Self.sure) }) else {
                    tangles += 1
                    effort.tangles += 1
                    return nil
                }
                effort.shared += 1
                return digits.map { digit in
                    var reading = Reading(glyph: digit.glyph, input: digit.input, probabilities: digit.probabilities, column: column.index, isCut: true)
                    reading.isOfLetter = isOfLetter
                    reading.isShared = true
                    return reading
                }
            }
            var new = box.width < Self.longest * box.height ? retaken(column.glyph, old[...]) ?? [] : []
            // A long chain is looked at where it is unclear.
            var rest = new.isEmpty ? old[...] : []
            while let first = rest.first {
                let isUnclear = first.confidence < Self.clear
                let stretch = rest.prefix { ($0.confidence < Self.clear) == isUnclear }
                rest = rest.dropFirst(stretch.count)
                let glyph = Glyph(joining: stretch.map(\.glyph)[...])
                new += stretch.count < old.count ? retaken(glyph, stretch) ?? Array(stretch) : Array(stretch)
            }
            let place = readings.firstIndex { $0.column == column.index }!
            readings.removeAll { $0.column == column.index }
            readings.insert(contentsOf: new, at: place)
        }
        return readings
    }

    /// Whether ink is large and wide enough to be several digits.
    private func isTangled(_ glyph: Glyph) -> Bool {
        Float(glyph.box.height) >= 0.6 * digitHeight && 5 * glyph.box.width > 2 * glyph.box.height
    }

    /// What is read with less confidence may be shared out in another way, which must be as clear.
    static let clear = 0.9
    private static let clearOfChain = 0.7
    /// One digit that is read with more confidence is shared out only into what is sure.
    private static let shown = Refusal.standard.leastConfidence
    /// A line of digits has less ink than this that cannot be shared out; one of letters has more.
    private static let mostTangles = 8
    /// What is so many times as wide as high is not shared out as a whole.
    private static let longest = 4

    /// The same, less sure where they are parts of what may be a letter. What was cut out of ink in which a digit is plain to see is not of a letter: letters
    /// fall into strokes and arcs, which look like 1, 7, 4, 2, 6 and 0. Of 1,360 letters four fell into nothing but sure digits with a 3, 5, 8 or 9 among them,
    /// of 149 pairs of digits that touch 93.
    private static func doubted(_ readings: [Reading]) -> [Reading] {
        var readings = readings
        for (_, parts) in Dictionary(grouping: readings.indices.filter { readings[$0].isOfLetter }, by: { readings[$0].column }) {
            let least = parts.map { readings[$0].confidence }.min() ?? 0
            let isPlain = least >= doubtful && parts.contains {
                !readings[$0].isShared && [3, 5, 8, 9].contains(readings[$0].digit) && readings[$0].confidence >= plain && StrokeShape(of: readings[$0].glyph.ink) == nil
            }
            // Strokes and corners look like a 1 or a 7 more often than like another digit.
            let isScrap = least < (parts.contains { [1, 7].contains(readings[$0].digit) } ? clearStroke : clearPart)
            for part in parts {
                readings[part].isOfLetter = !isPlain
                readings[part].isScrap = isScrap
                readings[part].doubt()
            }
        }
        return readings
    }

    private static let plain = 0.9, clearPart = 0.65, clearStroke = 0.9
}
