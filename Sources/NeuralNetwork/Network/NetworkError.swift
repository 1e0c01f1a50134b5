/// Why a network cannot be made, or cannot take what a file holds.
public enum NetworkError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A layer does not fit what comes before it. `layer` is its name, with the names of the blocks around it.
    case layerDoesNotFit(layer: String, reason: String)
    /// There are no layers.
    case noLayers
    case unknownArchitecture(name: String, known: [String])
    case missingTensor(name: String)
    case unexpectedTensor(name: String)
    case wrongShape(name: String, found: [Int], expected: [Int])
    /// A weight is NaN or infinite.
    case notFinite(name: String)

    /// What went wrong, in a sentence for a person.
    public var description: String {
        switch self {
        case .layerDoesNotFit(let layer, let reason): "layer \(layer) does not fit: \(reason)"
        case .noLayers: "the network has no layers"
        case .unknownArchitecture(let name, let known):
            "there is no architecture \"\(name)\"; there are \(known.joined(separator: ", "))"
        case .missingTensor(let name): "tensor \(name) is missing"
        case .unexpectedTensor(let name): "tensor \(name) belongs to no layer"
        case .wrongShape(let name, let found, let expected): "tensor \(name) has the shape \(found), not \(expected)"
        case .notFinite(let name): "tensor \(name) holds a value that is not a finite number"
        }
    }
}
