import Foundation
import Testing

import NeuralNetwork

@Suite struct ONNXTests {
    /// Exports a network, reads it again, and compares its results with the engine's.
    private func compare(_ network: Network, tolerance: Float) throws {
        let shape = network.input
        let images = ClassifierTests.images(3, shape)
        var channelsFirst: [Double] = []
        for n in 0..<3 { for c in 0..<shape.channels { for position in 0..<shape.height * shape.width {
            channelsFirst.append(Double(images[(n * shape.height * shape.width + position) * shape.channels + c]))
        } } }
        let interpreter = try ONNXInterpreter(ONNXExport.serialized(network))
        let result = try interpreter.run(.init(shape: [3, shape.channels, shape.height, shape.width], elements: channelsFirst))
        let logits = Classifier(network, metadata: ModelMetadata(architecture: "test")).logits(images, count: 3)
        #expect(result.shape == [3, network.output.count])
        #expect(relativeDifference(logits, result.elements.map(Float.init)) < tolerance)
    }

    @Test func aNetworkOfAllLayersKeepsItsLogits() throws {
        try compare(ClassifierTests.network(), tolerance: 1e-5)
        let rest = try Network(
            input: .image(height: 11, width: 10, channels: 3),
            layers: [
                NamedLayer("image", .conv2D(Conv2D(
                    filters: 4, kernelHeight: 2, kernelWidth: 3, strideY: 1, strideX: 2,
                    padding: .explicit(top: 1, left: 2, bottom: 0, right: 1)))),
                NamedLayer("max", .maxPool2D(MaxPool2D(window: 3, stride: 2))),
                NamedLayer("conv", .conv2D(Conv2D(filters: 6, kernel: 3, stride: 2, padding: .same, bias: false))),
                NamedLayer("global", .averagePool2D(.global)), NamedLayer("flatten", .flatten(Flatten())),
                NamedLayer("logits", .dense(Dense(outputs: 4))), NamedLayer("softmax", .softmax(Softmax())),
                NamedLayer("drop", .dropout(Dropout(0.5))),
            ], seed: 4)
        try compare(rest, tolerance: 1e-5)
    }

    @Test(arguments: ["mlp", "cnn"])
    func architectures(_ name: String) throws {
        // Sums of up to 1,600 products, whose roundings add as squares.
        try compare(Architecture.named(name).network(seed: 2), tolerance: 40 * .ulpOfOne)
    }

    @Test func theHeaderIsWhatReadersExpect() throws {
        let network = try Architecture.deepCNN.network(seed: 1)
        let model = try ProtobufMessage(ONNXExport.serialized(network, producerVersion: "1.0"))
        #expect(model.integer(1) == 8)
        #expect(model.text(2) == "Scrawl" && model.text(3) == "1.0")
        let operators = try #require(try model.message(8))
        #expect(operators.text(1) == "" && operators.integer(2) == 13)
        let graph = try #require(try model.message(7))
        func dimensions(_ field: Int) throws -> (String?, [String]) {
            let info = try #require(try graph.message(field))
            let tensor = try #require(try info.message(2)?.message(1))
            #expect(tensor.integer(1) == 1)
            let shape = try #require(try tensor.message(2))
            return (info.text(1), try shape.messages(1).map { $0.text(2) ?? "\($0.integer(1) ?? -1)" })
        }
        #expect(try dimensions(11) == ("image", ["N", "1", "28", "28"]))
        #expect(try dimensions(12) == ("logits", ["N", "10"]))
        let types = try graph.messages(1).compactMap { $0.text(4) }
        #expect(types.filter { $0 == "Conv" }.count == 4 && types.filter { $0 == "BatchNormalization" }.count == 5)
        #expect(!types.contains("Dropout"))
        let names = try graph.messages(1).compactMap { $0.text(3) }
        #expect(Set(names).count == names.count)
    }

    @Test func itIsWrittenAtomically() throws {
        let folder = try TemporaryFolder()
        let network = try Architecture.mlp.network(seed: 1)
        try ONNXExport.write(network, to: folder.file("m.onnx"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file("m.onnx"))) == Data(ONNXExport.serialized(network)))
        #expect(throws: FileError.self) { try ONNXExport.write(network, to: folder.file("none/m.onnx")) }
    }
}
