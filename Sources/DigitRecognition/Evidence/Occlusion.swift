import Foundation

/// What an answer loses where ink is erased.
enum Occlusion {
    /// How far the erasing reaches, in pixels of the network's input: a Gaussian's standard deviation, so that about a stroke's width goes.
    private static let reach: Float = 1.2
    /// Fainter than this, nothing is asked about a pixel: the edge of a stroke goes with its middle.
    private static let faintest: Float = 0.05

    /// By how much the logit of an answer, less the mean of the ten, falls when the ink around each pixel is erased.
    ///
    /// - Parameter image: 28 x 28 values, 0 paper to 1 ink.
    /// - Returns: 28 x 28 values in logits, 0 where there is no ink.
    static func losses(of image: [Float], for answer: Int, by classifier: some DigitClassifier) -> [Float] {
        let side = DigitPreparation.side
        let asked = image.indices.filter { image[$0] > faintest }
        var images = image
        images.reserveCapacity(image.count * (asked.count + 1))
        let fallOff = (0..<side).map { exp(-Float($0 * $0) / (2 * reach * reach)) }
        for centre in asked {
            for y in 0..<side {
                let down = fallOff[abs(y - centre / side)]
                for x in 0..<side { images.append(image[y * side + x] * (1 - down * fallOff[abs(x - centre % side)])) }
            }
        }
        let logits = classifier.logits(images, count: asked.count + 1)
        func score(_ row: Int) -> Float { logits[10 * row + answer] - logits[10 * row..<10 * row + 10].reduce(0, +) / 10 }
        var losses = [Float](repeating: 0, count: image.count)
        for (index, pixel) in asked.enumerated() { losses[pixel] = score(0) - score(index + 1) }
        return losses
    }
}
