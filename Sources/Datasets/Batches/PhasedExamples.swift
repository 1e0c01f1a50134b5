import NeuralNetwork

/// One source until an epoch and another of the same size from then on, such as the same digits varied less.
public struct PhasedExamples: ExampleSource {
    private let early, late: any ExampleSource
    private let change: Int
    /// As many as each of the two sources has.
    public var count: Int { early.count }

    /// - Parameter change: the first epoch, counted from 0, that takes from `late`.
    /// - Precondition: both have as many examples.
    public init(_ early: any ExampleSource, then late: any ExampleSource, from change: Int) {
        precondition(early.count == late.count, "both sources must have as many examples")
        self.early = early
        self.late = late
        self.change = change
    }

    /// An example of the source whose turn it is in this epoch.
    public func example(
        _ index: Int, epoch: Int, random: inout RandomNumbers?, into image: UnsafeMutablePointer<Float>
    ) -> UInt8 {
        (epoch < change ? early : late).example(index, epoch: epoch, random: &random, into: image)
    }
}
