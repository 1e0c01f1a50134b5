/// Digits whose strokes fade so much in places that they fall into pieces, made whole again: what is too pale to be ink by itself is ink where it holds pieces together
/// that are (hysteresis, as in Canny 1986).
enum BrokenStrokes {
    /// Ink of at least this much holds pieces together.
    private static let palest: UInt8 = 40
    /// Where fewer of the marks are this much lower than usual, nothing is broken.
    private static let lowShare: Float = 0.2, low: Float = 0.75
    /// Smaller marks tell nothing.
    private static let speck: Float = 0.12
    /// More marks than anyone writes are texture.
    private static let most = 1000
    /// What becomes whole is no larger than a digit, and so much of it was ink before: the rest of a sheet's grain is not.
    private static let largest: Float = 1.3, leastInk: Float = 0.3

    /// The components with those joined that are pieces of one digit; what is between them becomes ink.
    static func joined(_ components: [InkComponent], of ink: inout InkImage) -> [InkComponent] {
        let usual = PageLayout.usualHeight(components.map(\.box))
        let marks = components.filter { Float(max($0.box.width, $0.box.height)) >= speck * usual }
        let broken = marks.count { Float($0.box.height) < low * usual }
        guard broken > 0, marks.count <= most, Float(broken) >= lowShare * Float(marks.count) else { return components }
        let lifted = ink.lifted(from: palest)
        // Pale lines of the paper hold all digits together that they go through.
        var unruled = lifted
        let lines = RuledLines.remove(from: &unruled)
        guard !lines.places.isEmpty else { return joined(components, by: lifted, of: &ink) }
        unruled.restore(from: lifted, where: ink)
        return joined(joined(components, by: unruled, of: &ink), by: lifted, of: &ink)
    }

    private static func joined(_ components: [InkComponent], by lifted: InkImage, of ink: inout InkImage) -> [InkComponent] {
        let wholes = InkComponent.all(in: lifted), pieces = pieces(components, of: wholes, rows: ink.height)
        let height = PageLayout.usualHeight(wholes.indices.filter { !pieces[$0].isEmpty && 10 * wholes[$0].box.height < 9 * ink.height }.map { wholes[$0].box })
        var result: [InkComponent] = [], isJoined = [Bool](repeating: false, count: components.count)
        for (whole, pieces) in zip(wholes, pieces) where pieces.count > 1 {
            let parts = pieces.map { components[$0] }
            guard Float(max(whole.box.height, whole.box.width)) <= largest * height, parts.count(where: { Float($0.box.height) >= low * height }) <= 1,
                  Float(parts.reduce(0) { $0 + $1.area }) >= leastInk * Float(whole.area) else { continue }
            for piece in pieces { isJoined[piece] = true }
            result.append(whole)
            for run in whole.runs {
                for x in run.start..<run.end { ink[x, run.y] = max(ink[x, run.y], InkComponent.threshold + (ink[x, run.y] - palest) / 2) }
            }
        }
        return components.indices.filter { !isJoined[$0] }.map { components[$0] } + result
    }

    /// Which of the components each of some larger ones holds.
    private static func pieces(_ components: [InkComponent], of wholes: [InkComponent], rows: Int) -> [[Int]] {
        var stretches = [[(start: Int, end: Int, whole: Int)]](repeating: [], count: rows)
        for (index, whole) in wholes.enumerated() {
            for run in whole.runs { stretches[run.y].append((run.start, run.end, index)) }
        }
        var result = [[Int]](repeating: [], count: wholes.count)
        for (index, component) in components.enumerated() {
            guard let run = component.runs.first, let found = stretches[run.y].first(where: { $0.start <= run.start && run.start < $0.end }) else { continue }
            result[found.whole].append(index)
        }
        return result
    }
}

private extension InkImage {
    /// The same with all ink that reaches `least` lifted to what counts as inked.
    func lifted(from least: UInt8) -> InkImage {
        let added = InkComponent.threshold - least, most = 255 - added
        return InkImage(width: width, height: height, values: [UInt8](unsafeUninitializedCapacity: values.count) { result, count in
            values.withUnsafeBufferPointer { values in
                for i in 0..<values.count { result[i] = min(values[i], most) &+ added }
            }
            count = values.count
        })
    }

    /// Takes over what another image of this size has wherever there is ink on a third one.
    mutating func restore(from other: InkImage, where ink: InkImage) {
        values.withUnsafeMutableBufferPointer { values in
            other.values.withUnsafeBufferPointer { other in
                ink.values.withUnsafeBufferPointer { ink in
                    for i in 0..<values.count { values[i] = ink[i] >= InkComponent.threshold ? other[i] : values[i] }
                }
            }
        }
    }
}
