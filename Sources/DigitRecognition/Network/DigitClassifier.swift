import Foundation
import NeuralNetwork

/// What the reader asks of a network.
package protocol DigitClassifier: Sendable {
    /// The logits of `count` images of 28 x 28 values each (0 paper to 1 ink) that follow one another in `images`: ten numbers an image.
    func logits(_ images: [Float], count: Int) -> [Float]
    /// The temperature by which logits are divided before the softmax, fitted on data held out of training (Guo et al. 2017).
    var temperature: Float { get }
}

extension Classifier: DigitClassifier {
    package var temperature: Float { metadata.temperature }
}

extension DigitClassifier {
    /// The ten calibrated probabilities of each image.
    func probabilities(_ images: [Float], count: Int) -> [[Double]] {
        guard count > 0 else { return [] }
        let logits = logits(images, count: count)
        precondition(logits.count == 10 * count, "a digit classifier gives ten logits an image")
        return (0..<count).map { image in
            let row = logits[10 * image..<10 * image + 10].map { Double($0) / Double(temperature) }
            let largest = row.reduce(-.infinity, max)
            let exponentials = row.map { exp($0 - largest) }
            let sum = exponentials.reduce(0, +)
            return exponentials.map { $0 / sum }
        }
    }
}
