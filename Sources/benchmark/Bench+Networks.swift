import DigitRecognition
import Foundation
import Kernels
import NeuralNetwork
import Pictures

extension Bench {
    /// Images a second of training, batch 128 with Adam.
    func measureTraining(_ architectures: [Architecture]) throws {
        for architecture in architectures {
            let training = try TrainingMeasurement(architecture: architecture, pool: pool, images: 12_800)
            let rates = try (0..<5).map { _ in
                let result = try training.run(seconds: 0.5)
                return Double(result.images) / result.seconds
            }
            let rate = rates.sorted()[2]
            try report.write(
                "train \(column(architecture.name, 10)) \(column(rate, 9, digits: 0)) images/s",
                ["figure": .text("train"), "architecture": .text(architecture.name), "batch": .integer(128),
                 "threads": .integer(pool.threads), "images_per_second": .number(rate, digits: 1)])
        }
    }

    /// Time of one answer, and answers a second where a thousand are asked for at a time.
    func measureInference(_ architectures: [Architecture]) throws {
        for architecture in architectures {
            let inference = try InferenceMeasurement(architecture: architecture, pool: pool)
            let times = inference.latencies(seconds: 1, pause: 0).sorted()
            let result = inference.throughput(seconds: 1)
            let rate = Double(result.images) / result.seconds
            let median = times[times.count / 2], slow = times[times.count * 99 / 100]
            try report.write(
                "infer \(column(architecture.name, 10)) one image \(column(median, 8, digits: 1)) us (99 % below "
                    + "\(column(slow, 0, digits: 1)) us), batch 1000 \(column(rate, 9, digits: 0)) images/s",
                ["figure": .text("infer"), "architecture": .text(architecture.name), "threads": .integer(pool.threads),
                 "median_microseconds": .number(median, digits: 2), "p99_microseconds": .number(slow, digits: 2),
                 "images_per_second": .number(rate, digits: 1)])
        }
    }

    /// Time from a picture in memory to its digits, and from the model's file to the first answer of a process: the network's to one image, and the
    /// reader's to a picture.
    func measureReading(model: URL) throws {
        let image = [Float](repeating: 0.5, count: 784)
        let start = Clock.wall.now
        let classifier = try Classifier(contentsOf: model.path, pool: .serial)
        let loaded = Clock.wall.now
        _ = classifier.logits(image, count: 1)
        let answered = Clock.wall.now

        var picture = Picture(width: 400, height: 400)
        for y in 60..<340 { for x in 190..<212 { for c in 0..<3 { picture.bytes[(y * 400 + x) * 4 + c] = 0 } } }
        let reader = try DigitReader(modelAt: model)
        let text = reader.read(picture).text
        let time = secondsPerCall(seconds: 1, samples: 9) { _ = reader.read(picture) } * 1e3
        try report.write(
            "read  from the model's file to the network's first answer: \(column((answered - start) * 1e3, 0, digits: 2)) ms (loading "
                + "\(column((loaded - start) * 1e3, 0, digits: 2)) ms); 400 x 400 canvas (“\(text)”): \(column(time, 0, digits: 2)) ms",
            ["figure": .text("read"), "milliseconds": .number(time, digits: 3), "first_milliseconds": .number((answered - start) * 1e3, digits: 3),
             "loading_milliseconds": .number((loaded - start) * 1e3, digits: 3), "text": .text(text)])
    }
}
