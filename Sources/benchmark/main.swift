import CommandLineSupport
import DigitRecognition
import Foundation
import Kernels
import NeuralNetwork

let subjectNames = ["memory", "gemm", "kernels", "layers", "train", "infer", "read", "blocks"]
var parser = OptionParser(
    tool: "benchmark", parameters: "[\(subjectNames.joined(separator: "|"))]...",
    summary: "Measures what this machine can do at best, and what the kernels, the engine and the reading do on it.",
    details: """
        The peak and the bandwidth of memory, matrix products, convolutions and loops, each layer of each network forward and backward, whole training
        steps, whole inferences, and reading a picture; without a subject all of them (“read” needs a model). “blocks”, only when it is named,
        compares other sizes of the parts into which products are cut with those in use. Shares of the peak are measured
        beside the peak, in turns, so that a busy machine hits both; they count the products of the plain sum, of which minimal filtering
        needs a quarter. SCRAWL_KERNELS=portable|avx2|avx512 chooses the instruction set.

        “benchmark worker --kind train|infer --model NAME” answers a driver that compares engines: commands on standard input,
        one JSON object a line on standard output.
        """)
let json = parser.flag("json", "Write one JSON object a line")
let threads = parser.integer("threads", "N", "Threads of the measured work (1)", in: 1...255)
let kind = parser.string("kind", "KIND", "What a worker does", oneOf: Worker.Kind.allCases.map(\.rawValue))
let model = parser.string("model", "NAME", "Architecture of a worker, or the model file of “read”")
let subjects = parser.remaining()

/// The architecture of a name; cnn_a and cnn_b are what the scripts that measure other engines call cnn and deep-cnn.
func architecture(named name: String) throws -> Architecture {
    do {
        return try .named(["cnn_a": "cnn", "cnn_b": "deep-cnn"][name] ?? name)
    } catch {
        throw UsageError("--model: \(message(of: error))")
    }
}

parser.run { options in
    if let problem = InstructionSet.selectionProblem { throw UsageError(problem) }
    let pool = ThreadPool(threads: options[threads] ?? 1)
    var chosen = options[subjects]
    if chosen == ["worker"] {
        guard let name = options[model], let kind = options[kind].flatMap(Worker.Kind.init) else {
            throw UsageError("a worker needs --kind and --model")
        }
        let architecture = try architecture(named: name)
        try Worker(kind: kind, architecture: architecture, pool: pool).run()
        return ExitStatus.success
    }
    if let wrong = chosen.first(where: { !subjectNames.contains($0) }) {
        throw UsageError("there is no subject “\(wrong)”; there are: \(subjectNames.joined(separator: ", "))")
    }
    let file = options[model].map { URL(fileURLWithPath: $0) }
    if chosen.isEmpty { chosen = subjectNames.filter { $0 != "blocks" && ($0 != "read" || file != nil || (try? ModelLocation.standard()) != nil) } }
    let bench = Bench(kernels: .current, pool: pool, report: Report(json: options[json]))
    try bench.reportMachine()
    for subject in chosen {
        switch subject {
        case "memory": try bench.measureMemory()
        case "gemm": try bench.measureProducts()
        case "kernels": try bench.measureLayers()
        case "layers": try bench.measureSteps(Architecture.all)
        case "train": try bench.measureTraining(Architecture.all)
        case "infer": try bench.measureInference(Architecture.all)
        case "blocks": try bench.measureBlocks()
        default: try bench.measureReading(model: file ?? ModelLocation.standard())
        }
    }
    return ExitStatus.success
}
