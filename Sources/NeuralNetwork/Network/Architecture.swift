/// A network by name: which layers it has. Files say the name, and so does the command line.
public struct Architecture: Sendable, Hashable {
    /// What files and the command line call it.
    public let name: String
    /// One line for people.
    public let summary: String
    /// The shape of one example.
    public let input: ActivationShape
    /// The layers in their order.
    public let layers: [NamedLayer]

    /// An architecture of one's own. Whether its layers fit each other shows when a network is made of it.
    public init(name: String, summary: String, input: ActivationShape, layers: [NamedLayer]) {
        self.name = name
        self.summary = summary
        self.input = input
        self.layers = layers
    }

    /// All architectures that have a name.
    public static let all: [Architecture] = [.mlp, .cnn, .deepCNN, .scrawl]

    /// The architecture of that name.
    public static func named(_ name: String) throws(NetworkError) -> Architecture {
        guard let found = all.first(where: { $0.name == name }) else {
            throw .unknownArchitecture(name: name, known: all.map(\.name))
        }
        return found
    }

    /// A network of this architecture with fresh weights.
    public func network(seed: UInt64) throws(NetworkError) -> Network {
        try Network(input: input, layers: layers, seed: seed)
    }
}
