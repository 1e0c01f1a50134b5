/// What one operation of a plan stands for: a layer, or a layer with the ones behind it that it computes on the way.
enum FusedLayer {
    case convolution(name: String, Conv2D, relu: Bool, pool: MaxPool2D?)
    case dense(name: String, Dense, relu: Bool)
    case batchNorm(name: String, BatchNorm, relu: Bool, pool: MaxPool2D?)
    case single(NamedLayer)
}

extension [NamedLayer] {
    /// The layers grouped into operations: a ReLU goes into the layer before it where that layer's kernel can apply it, and
    /// a max pool behind that too where `pools` allows it. Every later fusion is one more case here.
    func fused(pools: Bool) -> [FusedLayer] {
        var result: [FusedLayer] = []
        var index = startIndex
        while index < endIndex {
            let named = self[index]
            var next = index + 1
            let relu = next < endIndex && self[next].layer == .relu
            if relu { next += 1 }
            var pool: MaxPool2D?
            if pools, next < endIndex, case .maxPool2D(let layer) = self[next].layer { pool = layer }
            switch named.layer {
            case .conv2D(let layer):
                result.append(.convolution(name: named.name, layer, relu: relu, pool: pool))
            case .dense(let layer):
                pool = nil
                result.append(.dense(name: named.name, layer, relu: relu))
            case .batchNorm(let layer):
                result.append(.batchNorm(name: named.name, layer, relu: relu, pool: pool))
            default:
                result.append(.single(named))
                index += 1
                continue
            }
            index = pool == nil ? next : next + 1
        }
        return result
    }
}
