import Foundation

/// Tells words from numbers by all that stands on a page: a word of few letters may look like a number, but not beside many others that do not.
///
/// Each stretch of marks is of one of two kinds, and how many there are of each is estimated from all of them together: a mixture, by expectation maximisation
/// (Dempster, Laird and Rubin 1977).
struct PageWords {
    private var stretches: [(evidence: Double, marks: Int)] = []
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
        let evidence = marks.reduce(0) { $0 + Self.evidence(of: $1) }
        stretches.append((isWord ? min(evidence, Self.ofWord * Double(marks.count)) : evidence, marks.count))
        if LineWords.mayBeNumber(marks.map(\.glyph.box)) {
            candidates += 1
            if marks.reduce(0, { $0 + ($1.isCut && !$1.isOfLetter ? 0 : Self.evidence(of: $1)) }) >= Self.ofNumber { numbers += 1 }
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
            likely = zip(likely, stretches).map { old, stretch in
                // What it says itself is no evidence of what stands beside it.
                let others = Double(marks - stretch.marks), words = words - old * Double(stretch.marks)
                let share = (Self.weightOfUsual * Self.usualShare + words) / (Self.weightOfUsual + others)
                return 1 / (1 + exp(stretch.evidence) * (1 - share) / share)
            }
        }
        return likely.map { $0 > 0.5 }
    }

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
