import Foundation

extension LineReader {
    /// Neighbouring columns of a line, of which some may have to be cut and some to be joined, and the best way to do so.
    struct OpenColumns {
        let columns: [Column]
        private var pieces: [GlyphCutter.Piece] = []
        /// Which column each piece comes from: leaving out a part of a digit is worse than leaving out a dot.
        private var source: [Int] = []
        /// The price of leaving out each piece.
        private let omissions: [Double]
        private var hypotheses: [Hypothesis]
        /// The hypotheses that end behind each piece.
        private let byEnd: [Int: [Int]]
        /// The hypotheses from the left: if all that the network was not asked about yet were certain, none would be better.
        private var way: [Int] = []
        private var answered = 0, clear = 0

        /// - Parameter mayCut: whether digits may touch in them.
        init(_ columns: [Column], line: [Glyph], mayCut: Bool, _ reader: LineReader) {
            self.columns = columns
            /// What is known of each piece already: that of a whole column.
            var known: [Reading?] = []
            // What a long scribble is cut into is no digit, and would take long to find out.
            let mayCut = mayCut && columns.count <= LineReader.mostColumns
            for (index, column) in columns.enumerated() {
                let isNoDigit = column.reading.map { $0.probabilities.max() ?? 0 < LineReader.doubtful } ?? false
                let whole = [GlyphCutter.Piece(glyph: column.glyph, cutCost: 0)]
                let cut = mayCut ? GlyphCutter.pieces(of: column.glyph, digitHeight: reader.digitHeight, isNoDigit: isNoDigit) : whole
                pieces += cut
                known += cut.count == 1 ? [column.reading] : [Reading?](repeating: nil, count: cut.count)
                source += [Int](repeating: index, count: cut.count)
            }
            let pieces = pieces, source = source
            omissions = pieces.indices.map { reader.omission(of: $0, pieces: pieces, source: source) }
            hypotheses = reader.hypotheses(of: pieces, source: source, known: known, line: line)
            byEnd = Dictionary(grouping: hypotheses.indices) { [hypotheses] in hypotheses[$0].pieces.upperBound }
            way = LineReader.best(hypotheses, byEnd: byEnd, omissions: omissions)
        }

        /// What was read once all is known.
        var readings: [Reading] { way.compactMap { hypotheses[$0].answer.reading } }

        /// What the network must be asked about next; empty once all is known: then no other way can be better, and the rest need not be asked.
        mutating func questions(_ reader: LineReader) -> [Question] {
            while true {
                let open = way.filter { hypotheses[$0].answer.isUnknown }
                var questions: [Question] = []
                for index in open {
                    let glyph = Glyph(joining: pieces[hypotheses[index].pieces].map(\.glyph)[...])
                    if let input = reader.input(of: glyph) {
                        questions.append(Question(hypothesis: index, glyph: glyph, input: input))
                    } else {
                        hypotheses[index].answer = .noInk
                    }
                }
                if open.isEmpty || !questions.isEmpty { return questions }
                way = LineReader.best(hypotheses, byEnd: byEnd, omissions: omissions)
            }
        }

        /// Takes what the network said.
        mutating func take(_ answers: some Collection<(Question, [Double])>, _ reader: LineReader) {
            for (question, probabilities) in answers {
                let pieces = hypotheses[question.hypothesis].pieces, column = columns[source[pieces.lowerBound]]
                let isCut = [pieces.lowerBound, pieces.upperBound].contains { $0 > 0 && $0 < source.count && source[$0] == source[$0 - 1] }
                let isOfLetter = isCut && source[pieces.lowerBound] == source[pieces.upperBound - 1] && reader.mayBeLetter(column)
                var reading = Reading(glyph: question.glyph, input: question.input, probabilities: probabilities, column: column.index, isCut: isCut)
                reading.isOfLetter = isOfLetter
                hypotheses[question.hypothesis].answer = .read(reading)
            }
            answered += answers.count
            clear += answers.count { $0.1.max() ?? 0 >= LineReader.clear }
            // What is no digit however it is cut is none.
            if clear == 0, answered >= Self.enoughQuestions { giveUp() } else { way = LineReader.best(hypotheses, byEnd: byEnd, omissions: omissions) }
        }

