import CommandLineSupport
import Testing

/// A tool with one option of each kind.
private struct Example {
    var parser: OptionParser
    let verbose: OptionKey<Bool>
    let count: OptionKey<Int?>
    let rate: OptionKey<Double?>
    let style: OptionKey<String?>
    let output: OptionKey<String?>
    let files: OptionKey<[String]>

    init() {
        var parser = OptionParser(tool: "example", parameters: "FILE...", summary: "Does nothing.", details: "Never.")
        verbose = parser.flag("verbose", letter: "v", "Says more")
        count = parser.integer("count", letter: "n", "N", "How many", in: 1...Int.max)
        rate = parser.double("rate", "X", "How fast", in: 0...Double.greatestFiniteMagnitude)
        style = parser.string("style", "NAME", "Which style", oneOf: ["round", "square"])
        output = parser.filename("output", letter: "o", "FILE", "Where to")
        files = parser.remaining()
        self.parser = parser
    }

    func problem(_ arguments: String...) -> String? {
        do {
            _ = try parser.parse(arguments)
            return nil
        } catch { return error.description }
    }
}

@Suite struct OptionParserTests {
    @Test func valuesOfEachKind() throws {
        let example = Example()
        let options = try example.parser.parse([
            "-v", "one", "--count=12", "--rate", "1e-3", "--style", "round", "-o", "größe.png", "--", "--two",
        ])
        #expect(options[example.verbose])
        #expect(options[example.count] == 12)
        #expect(options[example.rate] == 1e-3)
        #expect(options[example.style] == "round")
        #expect(options[example.output] == "größe.png")
        #expect(options[example.files] == ["one", "--two"])
    }

    @Test func nothingGiven() throws {
        let example = Example()
        let options = try example.parser.parse([])
        #expect(!options[example.verbose])
        #expect(options[example.count] == nil)
        #expect(options[example.rate] == nil)
        #expect(options[example.style] == nil)
        #expect(options[example.output] == nil)
        #expect(options[example.files] == [])
    }

    @Test func lastValueCounts() throws {
        let example = Example()
        let options = try example.parser.parse(["--count", "1", "--style", "round", "--count", "2", "--style", "square"])
        #expect(options[example.count] == 2)
        #expect(options[example.style] == "square")
    }

    @Test func refusals() {
        let example = Example()
        #expect(example.problem("--colour")?.contains("--colour") == true)
        #expect(example.problem("--count")?.contains("--count") == true)
        #expect(example.problem("--count", "many")?.contains("many") == true)
        #expect(example.problem("--count", "99999999999999999999")?.contains("99999999999999999999") == true)
        #expect(example.problem("--count", "0") == "--count must be at least 1, not 0")
        #expect(example.problem("--rate", "fast")?.contains("fast") == true)
        #expect(example.problem("--rate", "nan") == "--rate must be a finite number of at least 0.0, not nan")
        #expect(example.problem("--rate", "inf")?.contains("finite") == true)
        #expect(example.problem("--style", "flat") == "--style must be one of round, square, not “flat”")
        #expect(example.problem("--output", "") == "--output must not be empty")
        #expect(example.problem("--verbose=no") == "--verbose takes no value, not “no”")
        #expect(example.problem("--help=") == "--help takes no value, not “”")
        #expect(example.problem("--", "--verbose=no") == nil)
    }

    @Test func argumentsThatNobodyAskedFor() {
        let parser = OptionParser(tool: "example")
        #expect(throws: UsageError("unexpected argument “one”")) { try parser.parse(["one", "two"]) }
    }

    @Test func helpNamesEveryOption() {
        let text = Example().parser.helpText
        for part in ["example [OPTION…] FILE...", "Does nothing.", "Never.", "--verbose", "-n, --count=N", "--rate=X", "--help", "--version"] {
            #expect(text.contains(part), "\(part) is missing in the help")
        }
    }

    @Test func lifeOfATool() {
        struct Broken: Error, CustomStringConvertible { let description = "the disk is full" }
        let example = Example()
        func run(_ arguments: [String], work: (Options) throws -> Int32 = { _ in 0 }) -> (status: Int32, output: String, errors: String) {
            var output = "", errors = ""
            let status = example.parser.execute(arguments, output: { output += $0 }, errorOutput: { errors += $0 }, work: work)
            return (status, output, errors)
        }
        #expect(run(["--help"]) == (0, example.parser.helpText, ""))
        #expect(run(["--version"]) == (0, "example (Scrawl) \(programVersion)\n", ""))
        #expect(run([], work: { _ in 7 }) == (7, "", ""))
        #expect(run([], work: { _ in throw Broken() }) == (1, "", "example: the disk is full\n"))
        let usage = "\nUsage: example [OPTION…] FILE...\nTry “example --help” for more information.\n"
        #expect(run(["--count", "0"]) == (2, "", "example: --count must be at least 1, not 0" + usage))
        #expect(run([], work: { _ in throw UsageError("no file") }) == (2, "", "example: no file" + usage))
    }
}
