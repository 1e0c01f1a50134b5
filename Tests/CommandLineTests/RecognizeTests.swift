import Foundation
import Testing

private let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
private let model = checkout.appendingPathComponent("Models/scrawl.safetensors").path

@Suite("recognize", .serialized)
final class RecognizeTests {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("recognize-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try bitmap(width: 100, height: 120, strokes: [(50, 20, 50, 100)]).write(to: folder.appendingPathComponent("one.bmp"))
        try bitmap(width: 220, height: 120, strokes: [(40, 20, 40, 100), (80, 20, 120, 20), (120, 20, 95, 100), (180, 20, 180, 100)])
            .write(to: folder.appendingPathComponent("171.bmp"))
        try bitmap(width: 60, height: 60, strokes: []).write(to: folder.appendingPathComponent("empty.bmp"))
        try Data("no picture".utf8).write(to: folder.appendingPathComponent("broken.png"))
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func recognize(
        _ arguments: [String], environment: [String: String] = [:], input: FileHandle = .nullDevice
    ) throws -> BuiltTool.Outcome {
        try BuiltTool(name: "recognize").start(arguments, environment: environment, folder: folder, input: input).finish()
    }

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    @Test("One line a picture, in the order of the arguments: name, text, confidence")
    func plain() throws {
        let result = try recognize(["--model", model, path("171.bmp"), path("empty.bmp"), path("one.bmp")])
        #expect(result.status == 0 && result.errors.isEmpty)
        let rows = result.output.split(separator: "\n").map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
        #expect(rows.map(\.count) == [3, 3, 3])
        #expect(rows.map { String($0[0]) } == [path("171.bmp"), path("empty.bmp"), path("one.bmp")])
        #expect(rows.map { String($0[1]) } == ["171", "-", "1"])
        #expect(rows[1][2] == "0.0000")
        #expect(try #require(Double(rows[2][2])) > 0.5)
    }

    @Test("What would break a line in a name is escaped, and JSON has the very name")
    func names() throws {
        let name = "a\tb\nc\\d\u{1B}[31m\r\u{9B}é.bmp"
        try FileManager.default.copyItem(atPath: path("one.bmp"), toPath: path(name))
        let escaped = path(#"a\tb\nc\\d\033[31m\r\302\233é.bmp"#)
        let plain = try recognize(["--model", model, path(name)])
        #expect(plain.output.hasPrefix(escaped + "\t1\t") && plain.output.filter { $0 == "\n" || $0 == "\t" }.count == 3)
        let missing = try recognize(["--model", model, path("no\nsuch")])
        #expect(missing.errors.hasPrefix("recognize: \(folder.path)/no\\nsuch: "))
        let json = try recognize(["--json", "--model", model, path(name)])
        let object = try #require(JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        #expect(object["source"] as? String == path(name))
    }

    @Test("“-” is the picture on standard input, also through a pipe that holds only a part of it")
    func standardInput() throws {
        let pipe = Pipe(), bytes = try Data(contentsOf: folder.appendingPathComponent("171.bmp"))
        #expect(bytes.count > 1 << 16)
        let running = try BuiltTool(name: "recognize").start(["--model", model, "-"], folder: folder, input: pipe.fileHandleForReading)
        try pipe.fileHandleForWriting.write(contentsOf: bytes)
        try pipe.fileHandleForWriting.close()
        #expect(try running.finish().output.hasPrefix("-\t171\t"))
        let empty = try recognize(["--model", model, "-"])
        #expect(empty.status == 1 && empty.errors == "recognize: -: The file is empty.\n")
        let isFolder = try recognize(["--model", model, "-"], input: FileHandle(forReadingFrom: folder))
        #expect(isFolder.status == 1 && isFolder.errors == "recognize: -: Is a directory\n")
    }

    @Test("One bad picture is reported and does not stop the others")
    func badPicture() throws {
        let result = try recognize(["--model", model, path("broken.png"), path("missing.png"), path("one.bmp"), folder.path])
        #expect(result.status == 1)
        #expect(result.output.hasPrefix(path("one.bmp") + "\t1\t"))
        #expect(result.output.split(separator: "\n").count == 1)
        let messages = result.errors.split(separator: "\n")
        #expect(messages.count == 3)
        #expect(messages[0] == "recognize: \(path("broken.png")): This is not a picture but text.")
        #expect(messages[1] == "recognize: \(path("missing.png")): “missing.png” does not exist.")
        #expect(messages[2].contains("is a folder, not a picture"))
    }

    @Test("JSON: one object a line, with boxes, probabilities and the time")
    func json() throws {
        let result = try recognize(["--json", "--model", model, path("171.bmp"), path("empty.bmp")])
        #expect(result.status == 0)
        let lines = result.output.split(separator: "\n")
        #expect(lines.count == 2)
        let object = try #require(JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: Any])
        #expect(Set(object.keys) == ["source", "text", "confidence", "digits", "rejected", "milliseconds"])
        #expect(object["source"] as? String == path("171.bmp") && object["text"] as? String == "171")
        let digits = try #require(object["digits"] as? [[String: Any]])
        #expect(digits.compactMap { $0["digit"] as? Int } == [1, 7, 1] && digits.allSatisfy { $0["line"] as? Int == 0 })
        let probabilities = try #require(digits[1]["probabilities"] as? [Double])
        // Each is printed to six figures.
        #expect(probabilities.count == 10 && abs(probabilities.reduce(0, +) - 1) < 1e-5)
        let box = try #require(digits[1]["box"] as? [String: Int])
        // The 7's strokes reach 5 pixels around (80, 20) to (120, 100).
        for (key, expected) in ["x": 75, "y": 15, "width": 50, "height": 90] {
            let value = try #require(box[key])
            #expect(abs(value - expected) <= 2, "\(key)")
        }
        let empty = try #require(JSONSerialization.jsonObject(with: Data(lines[1].utf8)) as? [String: Any])
        #expect(empty["text"] as? String == "" && empty["confidence"] as? Double == 0)
    }

    @Test("--single takes all the ink as one digit")
    func single() throws {
        let result = try recognize(["--single", "--model", model, path("171.bmp")])
        #expect(try #require(result.output.split(separator: "\t").dropFirst().first).count == 1)
    }

    @Test("Many pictures come in their order")
    func order() throws {
        let sources = (0..<60).map { path($0 % 3 == 0 ? "empty.bmp" : $0 % 3 == 1 ? "one.bmp" : "171.bmp") }
        let result = try recognize(["--model", model] + sources)
        let expected = (0..<60).map { $0 % 3 == 0 ? "-" : $0 % 3 == 1 ? "1" : "171" }
        #expect(result.output.split(separator: "\n").map { String($0.split(separator: "\t")[1]) } == expected)
        #expect(result.errors.isEmpty, "where standard error is no terminal, progress comes twice a minute")
    }

    @Test("SCRAWL_MODEL names the model, --model comes first, and a missing one is told")
    func models() throws {
        #expect(try recognize([path("one.bmp")], environment: ["SCRAWL_MODEL": model]).status == 0)
        let missing = try recognize([path("one.bmp")], environment: ["SCRAWL_MODEL": path("none.safetensors")])
        #expect(missing.status == 1 && missing.output.isEmpty && missing.errors.contains("none.safetensors"))
        #expect(try recognize(["--model", path("broken.png"), path("one.bmp")], environment: ["SCRAWL_MODEL": model]).status == 1)
    }

    @Test("Without SCRAWL_MODEL the model of the checkout is found beside the program")
    func standardModel() throws {
        #expect(try recognize([path("one.bmp")], environment: ["SCRAWL_MODEL": ""]).output.contains("\t1\t"))
    }

    @Test("Wrong usage gives 2 and says where to find help; --help and --version give 0")
    func usage() throws {
        let none = try recognize([])
        #expect(none.status == 2 && none.output.isEmpty && none.errors.contains("Usage: recognize") && none.errors.contains("--help"))
        #expect(try recognize(["--nonsense", path("one.bmp")]).status == 2)
        let nameless = try recognize([path("one.bmp"), ""])
        #expect(nameless.status == 2 && nameless.output.isEmpty && nameless.errors.contains("empty"))
        let help = try recognize(["--help"])
        #expect(help.status == 0 && help.output.contains("--single") && help.errors.isEmpty)
        #expect(try recognize(["--version"]).output.hasPrefix("recognize"))
    }
}
