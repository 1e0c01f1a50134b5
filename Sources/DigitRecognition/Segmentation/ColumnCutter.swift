import Foundation

/// Cuts ink in which digits of two or more lines touch, from left to right: numbers that stand close under one another.
struct ColumnCutter {
    let classifier: any DigitClassifier

    /// Higher than so many times what is usual, a mark may be two. Where too few marks tell what is usual, its own shape must.
    private static let tallest: Float = 1.45, slimmest: Float = 1.9
    /// So many marks tell what is usual.
    private static let enough = 4
    /// More tall marks than this on a page are no numbers.
    private static let mostMarks = 48
    /// Below this confidence the network says that it is no digit, above it that it surely is one.
    private static let doubtful = 0.5, sure = 0.9
    /// Of what comes from a cut the network must be so sure.
    private static let clear = 0.7

    /// What the network said of a mark as it stands.
    struct Answer {
        let box: Box
        let input: [Float]
        let probabilities: [Double]
    }

    /// The components with those cut that are more likely digits of several lines, and what the network said of some before; the ink along the cuts is erased.
    func cut(_ components: [InkComponent], of ink: inout InkImage, isPhoto: Bool) -> (components: [InkComponent], answers: [Answer]) {
        let heights = components.map { $0.box.width > 3 * $0.box.height ? 0 : $0.box.height }.filter { $0 >= 8 }.sorted()
        guard let highest = heights.last else { return (components, []) }
        let usual = heights.count { 4 * $0 >= highest } >= Self.enough ? Self.usualHeight(heights) : nil
        let tall = components.indices.filter { index in
            let mark = components[index], box = mark.box
            guard box.height >= 24, 4 * box.width >= box.height, Float(box.width) < (usual.map { 6 * $0 } ?? 1.3 * Float(box.height)) else { return false }
            let limit = min(usual.map { Self.tallest * $0 } ?? .infinity, Self.slimmest * Float(box.width))
            return Float(box.height) >= limit && (!isPhoto || PageLayout.isClear(mark, in: ink))
        }
        guard !tall.isEmpty, tall.count <= Self.mostMarks else { return (components, []) }
        var candidates = tall.compactMap { index -> Candidate? in
            let box = components[index].box
            // One digit that is larger than others stands among its like.
            let standsBesideLower = components.contains { other in
                3 * other.box.height > box.height && 3 * other.box.height < 2 * box.height && other.box.overlapY(box) > other.box.height / 2
                    && -other.box.overlapX(box) < box.height
            }
            // Of what is wider than a digit only the marks beside it tell how many lines it covers.
            if 3 * box.width >= 4 * box.height, !standsBesideLower { return nil }
            return Candidate(components[index], index: index, of: ink, usual: usual, isSuspicious: standsBesideLower)
        }
        askAboutWholes(of: &candidates)
        var parts: [InkComponent] = [], divided: Set<Int> = []
        var cuts = candidates.filter { !$0.isSure }.map { Cuts(of: $0, usual: usual) }
        findWays(through: &cuts, usual: usual)
        for cut in cuts where cut.way.count > 1 {
            divided.insert(cut.candidate.index)
            parts += Self.divide(cut.candidate.mark, at: cut.rows, of: &ink)
        }
        return (components.indices.filter { !divided.contains($0) }.map { components[$0] } + parts, candidates.compactMap(\.answer))
    }

    /// A mark that may be digits of several lines.
    private struct Candidate {
        let mark: InkComponent
        /// Its place among the components.
        let index: Int
        let glyph: Glyph
        /// Where it may be cut, from above.
        let seams: [GlyphCutter.Seam]
        /// How many digits may stand side by side in it, of which several may touch those below.
        let abreast: Float
        /// Whether the network need not be asked about the whole to look at its parts.
        let isSuspicious: Bool
        /// What the network says of the whole.
        var answer: Answer?

        /// Whether the whole is surely one digit.
        var isSure: Bool { answer?.probabilities.max() ?? 0 >= ColumnCutter.sure }

        /// - Returns: nil where it cannot be cut.
        init?(_ mark: InkComponent, index: Int, of page: InkImage, usual: Float?, isSuspicious: Bool) {
            glyph = Glyph([mark], of: page)
            let width = Float(mark.box.width)
            guard StrokeShape(of: glyph.ink) == nil else { return nil }
            abreast = max(usual.map { width / $0 } ?? 1, 1)
            seams = GlyphCutter.seams(through: glyph.ink.transposed, height: usual ?? 1.4 * width, dearest: GlyphCutter.dearest * abreast)
            guard !seams.isEmpty else { return nil }
            self.mark = mark
            self.index = index
            self.isSuspicious = isSuspicious
        }
    }

