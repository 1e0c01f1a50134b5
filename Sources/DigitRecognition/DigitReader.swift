import Foundation
import Kernels
import NeuralNetwork
import Pictures

/// Reads the handwritten digits of pictures with one network. Reading is synchronous, and one reader may be used by many threads at once.
public struct DigitReader: Sendable {
    let classifier: any DigitClassifier

    package init(classifier: any DigitClassifier) {
        self.classifier = classifier
    }

    /// A reader with the network of a safetensors file.
    ///
    /// - Throws: the engine's `FileError`, `SafetensorsError` or `ModelFileError` where the file is missing, broken or of another architecture;
    ///   `ReadingError` where it is a model of something else than digits.
    public init(modelAt url: URL) throws {
        // One picture's few digits are read faster by one thread than by many that have to be woken; many pictures are spread over threads outside.
        let classifier = try Classifier(contentsOf: url.path, pool: .serial)
        guard classifier.input == .image(height: DigitPreparation.side, width: DigitPreparation.side, channels: 1),
              classifier.metadata.labels == (0...9).map(String.init) else { throw ReadingError.notDigits(path: url.path) }
        guard classifier.metadata.preparation == ModelMetadata.mnistPreparation else {
            throw ReadingError.unknownPreparation(path: url.path, name: classifier.metadata.preparation)
        }
        self.init(classifier: classifier)
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
