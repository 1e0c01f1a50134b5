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