    /// Asks the network about all marks that are likely one digit, at once.
    private func askAboutWholes(of candidates: inout [Candidate]) {
        let asked = candidates.indices.compactMap { index in
            candidates[index].isSuspicious ? nil : ReadingPreparation.input(candidates[index].glyph.ink).map { (candidate: index, input: $0) }
        }
        for (question, probabilities) in zip(asked, classifier.probabilities(asked.flatMap(\.input), count: asked.count)) {
            candidates[question.candidate].answer = Answer(
                box: candidates[question.candidate].mark.box, input: question.input, probabilities: probabilities)
        }
    }

    /// The height below which a third of all heights lie, each counted as often as it is high: of what touches much may be higher.
    private static func usualHeight(_ heights: [Int]) -> Float {
        let third = heights.reduce(0, +) / 3
        var sum = 0
        return Float(heights.first { sum += $0; return sum >= third } ?? 1)
    }

    /// A stretch between two seams, taken as one line's ink.
    private struct Stretch {
        let seams: Range<Int>
        /// Whether it is all of the mark.
        let isWhole: Bool
        let prior: Double
        /// What the network is to be asked about; nil once it was, or where it need not be.
        var open: InkImage?
        /// The logarithm of how likely it is one line's digit. Nothing is more likely than what was not asked yet.
        var likelihood = 0.0
    }

    /// All ways to cut a mark, and the best of them.
    private struct Cuts {
        let candidate: Candidate
        var stretches: [Stretch] = []
        private let costs: [Double]
        /// The stretches from top to bottom: if all that the network was not asked about yet were certain, none would be better.
        private(set) var way: [Int] = []

        init(of candidate: Candidate, usual: Float?) {
            self.candidate = candidate
            costs = candidate.seams.map { 0.7 + 0.25 * Double(max($0.cost / candidate.abreast - 0.8, 0)) }
            let found = candidate.seams, ink = candidate.glyph.ink
            let whole = candidate.answer.map { ColumnCutter.likelihood($0.probabilities, isWhole: true) }
            for first in 0...found.count {
                for last in first + 1...found.count + 1 where first <= found.count {
                    let isWhole = first == 0 && last == found.count + 1
                    let top = first > 0 ? found[first - 1].columns : nil, bottom = last <= found.count ? found[last - 1].columns : nil
                    guard let part = isWhole ? ink : ColumnCutter.part(of: ink, from: top, to: bottom), let box = part.box else { continue }
                    let height = Float(box.height), shape = height / Float(max(box.width, 1))
                    if !isWhole {
                        if let usual, height < 0.55 * usual || height > 1.6 * usual { continue }
                        if usual == nil, height < 0.25 * Float(candidate.mark.box.height) || shape > 3.4 { continue }
                        // The bar of a 7 and the foot of a 2 are no lines of digits.
                        if Float(box.width) > 1.4 * height, height < 0.75 * (usual ?? .infinity) { continue }
                    }
                    let isBare = StrokeShape(of: part) != nil
                    var stretch = Stretch(
                        seams: first..<last, isWhole: isWhole, prior: ColumnCutter.prior(height: height, shape: shape, usual: usual, isBare: isBare, isWhole: isWhole))
                    if isWhole, let whole {
                        stretch.likelihood = whole
                    } else if isWhole || Float(box.width) <= 1.4 * height {
                        stretch.open = part
                    } else {
                        // Several digits side by side are told apart later.
                        stretch.likelihood = -0.4
                    }
                    stretches.append(stretch)
                }
            }
            findWay()
        }

        mutating func findWay() { way = ColumnCutter.best(stretches, costs: costs) }

        /// The rows of the cuts in each column of the mark's box.
        var rows: [[Int]] {
            // From the cut image, which may begin a pixel beside the box, to the box.
            let box = candidate.mark.box, origin = candidate.glyph.origin, left = box.x - origin.x
            return way.dropFirst().map { index in
                candidate.seams[stretches[index].seams.lowerBound - 1].columns[left..<left + box.width].map { $0 + origin.y }
            }
        }
    }

