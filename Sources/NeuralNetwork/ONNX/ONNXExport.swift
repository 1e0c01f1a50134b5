/// Writes networks as ONNX models (https://onnx.ai, operator set 13, IR version 8).
///
/// The model's input is `image`, N x C x H x W with N left open (0 paper to 1 ink for digits), its output `logits`,
/// N x classes. Layers become ONNX's own operators with their weights as PyTorch orders them; dropout is left out, and
/// batch norms use their running statistics.
public enum ONNXExport {
    /// The model's bytes.
    public static func serialized(_ network: Network, producerVersion: String = "") -> [UInt8] {
        var graph = ONNXGraph()
        let last = graph.add(network.layers, path: "", input: "image", shape: network.input) { network.tensor(named: $0) }
        graph.add("Identity", name: "output", inputs: [last], output: "logits")
        var model = ProtobufWriter()
        model.integer(1, 8)
        model.text(2, "Scrawl")
        if !producerVersion.isEmpty { model.text(3, producerVersion) }
        model.message(7) { message in
            graph.write(
                to: &message, input: ("image", [network.input.channels, network.input.height, network.input.width]),
                output: ("logits", [network.output.count]))
        }
        model.message(8) { message in
            message.text(1, "")
            message.integer(2, 13)
        }
        return model.bytes
    }

    /// Writes the model's file atomically.
    public static func write(_ network: Network, to path: String, producerVersion: String = "") throws(FileError) {
        try FileError.writing(serialized(network, producerVersion: producerVersion), to: path)
    }
}

/// A value of an operator's attribute.
enum ONNXAttribute {
    case float(Float)
    case integer(Int)
    case integers([Int])
}

/// The nodes and weights of a graph while it is built.
struct ONNXGraph {
    private var nodes: [[UInt8]] = []
    private var initializers: [[UInt8]] = []

    /// Adds a node with one output.
    mutating func add(
        _ type: String, name: String, inputs: [String], output: String,
        attributes: KeyValuePairs<String, ONNXAttribute> = [:]
    ) {
        var node = ProtobufWriter()
        for input in inputs { node.text(1, input) }
        node.text(2, output)
        node.text(3, name)
        node.text(4, type)
        for (key, value) in attributes {
            node.message(5) { attribute in
                attribute.text(1, key)
                switch value {
                case .float(let number):
                    attribute.float(2, number)
                    attribute.integer(20, 1)
                case .integer(let number):
                    attribute.integer(3, number)
                    attribute.integer(20, 2)
                case .integers(let numbers):
                    // `ints` belongs to a proto2 schema, whose repeated fields are not packed.
                    for number in numbers { attribute.integer(8, number) }
                    attribute.integer(20, 7)
                }
            }
        }
        nodes.append(node.bytes)
    }

    /// Adds a weight, and gives its name.
    mutating func addTensor(_ name: String, shape: [Int], _ elements: [Float]) -> String {
        var tensor = ProtobufWriter()
        for extent in shape { tensor.integer(1, extent) }
        tensor.integer(2, 1)
        tensor.text(8, name)
        tensor.bytes(9, elements.withUnsafeBytes { Array($0) })
        initializers.append(tensor.bytes)
        return name
    }

    /// Writes the GraphProto's fields.
    func write(
        to graph: inout ProtobufWriter, input: (name: String, shape: [Int]), output: (name: String, shape: [Int])
    ) {
        for node in nodes { graph.bytes(1, node) }
        graph.text(2, "network")
        for tensor in initializers { graph.bytes(5, tensor) }
        graph.message(11) { Self.write(to: &$0, input) }
        graph.message(12) { Self.write(to: &$0, output) }
    }

    /// A ValueInfoProto: float32, N open.
    private static func write(to message: inout ProtobufWriter, _ value: (name: String, shape: [Int])) {
        message.text(1, value.name)
        message.message(2) { type in
            type.message(1) { tensor in
                tensor.integer(1, 1)
                tensor.message(2) { shape in
                    shape.message(1) { $0.text(2, "N") }
                    for extent in value.shape { shape.message(1) { $0.integer(1, extent) } }
                }
            }
        }
    }
}
