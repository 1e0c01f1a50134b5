extension LineReader {
    /// A line of writing, and what the network says of its ink as it stands.
    struct Line {
        /// The columns from the left.
        let glyphs: [Glyph]
        /// Of each column that may well be one digit as it stands what the network is asked, and what it says.
        fileprivate(set) var inputs: [[Float]?], probabilities: [[Double]?]

        /// What the network said of the columns.
        var answers: [ColumnCutter.Answer] {
            glyphs.indices.compactMap { index in
                guard let input = inputs[index], let probabilities = probabilities[index] else { return nil }
                return ColumnCutter.Answer(box: glyphs[index].box, input: input, probabilities: probabilities)
            }
        }

        /// The readings of the columns as they stand. What is too wide for one digit is none; what is too low tells nothing.
        var uncut: [Reading] {
            glyphs.indices.compactMap { index in
                if let input = inputs[index], let probabilities = probabilities[index] {
                    return Reading(glyph: glyphs[index], input: input, probabilities: probabilities, column: index, isCut: false)
                }
                guard glyphs[index].box.width > glyphs[index].box.height else { return nil }
                return Reading(glyph: glyphs[index], input: [], probabilities: [Double](repeating: 0.1, count: 10), column: index, isCut: false)
            }
        }
    }

    /// Asks the network about the columns of several lines at once, which takes it less time than one line after the other.
    ///
    /// - Parameter lines: of each line the components from the left, those of one digit together.
    func asked(_ lines: some Sequence<[[InkComponent]]>) -> [Line] {
        var lines = lines.map { columns in
            let glyphs = columns.map { Glyph($0, of: page) }, inputs = glyphs.map(alone)
            return Line(glyphs: glyphs, inputs: inputs, probabilities: zip(glyphs, inputs).map { known($0, $1) })
        }
        let open = lines.indices.flatMap { line in
            lines[line].glyphs.indices.filter { lines[line].inputs[$0] != nil && lines[line].probabilities[$0] == nil }.map { (line: line, column: $0) }
        }
        let probabilities = classifier.probabilities(open.flatMap { lines[$0.line].inputs[$0.column] ?? [] }, count: open.count)
        for (place, answer) in zip(open, probabilities) { lines[place.line].probabilities[place.column] = answer }
        return lines
    }

    /// What the network said of a column before.
    private func known(_ glyph: Glyph, _ input: [Float]?) -> [Double]? {
        answers.first { $0.box == glyph.box && $0.input == input }?.probabilities
    }

    /// The input for a column that may well be one digit as it stands; nil where it cannot be.
    private func alone(_ glyph: Glyph) -> [Float]? {
        let height = Float(glyph.box.height), width = Float(glyph.box.width)
        // Hardly any digit is wider than high, but a 0 may lie on its side. Where there are others to compare it with, it is not twice as wide as they are: a
        // round 0 or an open 4 among slim digits comes near it.
        guard height >= 0.6 * digitHeight, width <= 2 * height, width <= 1.8 * (usualWidth(at: height) ?? width) else { return nil }
        return input(of: glyph)
    }
}
