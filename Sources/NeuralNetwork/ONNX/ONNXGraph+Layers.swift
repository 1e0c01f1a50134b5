/// Which operators a layer becomes.
extension ONNXGraph {
    /// Adds the layers of a chain and gives the name of its result.
    mutating func add(
        _ layers: [NamedLayer], path: String, input: String, shape: ActivationShape, tensor: (String) -> Tensor?
    ) -> String {
        var current = input
        var shape = shape
        for named in layers {
            guard let next = try? named.layer.kind.outputShape(for: shape) else {
                preconditionFailure("a network's shapes were found to fit when it was made")
            }
            current = add(named.layer, path: path + named.name, input: current, shape: shape, tensor: tensor)
            shape = next
        }
        return current
    }

    private mutating func add(
        _ layer: Layer, path: String, input: String, shape: ActivationShape, tensor: (String) -> Tensor?
    ) -> String {
        func weights(_ graph: inout ONNXGraph, _ names: [String]) -> [String] {
            names.compactMap { name in
                tensor("\(path).\(name)").map { graph.addTensor("\(path).\(name)", shape: $0.shape, $0.elements) }
            }
        }
        // No layer's name can clash with the names of input and output, which have no slash.
        let result = "\(path)/result"
        switch layer {
        case .dense:
            add("Gemm", name: path, inputs: [input] + weights(&self, ["weight", "bias"]), output: result,
                attributes: ["transB": .integer(1)])
        case .conv2D(let conv):
            let pads = conv.padding(for: shape)
            add("Conv", name: path, inputs: [input] + weights(&self, ["weight", "bias"]), output: result, attributes: [
                "kernel_shape": .integers([conv.kernelHeight, conv.kernelWidth]),
                "pads": .integers([pads.top, pads.left, pads.bottom, pads.right]),
                "strides": .integers([conv.strideY, conv.strideX]),
            ])
        case .batchNorm(let norm):
            let inputs = [input] + weights(&self, ["weight", "bias", "running_mean", "running_var"])
            add("BatchNormalization", name: path, inputs: inputs, output: result, attributes: ["epsilon": .float(norm.epsilon)])
        case .maxPool2D(let pool):
            add("MaxPool", name: path, inputs: [input], output: result, attributes: [
                "kernel_shape": .integers([pool.window, pool.window]), "strides": .integers([pool.stride, pool.stride]),
            ])
        case .averagePool2D(let pool):
            if let window = pool.window {
                add("AveragePool", name: path, inputs: [input], output: result, attributes: [
                    "kernel_shape": .integers([window, window]), "strides": .integers([pool.stride, pool.stride]),
                ])
            } else {
                add("GlobalAveragePool", name: path, inputs: [input], output: result)
            }
        case .dropout: return input
        case .activation(.relu): add("Relu", name: path, inputs: [input], output: result)
        case .activation(.leakyReLU(let slope)):
            add("LeakyRelu", name: path, inputs: [input], output: result, attributes: ["alpha": .float(slope)])
        case .activation(.gelu): addGELU(path: path, input: input, output: result)
        case .flatten: add("Flatten", name: path, inputs: [input], output: result, attributes: ["axis": .integer(1)])
        case .softmax: add("Softmax", name: path, inputs: [input], output: result, attributes: ["axis": .integer(1)])
        case .residual(let block):
            let body = add(block.body, path: path + ".", input: input, shape: shape, tensor: tensor)
            let shortcut = add(block.shortcut, path: path + ".", input: input, shape: shape, tensor: tensor)
            add("Add", name: path, inputs: [body, shortcut], output: result)
        }
        return result
    }

    /// The operator Gelu is younger than operator set 13: x · (1 + erf(x / √2)) / 2 by its parts.
    private mutating func addGELU(path: String, input: String, output: String) {
        let root = addTensor("\(path).root", shape: [], [Float(2).squareRoot()])
        let one = addTensor("\(path).one", shape: [], [1])
        let half = addTensor("\(path).half", shape: [], [0.5])
        add("Div", name: "\(path)/div", inputs: [input, root], output: "\(path)/div")
        add("Erf", name: "\(path)/erf", inputs: ["\(path)/div"], output: "\(path)/erf")
        add("Add", name: "\(path)/add", inputs: ["\(path)/erf", one], output: "\(path)/add")
        add("Mul", name: "\(path)/mul", inputs: [input, "\(path)/add"], output: "\(path)/mul")
        add("Mul", name: path, inputs: ["\(path)/mul", half], output: output)
    }
}
