/// One layer of a network, as a value: what it computes and with which settings, without weights or memory.
///
/// A closed set: whoever plans, folds or exports a network handles every case, and the compiler says when one is
/// forgotten. Each case's formula and shapes stand at its payload.
public indirect enum Layer: Sendable, Hashable {
    case dense(Dense)
    case conv2D(Conv2D)
    case maxPool2D(MaxPool2D)
    case averagePool2D(AveragePool2D)
    case batchNorm(BatchNorm)
    case dropout(Dropout)
    case activation(Activation)
    case flatten(Flatten)
    case softmax(Softmax)
    case residual(Residual)

    /// max(x, 0).
    public static let relu = Layer.activation(.relu)

    var kind: any LayerKind {
        switch self {
        case .dense(let layer): layer
        case .conv2D(let layer): layer
        case .maxPool2D(let layer): layer
        case .averagePool2D(let layer): layer
        case .batchNorm(let layer): layer
        case .dropout(let layer): layer
        case .activation(let layer): layer
        case .flatten(let layer): layer
        case .softmax(let layer): layer
        case .residual(let layer): layer
        }
    }
}

/// A layer and its name in the network; parameters are called `name.weight` and so on.
public struct NamedLayer: Sendable, Hashable {
    /// What its parameters' names begin with; unique in its network.
    public let name: String
    /// What it does.
    public let layer: Layer

    /// Gives a layer a name.
    public init(_ name: String, _ layer: Layer) {
        self.name = name
        self.layer = layer
    }
}

/// What every payload of `Layer` can say about itself before there is any memory.
protocol LayerKind: Sendable {
    /// The shape of one output for inputs of a shape.
    func outputShape(for input: ActivationShape) throws(ShapeMismatch) -> ActivationShape
    /// The parameters that the layer has on inputs of a shape that fits; names without the layer's.
    func parameters(for input: ActivationShape) -> [ParameterDescription]
}

extension LayerKind {
    func parameters(for input: ActivationShape) -> [ParameterDescription] { [] }
}

/// Why a layer cannot take an input, in words; `path` names the layer within a residual block.
struct ShapeMismatch: Error {
    var path: String = ""
    var reason: String

    init(_ reason: String) { self.reason = reason }
}

/// Layers as a chain: each takes what the one before it gives.
extension [NamedLayer] {
    func outputShape(for input: ActivationShape) throws(ShapeMismatch) -> ActivationShape {
        var shape = input
        for (index, named) in enumerated() {
            do {
                shape = try named.layer.kind.outputShape(for: shape)
            } catch {
                var mismatch = error
                mismatch.path = error.path.isEmpty ? named.name : "\(named.name).\(error.path)"
                throw mismatch
            }
            if self[..<index].contains(where: { $0.name == named.name }) {
                var mismatch = ShapeMismatch("the name is taken by a layer before it")
                mismatch.path = named.name
                throw mismatch
            }
        }
        return shape
    }

    func parameters(for input: ActivationShape) -> [ParameterDescription] {
        var shape = input
        var all: [ParameterDescription] = []
        for named in self {
            all += named.layer.kind.parameters(for: shape).map { $0.prefixed(with: named.name) }
            guard let next = try? named.layer.kind.outputShape(for: shape) else { break }
            shape = next
        }
        return all
    }
}
