import Foundation

/// Reads digits that cross or overlap, which no cut from top to bottom parts: of all ways to share their strokes out, the one that the network finds likeliest.
struct ChainReader {
    let classifier: any DigitClassifier
    let input: (Glyph) -> [Float]?

    /// A digit of the chain.
    struct Digit {
        let glyph: Glyph
        let input: [Float]
        let probabilities: [Double]
        var confidence: Double { probabilities.max() ?? 0 }
        var digit: Int { probabilities.firstIndex(of: confidence) ?? 0 }
    }

    /// What lies between two cuts, taken as one digit.
    private struct Hypothesis {
        let strokes: UInt64
        /// The cut on its left and that on its right, counted from 1; 0 for where the ink begins.
        let first: Int, last: Int
        let prior: Double
        /// Nil while the network was not asked.
        var likelihood: Double?
        var digit: Digit?
    }

    /// A graph needs so many pixels for the width of a stroke, and so many for the height of a digit.
    private static let finestStroke: Float = 3, finestHeight: Float = 56
    /// Cuts through one stroke, so near to one another.
    private static let dearest: Float = 8, distance: Float = 0.07
    /// More pixels than these are too much work for what is hardly a digit.
    private static let mostPixels = 60_000
    private static let mostDigits: Float = 8
    /// Of so many guesses one is right, or none.
    private static let mostQuestions = 80
    /// The logarithm of how likely the best way must be for each digit.
    private static let leastLikely = -1.6

    /// The digits from the left, two at least; nil where it is better left as it is.
    func read(_ glyph: Glyph) -> [Digit]? {
        let box = glyph.box, height = Float(box.height)
        let thickness = StrokeWidth.mean(of: glyph.ink)
        let factor = max(min(Int(height / Self.finestHeight), Int(thickness / Self.finestStroke)), 1)
        let ink = glyph.ink.framed.reduced(by: factor)
        guard ink.width * ink.height <= Self.mostPixels, Float(box.width) < Self.mostDigits * height else { return nil }
        let stroke = max(thickness / Float(factor), 1), scaledHeight = height / Float(factor)
        let seams = GlyphCutter.seams(through: ink, height: scaledHeight, dearest: Self.dearest, distance: Self.distance).map(\.columns)
        guard let graph = StrokeGraph(of: ink.framed, stroke: stroke, seams: seams.map { [0] + $0.map { $0 + 1 } + [0] }) else { return nil }
        let cuts = StrokeCuts(graph, height: scaledHeight)
        guard !cuts.cuts.isEmpty else { return nil }
        var hypotheses = hypotheses(cuts)
        var questions = 0
        while true {
            let (way, score) = best(hypotheses, costs: cuts.cuts.map { Double($0.cost) })
            guard way.count > 1, score > Self.leastLikely * Double(way.count) else { return nil }
            let open = Set(way.filter { hypotheses[$0].likelihood == nil }.map { hypotheses[$0].strokes })
            if open.isEmpty { return way.compactMap { hypotheses[$0].digit } }
            guard questions + open.count <= Self.mostQuestions else { return nil }
            questions += open.count
            var asked: [(strokes: UInt64, glyph: Glyph, input: [Float])] = [], answers: [UInt64: Digit] = [:]
            for strokes in open.sorted() {
                let part = part(strokes, of: glyph, graph: graph, factor: factor)
                if let part, let input = input(part) { asked.append((strokes, part, input)) }
            }
            for (question, probabilities) in zip(asked, classifier.probabilities(asked.flatMap(\.input), count: asked.count)) {
                answers[question.strokes] = Digit(glyph: question.glyph, input: question.input, probabilities: probabilities)
            }
            // Several hypotheses may be the same strokes.
            for index in hypotheses.indices where open.contains(hypotheses[index].strokes) {
                hypotheses[index].digit = answers[hypotheses[index].strokes]
                hypotheses[index].likelihood = hypotheses[index].digit.map(likelihood) ?? -.infinity
            }
        }
    }

