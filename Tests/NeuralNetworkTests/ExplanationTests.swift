import NeuralNetwork
import Testing

@Suite struct ExplanationTests {
    /// Smooth everywhere but at the ReLU, which no difference below crosses.
    private static let layers = [
        NamedLayer("conv1", .conv2D(Conv2D(filters: 3, kernel: 3, bias: false))),
        NamedLayer("bn1", .batchNorm(BatchNorm())), NamedLayer("relu1", .relu),
        NamedLayer("pool", .averagePool2D(AveragePool2D(window: 2))), NamedLayer("gelu", .activation(.gelu)),
        NamedLayer("flatten", .flatten(Flatten())), NamedLayer("fc", .dense(Dense(outputs: 4))),
    ]
    private static let input = ActivationShape.image(height: 6, width: 6, channels: 1)

    private static let image: [Float] = {
        var random = RandomNumbers(seed: 21, stream: "images")
        return random.normals(input.count)
    }()

    private static func classifier(_ network: Network) -> Classifier { Classifier(network, metadata: ModelMetadata(architecture: "test")) }

    /// The gradient of a logit by the last convolution's activations, against differences through the layers behind it.
    @Test func gradientsByTheLastConvolution() throws {
        let network = try Network(input: Self.input, layers: Self.layers, seed: 2)
        let classifier = Self.classifier(network)
        let image = Self.image
        let tail = try Network(
            input: .image(height: 4, width: 4, channels: 3), layers: Array(network.layers[3...]), seed: 0)
        try tail.load(network.state.filter { $0.key.hasPrefix("fc.") })
        let after = Self.classifier(tail)
        for label in 0..<4 {
            let explanation = classifier.explanation(of: image, forClass: label)
            #expect(explanation.logits == classifier.logits(image, count: 1))
            let activations = try #require(explanation.activations), gradient = try #require(explanation.gradient)
            #expect(activations.shape == [4, 4, 3])
            #expect(activations.elements.allSatisfy { $0 >= 0 })
            let base = activations.elements
            #expect(relativeDifference(after.logits(base, count: 1), explanation.logits) < 1e-5)
            for i in base.indices {
                let difference = Self.difference(after, base, at: i, label: label)
                // GELU's third derivative is below 2, pooling divides by 4: h² / 6 · 2 / 16; rounding 1e-7 / 0.02.
                #expect(abs(gradient[i] - difference) < 1e-4)
            }
        }
    }

    /// The gradient of a logit by the picture, with a convolution and without, against differences.
    @Test(arguments: [true, false]) func gradientsByThePicture(convolves: Bool) throws {
        // GELU in place of ReLU: a difference across the corner of a ReLU is no derivative.
        let smooth = Self.layers.map { $0.name == "relu1" ? NamedLayer("relu1", .activation(.gelu)) : $0 }
        let dense = [
            NamedLayer("flatten", .flatten(Flatten())), NamedLayer("fc1", .dense(Dense(outputs: 8))), NamedLayer("gelu", .activation(.gelu)),
            NamedLayer("fc2", .dense(Dense(outputs: 4))),
        ]
        let network = try Network(input: Self.input, layers: convolves ? smooth : dense, seed: 3)
        let classifier = Self.classifier(network)
        let image = Self.image
        for label in 0..<4 {
            let explanation = classifier.explanation(of: image, forClass: label)
            #expect((explanation.activations != nil) == convolves)
            for i in image.indices {
                // The third derivative through two GELUs with weights of about 0.3 stays below 10: h² / 6 · 10.
                #expect(abs(explanation.inputGradient[i] - Self.difference(classifier, image, at: i, label: label)) < 1e-3)
            }
        }
    }

    private static func difference(_ classifier: Classifier, _ values: [Float], at index: Int, label: Int) -> Float {
        var up = values, down = values
        up[index] += 0.02
        down[index] -= 0.02
        return (classifier.logits(up, count: 1)[label] - classifier.logits(down, count: 1)[label]) / 0.04
    }

    /// What the pixels add, all together, is the logit's difference from that of a blank picture; a blank pixel adds nothing.
    @Test func integratedGradientsAddUp() throws {
        let network = try Network(input: Self.input, layers: Self.layers, seed: 4)
        let classifier = Self.classifier(network)
        var image = Self.image.map(abs)
        image[7] = 0
        let blank = classifier.logits([Float](repeating: 0, count: image.count), count: 1)
        for label in 0..<4 {
            let parts = classifier.integratedGradients(of: image, forClass: label, steps: 256)
            let rise = classifier.logits(image, count: 1)[label] - blank[label]
            #expect(parts[7] == 0)
            // At most 12 activations change the slope within a step: 12 · 1/256 of a slope of the logit's own size.
            #expect(abs(parts.reduce(0, +) - rise) < 0.02 * max(abs(rise), 1))
        }
    }

    /// Without anything curved each pixel adds its value times its weight, in one step.
    @Test func integratedGradientsOfALinearNetwork() throws {
        let network = try Network(input: .vector(3), layers: [NamedLayer("fc", .dense(Dense(outputs: 2)))], seed: 5)
        let weights = try #require(network.state["fc.weight"]).elements
        let parts = Self.classifier(network).integratedGradients(of: [1, -2, 3], forClass: 1, steps: 1)
        for (part, expected) in zip(parts, [weights[3], -2 * weights[4], 3 * weights[5]]) { #expect(abs(part - expected) < 1e-5) }
    }
}
