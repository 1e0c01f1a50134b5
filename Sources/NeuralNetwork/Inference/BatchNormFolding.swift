/// A network without the batch norms that a convolution or dense layer before them can take over:
///
///     w' = w · scale / √(variance + ε)      b' = shift + (b − mean) · scale / √(variance + ε)
///
/// for each output channel. The others stay, with their running statistics.
struct FoldedNetwork {
    let layers: [NamedLayer]
    let parameters: ParameterAccess

    init(_ network: Network, values: ParameterValues) {
        let source = ParameterAccess(layout: network.layout, values: values, gradients: nil)
        layers = Self.folded(network.layers)
        let layout = ParameterLayout(layers.parameters(for: network.input))
        parameters = ParameterAccess(layout: layout, values: ParameterValues(layout), gradients: nil)
        for entry in layout.entries {
            guard let original = network.layout.entry(named: entry.description.name) else { continue }
            parameters.values.pointer(entry).update(from: values.pointer(original), count: entry.description.count)
        }
        apply(network.layers, path: "", from: source)
    }

    /// Which batch norm follows a layer that can take it over.
    private static func norm(after index: Int, in layers: [NamedLayer]) -> (name: String, layer: BatchNorm)? {
        guard index + 1 < layers.count, case .batchNorm(let norm) = layers[index + 1].layer else { return nil }
        switch layers[index].layer {
        case .conv2D, .dense: return (layers[index + 1].name, norm)
        default: return nil
        }
    }

    private static func folded(_ layers: [NamedLayer]) -> [NamedLayer] {
        var result: [NamedLayer] = []
        var index = 0
        while index < layers.count {
            let named = layers[index]
            let folds = norm(after: index, in: layers) != nil
            switch named.layer {
            case .conv2D(var layer) where folds:
                layer.hasBias = true
                result.append(NamedLayer(named.name, .conv2D(layer)))
            case .dense(var layer) where folds:
                layer.hasBias = true
                result.append(NamedLayer(named.name, .dense(layer)))
            case .residual(let block):
                result.append(NamedLayer(
                    named.name, .residual(Residual(body: folded(block.body), shortcut: folded(block.shortcut)))))
            default:
                result.append(named)
            }
            index += folds ? 2 : 1
        }
        return result
    }

    private func apply(_ layers: [NamedLayer], path: String, from source: ParameterAccess) {
        for (index, named) in layers.enumerated() {
            let full = path + named.name
            if case .residual(let block) = named.layer {
                apply(block.body, path: full + ".", from: source)
                apply(block.shortcut, path: full + ".", from: source)
            }
            guard let norm = Self.norm(after: index, in: layers),
                let entry = parameters.layout.entry(named: full + ".weight")
            else { continue }
            let weight = parameters.parameter(full + ".weight").value
            let bias = parameters.parameter(full + ".bias").value
            func values(_ name: String) -> UnsafePointer<Float> {
                UnsafePointer(source.parameter("\(path)\(norm.name).\(name)").value)
            }
            let scale = values("weight"), shift = values("bias")
            let mean = values("running_mean"), variance = values("running_var")
            // Weights have their output channels innermost.
            let outputs = entry.description.shape[0]
            let factors = (0..<outputs).map { scale[$0] / (variance[$0] + norm.layer.epsilon).squareRoot() }
            for k in 0..<outputs {
                bias[k] = shift[k] + (bias[k] - mean[k]) * factors[k]
            }
            for row in stride(from: 0, to: entry.description.count, by: outputs) {
                for k in 0..<outputs { weight[row + k] *= factors[k] }
            }
        }
    }
}
