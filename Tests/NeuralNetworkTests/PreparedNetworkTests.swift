import Kernels
import Testing

import NeuralNetwork

/// Inference cuts batches into pieces and keeps weights in another order than training: neither may show in the result.
@Suite struct PreparedNetworkTests {
    @Test("An image's logits depend neither on the images beside it nor on threads", arguments: ["mlp", "cnn", "deep-cnn"])
    func repeatability(_ name: String) throws {
        let network = try Architecture.named(name).network(seed: 3)
        let count = 70, images = ClassifierTests.images(count, network.input)
        let metadata = ModelMetadata(architecture: name)
        let classifier = Classifier(network, metadata: metadata, pool: .serial)
        let all = classifier.logits(images, count: count)
        for threads in [2, 3] {
            #expect(Classifier(network, metadata: metadata, pool: ThreadPool(threads: threads)).logits(images, count: count) == all)
        }
        for n in [0, 1, 31, 63, 64, 69] {
            let one = classifier.logits(Array(images[n * network.input.count..<(n + 1) * network.input.count]), count: 1)
            #expect(one == Array(all[n * classifier.classes..<(n + 1) * classifier.classes]), "image \(n)")
        }
        let few = classifier.logits(Array(images[..<(5 * network.input.count)]), count: 5)
        #expect(few == Array(all[..<(5 * classifier.classes)]))
    }

    @Test("Weights in the order of files come back from memory, whatever their number", arguments: [1, 10, 16, 17, 40])
    func orders(_ outputs: Int) throws {
        let network = try Network(
            input: .image(height: 5, width: 4, channels: 3),
            layers: [
                NamedLayer("conv", .conv2D(Conv2D(filters: outputs, kernel: 3))), NamedLayer("flatten", .flatten(Flatten())),
                NamedLayer("fc", .dense(Dense(outputs: outputs))),
            ], seed: 1)
        let state = network.state
        let copy = try Network(input: network.input, layers: network.layers, seed: 2)
        #expect(copy.state["fc.weight"]?.elements != state["fc.weight"]?.elements)
        try copy.load(state)
        for (name, tensor) in state { #expect(copy.tensor(named: name)?.elements == tensor.elements, "\(name)") }
        let images = ClassifierTests.images(2, network.input), metadata = ModelMetadata(architecture: "test")
        #expect(Classifier(copy, metadata: metadata).logits(images, count: 2) == Classifier(network, metadata: metadata).logits(images, count: 2))
    }
}
