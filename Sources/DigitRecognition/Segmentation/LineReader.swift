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
    let answers: [ColumnCutter.Answer]

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
        /// How sure the network is of the ink by itself.
        let certainty: Double

        init(glyph: Glyph, input: [Float], probabilities: [Double], column: Int, isCut: Bool) {
            self.glyph = glyph
            self.input = input
            self.probabilities = probabilities
            self.column = column
            self.isCut = isCut
            certainty = probabilities.max() ?? 0
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

    private enum Answer {
        case unknown, noInk
        case read(Reading)

        var isUnknown: Bool { if case .unknown = self { true } else { false } }
        var reading: Reading? { if case .read(let reading) = self { reading } else { nil } }
    }

    /// A stretch of pieces taken as one digit.
    private struct Hypothesis {
        let pieces: Range<Int>
        /// Logarithm of how plausible the stretch is as a digit by its geometry.
        let prior: Double
        /// What the network says of it.
        var answer = Answer.unknown

        /// The logarithm of how likely the stretch is one digit: what the network does not take for a digit is more likely two digits that touch, or a part of
        /// one. Nothing is more likely than what was not asked yet.
        var likelihood: Double {
            switch answer {
            case .unknown: return 0
            case .noInk: return -.infinity
            case .read(let reading):
                let confidence = reading.confidence
                return log(max(confidence, 1e-9)) - (confidence < LineReader.doubtful ? 1.5 : 0)
            }
        }
    }

    /// The digits of a line from the left.
    func read(_ line: Line) -> [Reading] {
        let glyphs = line.glyphs
        var readings: [Reading] = [], open: [Column] = [], tangles = 0
        for index in glyphs.indices {
            var column = Column(index: index, glyph: glyphs[index], reading: nil), isSettled = false
            if let input = line.inputs[index], let probabilities = line.probabilities[index] {
                column.reading = Reading(glyph: glyphs[index], input: input, probabilities: probabilities, column: index, isCut: false)
                let neighbours = [index - 1, index + 1].filter(glyphs.indices.contains).map { glyphs[$0] }
                isSettled = self.isSettled(glyphs[index], neighbours: neighbours, probabilities)
            }
            if isSettled, let reading = column.reading {
                readings += readOpen(open, line: glyphs, &tangles) + [reading]
                open = []
            } else {
                open.append(column)
            }
        }
        return readings + readOpen(open, line: glyphs, &tangles)
    }

    /// Ink that stands by itself, and as what the network reads it where it may be one digit as it stands.
    private struct Column {
        /// Its place in the line.
        let index: Int
        let glyph: Glyph
        var reading: Reading?

        /// Whether the network does not take it for a digit, and it is no wider than a letter is. Beside digits, what is wider than the usual one is rather two.
        func mayBeLetter(digitWidth: Float?) -> Bool {
            guard let reading, Float(glyph.box.width) <= Self.widestLetter * (digitWidth ?? .infinity) else { return false }
            return reading.confidence < Refusal.standard.leastConfidence && glyph.box.width < 2 * glyph.box.height
        }

        private static let widestLetter: Float = 1.4
    }

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
    private func staggering(_ a: Box, _ b: Box) -> Double {
        guard Float(min(a.height, b.height)) >= 0.35 * digitHeight else { return 0 }
        return Double(min(max((abs(a.middleY - b.middleY) / digitHeight - 0.15) / 0.15, 0), 1))
    }

    /// Below this confidence the network says that it is no digit.
    private static let doubtful = 0.5
    /// Above this confidence alternatives are not looked at.
    private static let sure = 0.97

    /// After so many answers of which none is clear nothing more is asked.
    private static let enoughQuestions = 16

    func input(of glyph: Glyph) -> [Float]? {
        ReadingPreparation.input(glyph.ink, usualHeight: digitWidth == nil ? nil : digitHeight)
    }

    /// Reads neighbouring columns, of which some may have to be cut and some to be joined.
    ///
    /// - Parameter tangles: how much ink of the line could not be shared out by its strokes.
    private func readOpen(_ columns: [Column], line: [Glyph], _ tangles: inout Int) -> [Reading] {
        guard !columns.isEmpty else { return [] }
        var pieces: [GlyphCutter.Piece] = []
        /// What is known of each piece already: that of a whole column.
        var known: [Reading?] = []
        // Which pieces come from the same ink: leaving out a part of a digit is worse than leaving out a dot.
        var source: [Int] = []
        // What a long scribble is cut into is no digit, and would take long to find out.
        let mayCut = columns.count <= Self.mostColumns
        for (index, column) in columns.enumerated() {
            let isNoDigit = column.reading.map { $0.probabilities.max() ?? 0 < Self.doubtful } ?? false
            let cut = mayCut ? GlyphCutter.pieces(of: column.glyph, digitHeight: digitHeight, isNoDigit: isNoDigit) : [GlyphCutter.Piece(glyph: column.glyph, cutCost: 0)]
            pieces += cut
            known += cut.count == 1 ? [column.reading] : [Reading?](repeating: nil, count: cut.count)
            source += [Int](repeating: index, count: cut.count)
        }
        let omissions = pieces.indices.map { omission(of: $0, pieces: pieces, source: source) }
        var hypotheses = hypotheses(of: pieces, source: source, known: known, line: line)
        let byEnd = Dictionary(grouping: hypotheses.indices) { hypotheses[$0].pieces.upperBound }
        var answered = 0, clear = 0
        // The best way if all that is not known yet were certain: once all of it is known, no other can be better, and the rest need not be asked.
        while true {
            let way = Self.best(hypotheses, byEnd: byEnd, omissions: omissions)
            let open = way.filter { hypotheses[$0].answer.isUnknown }
            if open.isEmpty { return Self.doubted(retaken(way.compactMap { hypotheses[$0].answer.reading }, of: columns, &tangles)) }
            var asked: [(hypothesis: Int, glyph: Glyph, input: [Float])] = []
            for index in open {
                let glyph = Glyph(joining: pieces[hypotheses[index].pieces].map(\.glyph)[...])
                if let input = input(of: glyph) { asked.append((index, glyph, input)) } else { hypotheses[index].answer = .noInk }
            }
            let probabilities = classifier.probabilities(asked.flatMap(\.input), count: asked.count)
            for (question, answer) in zip(asked, probabilities) {
                let pieces = hypotheses[question.hypothesis].pieces
                let column = columns[source[pieces.lowerBound]]
                let isCut = [pieces.lowerBound, pieces.upperBound].contains { $0 > 0 && $0 < source.count && source[$0] == source[$0 - 1] }
                let isOfLetter = isCut && source[pieces.lowerBound] == source[pieces.upperBound - 1] && column.mayBeLetter(digitWidth: digitWidth)
                var reading = Reading(glyph: question.glyph, input: question.input, probabilities: answer, column: column.index, isCut: isCut)
                reading.isOfLetter = isOfLetter
                hypotheses[question.hypothesis].answer = .read(reading)
            }
            answered += asked.count
            clear += probabilities.count { $0.max() ?? 0 >= Self.clear }
            // What is no digit however it is cut is none.
            if clear == 0, answered >= Self.enoughQuestions { for index in hypotheses.indices where hypotheses[index].answer.isUnknown { hypotheses[index].answer = .noInk } }
        }
    }

    /// The same, where ink that is unclear as it was cut is shared out by its strokes, if it can be read so.
    private func retaken(_ readings: [Reading], of columns: [Column], _ tangles: inout Int) -> [Reading] {
        var readings = readings
        let chains = ChainReader(classifier: classifier, input: input)
        for column in columns where isTangled(column.glyph) && column.reading.map({ $0.confidence < Self.doubtful }) ?? true {
            let box = column.glyph.box
            let old = readings.filter { $0.column == column.index }
            // What was read together with the ink beside it stays.
            guard tangles < Self.mostTangles, !old.isEmpty, old.allSatisfy({ $0.glyph.box.right <= box.right + 2 && $0.glyph.box.x >= box.x - 2 }) else { continue }
            let isOfLetter = column.mayBeLetter(digitWidth: digitWidth)
            func retaken(_ glyph: Glyph, _ old: ArraySlice<Reading>) -> [Reading]? {
                let least = old.map(\.confidence).min() ?? 0
                // Letters fall into nothing but strokes.
                guard least < Self.clear, isTangled(glyph) else { return nil }
                guard let digits = chains.read(glyph), digits.contains(where: { $0.digit != 1 }),
                      digits.allSatisfy({ $0.confidence > max(least, old.count > 1 || least < Self.shown ? Self.clearOfChain : Self.sure) }) else {
                    tangles += 1
                    return nil
                }
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
    private static let clear = 0.9, clearOfChain = 0.7
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

    /// Two marks at different heights that are all there is on a page are more often one digit than those of a line: a 4 whose bar stands off.
    private static let loneDigit = 1.5
    /// More columns than this in a row without one that is surely a digit are no writing that cutting could make readable.
    private static let mostColumns = 16

    private func hypotheses(of pieces: [GlyphCutter.Piece], source: [Int], known: [Reading?], line: [Glyph]) -> [Hypothesis] {
        var result: [Hypothesis] = []
        let tall = line.map(\.box).filter { Float($0.height) > 0.5 * digitHeight }
        let lineMiddle = tall.isEmpty ? Float.infinity : tall.map(\.middleY).reduce(0, +) / Float(tall.count)
        let isAll = isAlone && line.count == 2 && source.last == 1
        for first in pieces.indices {
            for end in first + 1...min(first + 6, pieces.count) {
                let stretch = pieces[first..<end].map(\.glyph)
                let box = stretch.map(\.box).united
                let isWhole = source[first..<end].allSatisfy { $0 == source[first] }
                let widest = isWhole ? max(1.4 * digitHeight, 1.6 * Float(box.height)) : 1.3 * max(digitHeight, Float(box.height))
                let isAllOfIt = isWhole && (first == 0 || source[first - 1] != source[first]) && (end == pieces.count || source[end] != source[first])
                if end > first + 1, Float(box.width) > widest, !isAllOfIt { break }
                let prior = prior(of: first..<end, pieces: pieces, source: source, box: box, lineMiddle: lineMiddle)
                    + (isAll && first..<end == pieces.indices ? Self.loneDigit * staggering(line[0].box, line[1].box) : 0)
                let answer = end == first + 1 ? known[first].map(Answer.read) : nil
                result.append(Hypothesis(pieces: first..<end, prior: prior, answer: answer ?? .unknown))
            }
        }
        return result
    }

    private func prior(of stretch: Range<Int>, pieces: [GlyphCutter.Piece], source: [Int], box: Box, lineMiddle: Float) -> Double {
        var prior = 0.0
        let height = Float(box.height), width = Float(box.width)
        // Hardly any digit is wider than high.
        prior -= 6 * Double(max(width / max(height, 0.6 * digitHeight) - 1.1, 0))
        if let digitWidth { prior -= 3 * Double(max(width / digitWidth - 1.5, 0)) }
        // Small zeros are digits; what is smaller, or stands at the foot of the line, is a comma or a dot.
        let size = max(height, 0.8 * width) / digitHeight
        if size < 0.35 { prior -= 1 + 6 * Double(1 - size / 0.35) }
        if size < 0.5, Float(box.y) > lineMiddle + 0.15 * digitHeight { prior -= 2.5 }
        // Joining what does not touch: cheap for parts over one another, dear for neighbours that stand level.
        for index in stretch.dropFirst() where source[index] != source[index - 1] {
            let left = pieces[stretch.lowerBound..<index].map(\.glyph.box).united, right = pieces[index].glyph.box
            let overlap = Float(left.overlapX(right))
            let share = min(max(overlap / Float(min(left.width, right.width)), 0), 1)
            let staggering = staggering(left, right)
            prior -= 0.2 + 0.8 * Double(1 - share) * (1 - staggering) + 6 * Double(max(-overlap / digitHeight, 0)) * (1 - 0.7 * staggering)
        }
        // Leaving out of the stretch what stands right over or under it.
        for index in [stretch.lowerBound - 1, stretch.upperBound] where pieces.indices.contains(index) {
            let inner = index < stretch.lowerBound ? stretch.lowerBound : stretch.upperBound - 1
            guard source[index] != source[inner] else { continue }
            let other = pieces[index].glyph.box
            if 2 * box.overlapX(other) > min(box.width, other.width), Float(max(other.width, other.height)) > 0.2 * digitHeight { prior -= 0.8 }
        }
        // Cutting what does touch; a wide stretch of ink invites cuts.
        let ends = [stretch.lowerBound, stretch.upperBound].filter { $0 > 0 && $0 < pieces.count && source[$0] == source[$0 - 1] }
        for end in ends {
            let whole = pieces.indices.filter { source[$0] == source[end] }.map { pieces[$0].glyph.box }.united
            let aspect = Float(whole.width) / Float(max(whole.height, 1))
            let isWide = digitWidth.map { Float(whole.width) > 1.6 * $0 } ?? false
            let cost = max(pieces[end].cutCost - 0.8, 0) + max(pieces[end].cutCost - 4.7, 0)
            prior -= (Double(max((isWide ? 1 : 1.7) - aspect, 0)) * 2 + 0.3 + 0.25 * Double(cost)) / 2
        }
        return prior
    }

    /// The price of leaving a piece out: small for dots, commas and dashes, prohibitive for what is as large as a digit.
    private func omission(of index: Int, pieces: [GlyphCutter.Piece], source: [Int]) -> Double {
        let isPart = (index > 0 && source[index - 1] == source[index]) || (index + 1 < pieces.count && source[index + 1] == source[index])
        let box = pieces[index].glyph.box
        let height = Float(box.height) / digitHeight, width = Float(box.width) / digitHeight
        let isDash = height < 0.25 && width < 1.2
        return -(isDash ? 1.2 : 0.3 + 40 * Double(pow(max(height, 0.8 * width), 2))) - (isPart ? 2 : 0)
    }

    /// The best way through the pieces (Viterbi), by the sum of the logarithms: its stretches from the left.
    ///
    /// - Parameters:
    ///   - byEnd: the hypotheses that end behind each piece.
    ///   - omissions: the price of leaving out each piece.
    private static func best(_ hypotheses: [Hypothesis], byEnd: [Int: [Int]], omissions: [Double]) -> [Int] {
        var scores = [Double](repeating: -.infinity, count: omissions.count + 1)
        var choices = [Int?](repeating: nil, count: scores.count)
        scores[0] = 0
        for end in 1..<scores.count {
            scores[end] = scores[end - 1] + omissions[end - 1]
            for index in byEnd[end] ?? [] {
                let hypothesis = hypotheses[index]
                let score = scores[hypothesis.pieces.lowerBound] + hypothesis.likelihood + hypothesis.prior
                if score > scores[end] { scores[end] = score; choices[end] = index }
            }
        }
        var way: [Int] = []
        var end = omissions.count
        while end > 0 {
            if let choice = choices[end] {
                way.append(choice)
                end = hypotheses[choice].pieces.lowerBound
            } else {
                end -= 1
            }
        }
        return way.reversed()
    }
}
