import Foundation
import Kernels
import NeuralNetwork
import Pictures

/// Reads the handwritten digits of pictures with one network. Reading is synchronous, and one reader may be used by many threads at once.
public struct DigitReader: Sendable {
    let classifier: any DigitClassifier
    let refusal: Refusal

    package init(classifier: any DigitClassifier, refusal: Refusal = .standard) {
        self.classifier = classifier
        self.refusal = refusal
    }

    /// A reader with the network of a safetensors file.
    ///
    /// - Parameter refusal: what is taken for no digit.
    /// - Throws: the engine's `FileError`, `SafetensorsError` or `ModelFileError` where the file is missing, broken or of another architecture;
    ///   `ReadingError` where it is a model of something else than digits.
    public init(modelAt url: URL, refusal: Refusal = .standard) throws {
        // One picture's few digits are read faster by one thread than by many that have to be woken; many pictures are spread over threads outside.
        let classifier = try Classifier(contentsOf: url.path, pool: .serial)
        guard classifier.input == .image(height: DigitPreparation.side, width: DigitPreparation.side, channels: 1),
              classifier.metadata.labels == (0...9).map(String.init) else { throw ReadingError.notDigits(path: url.path) }
        guard classifier.metadata.preparation == ModelMetadata.mnistPreparation else {
            throw ReadingError.unknownPreparation(path: url.path, name: classifier.metadata.preparation)
        }
        self.init(classifier: classifier, refusal: refusal)
    }

    /// Reads a picture.
    public func read(_ picture: Picture, options: ReadingOptions = .init()) -> Recognition {
        let start = ContinuousClock.now
        let page = PageInk(picture)
        var recognition = options.single ? readOne(page) : readAll(InkComponent.all(in: page.ink), page)
        recognition.milliseconds = start.duration(to: .now) / .milliseconds(1)
        return recognition
    }

    /// After so many refused marks a page is given up where they are the most of it.
    private static let enoughRefused = 24
    /// Why single marks are refused that look like a digit.
    private static let otherPage = "among much that is no digit"

    private func readAll(_ components: [InkComponent], _ page: PageInk) -> Recognition {
        let form = FormLines(components, of: page.ink, isPhoto: page.isPhoto)
        let layout = PageLayout(form.components, of: form.ink, isPhoto: page.isPhoto)
        let rejected = (page.frames + form.rejected + layout.rejected).map { RejectedMark(box: page.inPicture($0.box), reason: $0.reason) }
        var recognition = Recognition(digits: [], rejected: rejected, milliseconds: 0)
        let reader = LineReader(classifier: classifier, page: form.ink, digitHeight: layout.digitHeight, digitWidth: layout.digitWidth, isAlone: layout.lines.count == 1)
        var line = 0
        for (index, columns) in layout.lines.enumerated() {
            let count = recognition.digits.count
            for reading in reader.read(columns) {
                add(reading.probabilities, reading.input, box: page.inPicture(reading.glyph.box), line: line, to: &recognition)
            }
            if recognition.digits.count > count { line += 1 }
            // Of a page full of something else the rest need not be read to know it.
            let refused = recognition.rejected.count - rejected.count
            if refused + recognition.digits.count(where: Refusal.isStrange) >= Self.enoughRefused, refusal.isOtherPage(recognition.digits, refused: refused) {
                let rest = layout.lines[(index + 1)...].joined().map { RejectedMark(box: page.inPicture($0.map(\.box).united), reason: Self.otherPage) }
                recognition.rejected += rest
                break
            }
        }
        let refused = recognition.rejected.count - rejected.count
        if refusal.isOtherPage(recognition.digits, refused: refused) {
            recognition.rejected += recognition.digits.map { RejectedMark(box: $0.box, reason: Self.otherPage) }
            recognition.digits = []
        }
        return recognition
    }

    private func readOne(_ page: PageInk) -> Recognition {
        var recognition = Recognition(digits: [], rejected: [], milliseconds: 0)
        guard let found = SingleDigitInput(in: page) else { return recognition }
        add(classifier.probabilities(found.values, count: 1)[0], found.values, box: found.box, line: 0, to: &recognition)
        return recognition
    }

    private func add(_ probabilities: [Double], _ input: [Float], box: Box, line: Int, to recognition: inout Recognition) {
        let digit = probabilities.indices.reduce(0) { probabilities[$1] > probabilities[$0] ? $1 : $0 }
        if probabilities[digit] >= refusal.leastConfidence {
            recognition.digits.append(ReadDigit(
                digit: digit, confidence: probabilities[digit], probabilities: probabilities, box: box, line: line, networkInput: input))
        } else {
            recognition.rejected.append(RejectedMark(box: box, reason: "not like any digit"))
        }
    }
}
