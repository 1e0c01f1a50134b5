import DigitRecognition
import NeuralNetwork

/// Why a model cannot read digits, in the user's language.
func text(of error: ReadingError) -> String {
    switch error {
    case .notDigits(let path): localized("“%1” is a model of something else than handwritten digits.", fileName(path))
    case .unknownPreparation(let path, let name):
        localized("“%1” wants pictures prepared as “%2”, which this version does not know.", fileName(path), name)
    }
}

/// Why a safetensors file is no model, or not one that fits, in the user's language; the file is named before.
func text(of error: ModelError) -> String {
    switch error {
    case .missingMetadata(let key): localized("it is no model of this program: its metadata has no “%1”", key)
    case .badMetadata(let key, let value): localized("its metadata's “%1” makes no sense: %2", key, String(value.prefix(100)))
    case .wrongLabelCount(let labels, let outputs): localized("it has %1 labels for %2 outputs", String(labels), String(outputs))
    case .isCheckpoint: localized("it is a checkpoint of a training, not a finished model")
    case .doesNotFit(let error): localized("its weights do not fit: %1", text(of: error))
    }
}

private func text(of error: NetworkError) -> String {
    switch error {
    case .layerDoesNotFit(let layer, let reason): localized("layer %1 does not fit: %2", layer, reason)
    case .noLayers: localized("the network has no layers")
    case .unknownArchitecture(let name, let known): localized("there is no architecture “%1”; there are %2", name, known.joined(separator: ", "))
    case .missingTensor(let name): localized("tensor %1 is missing", name)
    case .unexpectedTensor(let name): localized("tensor %1 belongs to no layer", name)
    case .wrongShape(let name, let found, let expected): localized("tensor %1 has the shape %2, not %3", name, "\(found)", "\(expected)")
    case .notFinite(let name): localized("tensor %1 holds a value that is not a finite number", name)
    }
}

/// Why a file is no safetensors file, in the user's language; the file is named before. Which byte is wrong helps nobody in a window: the
/// command line says it.
func text(of problem: SafetensorsError.Problem) -> String {
    switch problem {
    case .noHeader, .headerTooLong, .badHeader, .notAnObject: localized("this is not a safetensors file, or its header is damaged")
    case .badMetadata(let key): localized("the metadata's “%1” is not a text", key)
    case .unknownType(let tensor, let type), .unsupportedType(let tensor, let type):
        localized("tensor %1 has the type %2; only F32 is supported", tensor, type)
    case .badEntry(let tensor, _), .offsetsOutside(let tensor, _, _, _), .wrongSize(let tensor, _, _, _), .overlap(let tensor, _),
        .hole(let tensor, _, _):
        localized("the file is damaged: tensor %1 is not described as it should be", tensor)
    case .wrongLength(let bytes, let expected):
        localized("the file is incomplete or damaged: it has %1 bytes, its header describes %2", String(bytes), String(expected))
    case .notFinite(let tensor): localized("tensor %1 holds a value that is not a finite number", tensor)
    }
}
