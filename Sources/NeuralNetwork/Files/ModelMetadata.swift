/// What a model file says about itself beside its weights; strings under `__metadata__`.
public struct ModelMetadata: Sendable, Hashable {
    /// The name of an `Architecture`.
    public var architecture: String
    /// How pictures are prepared for it.
    public var preparation: String
    /// What logits are divided by before the softmax, so that probabilities are honest (Guo et al. 2017, arXiv
    /// 1706.04599).
    public var temperature: Float
    /// What each output means.
    public var labels: [String]
    /// The seed of all random numbers of its training.
    public var seed: UInt64?
    /// The data it was trained on, in words.
    public var data: String?
    /// Shares of right answers by the name of the test, 0 to 1.
    public var accuracies: [String: Double]
    /// Everything else, under the keys of the file.
    public var other: [String: String]

    /// Metadata of a new model; by default one that reads the ten digits, prepared as MNIST was.
    public init(
        architecture: String, preparation: String = ModelMetadata.mnistPreparation, temperature: Float = 1,
        labels: [String] = (0...9).map(String.init), seed: UInt64? = nil, data: String? = nil,
        accuracies: [String: Double] = [:], other: [String: String] = [:]
    ) {
        self.architecture = architecture
        self.preparation = preparation
        self.temperature = temperature
        self.labels = labels
        self.seed = seed
        self.data = data
        self.accuracies = accuracies
        self.other = other
    }

    /// MNIST's own preparation: the digit's longer side 20 pixels, its centre of mass in the middle of 28x28, ink 0 to 1.
    public static let mnistPreparation = "mnist"
    private static let accuracyPrefix = "accuracy."

    /// As the file has it.
    public var strings: [String: String] {
        var strings = other
        strings["architecture"] = architecture
        strings["preparation"] = preparation
        strings["temperature"] = "\(temperature)"
        strings["labels"] = JSON.array(labels.map(JSON.string)).description
        strings["seed"] = seed.map { "\($0)" }
        strings["data"] = data
        for (name, accuracy) in accuracies { strings[Self.accuracyPrefix + name] = "\(accuracy)" }
        return strings
    }

    /// From a file's strings.
    ///
    /// - Throws: `ModelError` about a key that is missing or makes no sense.
    public init(strings: [String: String]) throws(ModelError) {
        var rest = strings
        guard let architecture = rest.removeValue(forKey: "architecture") else { throw .missingMetadata(key: "architecture") }
        self.init(architecture: architecture)
        if let preparation = rest.removeValue(forKey: "preparation") { self.preparation = preparation }
        if let text = rest.removeValue(forKey: "temperature") {
            guard let value = Float(text), value > 0, value.isFinite else { throw .badMetadata(key: "temperature", value: text) }
            temperature = value
        }
        if let text = rest.removeValue(forKey: "labels") {
            guard let labels = (try? JSON(parsing: text))?.elements?.map(\.string), !labels.contains(nil) else {
                throw .badMetadata(key: "labels", value: text)
            }
            self.labels = labels.compactMap(\.self)
        }
        if let text = rest.removeValue(forKey: "seed") {
            guard let value = UInt64(text) else { throw .badMetadata(key: "seed", value: text) }
            seed = value
        }
        data = rest.removeValue(forKey: "data")
        for (key, text) in rest where key.hasPrefix(Self.accuracyPrefix) {
            guard let value = Double(text), (0...1).contains(value) else { throw .badMetadata(key: key, value: text) }
            accuracies[String(key.dropFirst(Self.accuracyPrefix.count))] = value
            rest[key] = nil
        }
        other = rest
    }
}

/// Why a safetensors file is not a model, or not one that fits.
public enum ModelError: Error, Sendable, Equatable, CustomStringConvertible {
    case missingMetadata(key: String)
    case badMetadata(key: String, value: String)
    /// Not as many labels as outputs.
    case wrongLabelCount(labels: Int, outputs: Int)
    /// A checkpoint where a model is wanted.
    case isCheckpoint
    /// The weights are not those of the architecture.
    case doesNotFit(NetworkError)

    /// What went wrong, in a sentence for a person.
    public var description: String {
        switch self {
        case .missingMetadata(let key): "it is no model of this program: its metadata has no \"\(key)\""
        case .badMetadata(let key, let value): "its metadata's \"\(key)\" makes no sense: \(value.prefix(100))"
        case .wrongLabelCount(let labels, let outputs): "it has \(labels) labels for \(outputs) outputs"
        case .isCheckpoint: "it is a checkpoint of a training, not a finished model"
        case .doesNotFit(let error): "its weights do not fit: \(error)"
        }
    }
}

/// An error about one file.
public struct ModelFileError: Error, Sendable, CustomStringConvertible {
    /// The file.
    public let path: String
    /// What is wrong with it.
    public let error: ModelError

    /// What went wrong, in a sentence for a person.
    public var description: String { "\(path): \(error)" }
}
