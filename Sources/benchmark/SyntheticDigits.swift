import NeuralNetwork

/// Pictures for a measurement, all in memory: a fifth of the pixels inked, as in MNIST. What they show does not change the speed.
struct SyntheticDigits: BatchSource {
    let count: Int
    private let pixels: [Float]

    init(count: Int) {
        self.count = count
        var state: UInt64 = 1
        pixels = (0..<count * 784).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let value = state >> 33
            return value % 5 == 0 ? Float(value >> 8 & 255) / 255 : 0
        }
    }

    func fill(_ batch: Batch, for request: BatchRequest) {
        pixels.withUnsafeBufferPointer { all in
            guard let first = all.baseAddress else { return }
            for (i, index) in request.indices.enumerated() {
                batch.image(i).update(from: first + index * 784, count: 784)
                batch.labels[i] = UInt8(index % 10)
            }
        }
    }

    /// One picture, 784 pixels.
    func image(_ index: Int) -> [Float] { Array(pixels[index * 784..<(index + 1) * 784]) }
    /// `count` pictures one behind the other.
    func images(_ first: Int, count: Int) -> [Float] { Array(pixels[first * 784..<(first + count) * 784]) }
}
