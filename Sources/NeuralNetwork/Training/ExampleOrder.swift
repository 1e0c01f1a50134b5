/// Numbers of examples, some of the order in which an epoch takes them.
///
/// They are kept in 32 bits: an epoch's order of 40 million images takes 160 MB, and a batch's share of it none of its own.
public struct ExampleIndices: RandomAccessCollection, Sendable {
    /// The largest number of examples that can be told apart.
    static let limit = Int(UInt32.max)

    private let numbers: ArraySlice<UInt32>

    init(_ numbers: ArraySlice<UInt32>) { self.numbers = numbers }

    /// These numbers, each at least 0 and below 2³² - 1.
    public init(_ numbers: some Sequence<Int>) { self.numbers = numbers.map { UInt32($0) }[...] }

    /// 0.
    public var startIndex: Int { 0 }
    /// How many there are.
    public var endIndex: Int { numbers.count }
    /// The example at a place of the batch, counted from 0.
    public subscript(place: Int) -> Int { Int(numbers[numbers.startIndex + place]) }
}

/// The order in which an epoch takes its examples.
package struct ExampleOrder {
    private let numbers: [UInt32]

    /// Examples 0 ..< `count` in random order, each order equally likely (Fisher and Yates).
    ///
    /// - Returns: nil where `shouldStop`, which is asked now and then, says so: tens of millions take seconds.
    package init?(shuffling count: Int, _ random: RandomNumbers, shouldStop: () -> Bool) {
        var random = random
        var numbers: [UInt32] = []
        numbers.reserveCapacity(count)
        while numbers.count < count {
            if shouldStop() { return nil }
            numbers.append(contentsOf: UInt32(numbers.count)..<UInt32(min(numbers.count + Self.piece, count)))
        }
        var end = count
        while end > 0 {
            if shouldStop() { return nil }
            let start = max(0, end - Self.piece)
            random.shuffle(&numbers, downFrom: end, to: start)
            end = start
        }
        self.numbers = numbers
    }

    /// Places that are filled or shuffled between two looks at whether to stop: a few milliseconds' work.
    package static let piece = 1 << 18

    /// How many examples there are.
    package var count: Int { numbers.count }

    /// Those at some places.
    package subscript(places: Range<Int>) -> ExampleIndices { ExampleIndices(numbers[places]) }
}
