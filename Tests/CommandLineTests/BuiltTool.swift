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

    /// Starts the tool, with its output into a file and its errors into a pipe that `Running` reads.
    func start(
        _ arguments: [String], environment: [String: String] = [:], folder: URL, input: FileHandle = .nullDevice, outputPath: String? = nil
    ) throws -> Running {
        let process = Process()
        process.executableURL = url
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.currentDirectoryURL = folder
        process.standardInput = input
        let output = outputPath.map { URL(fileURLWithPath: $0) } ?? folder.appendingPathComponent("output-\(UUID().uuidString)")
        let errors = Pipe()
        if outputPath == nil { try Data().write(to: output) }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = errors
        try process.run()
        return Running(process: process, output: outputPath == nil ? output : nil, errors: errors.fileHandleForReading)
    }

    func run(
        _ arguments: String..., environment: [String: String] = [:], folder: URL, outputPath: String? = nil
    ) throws -> Outcome {
        try start(arguments, environment: environment, folder: folder, outputPath: outputPath).finish()
    }

    /// A process that was started.
    final class Running {
        let process: Process
        private let output: URL?
        private let errors: FileHandle
        private var heard = Data()

        fileprivate init(process: Process, output: URL?, errors: FileHandle) {
            self.process = process
            self.output = output
            self.errors = errors
        }

        /// Returns when it has said `text` on standard error: true. False where it ended without.
        func waitForErrors(containing text: String) -> Bool {
            while heard.range(of: Data(text.utf8)) == nil {
                // Waits for what comes next, and is empty at the end.
                let more = errors.availableData
                if more.isEmpty { return false }
                heard.append(more)
            }
            return true
        }

        func finish() throws -> Outcome {
            heard.append(try errors.readToEnd() ?? Data())
            process.waitUntilExit()
            return Outcome(
                status: process.terminationStatus, output: try output.map { try String(contentsOf: $0, encoding: .utf8) } ?? "",
                errors: String(decoding: heard, as: UTF8.self))
        }
    }
}
