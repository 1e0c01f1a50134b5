import Foundation
import Pictures

/// Reads the handwritten digits of pictures with one network. Reading is synchronous, and one reader may be used by many threads at once.
public struct DigitReader: Sendable {
    let classifier: any DigitClassifier

    package init(classifier: any DigitClassifier) {
        self.classifier = classifier
    }

    /// A reader with the network of a safetensors file.
    ///
    /// - Throws: `ReadingError` where the file is missing, broken or of another architecture.
    public init(modelAt url: URL) throws {
        throw ReadingError.modelUnreadable(path: url.path, reason: "this build has no network yet")
    }

    /// Reads a picture.
    public func read(_ picture: Picture, options: ReadingOptions = .init()) -> Recognition {
        let start = ContinuousClock.now
        let ink = InkImage(drawing: picture)
        var digits: [ReadDigit] = []
        if let input = DigitPreparation()(ink), let box = ink.box {
            let probabilities = classifier.probabilities(input, count: 1)[0]
            let digit = probabilities.indices.max { probabilities[$0] < probabilities[$1] }!
            digits = [ReadDigit(digit: digit, confidence: probabilities[digit], probabilities: probabilities, box: box, line: 0, networkInput: input)]
        }
        return Recognition(digits: digits, rejected: [], milliseconds: start.duration(to: .now) / .milliseconds(1))
    }
}
