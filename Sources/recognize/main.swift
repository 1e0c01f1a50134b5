import CommandLineSupport
import DigitRecognition
import Foundation
import Kernels
import Pictures
import Synchronization

var parser = OptionParser(
    tool: "recognize", parameters: "PICTURE…", summary: "Reads the handwritten digits of pictures: files, or http and https links.",
    details: """
        “-” is the picture on standard input.

        Each picture gives one line: its name, the digits from left to right with lines of writing joined by “|” (“-” where there is no digit), and
        the confidence from 0 to 1, with tabs between them. A tab, newline, other control character or backslash in a name is written as in C:
        \\t, \\n, \\033, \\\\; JSON has the name as it is. A picture that cannot be opened is reported on standard error and does not stop the others.
        """)
let json = parser.flag("json", "Print one JSON object per picture, with boxes and probabilities")
let single = parser.flag("single", "Each picture shows at most one digit")
let model = parser.filename("model", "FILE", "Read with this model (default: the one that belongs to this program)")
let pictures = parser.remaining()

parser.run { options in
    if let problem = InstructionSet.selectionProblem { throw UsageError(problem) }
    let sources = options[pictures]
    guard !sources.isEmpty else { throw UsageError("no picture is named") }
    // As a path it would be the current folder.
    guard !sources.contains("") else { throw UsageError("the name of a picture is empty") }
    let reader = try DigitReader(modelAt: options[model].map { URL(fileURLWithPath: $0) } ?? ModelLocation.standard())
    let reading = ReadingOptions(single: options[single])
    let asJSON = options[json]
    // Safe: `emit` is called for one picture at a time, and after the last call only this thread is left.
    // On a terminal that shows the answers they are the progress.
    nonisolated(unsafe) let progress = sources.count > 1 && (isatty(STDERR_FILENO) == 0 || isatty(STDOUT_FILENO) == 0)
        ? Progress(title: "Reading", total: sources.count) : nil
    let failures = Atomic(0)

    try OrderedWork.run(count: sources.count, threads: ProcessInfo.processInfo.activeProcessorCount) { index in
        Result { reader.read(try picture(named: sources[index]), options: reading) }
    } emit: { index, result in
        switch result {
        case .success(let recognition):
            try StandardOutput.write(
                asJSON ? RecognitionOutput.json(recognition, source: sources[index]) : RecognitionOutput.plain(recognition, source: sources[index]))
        case .failure(let error):
            failures.add(1, ordering: .relaxed)
            progress?.clear()
            StandardError.write("recognize: \(escapedForLine(sources[index])): \(message(of: error))\n")
        }
        progress?.update(index + 1)
    }
    progress?.clear()
    return failures.load(ordering: .relaxed) == 0 ? ExitStatus.success : ExitStatus.failure
}

/// The picture that an argument names.
private func picture(named argument: String) throws -> Picture {
    guard argument == "-" else { return try PictureSource(argument: argument).load() }
    let decoder = PictureDecoder()
    // One byte more than is taken shows that there are more.
    return try decoder.decode(FileHandle.standardInput.read(upToCount: decoder.limits.bytes + 1) ?? Data())
}
