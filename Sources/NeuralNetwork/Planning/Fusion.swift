/// What one operation of a plan stands for: a layer, or a layer with the ones behind it that it computes on the way.
enum FusedLayer {
    case convolution(name: String, Conv2D, relu: Bool)
    case dense(name: String, Dense, relu: Bool)
    case batchNorm(name: String, BatchNorm, relu: Bool)
    case single(NamedLayer)
}

extension [NamedLayer] {
    /// The layers grouped into operations: a ReLU goes into the layer before it where that layer's kernel can apply it.
    /// Every later fusion (pooling, batch norm) is one more case here and one more operation.
    func fused() -> [FusedLayer] {
        var result: [FusedLayer] = []
        var index = startIndex
        while index < endIndex {
            let named = self[index]
            let reluFollows = index + 1 < endIndex && self[index + 1].layer == .relu
            switch named.layer {
            case .conv2D(let layer): result.append(.convolution(name: named.name, layer, relu: reluFollows))
            case .dense(let layer): result.append(.dense(name: named.name, layer, relu: reluFollows))
            case .batchNorm(let layer): result.append(.batchNorm(name: named.name, layer, relu: reluFollows))
            default:
                result.append(.single(named))
                index += 1
                continue
            }
            index += reluFollows ? 2 : 1
        }
        return result
    }
}
