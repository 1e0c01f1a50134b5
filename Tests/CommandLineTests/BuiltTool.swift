import Foundation

/// A tool of this package as it was built, run as a process of its own.
struct BuiltTool {
    let name: String

    /// What a run left behind.
    struct Outcome {
        var status: Int32
        var output: String
        var errors: String
    }

    /// The tool stands in the same folder as the tests.
    var url: URL {
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent(name)
    }

    /// Whether it was built.
    var exists: Bool { FileManager.default.isExecutableFile(atPath: url.path) }

    /// Starts the tool with its streams into files, so that no pipe can run full.
    func start(_ arguments: [String], environment: [String: String] = [:], folder: URL, outputPath: String? = nil) throws -> Running {
        let process = Process()
        process.executableURL = url
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.currentDirectoryURL = folder
        process.standardInput = FileHandle.nullDevice
        let output = outputPath.map { URL(fileURLWithPath: $0) } ?? folder.appendingPathComponent("output-\(UUID().uuidString)")
        let errors = folder.appendingPathComponent("errors-\(UUID().uuidString)")
        if outputPath == nil { try Data().write(to: output) }
        try Data().write(to: errors)
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        return Running(process: process, output: outputPath == nil ? output : nil, errors: errors)
    }

    func run(
        _ arguments: String..., environment: [String: String] = [:], folder: URL, outputPath: String? = nil
    ) throws -> Outcome {
        try start(arguments, environment: environment, folder: folder, outputPath: outputPath).finish()
    }

    /// A process that was started.
    struct Running {
        let process: Process
        let output: URL?
        let errors: URL

        /// What it has said so far on standard error.
        var errorsSoFar: String { (try? String(contentsOf: errors, encoding: .utf8)) ?? "" }

        func finish() throws -> Outcome {
            process.waitUntilExit()
            return Outcome(
                status: process.terminationStatus, output: try output.map { try String(contentsOf: $0, encoding: .utf8) } ?? "",
                errors: try String(contentsOf: errors, encoding: .utf8))
        }
    }
}
