import CommandLineSupport
import NeuralNetwork

extension TrainCommand {
    /// Writes a model as ONNX.
    func export(to path: String, _ options: Options) throws -> Int32 {
        guard let model = options[model] else { throw UsageError("--export-onnx needs --model MODEL") }
        let (network, metadata) = try ModelFile.read(model)
        try ONNXExport.write(network, to: path, producerVersion: programVersion)
        StandardError.write("Wrote \(path): \(metadata.architecture), input “image” (N, 1, 28, 28), output “logits” (N, 10)\n")
        return ExitStatus.success
    }
}
