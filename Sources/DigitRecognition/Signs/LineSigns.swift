/// Tells the signs of a line from its digits: slashes, bars, brackets, parentheses, exclamation marks, per cent. A network that sees one mark at a time takes
/// most of them for a 1; a person sees how they stand among the digits.
struct LineSigns {
    /// For each reading why it is no digit; nil where it may be one.
    private(set) var reasons: [String?]

    private let readings: [LineReader.Reading]
    /// The course of what is one stroke.
    private let shapes: [StrokeShape?]
    private let leans: [Float]
    /// Indices of what is a digit beyond doubt, and no bare stroke.
    private var digits: [Int]
    /// The usual height of the digits.
    private let height: Float

    private static let stroke = "a stroke beside digits", bracket = "a bracket", perCent = "a per cent sign"
    private static let mark = "a punctuation mark", currency = "a currency sign", hatching = "hatching"
    /// What is read with less confidence is no measure for others.
    private static let sure = 0.8

    /// - Parameters:
    ///   - specks: small marks around the line.
    ///   - digitHeight: the usual height of a digit on the page.
    init(_ readings: [LineReader.Reading], specks: [Box], digitHeight: Float) {
        self.readings = readings
        reasons = [String?](repeating: nil, count: readings.count)
        shapes = readings.map { reading in
            // A digit that is surely more than a stroke need not be measured.
            [1, 4, 6, 7, 0].contains(reading.digit) || reading.confidence < Self.sure ? StrokeShape(of: reading.glyph.ink) : nil
        }
        leans = readings.map { $0.glyph.ink.lean }
        let shapes = shapes
        digits = readings.indices.filter { readings[$0].confidence >= Self.sure && (shapes[$0] == nil || readings[$0].digit != 1) }
        let heights = digits.map { Float(readings[$0].glyph.box.height) }.sorted()
        height = heights.isEmpty ? digitHeight : heights[heights.count / 2]
        findPerCents()
        findHatching()
        digits.removeAll { reasons[$0] != nil }
        for index in readings.indices where reasons[index] == nil { reasons[index] = reason(for: index, specks: specks) }
        findParentheses()
    }

    private func box(_ index: Int) -> Box { readings[index].glyph.box }

    // MARK: Single signs

    private func reason(for index: Int, specks: [Box]) -> String? {
        let reading = readings[index], box = reading.glyph.box
        // A 1 may have a flag or a foot that is longer than it is high.
        if reading.digit == 1, box.width > box.height, InkEllipse(of: InkComponent.runs(of: reading.glyph.ink)).isStroke { return Self.stroke }
        let around = neighbours(of: box)
        let above = (around.top - Float(box.y)) / height, below = (Float(box.bottom) - around.bottom) / height
        let size = Float(box.height) / height
        // A 0 may be small and flat.
        if !digits.isEmpty, reading.digit != 0, Float(box.width) > 1.3 * Float(box.height), size < 0.6 { return Self.mark }
        if [3, 5, 6, 8, 9].contains(reading.digit), size >= 1.12, digits.count > 1, min(above, below) >= 0.04, hasStubs(reading.glyph.ink) {
            return Self.currency
        }
        guard let shape = shapes[index] else { return reading.digit == 1 && hasDot(reading.glyph.ink) ? Self.mark : nil }
        let isDoubtful = reading.confidence < Self.sure
        guard reading.digit == 1 || isDoubtful else {
            return shape.isBracket && [4, 6, 0].contains(reading.digit) ? Self.bracket : nil
        }
        if shape.isBracket { return Self.bracket }
        if isExclamation(box, specks) { return Self.mark }
        guard !digits.isEmpty else { return nil }
        if Float(box.height) < Self.lowest * height { return Self.mark }
        guard abs(shape.bow) < Self.straight else {
            return abs(shape.bow) >= Self.bent && size >= 1.05 ? Self.bracket : nil
        }
        return isSlashOrBar(index) ? Self.stroke : nil
    }