        /// Takes what was not asked yet for no digit.
        mutating func giveUp() {
            for index in hypotheses.indices where hypotheses[index].answer.isUnknown { hypotheses[index].answer = .noInk }
            way = LineReader.best(hypotheses, byEnd: byEnd, omissions: omissions)
        }

        /// After so many answers of which none is clear nothing more is asked.
        private static let enoughQuestions = 16
    }

    /// Something that may be a digit.
    struct Question {
        fileprivate let hypothesis: Int
        fileprivate let glyph: Glyph
        fileprivate let input: [Float]
    }

    /// What cutting and joining has come to on a page.
    struct Effort {
        fileprivate var answered = 0, clear = 0

        /// Whether it is hardly ever a digit that comes of it: in the pictures of a printed page there is much that can be cut.
        var isFutile: Bool { answered >= Self.enough && Self.fewest * clear < answered }

        private static let enough = 96, fewest = 20

        /// How much ink that was unclear could not be shared out by its strokes, and how much could.
        var tangles = 0, shared = 0

        /// Whether hardly any unclear ink of the page can be shared out.
        var sharesInVain: Bool { tangles >= Self.mostTangles && 8 * shared < tangles }

        private static let mostTangles = 16
    }

    /// Finds the best way through each of several stretches of columns.
    func findWays(through stretches: inout [OpenColumns], _ effort: inout Effort) {
        while !effort.isFutile {
            let questions = stretches.indices.flatMap { place in stretches[place].questions(self).map { (place: place, question: $0) } }
            if questions.isEmpty { return }
            let answers = classifier.probabilities(questions.flatMap(\.question.input), count: questions.count)
            for (place, asked) in Dictionary(grouping: questions.indices, by: { questions[$0].place }) {
                stretches[place].take(asked.map { (questions[$0].question, answers[$0]) }, self)
            }
            effort.answered += answers.count
            effort.clear += answers.count { $0.max() ?? 0 >= Self.clear }
        }
        for place in stretches.indices { stretches[place].giveUp() }
    }

    fileprivate enum Answer {
        case unknown, noInk
        case read(Reading)

        var isUnknown: Bool { if case .unknown = self { true } else { false } }
        var reading: Reading? { if case .read(let reading) = self { reading } else { nil } }
    }

    /// A stretch of pieces taken as one digit.
    fileprivate struct Hypothesis {
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

    /// Two marks at different heights that are all there is on a page are more often one digit than those of a line: a 4 whose bar stands off.
    private static let loneDigit = 1.5
    /// More columns than this in a row without one that is surely a digit are no writing that cutting could make readable.
    fileprivate static let mostColumns = 16

    fileprivate func hypotheses(of pieces: [GlyphCutter.Piece], source: [Int], known: [Reading?], line: [Glyph]) -> [Hypothesis] {
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
        // What is joined may be high by one long stroke.
        let isJoined = source[stretch.lowerBound] != source[stretch.upperBound - 1]
        if let usual = isJoined ? digitWidth : usualWidth(at: height) { prior -= 3 * Double(max(width / usual - 1.5, 0)) }
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
            let isWide = usualWidth(at: Float(whole.height)).map { Float(whole.width) > 1.6 * $0 } ?? false
            let cost = max(pieces[end].cutCost - 0.8, 0) + max(pieces[end].cutCost - 4.7, 0)
            prior -= (Double(max((isWide ? 1 : 1.7) - aspect, 0)) * 2 + 0.3 + 0.25 * Double(cost)) / 2
        }
        return prior
    }

    /// The price of leaving a piece out: small for dots, commas and dashes, prohibitive for what is as large as a digit.
    fileprivate func omission(of index: Int, pieces: [GlyphCutter.Piece], source: [Int]) -> Double {
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
    fileprivate static func best(_ hypotheses: [Hypothesis], byEnd: [Int: [Int]], omissions: [Double]) -> [Int] {
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
