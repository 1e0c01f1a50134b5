import Kernels

/// Layers and weights ready for inference by any number of threads: batch norms folded away, matrices packed, kernels transformed, and the layers
/// cut where pictures become vectors.
///
/// Pictures go through the convolutions a few at a time, so that their activations stay in a core's second-level cache (measured with
/// deep-cnn: 97 % of the peak instead of 93 % for 32 at a time); vectors go through the dense layers many at a time, so that each weight that is read
/// serves many of them.
final class PreparedNetwork {
    let folded: FoldedNetwork
    let parameters: ParameterAccess
    let input: ActivationShape
    let kernels: Kernels
    /// The layers before pictures are flattened, and the rest.
    let pictureLayers: [NamedLayer], vectorLayers: [NamedLayer]
    /// The shape between them.
    let middle: ActivationShape

    /// Floats of activations that stay in a core's second-level cache beside the weights.
    static let cachedActivations = 131_072

    init(_ network: Network, values: ParameterValues, kernels: Kernels) {
        folded = FoldedNetwork(network, values: values)
        input = network.input
        self.kernels = kernels
        let layers = folded.layers
        let first = network.input.isFlat ? 0 : layers.firstIndex {
            switch $0.layer {
            case .flatten, .dense: true
            default: false
            }
        } ?? layers.endIndex
        pictureLayers = Array(layers[..<first])
        vectorLayers = Array(layers[first...])
        guard let middle = try? pictureLayers.outputShape(for: network.input) else {
            preconditionFailure("a network is prepared only after its shapes were found to fit")
        }
        self.middle = middle
        var access = folded.parameters
        var convolutions: [FilteredConvolution] = []
        Self.arrange(layers, path: "", input: network.input, &access, &convolutions, kernels)
        // In one piece of memory, whose large pages cost far less to get than many small ones.
        let memory = FloatBuffer(count: convolutions.reduce(0) { $0 + $1.count })
        var place = memory.pointer
        for convolution in convolutions {
            access.filtered[convolution.name] = WinogradWeights(
                access.parameter(convolution.name).value, convolution.geometry, pools: convolution.pools, for: kernels, into: place, of: memory)
            place += convolution.count
        }
        parameters = access
    }

    /// A convolution that minimal filtering computes.
    private struct FilteredConvolution {
        let name: String, geometry: ConvolutionGeometry
        /// Whether the pool behind it is computed with it.
        let pools: Bool

        /// Floats of its weights.
        var count: Int { WinogradWeights.count(geometry, pools: pools) }
    }

    /// Whether nothing but a ReLU stands between a layer and a max pool.
    private static func isPooled(after index: Int, in layers: [NamedLayer]) -> Bool {
        for named in layers[(index + 1)...] {
            switch named.layer {
            case .relu: continue
            case .maxPool2D: return true
            default: return false
            }
        }
        return false
    }

    /// Puts the weights of dense layers into the order in which the kernels read them, and finds the convolutions that minimal filtering speeds up.
    private static func arrange(
        _ layers: [NamedLayer], path: String, input: ActivationShape, _ access: inout ParameterAccess,
        _ convolutions: inout [FilteredConvolution], _ kernels: Kernels
    ) {
        var shape = input
        for (index, named) in layers.enumerated() {
            let name = "\(path)\(named.name).weight"
            switch named.layer {
            case .dense(let layer):
                access.packed[name] = PackedMatrix(
                    access.parameter(name).value, rows: shape.count, columns: layer.outputs, ldb: layer.outputs, for: kernels)
            case .conv2D(let layer):
                let geometry = layer.geometry(for: shape, batch: 1)
                if kernels.filtersMinimally(geometry) {
                    convolutions.append(FilteredConvolution(name: name, geometry: geometry, pools: isPooled(after: index, in: layers)))
                }
            case .residual(let block):
                arrange(block.body, path: "\(path)\(named.name).", input: shape, &access, &convolutions, kernels)
                arrange(block.shortcut, path: "\(path)\(named.name).", input: shape, &access, &convolutions, kernels)
            default: break
            }
            guard let next = try? named.layer.kind.outputShape(for: shape) else {
                preconditionFailure("a network is prepared only after its shapes were found to fit")
            }
            shape = next
        }
    }
}

/// The memory with which one thread runs a prepared network.
final class InferencePass {
    /// The largest batch.
    let capacity: Int
    private let pictures: Plan?, vectors: Plan?
    /// What the first part gives for a whole batch, where the second takes more than the first gives at a time.
    private let joined: FloatBuffer?
    private let middleCount: Int, inputCount: Int

    init(_ network: PreparedNetwork, capacity: Int, pool: ThreadPool) {
        self.capacity = capacity
        func plan(_ layers: [NamedLayer], _ input: ActivationShape, cache: Int?) -> Plan? {
            guard !layers.isEmpty else { return nil }
            return Plan(
                layers, input: input, parameters: network.parameters, capacity: capacity, cache: cache, purpose: .inference,
                kernels: network.kernels, pool: pool, takesExamples: layers.count == network.folded.layers.count)
        }
        pictures = plan(network.pictureLayers, network.input, cache: PreparedNetwork.cachedActivations)
        vectors = plan(network.vectorLayers, network.middle, cache: nil)
        middleCount = network.middle.count
        inputCount = network.input.count
        joined = (pictures?.capacity ?? capacity) < capacity ? FloatBuffer(count: capacity * middleCount) : nil
    }

    /// Runs `batch` examples; the result, N x outputs, is valid until the next run.
    func run(_ images: UnsafePointer<Float>, batch: Int, pool: ThreadPool) -> UnsafePointer<Float> {
        precondition(batch > 0 && batch <= capacity, "a batch of \(batch) for a capacity of \(capacity)")
        var current = images
        if let pictures {
            pictures.context.pool = pool
            let step = pictures.capacity
            if let joined, batch > step {
                for first in stride(from: 0, to: batch, by: step) {
                    let count = min(step, batch - first)
                    pictures.forward(images + first * inputCount, batch: count)
                    (joined.pointer + first * middleCount).update(from: pictures.output, count: count * middleCount)
                }
                current = UnsafePointer(joined.pointer)
            } else {
                pictures.forward(images, batch: batch)
                current = UnsafePointer(pictures.output)
            }
        }
        if let vectors {
            vectors.context.pool = pool
            vectors.forward(current, batch: batch)
            current = UnsafePointer(vectors.output)
        }
        return current
    }
}