    /// Finds the best way through each of several marks: once all of one is known, no other can be better, and the rest need not be asked. What is open of all
    /// of them is asked at once.
    private func findWays(through cuts: inout [Cuts], usual: Float?) {
        while true {
            var asked: [(cuts: Int, stretch: Int)] = [], questions: [Float] = [], open: Set<Int> = []
            for index in cuts.indices {
                for stretch in cuts[index].way {
                    guard let ink = cuts[index].stretches[stretch].open else { continue }
                    cuts[index].stretches[stretch].open = nil
                    open.insert(index)
                    if let input = ReadingPreparation.input(ink, usualHeight: cuts[index].stretches[stretch].isWhole ? nil : usual) {
                        asked.append((index, stretch))
                        questions += input
                    } else {
                        cuts[index].stretches[stretch].likelihood = -.infinity
                    }
                }
            }
            if open.isEmpty { return }
            for (place, probabilities) in zip(asked, classifier.probabilities(questions, count: asked.count)) {
                let isWhole = cuts[place.cuts].stretches[place.stretch].isWhole
                cuts[place.cuts].stretches[place.stretch].likelihood = Self.likelihood(probabilities, isWhole: isWhole)
            }
            for index in open { cuts[index].findWay() }
        }
    }

    /// The logarithm of how likely the ink is one digit that the network finds to be so.
    private static func likelihood(_ probabilities: [Double], isWhole: Bool) -> Double {
        let confidence = probabilities.max() ?? 0
        return log(max(confidence, 1e-9)) - (confidence < (isWhole ? doubtful : clear) ? 1.5 : 0)
    }

    /// The logarithm of how plausible a stretch is as the digit of one line by its shape.
    private static func prior(height: Float, shape: Float, usual: Float?, isBare: Bool, isWhole: Bool) -> Double {
        var prior = 0.0
        if let usual {
            prior -= 4 * Double(max(height / usual - 1.3, 0)) + 4 * Double(max(0.75 - height / usual, 0))
        } else if !isBare {
            prior -= 1.5 * Double(max(shape - 1.9, 0))
        }
        // What is cut off a digit's tail looks like a 1.
        if isBare, !isWhole { prior -= 5 }
        return prior
    }

    /// The best way from top to bottom (Viterbi): its stretches.
    private static func best(_ stretches: [Stretch], costs: [Double]) -> [Int] {
        var scores = [Double](repeating: -.infinity, count: costs.count + 2), choices = [Int](repeating: -1, count: scores.count)
        scores[0] = 0
        for index in stretches.indices.sorted(by: { stretches[$0].seams.upperBound < stretches[$1].seams.upperBound }) {
            let stretch = stretches[index], first = stretch.seams.lowerBound
            let score = scores[first] + stretch.likelihood + stretch.prior - (first > 0 ? costs[first - 1] : 0)
            if score > scores[stretch.seams.upperBound] {
                scores[stretch.seams.upperBound] = score
                choices[stretch.seams.upperBound] = index
            }
        }
        var way: [Int] = [], end = scores.count - 1
        while end > 0 {
            guard choices[end] >= 0 else { return [] }
            way.append(choices[end])
            end = stretches[choices[end]].seams.lowerBound
        }
        return way.reversed()
    }

    /// The rows between two seams, which are given for each column; nil where there is no ink.
    private static func part(of ink: InkImage, from top: [Int]?, to bottom: [Int]?) -> InkImage? {
        var part = ink
        part.values.withUnsafeMutableBufferPointer { values in
            for x in 0..<ink.width {
                for y in 0..<min(top?[x] ?? 0, ink.height) { values[y * ink.width + x] = 0 }
                for y in min(bottom?[x] ?? ink.height, ink.height)..<ink.height { values[y * ink.width + x] = 0 }
            }
        }
        return part.box.map { part.cropped(to: $0) }
    }

    /// The pieces of a component, without the ink on the seams.
    private static func divide(_ mark: InkComponent, at seams: [[Int]], of ink: inout InkImage) -> [InkComponent] {
        var parts = [[InkComponent.Run]](repeating: [], count: seams.count + 1)
        for run in mark.runs {
            var start = run.start, last = -1
            for x in run.start...run.end {
                let column = x - mark.box.x
                let part = x == run.end || seams.contains { $0[column] == run.y } ? -1 : seams.count { $0[column] < run.y }
                guard part != last || x == run.end else { continue }
                if last >= 0 { parts[last].append(InkComponent.Run(y: run.y, start: start, end: x)) }
                start = x
                last = part
            }
        }
        for seam in seams { for (column, y) in seam.enumerated() where y < ink.height { ink[mark.box.x + column, y] = 0 } }
        return parts.filter { !$0.isEmpty }.map { InkComponent(runs: $0) }
    }
}
