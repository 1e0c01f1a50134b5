import Foundation

/// Tells words from numbers by all that stands on a page: a word of few letters may look like a number, but not beside many others that do not.
///
/// Each stretch of marks is of one of two kinds, and how many there are of each is estimated from all of them together: a mixture, by expectation maximisation
/// (Dempster, Laird and Rubin 1977).
struct PageWords {
    private var stretches: [(evidence: Double, marks: Int, height: Double)] = []
    /// The evidence of all marks but those of words for sure.
    private var evidence = 0.0, marks = 0
    /// How many of them are like a digit beyond doubt that letters hardly look like.
    private var plain = 0
    /// How many stretches may be numbers by their looks, and how many of them are beyond doubt.
    private(set) var candidates = 0
    private var numbers = 0

    /// Adds marks that stand together.
    ///
    /// - Parameter isWord: whether they are a word for sure.
    mutating func add(_ marks: [LineReader.Reading], isWord: Bool) {
        let each = marks.map(Self.evidence), evidence = each.reduce(0, +)
        let heights = marks.map(\.glyph.box.height).sorted()
        let height = heights.isEmpty ? 0 : log(Double(max(heights[heights.count * 3 / 4], 1)))
        stretches.append((isWord ? min(evidence, Self.ofWord * Double(marks.count)) : evidence, marks.count, height))
        if LineWords.mayBeNumber(marks.map(\.glyph.box)) {
            candidates += 1
            if zip(marks, each).reduce(0, { $0 + ($1.0.isCut && !$1.0.isOfLetter ? 0 : $1.1) }) >= Self.ofNumber { numbers += 1 }
        }
        guard !isWord else { return }
        self.evidence += evidence
        self.marks += marks.count
        plain += marks.count { !$0.isCut && $0.confidence >= Self.beyondDoubt && !Self.isStrokeOrRing($0) && 3 * $0.glyph.box.width >= $0.glyph.box.height }
    }

    /// Whether so many marks speak against numbers, or so little for them, that the page is one of text. Words that are known to be some are left out, as numbers
    /// may stand among them; and where a quarter of the marks are plain digits, they do: of printed text it is a fifth at most.
    var isText: Bool { marks >= Self.many && evidence < Self.leastOfNumbers * Double(marks) && 4 * plain < marks }

    /// Whether more stretches are numbers beyond doubt than on any page of text. A person reads them, however much else stands there.
    func haveNumbers(fewest: Int = Self.fewestNumbers) -> Bool { numbers >= fewest && Self.textForNumber * numbers >= candidates }

    /// Whether there is anything that is a number beyond doubt.
    var haveNumber: Bool { numbers > 0 }

    /// For each stretch, in the order in which they were added, whether it is a word.
    var areWords: [Bool] {
        let marks = stretches.reduce(0) { $0 + $1.marks }
        // For each stretch how likely it is a word.
        var likely = stretches.map { _ in Self.usualShare }
        for _ in 0..<Self.rounds {
            let words = zip(likely, stretches).reduce(0) { $0 + $1.0 * Double($1.1.marks) }
            let heights = heightEvidence(likely)
            likely = stretches.indices.map { index in
                let stretch = stretches[index]
                // What it says itself is no evidence of what stands beside it.
                let others = Double(marks - stretch.marks), words = words - likely[index] * Double(stretch.marks)
                let share = (Self.weightOfUsual * Self.usualShare + words) / (Self.weightOfUsual + others)
                return 1 / (1 + exp(stretch.evidence + heights[index]) * (1 - share) / share)
            }
        }
        return likely.map { $0 > 0.5 }
    }

    /// How much the height of each stretch speaks for a number: words of print are lower than numbers that are written beside them, as a rule. Both are taken for
    /// normally distributed, on a logarithmic scale.
    ///
    /// - Parameter likely: for each stretch how likely it is a word.
    private func heightEvidence(_ likely: [Double]) -> [Double] {
        struct Heights { var weight = 0.0, mean = 0.0, variance = 0.0 }
        func heights(_ shares: [Double]) -> Heights {
            let weights = zip(shares, stretches).map { $0 * Double($1.marks) }
            var result = Heights(weight: weights.reduce(0, +))
            guard result.weight > 0 else { return result }
            result.mean = zip(weights, stretches).reduce(0) { $0 + $1.0 * $1.1.height } / result.weight
            result.variance = zip(weights, stretches).reduce(0) { $0 + $1.0 * pow($1.1.height - result.mean, 2) } / result.weight + pow(Self.leastSpread, 2)
            return result
        }
        let words = heights(likely), numbers = heights(likely.map { 1 - $0 })
        guard min(words.weight, numbers.weight) >= Self.enoughForHeight else { return stretches.map { _ in 0 } }
        func logLikelihood(_ height: Double, _ heights: Heights) -> Double { -(log(heights.variance) + pow(height - heights.mean, 2) / heights.variance) / 2 }
        return stretches.map { min(max(logLikelihood($0.height, numbers) - logLikelihood($0.height, words), -Self.mostOfHeight), Self.mostOfHeight) }
    }

    /// Marks of one height differ by this share, of each kind there must be so many, and height alone makes nothing certain.
    private static let leastSpread = 0.12, enoughForHeight = 24.0, mostOfHeight = 3.0

    /// How much a mark speaks for a number: 0.7 times the logarithm of how many times oftener it is found among digits of simulated photographs than among letters of
    /// foreign scripts and printed words, as marks that stand together are alike. Letters are strokes and rings more often than anything else that looks like a digit.
    private static func evidence(of mark: LineReader.Reading) -> Double {
        let confidence = mark.confidence, isStrokeOrRing = isStrokeOrRing(mark)
        if mark.isOfLetter { return confidence < 0.5 ? -0.9 : -0.45 }
        guard confidence < beyondDoubt else {
            if mark.isCut { return isStrokeOrRing ? 0 : 1 }
            return 3 * mark.glyph.box.width < mark.glyph.box.height ? 0.4 : isStrokeOrRing ? 0.7 : 1.4
        }
        return confidence < 0.3 ? -1.4 : confidence < 0.5 ? -1.1 : confidence < 0.8 ? -0.9 : confidence < 0.95 ? -0.5 : -0.2
    }

    private static func isStrokeOrRing(_ mark: LineReader.Reading) -> Bool { [0, 1, 7].contains(mark.digit) }

    private static let beyondDoubt = 0.995
    /// The evidence of each letter of what is a word for sure.
    private static let ofWord = -2.0
    /// The share of words on a page of which nothing is known, and so many marks speak as loud.
    private static let usualShare = 0.03, weightOfUsual = 3.0
    private static let rounds = 12
    /// A number has more evidence than this of marks that stand by themselves; what letters that touch are cut into may be much like digits. Of what looks like numbers on
    /// pages of text in ten fonts and seven hands, and of letters of foreign scripts, it is 3 % at most, of nine in ten made-up forms with one number for two words 13 % and more.
    private static let ofNumber = 3.5
    private static let fewestNumbers = 4, textForNumber = 25
    /// Of so many marks digits have more evidence than this each: on simulated photographs 0.4 and more where they can be read, and texts less than 0.1.
    private static let many = 100, leastOfNumbers = 0.15
}
