import Kernels

extension Trainer {
    /// Everything to go on from here. Take it between two steps: within `observe`, or when `run` has returned.
    ///
    /// - Parameters:
    ///   - architecture: the name by which the network is made again.
    ///   - notes: kept as they are.
    public func checkpoint(architecture: String, notes: [String: String] = [:]) -> Checkpoint {
        var tensors: [String: Tensor] = [:]
        for (name, tensor) in network.state { tensors["model.\(name)"] = tensor }
        if let average {
            for (name, tensor) in network.state(of: average.values) { tensors["average.\(name)"] = tensor }
        }
        for (name, buffer) in zip(optimiser.momentNames, optimiser.moments) {
            for entry in network.layout.entries where entry.description.role.isTrained {
                tensors["\(name).\(entry.description.name)"] = network.layout.tensor(entry, in: buffer)
            }
        }
        return Checkpoint(
            architecture: architecture, options: options, epoch: epoch, step: step, examplesPerEpoch: source.count,
            notes: notes, updates: optimiser.step, averageUpdates: average?.updates ?? 0, progress: progress,
            tensors: tensors)
    }

    /// A trainer that goes on where the checkpoint stood, with its options.
    ///
    /// - Throws: `CheckpointError` where the data or the weights are not those of the checkpoint; otherwise as `init`.
    public convenience init(resuming checkpoint: Checkpoint, source: any BatchSource, pool: ThreadPool = .shared) throws {
        func fail(_ problem: CheckpointError.Problem) -> CheckpointError { CheckpointError(path: nil, problem: problem) }
        guard source.count == checkpoint.examplesPerEpoch else {
            throw fail(.otherData(examples: source.count, expected: checkpoint.examplesPerEpoch))
        }
        let network: Network
        do {
            network = try Architecture.named(checkpoint.architecture).network(seed: checkpoint.options.seed)
            try network.load(checkpoint.model)
        } catch {
            throw fail(.doesNotFit(error))
        }
        try self.init(network: network, options: checkpoint.options, source: source, pool: pool)
        guard checkpoint.step < max(stepsPerEpoch, 1) else { throw fail(.badField("step")) }
        do throws(NetworkError) {
            if let average {
                try network.load(checkpoint.average, into: average.values)
                average.updates = checkpoint.averageUpdates
            }
            for (name, buffer) in zip(optimiser.momentNames, optimiser.moments) {
                try load(checkpoint.group(name), into: buffer, group: name)
            }
        } catch {
            throw fail(.doesNotFit(error))
        }
        optimiser.step = checkpoint.updates
        continueFrom(epoch: checkpoint.epoch, step: checkpoint.step, progress: checkpoint.progress)
    }

    private func load(_ tensors: [String: Tensor], into buffer: FloatBuffer, group: String) throws(NetworkError) {
        for entry in network.layout.entries where entry.description.role.isTrained {
            let name = entry.description.name
            guard let tensor = tensors[name] else { throw .missingTensor(name: "\(group).\(name)") }
            guard tensor.shape == entry.description.shape else {
                throw .wrongShape(name: "\(group).\(name)", found: tensor.shape, expected: entry.description.shape)
            }
            network.layout.store(tensor, entry, in: buffer)
        }
    }

    /// The network to use and to write: the moving average where one is kept, else the weights themselves.
    public func trainedNetwork() throws(NetworkError) -> Network {
        let copy = try Network(input: network.input, layers: network.layers)
        copy.values.copy(from: average?.values ?? network.values)
        return copy
    }
}
