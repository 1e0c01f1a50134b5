import Glibc
import Kernels
import Synchronization
import Testing

import NeuralNetwork

@Suite struct NetworkTests {
    static let picture = ActivationShape.image(height: 8, width: 8, channels: 1)

    @Test func errorsNameTheLayer() throws {
        func error(_ layers: [NamedLayer]) -> String {
            do {
                _ = try Network(input: Self.picture, layers: layers)
                return ""
            } catch { return error.description }
        }
        let conv = NamedLayer("c", .conv2D(Conv2D(filters: 2, kernel: 3)))
        let flat = NamedLayer("f", .flatten(Flatten()))
        let dense = NamedLayer("d", .dense(Dense(outputs: 3)))
        #expect(error([]) == "the network has no layers")
        #expect(error([conv, dense]) == "layer d does not fit: it takes a vector, not pictures of 6x6x2: put a flatten layer before it")
        #expect(error([flat, conv]) == "layer c does not fit: it takes pictures, not 64 features")
        #expect(error([NamedLayer("c", .conv2D(Conv2D(filters: 2, kernel: 9)))])
            == "layer c does not fit: its kernel of 9x9 is larger than its padded input (8x8x1)")
        #expect(error([NamedLayer("c", .conv2D(Conv2D(filters: 0, kernel: 3)))]).hasPrefix("layer c does not fit"))
        #expect(error([NamedLayer("p", .maxPool2D(MaxPool2D(window: 9)))])
            == "layer p does not fit: its window of 9x9 is larger than its input (8x8x1)")
        #expect(error([conv, NamedLayer("c", .relu)]) == "layer c does not fit: the name is taken by a layer before it")
        #expect(error([NamedLayer("x", .dropout(Dropout(1)))]) == "layer x does not fit: its probability 1.0 is not in 0..<1")
        #expect(error([NamedLayer("b", .residual(Residual(body: [conv])))])
            == "layer b does not fit: its body gives 6x6x2 and its shortcut 8x8x1")
        #expect(error([NamedLayer("b", .residual(Residual(body: [flat, conv])))])
            == "layer b.c does not fit: it takes pictures, not 64 features")
    }

    @Test func architectures() throws {
        let expected = [
            "mlp": 784 * 512 + 512 + 512 * 10 + 10,
            "cnn": 9 * 32 + 32 + 9 * 32 * 64 + 64 + 1600 * 128 + 128 + 128 * 10 + 10,
            "deep-cnn": 9 * (32 + 32 * 32 + 32 * 64 + 64 * 64) + 2 * (32 + 32 + 64 + 64 + 256) + 3136 * 256 + 256 * 10 + 10,
        ]
        for architecture in Architecture.all {
            let network = try architecture.network(seed: 1)
            #expect(network.output == .vector(10))
            if let count = expected[architecture.name] { #expect(network.parameterCount == count) }
        }
        #expect(throws: NetworkError.unknownArchitecture(name: "x", known: ["mlp", "cnn", "deep-cnn", "scrawl"])) {
            try Architecture.named("x")
        }
        let names = try Architecture.cnn.network(seed: 1).parameters.map(\.name)
        #expect(names == ["conv1", "conv2", "fc1", "fc2"].flatMap { ["\($0).weight", "\($0).bias"] })
    }

    @Test func statesRoundTripAndAreChecked() throws {
        let network = try TrainerTests.network(seed: 1)
        let other = try TrainerTests.network(seed: 2)
        var state = network.state
        #expect(state["conv1.weight"]?.shape == [5, 1, 3, 3])
        #expect(state["fc1.weight"]?.shape == [16, 80])
        #expect(state["block.conv.weight"]?.shape == [5, 5, 3, 3])
        try other.load(state)
        #expect(other.state == state)
        state["bn1.num_batches_tracked"] = Tensor(shape: [])
        try other.load(state)
        func refused(_ change: (inout [String: Tensor]) -> Void) -> NetworkError? {
            var changed = network.state
            change(&changed)
            return #expect(throws: NetworkError.self) { try other.load(changed) }
        }
        #expect(refused { $0["fc2.bias"] = nil } == .missingTensor(name: "fc2.bias"))
        #expect(refused { $0["fc2.bias"] = Tensor(shape: [5]) } == .wrongShape(name: "fc2.bias", found: [5], expected: [4]))
        #expect(refused { $0["fc2.bias"]?[1] = .nan } == .notFinite(name: "fc2.bias"))
        #expect(refused { $0["fc3.bias"] = Tensor(shape: [5]) } == .unexpectedTensor(name: "fc3.bias"))
        #expect(other.state == network.state)
    }

    @Test func tensorsAreValues() {
        var a = Tensor(shape: [2, 2], elements: [1, 2, 3, 4])
        let b = a
        a[3] = 9
        #expect(b.elements == [1, 2, 3, 4] && a.elements == [1, 2, 3, 9])
        #expect(a != b && b == Tensor(shape: [2, 2], elements: [1, 2, 3, 4]) && b != Tensor(shape: [4], elements: [1, 2, 3, 4]))
        a.withUnsafeElements { #expect(UInt(bitPattern: $0.baseAddress) % 64 == 0) }
    }
}

