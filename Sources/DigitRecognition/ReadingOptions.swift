/// How a picture is to be read.
public struct ReadingOptions: Sendable, Equatable {
    /// The picture shows at most one digit: all its ink is taken together, or the likeliest part of it where there is dirt beside the digit.
    public var single: Bool

    /// Options; by default a picture may hold any number of digits.
    public init(single: Bool = false) {
        self.single = single
    }
}
