/// A chain of named layers with its parameters.
///
///     let network = try Network(
///         input: .image(height: 28, width: 28, channels: 1),
///         layers: [
///             NamedLayer("conv1", .conv2D(Conv2D(filters: 32, kernel: 3))),
///             NamedLayer("relu1", .relu),
///             NamedLayer("pool1", .maxPool2D(MaxPool2D())),
///             NamedLayer("flatten", .flatten(Flatten())),
///             NamedLayer("fc1", .dense(Dense(outputs: 10))),
///         ], seed: 1)
///
/// It is not thread-safe: a `Trainer` changes it. To use it from many threads make a `Classifier` of it.
public final class Network {
    /// The layers in their order.
    public let layers: [NamedLayer]
    /// The shape of one example.
    public let input: ActivationShape
    /// The shape of one result.
    public let output: ActivationShape
    package let layout: ParameterLayout
    package let values: ParameterValues

    /// A network with fresh weights, drawn from the stream "initialisation" of the seed, each parameter from a stream of
    /// its own by its place in the network.
    ///
    /// - Throws: `NetworkError` naming the layer that does not fit.
    public convenience init(input: ActivationShape, layers: [NamedLayer], seed: UInt64 = 0) throws(NetworkError) {
        try self.init(input: input, layers: layers)
        for (index, entry) in layout.entries.enumerated() {
            var random = RandomNumbers(seed: seed, stream: "initialisation", index)
            let description = entry.description
            let elements = UnsafeMutableBufferPointer(start: values.pointer(entry), count: description.count)
            description.initialiser.fill(elements, fanIn: description.fanIn, fanOut: description.fanOut, random: &random)
        }
    }

    /// A network whose parameters are all 0: one that is about to be loaded needs no random numbers.
    init(input: ActivationShape, layers: [NamedLayer]) throws(NetworkError) {
        guard !layers.isEmpty else { throw .noLayers }
        guard input.count > 0 else { throw .layerDoesNotFit(layer: layers[0].name, reason: "its input is empty") }
        do {
            output = try layers.outputShape(for: input)
        } catch {
            throw .layerDoesNotFit(layer: error.path, reason: error.reason)
        }
        self.layers = layers
        self.input = input
        layout = ParameterLayout(layers.parameters(for: input))
        values = ParameterValues(layout)
    }

    /// The parameters in the order of the layers, as files name and shape them.
    public var parameters: [ParameterDescription] { layout.entries.map(\.description) }

    /// How many numbers training adjusts.
    public var parameterCount: Int { parameters.filter(\.role.isTrained).reduce(0) { $0 + $1.count } }

    /// The parameter of that name, in PyTorch's shape and order; nil if there is none.
    public func tensor(named name: String) -> Tensor? {
        layout.entry(named: name).map { tensor($0, of: values) }
    }

    /// All parameters and running statistics by name, in PyTorch's shapes and orders.
    public var state: [String: Tensor] { state(of: values) }

    /// The numbers of another set of parameters with this network's layout.
    package func state(of values: ParameterValues) -> [String: Tensor] {
        Dictionary(uniqueKeysWithValues: layout.entries.map { ($0.description.name, tensor($0, of: values)) })
    }

    private func tensor(_ entry: ParameterLayout.Entry, of values: ParameterValues) -> Tensor {
        layout.tensor(entry, in: entry.description.role.isTrained ? values.trained : values.statistics)
    }

    /// Takes parameters in PyTorch's shapes and orders. All must be there and finite, and no others; PyTorch's own
    /// counters (`num_batches_tracked`) are passed over. Nothing is changed if anything is wrong.
    public func load(_ state: [String: Tensor]) throws(NetworkError) {
        try load(state, into: values)
    }

    package func load(_ state: [String: Tensor], into values: ParameterValues) throws(NetworkError) {
        for entry in layout.entries {
            let description = entry.description
            guard let tensor = state[description.name] else { throw .missingTensor(name: description.name) }
            guard tensor.shape == description.shape else {
                throw .wrongShape(name: description.name, found: tensor.shape, expected: description.shape)
            }
            guard tensor.isFinite else { throw .notFinite(name: description.name) }
        }
        if let extra = state.keys.sorted().first(where: {
            layout.entry(named: $0) == nil && !$0.hasSuffix(".num_batches_tracked")
        }) {
            throw .unexpectedTensor(name: extra)
        }
        for entry in layout.entries {
            guard let tensor = state[entry.description.name] else { continue }
            layout.store(tensor, entry, in: entry.description.role.isTrained ? values.trained : values.statistics)
        }
    }
}
