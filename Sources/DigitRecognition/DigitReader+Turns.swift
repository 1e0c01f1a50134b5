import Foundation
import Pictures

/// Which way up a page lies: telephones that are held over a table do not know, and sheets are laid on scanners as they come.
extension DigitReader {
    /// How a page must be turned so that its digits stand upright.
    struct Turn {
        /// Quarters, counterclockwise: 1 to 3.
        let quarters: Int
        /// Whether its marks leave no doubt; else it must be read in both ways.
        let isSure: Bool
    }

    /// How a page must be turned; nil where it lies as it should, or too few marks tell.
    ///
    /// Some marks from all over the page are turned and shown to the network: what is a digit in one way only tells which way that is. What it says of them as
    /// they lie is kept.
    func turn(of laidOut: inout LaidOutPage) -> Turn? {
        func size(_ column: [InkComponent]) -> Int {
            let box = column.map(\.box).united
            return max(box.width, box.height)
        }
        let all = Array(laidOut.layout.lines.joined()), sizes = all.map(size)
        // Strokes that lie on their sides are lower than long.
        let usual = max(laidOut.layout.digitHeight, Float(sizes.sorted().dropFirst(sizes.count / 2).first ?? 0))
        let columns = zip(all, sizes).filter { Float($1) > 0.6 * usual && Float($1) < 3 * usual }.map(\.0)
        guard columns.count >= Self.fewestMarks else { return nil }
        let some = stride(from: 0, to: columns.count, by: (columns.count + Self.enoughMarks - 1) / Self.enoughMarks).map { columns[$0] }
        let line = lineReader(of: laidOut).asked(CollectionOfOne(some))[0]
        laidOut.answers += line.glyphs.indices.compactMap { index in
            guard let input = line.inputs[index], let probabilities = line.probabilities[index] else { return nil }
            return ColumnCutter.Answer(box: line.glyphs[index].box, input: input, probabilities: probabilities)
        }
        let upright = line.probabilities.map { $0?.max() ?? 0 }, likelihood = Self.likelihood(upright)
        let unclear = upright.indices.filter { upright[$0] < Recognition.clear }, clear = upright.indices.filter { upright[$0] >= Recognition.clear }
        func mayLie(_ quarters: Int) -> Bool { quarters == 2 ? all.count < Self.many : 2 * clear.count <= upright.count }
        /// How likely the marks must be digits when they are turned.
        let enough = likelihood + (laidOut.page.isPhoto ? Self.unlikelyTurn : Self.unlikelyTurnOfDrawing)
        // What is clear as it lies cannot be much clearer in another way: of a page that lies as it should only the rest is asked about.
        var ways = confidences(of: unclear.map { line.glyphs[$0] }, turnedBy: enough < 0 ? (1...3).filter(mayLie) : [])
        ways = ways.filter { Self.likelihood($1) > enough }
        for (quarters, confidences) in confidences(of: clear.map { line.glyphs[$0] }, turnedBy: ways.keys.sorted()) { ways[quarters]? += confidences }
        func share(of way: [Double]) -> Double { Double(way.count { $0 >= Self.beyondDoubt }) / Double(way.count) }
        func most(of quarters: Int) -> Double { quarters == 2 ? Self.mostOfHalf : Self.mostOfQuarter }
        ways = ways.filter { Self.likelihood($1) > enough && share(of: $1) >= most(of: $0) - Self.unsure }
        /// A sheet was rather turned by less, where digits look the same both ways.
        func plausibility(_ quarters: Int, _ way: [Double]) -> Double {
            Self.likelihood(way) - Double(abs(remainder((laidOut.page.sheetAngle ?? 0) + Float(quarters) * .pi / 2, 2 * .pi)) / (.pi / 2))
        }
        let best = ways.sorted(by: { $0.key < $1.key }).max(by: { plausibility($0.key, $0.value) < plausibility($1.key, $1.value) })
        return best.map { Turn(quarters: $0.key, isSure: share(of: $0.value) >= most(of: $0.key)) }
    }

    /// How sure the network is of marks in each of several ways to turn them.
    private func confidences(of glyphs: [Glyph], turnedBy quarters: [Int]) -> [Int: [Double]] {
        let inputs = quarters.map { quarters in glyphs.map { ReadingPreparation.input($0.ink.turned(quarters: quarters), usualHeight: nil) } }
        let asked = inputs.joined().compactMap { $0 }
        var answers = classifier.probabilities(asked.flatMap { $0 }, count: asked.count)[...]
        return Dictionary(uniqueKeysWithValues: zip(quarters, inputs.map { $0.map { $0 == nil ? 0 : answers.removeFirst().max() ?? 0 } }))
    }

    /// The logarithm of how likely marks are all digits, of each of which the network is so sure.
    private static func likelihood(_ confidences: [Double]) -> Double { confidences.reduce(0) { $0 + log(max($1, leastLikely)) } }

    /// A mark that is no digit is hardly less likely to be one.
    private static let leastLikely = 0.2
    /// So many marks tell which way up a page lies.
    private static let fewestMarks = 3, enoughMarks = 16
    /// The logarithm of how much likelier a photo is to lie as it should than on a side or upside down. Few clean pictures are scans, and nobody draws so.
    private static let unlikelyTurn = 3.0, unlikelyTurnOfDrawing = 6.0
    /// Such a share of the marks must be digits beyond doubt then: letters are so less often than they look much like one. Of printed letters that stand on their
    /// heads nearly all may look so: a page of so many marks is not turned upside down.
    private static let beyondDoubt = 0.99, mostOfQuarter = 0.65, mostOfHalf = 0.8, many = 100
    /// With so much less of them it is not sure.
    private static let unsure = 0.2
}

extension InkImage {
    /// The same turned counterclockwise by a quarter of a turn or several.
    func turned(quarters: Int) -> InkImage {
        let lies = quarters & 1 == 1
        return InkImage(width: lies ? height : width, height: lies ? width : height, values: values.turned(quarters: quarters, width: width))
    }
}
