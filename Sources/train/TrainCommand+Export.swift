import CommandLineSupport
import NeuralNetwork

extension TrainCommand {
    /// Writes a model as ONNX.
    func export(to path: String, _ options: Options) throws -> Int32 {
        guard let model = options[model] else { throw UsageError("--export-onnx needs --model MODEL") }
        _ = try ModelFile.read(model)
        return ExitStatus.failure
    }
}
