/// A rectangle in pixels of the picture as shown: the origin is the top left corner, y grows downwards.
public struct Box: Sendable, Equatable, Codable {
    /// Left edge.
    public var x: Int
    /// Top edge.
    public var y: Int
    /// Pixels from left to right edge.
    public var width: Int
    /// Pixels from top to bottom edge.
    public var height: Int

    /// A rectangle from its top left corner and size.
    public init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x; self.y = y; self.width = width; self.height = height
    }
}

/// One digit that was read.
public struct ReadDigit: Sendable, Equatable, Codable {
    /// The digit, 0 to 9.
    public var digit: Int
    /// The calibrated probability of `digit`, 0 to 1.
    public var confidence: Double
    /// The ten calibrated probabilities, in the order of the digits; they add up to 1.
    public var probabilities: [Double]
    /// Where the digit stands.
    public var box: Box
    /// Which line of the picture it belongs to, from 0 at the top.
    public var line: Int
    /// What the network saw, upright: 28 x 28 values, row by row, 0 paper to 1 ink.
    public var networkInput: [Float]
    /// By how many quarters of a turn, 0 to 3, the digit lies clockwise in the picture.
    public var quarters: Int

    /// A digit with all that is known of it.
    public init(digit: Int, confidence: Double, probabilities: [Double], box: Box, line: Int, networkInput: [Float], quarters: Int = 0) {
        self.digit = digit; self.confidence = confidence; self.probabilities = probabilities
        self.box = box; self.line = line; self.networkInput = networkInput; self.quarters = quarters
    }
}

/// A part of the picture that was looked at and taken for no digit.
public struct RejectedMark: Sendable, Equatable, Codable {
    /// Where it stands.
    public var box: Box
    /// Why it was refused, in words for a person.
    public var reason: String

    /// A mark and the reason for refusing it.
    public init(box: Box, reason: String) { self.box = box; self.reason = reason }
}

/// What was read in one picture.
public struct Recognition: Sendable, Equatable, Codable {
    /// The digits in reading order: line by line from the top, from left to right in a line.
    public var digits: [ReadDigit]
    /// The marks that were refused.
    public var rejected: [RejectedMark]
    /// The time that reading took, without decoding.
    public var milliseconds: Double

    /// What was read, in reading order.
    public init(digits: [ReadDigit], rejected: [RejectedMark], milliseconds: Double) {
        self.digits = digits; self.rejected = rejected; self.milliseconds = milliseconds
    }

    /// The digits as text, lines joined by `|`; empty where no digit was read.
    public var text: String {
        var text = ""
        var line = digits.first?.line
        for digit in digits {
            if digit.line != line { text += "|"; line = digit.line }
            text += String(digit.digit)
        }
        return text
    }

    /// The probability that every digit is right (the product of the digits' confidences), 0 where no digit was read.
    public var confidence: Double { digits.isEmpty ? 0 : digits.reduce(1) { $0 * $1.confidence } }
}
