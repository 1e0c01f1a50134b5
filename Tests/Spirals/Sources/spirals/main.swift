import Foundation
import NeuralNetwork

/// Points on two spirals that wind around each other, with some noise: which of the two is a point on?
struct Spirals: BatchSource {
    let count = 2_000

    func fill(_ batch: Batch, for request: BatchRequest) {
        for (place, index) in request.indices.enumerated() {
            var random = request.random.derived(place)
            let turns = random.uniform(0.2, 1.2)
            let angle = (turns + Float(index % 2) / 2) * 2 * .pi
            batch.image(place)[0] = turns * cos(angle) + 0.03 * random.normal()
            batch.image(place)[1] = turns * sin(angle) + 0.03 * random.normal()
            batch.labels[place] = UInt8(index % 2)
        }
    }
}

let network = try Network(
    input: .vector(2),
    layers: [
        NamedLayer("fc1", .dense(Dense(outputs: 64))), NamedLayer("relu1", .relu),
        NamedLayer("fc2", .dense(Dense(outputs: 64))), NamedLayer("relu2", .relu),
        NamedLayer("fc3", .dense(Dense(outputs: 2))),
    ], seed: 1)
let options = TrainingOptions(
    epochs: 10, batchSize: 50, optimiser: .adam(), schedule: Schedule(.cosine(), baseRate: 0.01))
let trainer = try Trainer(network: network, options: options, source: Spirals())

_ = try trainer.run(observe: { event in
    guard case .epoch(let report) = event else { return }
    print("epoch \(report.epoch + 1): loss \(Float(report.loss)), accuracy \(report.accuracy)")
})
