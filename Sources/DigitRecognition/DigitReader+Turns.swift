import Foundation

/// Which way up a page lies: telephones that are held over a table do not know, and sheets are laid on scanners as they come.
extension DigitReader {
    /// By how many quarters a page must be turned counterclockwise so that its digits stand upright: 0 where they do, or too few marks tell.
    ///
    /// Some marks from all over the page are turned and shown to the network: what is a digit in one way only tells which way that is. What it says of them as
    /// they lie is kept.
    func quartersToTurn(_ laidOut: inout LaidOutPage) -> Int {
        func size(_ column: [InkComponent]) -> Int {
            let box = column.map(\.box).united
            return max(box.width, box.height)
        }
        let all = Array(laidOut.layout.lines.joined()), sizes = all.map(size)
        // Strokes that lie on their sides are lower than long.
        let usual = max(laidOut.layout.digitHeight, Float(sizes.sorted().dropFirst(sizes.count / 2).first ?? 0))
        let columns = zip(all, sizes).filter { Float($1) > 0.6 * usual && Float($1) < 3 * usual }.map(\.0)
        guard columns.count >= Self.fewestMarks else { return 0 }
        let some = stride(from: 0, to: columns.count, by: (columns.count + Self.enoughMarks - 1) / Self.enoughMarks).map { columns[$0] }
        let line = lineReader(of: laidOut).asked(CollectionOfOne(some))[0]
        laidOut.answers += line.glyphs.indices.compactMap { index in
            guard let input = line.inputs[index], let probabilities = line.probabilities[index] else { return nil }
            return ColumnCutter.Answer(box: line.glyphs[index].box, input: input, probabilities: probabilities)
        }
        let upright = line.probabilities.map { $0?.max() ?? 0 }, likelihood = Self.likelihood(upright)
        let enough = likelihood + (laidOut.page.isPhoto ? Self.unlikelyTurn : Self.unlikelyTurnOfDrawing)
        guard enough < 0 else { return 0 }
        // What is clear as it lies cannot be much clearer in another way: of a page that lies as it should only the rest is asked about.
        let unclear = upright.indices.filter { upright[$0] < Recognition.clear }, clear = upright.indices.filter { upright[$0] >= Recognition.clear }
        var quarters = [1, 2, 3], ways = confidences(of: unclear.map { line.glyphs[$0] }, turnedBy: quarters)
        quarters = quarters.filter { Self.likelihood(ways[$0] ?? []) > enough }
        for (quarters, confidences) in confidences(of: clear.map { line.glyphs[$0] }, turnedBy: quarters) { ways[quarters]? += confidences }
        /// A sheet was rather turned by less, where digits look the same both ways.
        func plausibility(_ quarters: Int) -> Double {
            Self.likelihood(ways[quarters] ?? []) - Double(abs(remainder((laidOut.page.sheetAngle ?? 0) + Float(quarters) * .pi / 2, 2 * .pi)) / (.pi / 2))
        }
        guard let best = quarters.max(by: { plausibility($0) < plausibility($1) }), let way = ways[best] else { return 0 }
        let areMany = 5 * way.count { $0 >= Recognition.clear } >= 2 * way.count
        return areMany && Self.likelihood(way) > enough ? best : 0
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
    /// The logarithm of how much likelier a photo is to lie as it should than in another way. Few clean pictures are scans, and nobody draws upside down.
    private static let unlikelyTurn = 2.0, unlikelyTurnOfDrawing = 6.0
}

extension InkImage {
    /// The same turned counterclockwise by a quarter of a turn or several.
    func turned(quarters: Int) -> InkImage {
        let lies = quarters & 1 == 1
        return InkImage(width: lies ? height : width, height: lies ? width : height, values: values.turned(quarters: quarters, width: width))
    }
}

extension Array {
    /// The values of an image, row by row, with the image turned counterclockwise by a quarter of a turn or several.
    ///
    /// - Parameter width: values in a row.
    func turned(quarters: Int, width: Int) -> [Element] {
        let height = count / width
        return switch quarters & 3 {
        case 1: (0..<width).reversed().flatMap { x in (0..<height).map { self[$0 * width + x] } }
        case 2: reversed()
        case 3: (0..<width).flatMap { x in (0..<height).reversed().map { self[$0 * width + x] } }
        default: self
        }
    }
}
