import Kernels
import Testing

import NeuralNetwork

/// The engine beside PyTorch: fixtures of make_fixtures.py.
///
/// Both compute in float32 and add in different orders. A sum of k products differs by at most k units of roundoff
/// (2^-24) of the sum of magnitudes; layers one behind the other add theirs, and batch norms and ten steps amplify
/// them by some tens.
@Suite struct PyTorchTests {
    /// One pass: sums of at most 12·8·8 products through nine layers, relative to the largest value.
    static let onePass: Float = 5e-5
    /// Ten steps, each of which starts where the one before ended.
    static let tenSteps: Float = 5e-4

    static func smallCNN() throws -> Network {
        try Network(
            input: .image(height: 8, width: 8, channels: 1),
            layers: [
                NamedLayer("conv1", .conv2D(Conv2D(filters: 4, kernel: 3, padding: .same, bias: false))),
                NamedLayer("bn1", .batchNorm(BatchNorm())), NamedLayer("relu1", .relu),
                NamedLayer("pool", .maxPool2D(MaxPool2D())),
                NamedLayer("conv2", .conv2D(Conv2D(filters: 6, kernel: 3))),
                NamedLayer("bn2", .batchNorm(BatchNorm())), NamedLayer("relu2", .relu),
                NamedLayer("flatten", .flatten(Flatten())),
                NamedLayer("fc1", .dense(Dense(outputs: 8))),
                NamedLayer("bn3", .batchNorm(BatchNorm())), NamedLayer("relu3", .relu),
                NamedLayer("fc2", .dense(Dense(outputs: 5))),
            ])
    }

    static func group(_ file: Safetensors, _ name: String) -> [String: Tensor] {
        Dictionary(uniqueKeysWithValues: file.tensors.filter { $0.key.hasPrefix(name + ".") }
            .map { (String($0.key.dropFirst(name.count + 1)), $0.value) })
    }

    @Test func tenStepsOfASmallCNN() throws {
        let file = try fixture("training.safetensors")
        let network = try Self.smallCNN()
        try network.load(Self.group(file, "start"))
        let input = try #require(file.tensors["input"]).elements
        let labels = try #require(file.tensors["labels"]).elements.map { UInt8($0) }
        let losses = try #require(file.tensors["losses"]).elements
        let gradients = FloatBuffer(count: network.layout.trainedCount)
        let plan = network.plan(.training, capacity: 12, gradients: gradients)
        let loss = LossComputation(CrossEntropy(labelSmoothing: 0.1), classes: 5, capacity: 12)
        let optimiser = OptimiserState(.sgd(momentum: 0.9), decay: .none, layout: network.layout)
        for step in 0..<10 {
            let value = input.withUnsafeBufferPointer { buffer in
                plan.forward(buffer.baseAddress!, batch: 12)
                let value = loss.forwardAndBackward(
                    logits: plan.output, labels: labels, batch: 12, gradient: plan.outputGradient, context: plan.context)
                plan.backward(batch: 12)
                return value
            }
            #expect(abs(value - losses[step]) < (step == 0 ? Self.onePass : Self.tenSteps) * losses[step], "loss of step \(step)")
            if step == 0 {
                let logits = Array(UnsafeBufferPointer(start: plan.output, count: 60))
                #expect(relativeDifference(logits, file.tensors["logits"]!.elements) < Self.onePass)
                for entry in network.layout.entries where entry.description.role.isTrained {
                    let name = entry.description.name
                    let expected = try #require(file.tensors["gradient.\(name)"]).elements
                    let computed = network.layout.tensor(entry, in: gradients).elements
                    if name == "conv2.bias" || name == "fc1.bias" {
                        // A batch norm follows: the true gradient is 0, and what is left is rounding.
                        #expect(computed.allSatisfy { abs($0) < 1e-6 }, "gradient of \(name)")
                    } else {
                        #expect(relativeDifference(computed, expected) < Self.onePass, "gradient of \(name)")
                    }
                }
            }
            optimiser.update(network.values.trained, gradients: gradients, learningRate: 0.05, kernels: .current, pool: .serial)
        }
        let end = Self.group(file, "end")
        for (name, tensor) in network.state {
            #expect(relativeDifference(tensor.elements, try #require(end[name]).elements) < Self.tenSteps, "\(name) after ten steps")
        }
        let classifier = Classifier(network, metadata: ModelMetadata(architecture: "test"), pool: .serial)
        let evaluated = try #require(file.tensors["evaluated_logits"]).elements
        #expect(relativeDifference(classifier.logits(input, count: 12), evaluated) < Self.tenSteps)
    }

