import CGLib

/// The options of one command-line tool: declared first, then parsed by GLib's `GOptionContext`.
///
/// Each declaration returns a key; the parsed `Options` give that key's value back with its type:
///
///     var parser = OptionParser(tool: "train", parameters: "--data DIR", summary: "Trains a network.")
///     let epochs = parser.integer("epochs", "N", "How often each image is seen", in: 1...10_000)
///     let options = try parser.parse(["--epochs", "3"])
///     options[epochs]   // Optional(3)
///
/// `-h`, `--help` and `--version` are there without a declaration.
public struct OptionParser: Sendable {
    /// The name of the tool, which starts each of its messages.
    public let tool: String
    /// What follows the options in the usage line, such as `PICTURE...`.
    public let parameters: String
    /// What the tool does, in a sentence or two; shown by `--help` above the options.
    public let summary: String
    /// Examples and remarks, shown by `--help` below the options.
    public let details: String

    var declarations: [Declaration] = []
    let help: OptionKey<Bool>
    let version: OptionKey<Bool>

    /// What one option takes.
    enum Kind: Sendable {
        case flag
        case integer(ClosedRange<Int>)
        case double(ClosedRange<Double>)
        case string(choices: [String])
        case remaining
    }

    struct Declaration: Sendable {
        var name: String
        var letter: Character?
        var placeholder: String?
        var help: String
        var kind: Kind
    }

    /// A parser that knows `--help` and `--version` so far.
    public init(tool: String, parameters: String = "", summary: String = "", details: String = "") {
        self.tool = tool
        self.parameters = parameters
        self.summary = summary
        self.details = details
        declarations = [
            Declaration(name: "help", letter: "h", placeholder: nil, help: "Show this help and exit", kind: .flag),
            Declaration(name: "version", letter: nil, placeholder: nil, help: "Show the version and exit", kind: .flag),
        ]
        help = OptionKey(index: 0)
        version = OptionKey(index: 1)
    }

    /// A switch that takes no value: false unless it is given.
    public mutating func flag(_ name: String, letter: Character? = nil, _ help: String) -> OptionKey<Bool> {
        declare(name, letter, nil, help, .flag)
    }

    /// A whole number within `range`; nil where it is not given.
    public mutating func integer(
        _ name: String, letter: Character? = nil, _ placeholder: String, _ help: String, in range: ClosedRange<Int> = Int.min...Int.max
    ) -> OptionKey<Int?> {
        declare(name, letter, placeholder, help, .integer(range))
    }

    /// A finite number within `range`; nil where it is not given.
    public mutating func double(
        _ name: String, letter: Character? = nil, _ placeholder: String, _ help: String,
        in range: ClosedRange<Double> = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
    ) -> OptionKey<Double?> {
        declare(name, letter, placeholder, help, .double(range))
    }

    /// A text; nil where it is not given. Where `choices` are named, anything else is refused.
    public mutating func string(
        _ name: String, letter: Character? = nil, _ placeholder: String, _ help: String, oneOf choices: [String] = []
    ) -> OptionKey<String?> {
        declare(name, letter, placeholder, help, .string(choices: choices))
    }

    /// The name of a file or folder; nil where it is not given, and refused where it is empty.
    public mutating func filename(_ name: String, letter: Character? = nil, _ placeholder: String, _ help: String) -> OptionKey<String?> {
        declare(name, letter, placeholder, help, .string(choices: []))
    }

    /// The arguments that are no options, in their order. Without this declaration any such argument is refused.
    public mutating func remaining() -> OptionKey<[String]> {
        declare("", nil, nil, "", .remaining)
    }

    private mutating func declare<Value>(
        _ name: String, _ letter: Character?, _ placeholder: String?, _ help: String, _ kind: Kind
    ) -> OptionKey<Value> {
        precondition(!declarations.contains { $0.name == name }, "option --\(name) is declared twice")
        declarations.append(Declaration(name: name, letter: letter, placeholder: placeholder, help: help, kind: kind))
        return OptionKey(index: declarations.count - 1)
    }

    /// The line that shows how the tool is called.
    public var usage: String {
        parameters.isEmpty ? "Usage: \(tool) [OPTION…]" : "Usage: \(tool) [OPTION…] \(parameters)"
    }
}

/// Names one declared option; `Value` is what it gives.
public struct OptionKey<Value>: Sendable {
    let index: Int
}

/// The values of one command line.
public struct Options: Sendable {
    enum Value: Sendable {
        case none
        case flag(Bool)
        case integer(Int)
        case double(Double)
        case string(String)
        case strings([String])
    }

    var values: [Value]

    /// Whether the switch was given.
    public subscript(key: OptionKey<Bool>) -> Bool {
        if case .flag(let value) = values[key.index] { value } else { false }
    }

    /// The number, or nil where it was not given.
    public subscript(key: OptionKey<Int?>) -> Int? {
        if case .integer(let value) = values[key.index] { value } else { nil }
    }

    /// The number, or nil where it was not given.
    public subscript(key: OptionKey<Double?>) -> Double? {
        if case .double(let value) = values[key.index] { value } else { nil }
    }

    /// The text, or nil where it was not given.
    public subscript(key: OptionKey<String?>) -> String? {
        if case .string(let value) = values[key.index] { value } else { nil }
    }

    /// The arguments that are no options.
    public subscript(key: OptionKey<[String]>) -> [String] {
        if case .strings(let value) = values[key.index] { value } else { [] }
    }
}

/// A command line that cannot be followed: the tool says so, shows its usage and exits with 2.
public struct UsageError: Error, Equatable, CustomStringConvertible {
    /// What is wrong, in a sentence without a full stop.
    public let description: String

    /// A refusal with this message.
    public init(_ description: String) { self.description = description }
}
