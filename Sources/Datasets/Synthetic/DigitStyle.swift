/// One way to write a digit: a name, how common it is, and the plan of its strokes.
struct DigitStyle: Sendable {
    let digit: Int
    let name: String
    /// How often it is drawn in relation to the digit's other styles. Rare styles are drawn more often than people write them:
    /// common ones are in every collection.
    let weight: Float
    let plan: @Sendable (inout Draft) -> Void

    init(_ digit: Int, _ name: String, weight: Float = 1, plan: @escaping @Sendable (inout Draft) -> Void) {
        self.digit = digit
        self.name = name
        self.weight = weight
        self.plan = plan
    }

    /// How far each digit may go without becoming another one in the eyes of a reader, 0 to 9.
    static let limits: [Legibility] = [
        Legibility(breadth: 0.65...1.6, steadiness: 0.7),
        // Broad, the flag of a 1 turns into the roof of a 7; narrow, the 7 turns into a 1. Neither stands a stem that winds.
        Legibility(breadth: 0.6...1.1, steadiness: 0.6),
        Legibility(breadth: 0.75...1.6),
        Legibility(breadth: 0.7...1.5),
        // Rounded corners make a closed 4 a 9.
        Legibility(breadth: 0.75...1.5, haste: 0.03),
        Legibility(breadth: 0.75...1.6),
        Legibility(breadth: 0.7...1.5),
        Legibility(breadth: 0.85...1.6, steadiness: 0.7),
        Legibility(breadth: 0.7...1.4),
        Legibility(breadth: 0.7...1.5),
    ]

    /// The styles of each digit, 0 to 9.
    static let all: [[DigitStyle]] = [zero, one, two, three, four, five, six, seven, eight, nine]

    /// The style at `position`, 0..<1, of the cumulated weights.
    static func style(of digit: Int, at position: Float) -> DigitStyle {
        let styles = all[digit]
        var rest = position * styles.reduce(0) { $0 + $1.weight }
        for style in styles {
            rest -= style.weight
            if rest < 0 { return style }
        }
        return styles[styles.count - 1]
    }
}

/// What a hand may do to a plan at most.
struct Legibility: Sendable {
    /// The width in relation to the usual.
    var breadth: ClosedRange<Float> = 0.55...1.7
    /// The share of its sloppiness that a hand keeps.
    var steadiness: Float = 1
    /// The rounding of corners, in heights.
    var haste: Float = 1
}
