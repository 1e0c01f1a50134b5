import DigitRecognition
import Glibc
import NeuralNetwork

/// Digits and marks where they stand on a sheet of paper, before anybody takes a picture of it. Lengths are pixels of the sheet.
public struct WrittenSheet: Sendable {
    /// One digit on the sheet.
    public struct Digit: Sendable {
        /// The digit, 0 to 9.
        public var digit: Int
        /// The line that it belongs to, from 0 at the top.
        public var line: Int
        /// Its strokes in the sheet's pixels.
        public var strokes: [[SIMD2<Float>]]
    }

    /// The sheet's size.
    public let width: Int, height: Int
    /// The usual height of its digits.
    public let digitHeight: Float
    /// The width of the pen's line.
    public let penWidth: Float
    /// The digits in reading order.
    public var digits: [Digit] = []
    /// What else was drawn: marks that are not digits.
    public var marks: [[[SIMD2<Float>]]] = []
    /// The ink on it, 0 paper to 255 ink.
    public var ink: InkImage

    /// The digits as text, lines joined by `|`.
    public var text: String { linesOfDigits(digits.map { ($0.digit, $0.line) }) }

    /// An empty sheet.
    public init(width: Int, height: Int, digitHeight: Float, penWidth: Float) {
        self.width = width
        self.height = height
        self.digitHeight = digitHeight
        self.penWidth = penWidth
        ink = InkImage(width: width, height: height)
    }

    /// A sheet that is the ink image itself, with a border of paper: to take pictures of ink from elsewhere.
    ///
    /// - Parameter digitHeight: the height of its digits in pixels.
    public init(_ image: InkImage, border: Int, digitHeight: Float, penWidth: Float) {
        self.init(width: image.width + 2 * border, height: image.height + 2 * border, digitHeight: digitHeight, penWidth: penWidth)
        for y in 0..<image.height {
            for x in 0..<image.width { ink[x + border, y + border] = image[x, y] }
        }
    }
}

/// Digits in reading order as text, lines joined by `|`.
func linesOfDigits(_ digits: [(digit: Int, line: Int)]) -> String {
    var text = ""
    for (index, digit) in digits.enumerated() {
        if index > 0, digit.line != digits[index - 1].line { text += "|" }
        text += String(digit.digit)
    }
    return text
}
