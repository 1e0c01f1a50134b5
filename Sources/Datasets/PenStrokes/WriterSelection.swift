/// Some of the writers of a file of pen strokes, so that a model can be measured on people whom it has not seen.
public struct WriterSelection: Sendable, Hashable {
    private let ranges: [ClosedRange<Int>]

    /// The writers that a text names: numbers, and ranges of two numbers with a dash between, with commas between them (`1-8,17-30`). nil where it is
    /// anything else.
    public init?(_ text: String) {
        var ranges: [ClosedRange<Int>] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            guard ends.count <= 2, let first = ends.first ?? nil, let last = ends.last ?? nil, first <= last else { return nil }
            ranges.append(first...last)
        }
        self.ranges = ranges
    }

    /// Whether a writer is one of them.
    public func contains(_ writer: Int) -> Bool { ranges.contains { $0.contains(writer) } }
}
