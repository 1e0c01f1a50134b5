import Glibc

/// Computes an ONNX model by the operators' definitions, in double precision and N, C, H, W; only what exports use.
struct ONNXInterpreter {
    struct Value {
        var shape: [Int]
        var elements: [Double]
    }

    struct Unsupported: Error { let what: String }

    let model: ProtobufMessage
    let graph: ProtobufMessage
    private var weights: [String: Value] = [:]

    init(_ bytes: [UInt8]) throws {
        model = try ProtobufMessage(bytes)
        guard let graph = try model.message(7) else { throw Unsupported(what: "no graph") }
        self.graph = graph
        for tensor in try graph.messages(5) {
            guard let name = tensor.text(8), tensor.integer(2) == 1, let raw = tensor.data(9).first else {
                throw Unsupported(what: "tensor")
            }
            let shape = tensor.integers(1)
            let floats = stride(from: 0, to: raw.count, by: 4).map { offset in
                Float(bitPattern: (0..<4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32(raw[offset + $1]) })
            }
            guard floats.count == shape.reduce(1, *), weights[name] == nil else { throw Unsupported(what: name) }
            weights[name] = Value(shape: shape, elements: floats.map(Double.init))
        }
    }

    func run(_ input: Value) throws -> Value {
        var values = weights
        values["image"] = input
        for node in try graph.messages(1) {
            let inputs = try node.texts(1).map { name -> Value in
                guard let value = values[name] else { throw Unsupported(what: "the order of \(name)") }
                return value
            }
            guard let type = node.text(4), let output = node.text(2), values[output] == nil else { throw Unsupported(what: "node") }
            var attributes: [String: ProtobufMessage] = [:]
            for attribute in try node.messages(5) { attributes[attribute.text(1) ?? ""] = attribute }
            values[output] = try apply(type, inputs, attributes)
        }
        guard let result = values["logits"] else { throw Unsupported(what: "no logits") }
        return result
    }

    private func apply(_ type: String, _ inputs: [Value], _ attributes: [String: ProtobufMessage]) throws -> Value {
        let x = inputs[0]
        func map(_ f: (Double) -> Double) -> Value { Value(shape: x.shape, elements: x.elements.map(f)) }
        func pairs(_ f: (Double, Double) -> Double) -> Value {
            let b = inputs[1].elements
            return Value(shape: x.shape, elements: x.elements.enumerated().map { f($1, b.count == 1 ? b[0] : b[$0]) })
        }
        func integers(_ name: String) -> [Int] { attributes[name]?.integers(8) ?? [] }
        switch type {
        case "Identity": return x
        case "Relu": return map { max($0, 0) }
        case "LeakyRelu":
            let slope = Double(attributes["alpha"]?.float(2) ?? 0.01)
            return map { $0 > 0 ? $0 : slope * $0 }
        case "Erf": return map { erf($0) }
        case "Add": return pairs { $0 + $1 }
        case "Mul": return pairs { $0 * $1 }
        case "Div": return pairs { $0 / $1 }
        case "Flatten": return Value(shape: [x.shape[0], x.shape[1...].reduce(1, *)], elements: x.elements)
        case "Softmax":
            let columns = x.shape[1]
            var result = x
            for row in 0..<x.shape[0] {
                let range = row * columns..<(row + 1) * columns
                let sum = x.elements[range].reduce(0) { $0 + exp($1) }
                for i in range { result.elements[i] = exp(x.elements[i]) / sum }
            }
            return result
        case "Gemm":
            guard attributes["transB"]?.integer(3) == 1 else { throw Unsupported(what: "Gemm") }
            let (n, k, m) = (x.shape[0], x.shape[1], inputs[1].shape[0])
            var result = Value(shape: [n, m], elements: [Double](repeating: 0, count: n * m))
            for i in 0..<n {
                for j in 0..<m {
                    var sum = inputs.count > 2 ? inputs[2].elements[j] : 0
                    for t in 0..<k { sum += x.elements[i * k + t] * inputs[1].elements[j * k + t] }
                    result.elements[i * m + j] = sum
                }
            }
            return result
        case "BatchNormalization":
            let epsilon = Double(attributes["epsilon"]?.float(2) ?? 1e-5)
            let positions = x.shape[2...].reduce(1, *)
            return Value(shape: x.shape, elements: x.elements.enumerated().map { index, value in
                let c = index / positions % x.shape[1]
                return (value - inputs[3].elements[c]) / (inputs[4].elements[c] + epsilon).squareRoot() * inputs[1].elements[c]
                    + inputs[2].elements[c]
            })
        case "Conv": return convolution(inputs, pads: integers("pads"), strides: integers("strides"))
        case "MaxPool", "AveragePool":
            return pool(x, window: integers("kernel_shape"), strides: integers("strides"), takesMaximum: type == "MaxPool")
        case "GlobalAveragePool": return pool(x, window: Array(x.shape[2...]), strides: [1, 1], takesMaximum: false)
        default: throw Unsupported(what: type)
        }
    }

    private func convolution(_ inputs: [Value], pads: [Int], strides: [Int]) -> Value {
        let x = inputs[0], w = inputs[1]
        let (n, c, h, width) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3])
        let (k, r, s) = (w.shape[0], w.shape[2], w.shape[3])
        let p = (h + pads[0] + pads[2] - r) / strides[0] + 1, q = (width + pads[1] + pads[3] - s) / strides[1] + 1
        var result = Value(shape: [n, k, p, q], elements: [])
        for image in 0..<n { for filter in 0..<k { for row in 0..<p { for column in 0..<q {
            var sum = inputs.count > 2 ? inputs[2].elements[filter] : 0
            for channel in 0..<c { for i in 0..<r { for j in 0..<s {
                let y = row * strides[0] + i - pads[0], z = column * strides[1] + j - pads[1]
                guard (0..<h).contains(y), (0..<width).contains(z) else { continue }
                sum += x.elements[((image * c + channel) * h + y) * width + z] * w.elements[((filter * c + channel) * r + i) * s + j]
            } } }
            result.elements.append(sum)
        } } } }
        return result
    }

    private func pool(_ x: Value, window: [Int], strides: [Int], takesMaximum: Bool) -> Value {
        let (h, width) = (x.shape[2], x.shape[3])
        let p = (h - window[0]) / strides[0] + 1, q = (width - window[1]) / strides[1] + 1
        var result = Value(shape: [x.shape[0], x.shape[1], p, q], elements: [])
        for map in 0..<x.shape[0] * x.shape[1] { for row in 0..<p { for column in 0..<q {
            var values: [Double] = []
            for i in 0..<window[0] { for j in 0..<window[1] {
                values.append(x.elements[(map * h + row * strides[0] + i) * width + column * strides[1] + j])
            } }
            result.elements.append(takesMaximum ? values.max() ?? 0 : values.reduce(0, +) / Double(values.count))
        } } }
        return result
    }
}
