import FileSafety
import Foundation

/// What a program tells the shell when it ends.
public enum ExitStatus {
    /// All went well.
    public static let success: Int32 = 0
    /// The work could not be done.
    public static let failure: Int32 = 1
    /// The command line could not be followed.
    public static let usage: Int32 = 2
}

/// The version of this program, as `--version` shows it.
public let programVersion = "0.1.0"

extension OptionParser {
    /// Parses the arguments, does the work and says what went wrong: the whole life of a tool, without ending the process.
    ///
    /// `--help` and `--version` go to `output` and give 0. A `UsageError`, from the parser or from `work`, goes to `errorOutput`
    /// with the usage line and where to find help, and gives 2. Any other error is told in one line and gives 1.
    public func execute(
        _ arguments: [String], output: (String) throws -> Void, errorOutput: (String) -> Void, work: (Options) throws -> Int32
    ) -> Int32 {
        do {
            let options = try parse(arguments)
            if options[help] {
                try output(helpText)
                return ExitStatus.success
            }
            if options[version] {
                try output("\(tool) (Scrawl) \(programVersion)\n")
                return ExitStatus.success
            }
            return try work(options)
        } catch let error as UsageError {
            errorOutput("\(tool): \(error)\n\(usage)\nTry “\(tool) --help” for more information.\n")
            return ExitStatus.usage
        } catch {
            errorOutput("\(tool): \(message(of: error))\n")
            return ExitStatus.failure
        }
    }

    /// `execute` on this process's own arguments and streams, then its end with the status.
    public func run(work: (Options) throws -> Int32) -> Never {
        exit(execute(
            processArguments(), output: StandardOutput.write, errorOutput: StandardError.write, work: work))
    }
}

/// The arguments of this process after its name. One that is not UTF-8 can only be the name of a file, and no text can hold it: it becomes
/// that file's `file:` URL.
private func processArguments() -> [String] {
    (1..<max(1, Int(CommandLine.argc))).compactMap { index in
        guard let argument = CommandLine.unsafeArgv[index] else { return nil }
        if let text = String(validatingCString: argument) { return text }
        let path = argument.pointee == CChar(bitPattern: UInt8(ascii: "/")) ? "" : FileManager.default.currentDirectoryPath + "/"
        return fileURL(ofPath: Array(path.utf8) + UnsafeBufferPointer(start: argument, count: strlen(argument)).map(UInt8.init(bitPattern:)))
    }
}

/// The `file:` URL of a path of any bytes, in ASCII.
func fileURL(ofPath path: [UInt8]) -> String {
    let digits = Array("0123456789ABCDEF")
    return "file://" + path.reduce(into: "") { text, byte in
        let character = Character(UnicodeScalar(byte))
        if character.isASCII, character.isLetter || character.isNumber || "/-._~".contains(character) {
            text.append(character)
        } else {
            text.append(contentsOf: ["%", digits[Int(byte >> 4)], digits[Int(byte & 15)]])
        }
    }
}

/// The sentence for a person in `error`.
public func message(of error: any Error) -> String {
    // Foundation's own sentences leave the system's reason out.
    if let reason = underlyingReason(of: error) { return reason }
    if let described = error as? any LocalizedError, let text = described.errorDescription { return text }
    // A cast of the value would succeed for every error, through Foundation's bridge.
    return type(of: error) is any CustomStringConvertible.Type ? "\(error)" : error.localizedDescription
}

/// Data for the next program in the pipe.
public enum StandardOutput {
    /// Writes all of `text` at once.
    ///
    /// - Throws: `OutputError` where it could not be written, for instance onto a full disk.
    public static func write(_ text: String) throws {
        guard let code = writeAll(text, to: STDOUT_FILENO) else { return }
        throw OutputError(errorCode: code)
    }
}

/// Messages for the person at the terminal.
public enum StandardError {
    /// Writes all of `text` at once; a closed stream is no reason to stop working.
    public static func write(_ text: String) {
        _ = writeAll(text, to: STDERR_FILENO)
    }
}

/// Standard output could not be written.
public struct OutputError: Error, Equatable, CustomStringConvertible {
    /// The `errno` of the failed write.
    public let errorCode: Int32

    /// What went wrong, in a sentence for a person.
    public var description: String { "cannot write standard output: \(String(cString: strerror(errorCode)))" }
}

/// Writes `text` to a file descriptor; the `errno` where that failed.
private func writeAll(_ text: String, to descriptor: Int32) -> Int32? {
    var text = text
    return text.withUTF8 { bytes in
        var rest = UnsafeRawBufferPointer(bytes)
        while !rest.isEmpty {
            let written = write(descriptor, rest.baseAddress, rest.count)
            if written >= 0 { rest = UnsafeRawBufferPointer(rebasing: rest[written...]) } else if errno != EINTR { return errno }
        }
        return nil
    }
}
