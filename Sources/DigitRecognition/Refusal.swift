/// When a mark is taken for no digit.
///
/// The network is trained to spread its answer evenly over the ten digits for what is none of them (outlier exposure, Hendrycks et al. 2019), so that the
/// confidence itself tells: `evaluate refusal` prints the confidence below which one real digit in a hundred lies, and what share of letters and scribbles.
public struct Refusal: Sendable, Equatable {
    /// Marks that are read with less confidence are refused.
    public var leastConfidence: Double

    /// Refuses what is read with less than this confidence.
    public init(leastConfidence: Double) { self.leastConfidence = leastConfidence }

    /// What the app uses. Of what is no digit the network is about a tenth sure; a 4 of an unusual hand or a 0 that is as round as an o stays below a half at
    /// times, and is better shown with the confidence that it has. `evaluate refusal` prints what this refuses of digits and of what is none.
    public static let standard = Refusal(leastConfidence: 0.3)
    /// Takes everything for a digit: to measure what refusing does.
    public static let nothing = Refusal(leastConfidence: 0)

    /// Whether a page is something else than digits, as a whole: a printed page, a drawing. Among its many marks some look like a digit by chance, most often
    /// like the simplest, a bare stroke; where more was refused than read, what was read is believed no more.
    ///
    /// - Parameters:
    ///   - digits: what was read.
    ///   - refused: how many marks of a digit's size the network found to be none.
    func isOtherPage(_ digits: [ReadDigit], refused: Int) -> Bool {
        guard leastConfidence > 0 else { return false }
        let others = digits.filter { !Self.isStrange($0) }, strange = refused + digits.count - others.count
        return strange >= Self.fewest && Self.weight(of: others) < Float(strange)
    }

    /// How many digits they are, where a bare stroke is less than one.
    static func weight(of digits: [ReadDigit]) -> Float { digits.reduce(0) { $0 + (3 * $1.box.width < $1.box.height ? strokeWeight : 1) } }

    /// Whether digits that stand together are a number beyond doubt: all are sure, and one is more than a bare stroke.
    func isClearNumber(_ digits: ArraySlice<ReadDigit>) -> Bool {
        digits.allSatisfy { $0.confidence >= 0.9 && !Self.isStrange($0) } && digits.contains { 3 * $0.box.width >= $0.box.height }
    }

    /// What is read with so little confidence, or is so solid, is shown, but is no sign of a page of digits.
    static func isStrange(_ digit: ReadDigit) -> Bool {
        digit.confidence < 0.5 || StrokeWidth.mean(of: InkImage(networkInput: digit.networkInput)) > solid
    }

    /// Whether the network was shown a blot: a disc of 20 pixels has a mean width of 10.
    static func isBlot(_ networkInput: [Float]) -> Bool { StrokeWidth.mean(of: InkImage(networkInput: networkInput)) > blot }

    private static let blot: Float = 8

    /// So many refused marks may stand beside any digit.
    private static let fewest = 4
    /// Of the 28 pixels: with a quarter of its size a stroke is wider than any marker draws it (one of 17.5 % leaves 3 to 4.4, and 5.1 at most); it is the
    /// silhouette of something, or a blot.
    private static let solid: Float = 5
    /// What a bare stroke counts beside other digits.
    private static let strokeWeight: Float = 0.3
}
