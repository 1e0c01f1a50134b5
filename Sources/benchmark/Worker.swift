import CommandLineSupport
import Foundation
import Kernels
import NeuralNetwork

/// Answers a driver that measures several engines in turns: a command a line on standard input, a JSON object a line on standard output.
///
/// At the start, once warm, `{"ready": true}`; then `go train SECONDS`, `go lat SECONDS`, `go spaced SECONDS` (20 ms of sleep between
/// answers), `go thr SECONDS` (a thousand pictures at a time) and `quit`.
struct Worker {
    enum Kind: String, CaseIterable {
        case train, infer
    }

    let kind: Kind
    let architecture: Architecture
    let pool: ThreadPool

    func run() throws {
        switch kind {
        case .train:
            let training = try TrainingMeasurement(architecture: architecture, pool: pool)
            try serve { mode, seconds in
                guard mode == "train" else { return nil }
                return Self.images(try training.run(seconds: seconds))
            }
        case .infer:
            let inference = try InferenceMeasurement(architecture: architecture, pool: pool)
            try serve { mode, seconds in
                switch mode {
                case "lat", "spaced":
                    let start = Clock.wall.now, processor = Clock.process.now
                    let times = inference.latencies(seconds: seconds, pause: mode == "spaced" ? 0.02 : 0)
                    let list = times.map { String(format: "%.2f", $0) }.joined(separator: ",")
                    return "{\"us\":[\(list)],\"seconds\":\(Clock.wall.now - start),\"cpu_s\":\(Clock.process.now - processor)}"
                case "thr": return Self.images(inference.throughput(seconds: seconds))
                default: return nil
                }
            }
        }
    }

    private static func images(_ result: TrainingMeasurement.Result) -> String {
        "{\"images\":\(result.images),\"seconds\":\(result.seconds),\"cpu_s\":\(result.processorSeconds)}"
    }

    private func serve(_ answer: (_ mode: String, _ seconds: Double) throws -> String?) throws {
        let modes = kind == .train ? "[\"train\"]" : "[\"lat\",\"spaced\",\"thr\"]"
        try StandardOutput.write(
            "{\"ready\":true,\"version\":\"scrawl \(programVersion) \(InstructionSet.current.rawValue)\",\"modes\":\(modes)}\n")
        while let line = readLine() {
            let words = line.split(separator: " ")
            if words.first == "quit" { return }
            guard words.count == 3, words[0] == "go", let seconds = Double(words[2]), let result = try answer(String(words[1]), seconds) else {
                try StandardOutput.write("{\"error\":\"not a command of this kind of worker\"}\n")
                continue
            }
            try StandardOutput.write(result + "\n")
        }
    }
}