    /// The logarithm of how likely the ink is one digit.
    private func likelihood(of digit: Digit) -> Double {
        // Two sides of a triangle, the middle of a w.
        let box = digit.glyph.box, confidence = digit.confidence
        if digit.digit == 1, 20 * box.width > 17 * box.height { return -.infinity }
        return log(max(confidence, 1e-9)) - (confidence < 0.5 ? 1.5 : 0)
    }

    private func hypotheses(_ cuts: StrokeCuts) -> [Hypothesis] {
        let all = cuts.graph.strokes.indices.reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
        let list = cuts.cuts
        var result: [Hypothesis] = []
        for first in 0...list.count {
            for last in first + 1...list.count + 1 {
                if first == 0, last == list.count + 1 { continue }
                var strokes = all
                if first > 0 { strokes &= list[first - 1].right }
                if last <= list.count { strokes &= list[last - 1].left }
                if first > 0, last <= list.count {
                    let a = list[first - 1], b = list[last - 1]
                    guard a.left & ~b.left == 0, b.right & ~a.right == 0, a.left != b.left, a.right != b.right else { continue }
                }
                guard strokes != 0, let prior = prior(cuts.box(of: strokes), height: cuts.height) else { continue }
                result.append(Hypothesis(strokes: strokes, first: first, last: last, prior: prior))
            }
        }
        return result
    }

    private func prior(_ box: Box, height usual: Float) -> Double? {
        let height = Float(box.height), width = Float(box.width)
        guard height >= 0.5 * usual, width <= 1.8 * usual else { return nil }
        return -6 * Double(max(width / height - 1.1, 0)) - 3 * Double(max(0.8 - height / usual, 0))
    }

    /// The best way from left to right (Viterbi), and the logarithm of how likely it is if all that was not asked were certain.
    private func best(_ hypotheses: [Hypothesis], costs: [Double]) -> (way: [Int], score: Double) {
        var scores = [Double](repeating: -.infinity, count: costs.count + 2), choices = [Int](repeating: -1, count: costs.count + 2)
        scores[0] = 0
        // They are ordered by their first cut, before which all that end there must have been looked at.
        for (index, hypothesis) in hypotheses.enumerated() {
            let cost = hypothesis.last <= costs.count ? Self.costWeight * costs[hypothesis.last - 1] + Self.costOfCut : 0
            let score = scores[hypothesis.first] + (hypothesis.likelihood ?? 0) + hypothesis.prior - cost
            if score > scores[hypothesis.last] { scores[hypothesis.last] = score; choices[hypothesis.last] = index }
        }
        var way: [Int] = [], end = costs.count + 1
        while end > 0 {
            guard choices[end] >= 0 else { return ([], -.infinity) }
            way.append(choices[end])
            end = hypotheses[choices[end]].first
        }
        return (way.reversed(), scores[costs.count + 1])
    }

    private static let costWeight = 0.35, costOfCut = 0.3

    /// The ink of some strokes.
    private func part(_ strokes: UInt64, of glyph: Glyph, graph: StrokeGraph, factor: Int) -> Glyph? {
        var ink = glyph.ink
        for y in 0..<ink.height {
            for x in 0..<ink.width where ink[x, y] > 0 {
                // The graph has a frame of two pixels, one before and one after the reduction.
                let owners = graph.owners[((y + 1) / factor + 1) * graph.width + (x + 1) / factor + 1]
                if owners & strokes == 0 { ink[x, y] = 0 }
            }
        }
        guard let box = ink.box, max(box.width, box.height) >= 4 else { return nil }
        let small = ink.cropped(to: box)
        let origin = (x: glyph.origin.x + box.x, y: glyph.origin.y + box.y)
        return Glyph(ink: small, origin: origin, box: Box(x: origin.x, y: origin.y, width: box.width, height: box.height))
    }
}

extension InkImage {
    /// The same with a row and a column of paper on each side.
    var framed: InkImage {
        var result = InkImage(width: width + 2, height: height + 2)
        for y in 0..<height {
            let start = (y + 1) * result.width + 1
            result.values.replaceSubrange(start..<start + width, with: values[y * width..<(y + 1) * width])
        }
        return result
    }
}
