import Datasets
import Foundation
import NeuralNetwork

/// The network of a model by itself, without what finds and prepares digits.
struct NetworkAlone {
    private let classifier: Classifier
    private let images: LabelledImages

    init(model: URL, images: LabelledImages) throws {
        classifier = try Classifier(contentsOf: model.path, pool: .serial)
        self.images = images
    }

    /// How many images it reads right.
    func figure(limit: Int?) throws -> Figure {
        let evaluation = try classifier.evaluate(ExampleBatches(ImageExamples(images[0..<min(images.count, limit ?? images.count)])))
        return Figure(name: "MNIST test, network alone", correct: evaluation.correct, total: evaluation.examples)
    }

    /// So many single digits are timed.
    static let timed = 501

    /// The median time for one image, on the calling thread.
    func milliseconds() -> Double {
        let image = images.withPixels(at: 0) { pixels in (0..<images.width * images.height).map { Float(pixels[$0]) / 255 } }
        let times = (0..<Self.timed).map { _ in
            let start = ContinuousClock.now
            _ = classifier.logits(image, count: 1)
            return start.duration(to: .now) / .milliseconds(1)
        }
        return times.sorted()[Self.timed / 2]
    }
}