@Suite struct ClassifierTests {
    /// A network whose batch norms have statistics of their own, some after layers that can take them over and some not.
    static func network() throws -> Network {
        let network = try Network(
            input: .image(height: 9, width: 7, channels: 2),
            layers: [
                NamedLayer("bn0", .batchNorm(BatchNorm())),
                NamedLayer("conv1", .conv2D(Conv2D(filters: 6, kernel: 3, padding: .same))),
                NamedLayer("bn1", .batchNorm(BatchNorm(epsilon: 1e-3))), NamedLayer("relu1", .relu),
                NamedLayer("block", .residual(Residual(
                    body: [
                        NamedLayer("conv1", .conv2D(Conv2D(filters: 8, kernel: 3, stride: 2, padding: .same, bias: false))),
                        NamedLayer("bn1", .batchNorm(BatchNorm())), NamedLayer("leaky", .activation(.leakyReLU(slope: 0.1))),
                        NamedLayer("bn2", .batchNorm(BatchNorm())), NamedLayer("relu", .relu),
                    ],
                    shortcut: [
                        NamedLayer("project", .conv2D(Conv2D(filters: 8, kernel: 1, stride: 2))),
                        NamedLayer("bn3", .batchNorm(BatchNorm())),
                    ]))),
                NamedLayer("identity", .residual(Residual(body: [NamedLayer("drop", .dropout(Dropout(0.5)))]))),
                NamedLayer("pool", .averagePool2D(AveragePool2D(window: 2))),
                NamedLayer("gelu", .activation(.gelu)),
                NamedLayer("flatten", .flatten(Flatten())), NamedLayer("drop", .dropout(Dropout(0.5))),
                NamedLayer("bn2", .batchNorm(BatchNorm())),
                NamedLayer("fc1", .dense(Dense(outputs: 12, bias: false))), NamedLayer("bn3", .batchNorm(BatchNorm())),
                NamedLayer("relu2", .relu), NamedLayer("fc2", .dense(Dense(outputs: 5))),
            ], seed: 5)
        var random = RandomNumbers(seed: 8, stream: "test")
        for entry in network.layout.entries where entry.description.role != .weight {
            let values = network.values.pointer(entry)
            for i in 0..<entry.description.count { values[i] += random.uniform(-0.5, 0.5) }
        }
        return network
    }

    static func images(_ count: Int, _ shape: ActivationShape) -> [Float] {
        var random = RandomNumbers(seed: 21, stream: "images")
        return random.normals(count * shape.count)
    }

    @Test func foldingChangesNothingButRounding() throws {
        let network = try Self.network()
        let images = Self.images(7, network.input)
        let plain = network.plan(.inference, capacity: 7)
        images.withUnsafeBufferPointer { plain.forward($0.baseAddress!, batch: 7) }
        let expected = Array(UnsafeBufferPointer(start: plain.output, count: 35))
        let classifier = Classifier(network, metadata: ModelMetadata(architecture: "test"))
        // Eight layers with sums of some tens of products.
        #expect(relativeDifference(classifier.logits(images, count: 7), expected) < 1e-5)
    }