    @Test func optimisers() throws {
        let file = try fixture("optimisers.safetensors")
        let start = try #require(file.tensors["start"]).elements
        let all = try #require(file.tensors["gradients"]).elements
        let cases: [(String, Optimiser, Float, Float)] = [
            ("sgd", .sgd(momentum: 0), 0.1, 0.01), ("momentum", .sgd(momentum: 0.9), 0.1, 0.01),
            ("nesterov", .sgd(momentum: 0.8, nesterov: true), 0.1, 0),
            ("adam", .adam(beta1: 0.9, beta2: 0.99, epsilon: 1e-7), 0.01, 0.02), ("adamw", .adamW(), 0.01, 0.1),
        ]
        let layout = ParameterLayout([
            ParameterDescription("w", .weight, shape: [37], order: .same, initialiser: .constant(0)),
        ])
        for (name, optimiser, rate, decay) in cases {
            let state = OptimiserState(optimiser, decay: WeightDecay(decay), layout: layout)
            let weights = FloatBuffer(count: layout.trainedCount), gradients = FloatBuffer(count: layout.trainedCount)
            weights.pointer.update(from: start, count: 37)
            let expected = try #require(file.tensors[name]).elements
            for step in 0..<6 {
                gradients.pointer.update(from: Array(all[step * 37..<(step + 1) * 37]), count: 37)
                state.update(weights, gradients: gradients, learningRate: rate, kernels: .current, pool: .serial)
                // Some ten roundings a step.
                let tolerance = Float(step + 1) * 10 * Float.ulpOfOne
                let computed = Array(weights.elements.prefix(37))
                #expect(relativeDifference(computed, Array(expected[step * 37..<(step + 1) * 37])) < tolerance, "\(name), step \(step)")
            }
        }
    }

