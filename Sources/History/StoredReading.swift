import DigitRecognition
import Foundation

/// What is kept of a `Recognition`: all of it but what the network saw, which the picture gives again.
///
/// Its JSON has the names that `recognize --json` prints.
public struct StoredReading: Sendable, Equatable, Codable {
    /// A digit that was read.
    public struct Digit: Sendable, Equatable, Codable {
        /// The digit, 0 to 9.
        public var digit: Int
        /// The calibrated probability of `digit`, 0 to 1.
        public var confidence: Double
        /// The ten calibrated probabilities, in the order of the digits.
        public var probabilities: [Double]
        /// Where the digit stands in the picture of the entry, in pixels.
        public var box: Box
        /// Which line of the picture it belongs to, from 0 at the top.
        public var line: Int
    }

    /// The digits in reading order.
    public var digits: [Digit]
    /// The marks that were refused.
    public var rejected: [RejectedMark]
    /// The time that reading took.
    public var milliseconds: Double

    /// What is kept of `recognition`.
    public init(_ recognition: Recognition) {
        digits = recognition.digits.map {
            Digit(digit: $0.digit, confidence: $0.confidence, probabilities: $0.probabilities, box: $0.box, line: $0.line)
        }
        rejected = recognition.rejected
        milliseconds = recognition.milliseconds
    }
}

extension StoredReading {
    /// The reading as the database keeps it: probabilities to six places, which is finer than they are known.
    func json() throws -> String {
        func rounded(_ value: Double) -> Double { (value * 1e6).rounded() / 1e6 }
        var reading = self
        for index in reading.digits.indices {
            reading.digits[index].confidence = rounded(digits[index].confidence)
            reading.digits[index].probabilities = digits[index].probabilities.map(rounded)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(reading), as: UTF8.self)
    }

    init(json: String) throws {
        self = try JSONDecoder().decode(StoredReading.self, from: Data(json.utf8))
    }
}
