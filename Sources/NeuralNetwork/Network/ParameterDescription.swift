/// What a parameter is: its name and shape in files, its order in memory, how it starts and how it is trained.
public struct ParameterDescription: Sendable, Hashable {
    /// What a parameter does in its layer.
    public enum Role: Sendable, Hashable {
        case weight, bias, scale, shift, runningMean, runningVariance

        /// Whether the optimiser changes it; running statistics follow the batches instead.
        public var isTrained: Bool { self != .runningMean && self != .runningVariance }
    }

    /// PyTorch's name, for instance `conv1.weight`.
    public private(set) var name: String
    /// What it does in its layer.
    public let role: Role
    /// The shape that files give it.
    public let shape: [Int]
    let order: ParameterOrder
    let initialiser: Initialiser
    let fanIn: Int
    let fanOut: Int

    package init(
        _ name: String, _ role: Role, shape: [Int], order: ParameterOrder, initialiser: Initialiser, fanIn: Int = 1,
        fanOut: Int = 1
    ) {
        self.name = name
        self.role = role
        self.shape = shape
        self.order = order
        self.initialiser = initialiser
        self.fanIn = fanIn
        self.fanOut = fanOut
    }

    /// The number of elements.
    public var count: Int { shape.reduce(1, *) }

    func prefixed(with layer: String) -> ParameterDescription {
        var copy = self
        copy.name = "\(layer).\(name)"
        return copy
    }
}

/// How the order of a parameter in memory differs from the order in files, which is PyTorch's.
///
/// In memory a vector register runs over output channels, and a flattened picture is H, W, C.
package enum ParameterOrder: Sendable, Hashable {
    /// The same in both.
    case same
    /// Files [K, C, R, S], memory [R, S, C, K].
    case convolution(outputs: Int, inputs: Int, height: Int, width: Int)
    /// Files [outputs, C·H·W], memory [H·W·C, outputs].
    case dense(outputs: Int, input: ActivationShape)
    /// One value for each feature of a flattened picture: files [C·H·W], memory [H·W·C].
    case features(ActivationShape)

    /// Calls `body` with (index in the file, index in memory) of each element.
    private func forEach(count: Int, _ body: (Int, Int) -> Void) {
        switch self {
        case .same:
            for i in 0..<count { body(i, i) }
        case .convolution(let outputs, let inputs, let height, let width):
            Self.forEach(outputs: outputs, channels: inputs, positions: height * width, body)
        case .dense(let outputs, let input):
            Self.forEach(outputs: outputs, channels: input.channels, positions: input.height * input.width, body)
        case .features(let input):
            var file = 0
            for c in 0..<input.channels {
                for position in 0..<input.height * input.width {
                    body(file, position * input.channels + c)
                    file += 1
                }
            }
        }
    }

    /// Files [outputs, channels, positions], memory [positions, channels, outputs]. Sixteen outputs at a time, one cache line of memory, so that each
    /// line is touched once.
    @inline(__always)
    private static func forEach(outputs: Int, channels: Int, positions: Int, _ body: (Int, Int) -> Void) {
        for first in stride(from: 0, to: outputs, by: 16) {
            for c in 0..<channels {
                for position in 0..<positions {
                    let file = c * positions + position, memory = (position * channels + c) * outputs
                    for k in first..<min(first + 16, outputs) { body(k * channels * positions + file, memory + k) }
                }
            }
        }
    }

    /// Writes elements in the order of files to memory.
    func store(_ file: UnsafeBufferPointer<Float>, to memory: UnsafeMutablePointer<Float>) {
        forEach(count: file.count) { memory[$1] = file[$0] }
    }

    /// Reads elements from memory into the order of files.
    func load(_ memory: UnsafePointer<Float>, to file: UnsafeMutableBufferPointer<Float>) {
        forEach(count: file.count) { file[$0] = memory[$1] }
    }
}