    /// How much a bare stroke looks like a slash or a bar: it leans more than the hand does, is higher than the digits, and looks out above and below. A 1 has
    /// each of these at times, even all of them; where the line has other 1s, it is like them.
    private func isSlashOrBar(_ index: Int) -> Bool {
        let hand = handLean(without: index)
        // Some hands write the 0 half as high as others, and a 1 is measured by the tallest.
        let tallest = Float(digits.filter { $0 != index }.map { box($0).height }.max() ?? Int(height))
        func measures(_ stroke: Int) -> (size: Float, beyond: Float, score: Float) {
            let around = neighbours(of: box(stroke)), size = Float(box(stroke).height) / tallest
            let beyond = min(around.top - Float(box(stroke).y), Float(box(stroke).bottom) - around.bottom) / tallest
            return (size, beyond, max(leans[stroke] - Self.naturalLeans[1] - hand, -0.1) + 2.5 * (size - 1) + 3 * beyond)
        }
        let (size, beyond, mine) = measures(index)
        if size >= 1.1, beyond >= 0.06, mine >= Self.surelySlash { return true }
        let lean = leans[index]
        if lean >= Self.slashLean, lean - Self.naturalLeans[1] - hand >= 0.2, size >= 1.07, beyond >= 0.045 { return true }
        let others = readings.indices.filter { other in
            other != index && readings[other].digit == 1 && reasons[other] == nil && (shapes[other].map { abs($0.bow) < Self.straight } ?? false)
        }.map { measures($0).score }.sorted()
        guard others.count >= 2, size >= 1.06, beyond >= 0.02 else { return false }
        return mine >= Self.probablySlash && mine - others[others.count / 2] >= Self.unlikeOthers
    }

    /// Of 145 bare 1s that 22 people wrote, each among four of the writer's other digits, the most slash-like have 1.15; some hands go further, and a 1 that
    /// is lost is worse than a bar that is read.
    private static let surelySlash: Float = 1.6
    /// None of those 145 leans so far, by itself and beside the hand, and looks out above and below the tallest digit as well.
    private static let slashLean: Float = 0.3
    /// What is a slash where the line's other strokes are not.
    private static let probablySlash: Float = 0.7, unlikeOthers: Float = 0.6

    /// A bare stroke lower than this share of the digits' height is a comma, an apostrophe, a part of a tick.
    private static let lowest: Float = 0.5
    /// The bow of a straight stroke, and that of one that is a parenthesis even alone. A bare 1 has up to 0.1.
    private static let straight: Float = 0.1, bent: Float = 0.12

    /// A dot right under the stroke.
    private func isExclamation(_ box: Box, _ specks: [Box]) -> Bool {
        specks.contains { dot in
            let gap = Float(dot.y - box.bottom)
            return gap >= 0.03 * height && gap <= 0.4 * height && Float(max(dot.width, dot.height)) < 0.3 * height && 3 * dot.height < box.height
                && abs(dot.middleX - foot(of: box)) <= 0.2 * height
                // A dot between two lines stands anywhere; that of the sign stands on the foot of the digits.
                && (digits.isEmpty || abs(Float(dot.bottom) - neighbours(of: box).bottom) <= 0.2 * height)
        }
    }

    /// The dot under an exclamation mark, which was taken together with its stroke.
    private func hasDot(_ ink: InkImage) -> Bool {
        guard let box = ink.box else { return false }
        let rows = (box.y..<box.bottom).map { y in (box.x..<box.right).contains { ink[$0, y] >= InkComponent.threshold } }
        guard let gap = rows.lastIndex(of: false), let start = rows[..<gap].lastIndex(of: true) else { return false }
        let dot = rows.count - gap - 1
        return 4 * dot < rows.count && 10 * (gap - start) >= rows.count && 2 * start >= rows.count
    }

    /// Whether one stroke looks out at the top and at the bottom, near the middle: that of a currency sign.
    private func hasStubs(_ ink: InkImage) -> Bool {
        guard let box = ink.box else { return false }
        let limit = 1.6 * StrokeWidth.mean(of: ink) + 1, rows = max(box.height / 9, 1)
        func isStub(_ rows: Range<Int>) -> Bool {
            rows.allSatisfy { y in
                let inked = (box.x..<box.right).filter { ink[$0, y] >= InkComponent.threshold }
                guard let first = inked.first, let last = inked.last else { return true }
                let middle = Float(first + last) / 2 - Float(box.x)
                return Float(last - first + 1) <= limit && abs(middle / Float(box.width) - 0.5) <= 0.3
            }
        }
        return isStub(box.y..<box.y + rows) && isStub(box.bottom - rows..<box.bottom)
    }

