import Datasets
import NeuralNetwork

/// How an architecture is trained unless the command line says otherwise; chosen on the last 10,000 training images of MNIST.
struct Recipe {
    var epochs: Int
    var batchSize = 128
    var learningRate = 1e-3
    var schedule: Schedule.Shape = .cosine(final: 0.01)
    var optimiser: Optimiser = .adam()
    var weightDecay: Float = 0
    var labelSmoothing: Float = 0
    var averageDecay: Float?
    var augmentation: Augmentation = .none
    var augmentationName = "none"
    var finish = 0.0
    /// How many of the epochs are the ending, at a low rate and without variation.
    var ending = 0

    /// The recipe of an architecture.
    static func of(_ architecture: Architecture) -> Recipe {
        switch architecture.name {
        case "mlp":
            Recipe(epochs: 20, learningRate: 4e-3, schedule: .oneCycle(rise: 0.2), labelSmoothing: 0.1)
        case "cnn":
            Recipe(
                epochs: 10, learningRate: 3e-3, schedule: .oneCycle(rise: 0.2), averageDecay: 0.998, augmentation: .affine,
                augmentationName: "affine")
        case "deep-cnn":
            Recipe(
                epochs: 10, learningRate: 3e-3, schedule: .oneCycle(rise: 0.2), averageDecay: 0.998, augmentation: .affine,
                augmentationName: "affine")
        default:
            Recipe(
                epochs: 55, learningRate: 3e-3, schedule: .oneCycle(rise: 0.2), optimiser: .adamW(), weightDecay: 0.02,
                averageDecay: 0.998, augmentation: .elastic, augmentationName: "elastic", finish: 0.3, ending: 5)
        }
    }
}

/// The names that the command line has for schedules and optimisers.
enum Names {
    static let schedules: [(name: String, shape: Schedule.Shape)] = [
        ("constant", .constant), ("step", .step(every: 1.0 / 3, factor: 0.1)), ("cosine", .cosine(final: 0.01)),
        ("one-cycle", .oneCycle(rise: 0.2)),
    ]
    static let optimisers: [(name: String, optimiser: Optimiser)] = [
        ("sgd", .sgd(momentum: 0.9, nesterov: true)), ("adam", .adam()), ("adamw", .adamW()),
    ]
}
