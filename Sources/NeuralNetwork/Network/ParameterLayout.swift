import Kernels

/// Where each parameter of a network lies in memory.
///
/// All trained parameters lie in one buffer, weights first and then what is not decayed (biases and norms), so that an
/// optimiser, a norm of gradients or a moving average passes over one or two long vectors. Running statistics lie in a
/// second buffer. Each parameter starts at a 64-byte boundary; the gaps stay zero.
package struct ParameterLayout: Sendable {
    package struct Entry: Sendable {
        package let description: ParameterDescription
        /// In the buffer of trained parameters, or in that of statistics.
        package let offset: Int
    }

    /// In the order of the layers.
    package let entries: [Entry]
    /// Floats of trained parameters that weight decay concerns: the beginning of their buffer.
    package let decayedCount: Int
    package let trainedCount: Int
    package let statisticsCount: Int
    private let indices: [String: Int]

    package init(_ descriptions: [ParameterDescription]) {
        var offsets = [Int](repeating: 0, count: descriptions.count)
        func place(_ start: Int, _ belongs: (ParameterDescription) -> Bool) -> Int {
            var end = start
            for (index, description) in descriptions.enumerated() where belongs(description) {
                offsets[index] = end
                end += (description.count + 15) & ~15
            }
            return end
        }
        decayedCount = place(0) { $0.role == .weight }
        trainedCount = place(decayedCount) { $0.role.isTrained && $0.role != .weight }
        statisticsCount = place(0) { !$0.role.isTrained }
        entries = zip(descriptions, offsets).map { Entry(description: $0, offset: $1) }
        indices = Dictionary(uniqueKeysWithValues: descriptions.enumerated().map { ($1.name, $0) })
    }

    package func entry(named name: String) -> Entry? { indices[name].map { entries[$0] } }
}

/// The numbers of one set of parameters: trained ones and running statistics.
package final class ParameterValues {
    package let trained: FloatBuffer
    package let statistics: FloatBuffer

    package init(_ layout: ParameterLayout) {
        trained = FloatBuffer(count: layout.trainedCount)
        statistics = FloatBuffer(count: layout.statisticsCount)
    }

    package func copy(from other: ParameterValues) {
        trained.copy(from: other.trained)
        statistics.copy(from: other.statistics)
    }

    package func pointer(_ entry: ParameterLayout.Entry) -> UnsafeMutablePointer<Float> {
        (entry.description.role.isTrained ? trained : statistics).pointer + entry.offset
    }
}

/// Parameters of a plan by name.
package struct ParameterAccess {
    let layout: ParameterLayout
    let values: ParameterValues
    /// Gradients in the layout of the trained parameters; nil where no backward pass computes them.
    let gradients: FloatBuffer?
    /// Weights as the kernels read them, by parameter name, where the values no longer change.
    var packed: [String: PackedMatrix] = [:]
    var filtered: [String: WinogradWeights] = [:]

    package init(layout: ParameterLayout, values: ParameterValues, gradients: FloatBuffer?) {
        self.layout = layout
        self.values = values
        self.gradients = gradients
    }

    func parameter(_ name: String) -> Parameter {
        guard let entry = layout.entry(named: name) else { preconditionFailure("the layout has no parameter \(name)") }
        let gradient = entry.description.role.isTrained ? gradients.map { $0.pointer + entry.offset } : nil
        return Parameter(value: values.pointer(entry), gradient: gradient)
    }
}

/// Parameters of one buffer as tensors in the shapes of files, and back.
extension ParameterLayout {
    /// The tensor of an entry, in the order and shape of files, from a buffer that has this layout.
    package func tensor(_ entry: Entry, in buffer: FloatBuffer) -> Tensor {
        var tensor = Tensor(shape: entry.description.shape)
        tensor.withUnsafeMutableElements { entry.description.order.load(buffer.pointer + entry.offset, to: $0) }
        return tensor
    }

    /// Writes a tensor in the order of files into a buffer that has this layout.
    package func store(_ tensor: Tensor, _ entry: Entry, in buffer: FloatBuffer) {
        precondition(tensor.shape == entry.description.shape, "a tensor \(tensor.shape) for \(entry.description.name)")
        tensor.withUnsafeElements { entry.description.order.store($0, to: buffer.pointer + entry.offset) }
    }
}