    @Test func gradientClipping() throws {
        let file = try fixture("optimisers.safetensors")
        let gradients = FloatBuffer(count: 37)
        gradients.pointer.update(from: Array(try #require(file.tensors["gradients"]).elements.prefix(37)), count: 37)
        let norm = clipGradientNorm(gradients, limit: 1.5, kernels: .current, pool: .serial)
        #expect(relativeDifference([norm], try #require(file.tensors["norm"]).elements) < 20 * .ulpOfOne)
        let clipped = try #require(file.tensors["clipped"]).elements
        #expect(relativeDifference(Array(gradients.elements), clipped) < 20 * .ulpOfOne)
        // What is short enough stays as it is, bit by bit.
        let before = Array(gradients.elements)
        #expect(clipGradientNorm(gradients, limit: 2, kernels: .current, pool: .serial) < 1.51)
        #expect(Array(gradients.elements) == before)
    }

    @Test func schedules() throws {
        let file = try fixture("schedules.safetensors")
        let cases: [(String, Schedule, Int)] = [
            ("one_cycle", Schedule(.oneCycle(), baseRate: 0.1), 41), ("cosine", Schedule(.cosine(final: 0.1), baseRate: 0.1), 40),
            ("step", Schedule(.step(every: 0.25, factor: 0.5), baseRate: 0.1), 40),
        ]
        for (name, schedule, steps) in cases {
            let expected = try #require(file.tensors[name]).elements
            #expect(expected.count == steps)
            for step in 0..<steps {
                // The fixture is in float32.
                #expect(abs(schedule.rate(step: step, of: steps) - Double(expected[step])) < 1e-8, "\(name), step \(step)")
            }
        }
    }

    @Test func losses() throws {
        let file = try fixture("losses.safetensors")
        let logits = try #require(file.tensors["logits"]).elements
        let labels = try #require(file.tensors["labels"]).elements.map { UInt8($0) }
        let targets = try #require(file.tensors["targets"]).elements
        let context = RunContext(kernels: .current, pool: .serial)
        let gradient = FloatBuffer(count: 90)
        for (name, smoothing) in [("plain", Float(0)), ("smooth", 0.2), ("soft", 0), ("soft_smooth", 0.2)] {
            let loss = LossComputation(CrossEntropy(labelSmoothing: smoothing), classes: 10, capacity: 9)
            let value = name.hasPrefix("soft")
                ? loss.forwardAndBackward(logits: logits, targets: targets, batch: 9, gradient: gradient.pointer, context: context)
                : loss.forwardAndBackward(logits: logits, labels: labels, batch: 9, gradient: gradient.pointer, context: context)
            // Ten terms, an exponential and a logarithm good to a few units of roundoff.
            let expected = try #require(file.tensors["\(name).loss"]).elements
            #expect(relativeDifference([value], expected) < 20 * .ulpOfOne, "\(name)")
            let gradients = try #require(file.tensors["\(name).gradient"]).elements
            #expect(relativeDifference(Array(gradient.elements), gradients) < 20 * .ulpOfOne, "\(name)")
        }
    }

    @Test func layers() throws {
        let file = try fixture("layers.safetensors")
        let input = try #require(file.tensors["input"])
        let cases: [(String, Layer)] = [
            ("stride", .conv2D(Conv2D(filters: 5, kernel: 3, stride: 2))),
            ("padded", .conv2D(Conv2D(filters: 4, kernel: 5, padding: .same))),
            ("uneven", .conv2D(Conv2D(
                filters: 4, kernelHeight: 2, kernelWidth: 3, strideY: 1, strideX: 2,
                padding: .explicit(top: 1, left: 2, bottom: 0, right: 1)))),
            ("gelu", .activation(.gelu)), ("leaky", .activation(.leakyReLU(slope: 0.2))),
            ("max", .maxPool2D(MaxPool2D(window: 3, stride: 2))), ("average", .averagePool2D(AveragePool2D(window: 2))),
            ("global", .averagePool2D(.global)),
        ]
        let shape = ActivationShape.image(height: 9, width: 8, channels: 3)
        let x = channelsLast(input)
        for (name, layer) in cases {
            let network = try Network(input: shape, layers: [NamedLayer(name, layer)])
            try network.load(Self.group(file, name).filter { $0.key != "output" }
                .reduce(into: [:]) { $0["\(name).\($1.key)"] = $1.value })
            let plan = network.plan(.inference, capacity: 2)
            x.withUnsafeBufferPointer { plan.forward($0.baseAddress!, batch: 2) }
            let expected = try #require(file.tensors["\(name).output"])
            #expect(expected.shape == [2, network.output.channels, network.output.height, network.output.width])
            let computed = Array(UnsafeBufferPointer(start: plan.output, count: expected.count))
            // At most 75 products in a sum.
            #expect(relativeDifference(computed, channelsLast(expected)) < 75 * .ulpOfOne / 2, "\(name)")
        }
    }

    /// N, C, H, W to N, H, W, C.
    private func channelsLast(_ tensor: Tensor) -> [Float] {
        let (n, c, h, w) = (tensor.shape[0], tensor.shape[1], tensor.shape[2], tensor.shape[3])
        var result: [Float] = []
        for i in 0..<n { for y in 0..<h { for x in 0..<w { for k in 0..<c { result.append(tensor[((i * c + k) * h + y) * w + x]) } } } }
        return result
    }
}