    private func foot(of box: Box) -> Float { Float(box.x) + Float(box.width) / 3 }

    /// Where the digits on either side begin and end.
    private func neighbours(of box: Box) -> (top: Float, bottom: Float) {
        let left = digits.filter { self.box($0).middleX < box.middleX }.max { self.box($0).middleX < self.box($1).middleX }
        let right = digits.filter { self.box($0).middleX > box.middleX }.min { self.box($0).middleX < self.box($1).middleX }
        let near = [left, right].compactMap { $0 }.map { self.box($0) }
        guard !near.isEmpty else { return (Float(box.y), Float(box.bottom)) }
        return (near.map { Float($0.y) }.reduce(0, +) / Float(near.count), near.map { Float($0.bottom) }.reduce(0, +) / Float(near.count))
    }

    /// How far digits lean in the mean of many hands: a 4 is heavier on the lower right.
    private static let naturalLeans: [Float] = [0.09, 0.07, 0.14, 0.1, -0.07, 0.03, 0.09, 0.11, 0.1, -0.02]

    /// How much more than usual the other digits lean.
    private func handLean(without index: Int) -> Float {
        let others = digits.filter { $0 != index }.map { leans[$0] - Self.naturalLeans[readings[$0].digit] }.sorted()
        guard !others.isEmpty else { return 0 }
        return (others[(others.count - 1) / 2] + others[others.count / 2]) / 2
    }

    // MARK: Signs of several marks

    /// Two parentheses, the first bent to the left and the second to the right.
    private mutating func findParentheses() {
        let bent = readings.indices.filter { index in
            guard let shape = shapes[index], reasons[index] == nil || reasons[index] == Self.bracket else { return false }
            return abs(shape.bow) >= 0.08 && (readings[index].digit == 1 || readings[index].confidence < Self.sure)
        }
        for (place, left) in bent.enumerated() where shapes[left].map({ $0.bow < 0 }) ?? false {
            guard let right = bent[(place + 1)...].first(where: { shapes[$0].map { $0.bow > 0 } ?? false }), right - left > 1 else { continue }
            let heights = [Float(box(left).height), Float(box(right).height)]
            guard (heights.min() ?? 0) >= 0.95 * height, (heights.max() ?? 0) <= 1.3 * (heights.min() ?? 0) else { continue }
            reasons[left] = Self.bracket
            reasons[right] = Self.bracket
        }
    }

    /// A small ring above, a stroke, a small ring below.
    private mutating func findPerCents() {
        guard readings.count >= 3 else { return }
        for index in 1..<readings.count - 1 where readings[index].digit == 1 {
            let first = box(index - 1), stroke = box(index), last = box(index + 1)
            let small = 0.65 * Float(stroke.height)
            guard Float(first.height) <= small, Float(last.height) <= small, first.middleY < stroke.middleY, last.middleY > stroke.middleY,
                  Float(first.middleY - last.middleY) < -0.25 * Float(stroke.height),
                  -first.overlapX(stroke) < stroke.height / 4, -last.overlapX(stroke) < stroke.height / 4 else { continue }
            for part in index - 1...index + 1 { reasons[part] = Self.perCent }
        }
    }

    /// Many strokes side by side, nearer to each other than anyone writes 1s: hatching, a tally.
    private mutating func findHatching() {
        var strokes = 0..<0
        for index in readings.indices {
            let goesOn = strokes.last.map { Float(box(index).middleX - box($0).middleX) < Self.goesOn * Float(box($0).height) } ?? false
            guard readings[index].digit == 1 else { continue }
            strokes = strokes.upperBound == index && goesOn ? strokes.lowerBound..<index + 1 : index..<index + 1
            guard strokes.count >= Self.fewestHatches else { continue }
            let heights = strokes.map { Float(box($0).height) }.sorted()
            let pitch = Float(box(index).middleX - box(strokes.lowerBound).middleX) / Float(strokes.count - 1)
            if pitch < Self.closest * heights[heights.count / 2] { for stroke in strokes { reasons[stroke] = Self.hatching } }
        }
    }

    /// In heights of the strokes: four 1s in a row that people wrote stand 0.33 apart and more.
    private static let closest: Float = 0.3, goesOn: Float = 0.5
    private static let fewestHatches = 6
}