    @Test func manyThreadsAtOnce() throws {
        let network = try Self.network()
        let count = 100
        let images = Self.images(count, network.input)
        let classifier = Classifier(network, metadata: ModelMetadata(architecture: "test"))
        let expected = classifier.logits(images, count: count)
        #expect(classifier.logits([], count: 0).isEmpty)
        let all = Mutex<[[Float]]>([])
        let threads = ThreadPool(threads: 4)
        threads.run(tasks: 16) { _, _ in
            let result = classifier.logits(images, count: count)
            all.withLock { $0.append(result) }
        }
        all.withLock { #expect($0.count == 16 && $0.allSatisfy { $0 == expected }) }
        // One at a time: the order of sums within an example may differ, its result hardly.
        let size = network.input.count
        for i in 0..<count {
            let one = classifier.logits(Array(images[i * size..<(i + 1) * size]), count: 1)
            #expect(relativeDifference(one, Array(expected[i * 5..<(i + 1) * 5])) < 1e-5)
        }
    }

    @Test func aCopyOfTheWeights() throws {
        let network = try Self.network()
        let images = Self.images(3, network.input)
        let classifier = Classifier(network, metadata: ModelMetadata(architecture: "test"))
        let before = classifier.logits(images, count: 3)
        network.values.trained.fill(0)
        #expect(classifier.logits(images, count: 3) == before)
    }

    @Test func modelFiles() throws {
        let folder = try TemporaryFolder()
        let network = try Architecture.cnn.network(seed: 6)
        let metadata = ModelMetadata(
            architecture: "cnn", temperature: 1.37, seed: 6, data: "MNIST, 55,000 images",
            accuracies: ["mnist-test": 0.9912], other: ["epochs": "10"])
        try ModelFile.write(network, metadata, to: folder.file("m"))
        let classifier = try Classifier(contentsOf: folder.file("m"))
        #expect(classifier.metadata == metadata)
        let images = Self.images(2, network.input)
        #expect(classifier.logits(images, count: 2) == Classifier(network, metadata: metadata).logits(images, count: 2))

        func refused(_ change: (inout Safetensors) -> Void) throws -> ModelError? {
            var file = try Safetensors(contentsOf: folder.file("m"))
            change(&file)
            try file.write(to: folder.file("bad"))
            let error = #expect(throws: ModelFileError.self) { try Classifier(contentsOf: folder.file("bad")) }
            #expect(error?.path == folder.file("bad"))
            return error?.error
        }
        #expect(try refused { $0.metadata["architecture"] = nil } == .missingMetadata(key: "architecture"))
        #expect(try refused { $0.metadata["architecture"] = "mlp" }
            == .doesNotFit(.wrongShape(name: "fc1.weight", found: [128, 1600], expected: [512, 784])))
        #expect(try refused { $0.metadata["temperature"] = "0" } == .badMetadata(key: "temperature", value: "0"))
        #expect(try refused { $0.metadata["temperature"] = "nan" } == .badMetadata(key: "temperature", value: "nan"))
        #expect(try refused { $0.metadata["labels"] = "[1]" } == .badMetadata(key: "labels", value: "[1]"))
        #expect(try refused { $0.metadata["labels"] = "[\"a\"]" } == .wrongLabelCount(labels: 1, outputs: 10))
        #expect(try refused { $0.metadata["accuracy.x"] = "1.5" } == .badMetadata(key: "accuracy.x", value: "1.5"))
        #expect(try refused { $0.tensors["fc1.bias"] = nil } == .doesNotFit(.missingTensor(name: "fc1.bias")))
    }

    @Test func probabilities() throws {
        let network = try Network(input: .vector(2), layers: [NamedLayer("fc", .dense(Dense(outputs: 3)))])
        let classifier = Classifier(network, metadata: ModelMetadata(architecture: "test", temperature: 2))
        let result = classifier.probabilities(ofLogits: [0, 2 * log(Float(2)), 2 * log(Float(5)), 1000, 1000, -1000])
        for (value, expected) in zip(result, [1 / 8, 2 / 8, 5 / 8, 0.5, 0.5, 0] as [Float]) { #expect(abs(value - expected) < 1e-6) }
    }

    @Test func intervals() {
        let evaluation = Evaluation(examples: 10_000, correct: 9_970, loss: 0.01)
        // Wilson's interval, computed by hand from its formula.
        #expect(abs(evaluation.accuracyInterval.lowerBound - 0.995720) < 2e-6)
        #expect(abs(evaluation.accuracyInterval.upperBound - 0.997898) < 2e-6)
    }
}
