/// Finished models in safetensors files.
public enum ModelFile {
    /// Reads a network and what its file says about it.
    ///
    /// - Throws: `FileError`, `SafetensorsError` or `ModelFileError`, each naming the file.
    public static func read(_ path: String) throws -> (network: Network, metadata: ModelMetadata) {
        let file = try Safetensors(contentsOf: path)
        do throws(ModelError) {
            return try model(of: file)
        } catch {
            throw ModelFileError(path: path, error: error)
        }
    }

    /// The network in a file's contents.
    public static func model(of file: Safetensors) throws(ModelError) -> (network: Network, metadata: ModelMetadata) {
        guard file.metadata[Checkpoint.kindKey] != Checkpoint.kind else { throw .isCheckpoint }
        let metadata = try ModelMetadata(strings: file.metadata)
        let network: Network
        do throws(NetworkError) {
            let architecture = try Architecture.named(metadata.architecture)
            network = try Network(input: architecture.input, layers: architecture.layers)
            try network.load(file.tensors)
        } catch {
            throw .doesNotFit(error)
        }
        guard metadata.labels.count == network.output.count else {
            throw .wrongLabelCount(labels: metadata.labels.count, outputs: network.output.count)
        }
        return (network, metadata)
    }

    /// Writes a network atomically.
    public static func write(_ network: Network, _ metadata: ModelMetadata, to path: String) throws(FileError) {
        try Safetensors(tensors: network.state, metadata: metadata.strings).write(to: path)
    }
}
