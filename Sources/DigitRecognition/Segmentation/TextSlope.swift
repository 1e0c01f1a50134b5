import Foundation

/// How far the lines of a page are turned clockwise from the horizontal, where its marks tell.
enum TextSlope {
    /// The direction, in radians from -pi / 2 to pi / 2, along which the most marks stand behind one another, of those not far apart; nil where they are
    /// few, or hardly fewer stand level.
    ///
    /// - Parameters:
    ///   - boxes: those of the marks.
    ///   - height: a digit's usual height.
    static func angle(of boxes: [Box], height: Float) -> Float? {
        let middles = boxes.filter { Float(max($0.width, $0.height)) > 0.5 * height && Float(max($0.width, $0.height)) < 2.5 * height }
            .map { SIMD2($0.middleX, $0.middleY) }
        guard middles.count >= fewest, middles.count <= most else { return nil }
        var pairs: [SIMD2<Float>] = []
        for (index, middle) in middles.enumerated() {
            for end in middles[(index + 1)...] where ((end - middle) * (end - middle)).sum() < reach * reach * height * height { pairs.append(end - middle) }
        }
        let width = offLine * height
        let across = (-89...90).map { degrees in
            let angle = Float(degrees) * .pi / 180
            return SIMD2(-sin(angle), cos(angle))
        }
        var alignments = [Float](repeating: 0, count: across.count)
        for pair in pairs {
            // Along directions far from its own it counts for nothing.
            let own = atan2(pair.y, pair.x) * 180 / .pi, apart = asin(min(width / (pair * pair).sum().squareRoot(), 1)) * 180 / .pi + 1
            let first = Int((own - apart).rounded(.down)) + 89 + 2 * across.count
            for place in first..<first + min(Int(2 * apart) + 3, across.count) {
                let place = place % across.count
                alignments[place] += max(0, 1 - abs((pair * across[place]).sum()) / width)
            }
        }
        let aligned = alignments.indices.map { (degrees: $0 - 89, alignment: alignments[$0]) }
        guard let best = aligned.max(by: { $0.alignment < $1.alignment }) else { return nil }
        // Lines that run upwards must be clearer than any that people write on a page that lies as it should.
        let usual = aligned.filter { abs($0.degrees) <= (abs(best.degrees) > steepest ? steepest : 0) }.map(\.alignment).max() ?? 0
        return best.alignment > clearly * usual ? Float(best.degrees) * .pi / 180 : nil
    }

    /// Fewer marks may stand in any direction by chance; of more than `most` the pairs are too many to look at.
    private static let fewest = 5, most = 400
    /// Marks of one line are at most so many digits' heights apart, and their middles so many off the line.
    private static let reach: Float = 9, offLine: Float = 0.3
    /// Degrees that the lines of a page that is held upright may climb.
    private static let steepest = 60
    /// So many times more marks stand along the direction than level.
    private static let clearly: Float = 1.2
}
