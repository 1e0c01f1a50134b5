import CommandLineSupport
import Kernels

var parser = OptionParser(
    tool: "benchmark", parameters: "[gemm|layers|memory]...",
    summary: "Measures what this machine can do at best, and what the kernels and the engine do on it.",
    details: """
        Without a subject all are measured. Shares of the peak are measured beside the peak, in turns, so that a busy machine
        hits both. SCRAWL_KERNELS=portable|avx2|avx512 chooses the instruction set.
        """)
let json = parser.flag("json", "Write one JSON object a line")
let threads = parser.integer("threads", "N", "Threads of the measured work (1)", in: 1...256)
let subjects = parser.remaining()

parser.run { options in
    if let problem = InstructionSet.selectionProblem { throw UsageError(problem) }
    let known = ["gemm", "layers", "memory"]
    let chosen = options[subjects]
    if let wrong = chosen.first(where: { !known.contains($0) }) {
        throw UsageError("there is no subject “\(wrong)”; there are: \(known.joined(separator: ", "))")
    }
    let bench = Bench(
        kernels: .current, pool: ThreadPool(threads: options[threads] ?? 1), report: Report(json: options[json]))
    try bench.reportMachine()
    if chosen.isEmpty || chosen.contains("memory") { try bench.measureMemory() }
    if chosen.isEmpty || chosen.contains("gemm") { try bench.measureProducts() }
    if chosen.isEmpty || chosen.contains("layers") { try bench.measureLayers() }
    return ExitStatus.success
}
