import Foundation
import Testing

import NeuralNetwork

@Suite struct SafetensorsTests {
    typealias Problem = SafetensorsError.Problem

    /// A file with this header and so many bytes of zeros behind it.
    static func file(_ header: String, data: Int = 0, length: UInt64? = nil) -> [UInt8] {
        let text = Array(header.utf8)
        return withUnsafeBytes(of: (length ?? UInt64(text.count)).littleEndian, Array.init) + text + [UInt8](repeating: 0, count: data)
    }

    static func entry(_ name: String, _ shape: String, _ begin: Int, _ end: Int, type: String = "F32") -> String {
        #""\#(name)":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":[\#(begin),\#(end)]}"#
    }

    static func problem(_ bytes: [UInt8]) -> Problem? {
        do {
            _ = try bytes.withUnsafeBytes { try Safetensors(bytes: $0) }
            return nil
        } catch {
            return (error as? SafetensorsError)?.problem
        }
    }

    @Test func whatIsWrittenIsRead() throws {
        let folder = try TemporaryFolder()
        var random = RandomNumbers(seed: 1, stream: "test")
        let file = Safetensors(
            tensors: [
                "b.weight": Tensor(shape: [3, 2, 5], elements: random.normals(30)), "a": Tensor(shape: [], elements: [-0.0]),
                "empty": Tensor(shape: [0, 7]), "größe": Tensor(shape: [2], elements: [.leastNonzeroMagnitude, .greatestFiniteMagnitude]),
            ], metadata: ["text": "quotes \" \\ and\nlines\tand \u{1} and 🖋", "": "empty key"])
        try file.write(to: folder.file("a.safetensors"))
        let read = try Safetensors(contentsOf: folder.file("a.safetensors"))
        #expect(read.metadata == file.metadata)
        #expect(read.tensors.keys.sorted() == file.tensors.keys.sorted())
        for (name, tensor) in file.tensors {
            #expect(read.tensors[name]?.shape == tensor.shape)
            #expect(read.tensors[name]?.elements.map(\.bitPattern) == tensor.elements.map(\.bitPattern))
        }
        #expect(file.serialized() == read.serialized())
        // The header is padded so that data is aligned.
        let bytes = file.serialized()
        #expect(bytes[0..<8].withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) } % 8 == 0)
    }

    /// Each refused file differs from a good one in one thing.
    @Test func refusals() throws {
        let entry = Self.entry, file = Self.file, problem = Self.problem
        #expect(problem(file("{\(entry("a", "[2]", 0, 8, "F32")),\(entry("b", "[1]", 8, 12, "F32"))}", 12, nil)) == nil)
        #expect(problem(file("{}", 0, nil)) == nil)

        #expect(problem([]) == .noHeader(bytes: 0))
        #expect(problem([1, 2, 3, 4, 5, 6, 7]) == .noHeader(bytes: 7))
        #expect(problem(file("{}", 0, 3)) == .headerTooLong(length: 3, available: 2))
        #expect(problem(file("{}", 0, .max)) == .headerTooLong(length: .max, available: 2))
        #expect(problem(file("{}", 0, 1 << 63)) == .headerTooLong(length: 1 << 63, available: 2))
        #expect(problem(file("[]", 0, nil)) == .notAnObject)
        #expect(problem(file("", 0, nil)) == .badHeader(reason: "it ends where a value should be", offset: 8))
        #expect(problem(file("{} x", 0, nil)) == .badHeader(reason: "there is more behind the value", offset: 11))
        #expect(problem(file(#"{"__metadata__":{"a":1}}"#, 0, nil)) == .badMetadata(key: "a"))
        #expect(problem(file(#"{"__metadata__":[]}"#, 0, nil)) == .badMetadata(key: "__metadata__"))
        let deep = String(repeating: "[", count: 100_000)
        #expect(problem(file(#"{"a":\#(deep)"#, 0, nil)) == .badHeader(reason: "it is nested too deeply", offset: 8 + 8))

        let twice = file("{\(entry("a", "[1]", 0, 4, "F32")),\(entry("a", "[1]", 4, 8, "F32"))}", 8, nil)
        guard case .badHeader(let reason, _) = problem(twice) else { Issue.record("a name twice"); return }
        #expect(reason == "the key \"a\" is there twice")

        func one(_ text: String, _ data: Int = 4) -> Problem? { problem(file("{\(text)}", data, nil)) }
        func bad(_ reason: String) -> Problem { .badEntry(tensor: "a", reason: reason) }
        #expect(one(#""a":7"#) == bad("its description is not an object"))
        #expect(one(#""a":{"shape":[1],"data_offsets":[0,4]}"#) == bad("it has no dtype"))
        #expect(one(#""a":{"dtype":"F32","data_offsets":[0,4]}"#) == bad("it has no shape"))
        let offsets = bad("its data_offsets are not two numbers from 0 up in order")
        #expect(one(#""a":{"dtype":"F32","shape":[1]}"#) == offsets)
        #expect(one(#""a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}"#) == offsets)
        #expect(one(#""a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}"#) == bad("its description has the unknown field \"x\""))
        #expect(one(entry("a", "[1]", 4, 0, "F32")) == offsets)
        #expect(one(entry("a", "[1]", -4, 0, "F32")) == offsets)
        let extent = bad("its shape has an extent that is not a number from 0 up")
        #expect(one(entry("a", "[-1]", 0, 4, "F32")) == extent)
        #expect(one(entry("a", "[1.5]", 0, 4, "F32")) == extent)
        #expect(one(entry("a", "[1e0]", 0, 4, "F32")) == extent)
        #expect(one(entry("a", "[99999999999999999999]", 0, 4, "F32")) == extent)
        #expect(one(entry("a", "[4294967296,4294967296]", 0, 4, "F32")) == bad("its shape has too many elements"))
        #expect(one(entry("a", "[0,4294967296,4294967296]", 0, 0, "F32"), 0) == bad("its shape has too many elements"))
        #expect(one(entry("a", "[1]", 0, 4, "F33")) == .unknownType(tensor: "a", type: "F33"))
        #expect(one(entry("a", "[2]", 0, 4, "F16")) == .unsupportedType(tensor: "a", type: "F16"))
        #expect(one(entry("a", "[1]", 4, 8, "F32")) == .offsetsOutside(tensor: "a", begin: 4, end: 8, available: 4))
        #expect(one(entry("a", "[1]", 0, 1 << 62, "F32")) == .offsetsOutside(tensor: "a", begin: 0, end: 1 << 62, available: 4))
        #expect(one(entry("a", "[2]", 0, 4, "F32")) == .wrongSize(tensor: "a", bytes: 4, shape: [2], type: "F32"))
        #expect(one(entry("a", "[1]", 4, 8, "F32"), 8) == .hole(tensor: "a", begin: 4, expected: 0))
        #expect(one("\(entry("a", "[1]", 0, 4, "F32")),\(entry("b", "[1]", 8, 12, "F32"))", 12) == .hole(tensor: "b", begin: 8, expected: 4))
        #expect(one("\(entry("a", "[2]", 0, 8, "F32")),\(entry("b", "[1]", 4, 8, "F32"))", 8) == .overlap(tensor: "b", other: "a"))
        let length = entry("a", "[1]", 0, 4, "F32").utf8.count + 2 + 8
        #expect(one(entry("a", "[1]", 0, 4, "F32"), 5) == .wrongLength(bytes: length + 5, expected: length + 4))
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity])
    func valuesThatAreNotFinite(_ value: Float) {
        let bytes = Safetensors(tensors: ["a": Tensor(shape: [3], elements: [1, value, 2])]).serialized()
        #expect(Self.problem(bytes) == .notFinite(tensor: "a"))
    }

    @Test func PyTorchCountersArePassedOver() throws {
        let bytes = Self.file("{\(Self.entry("bn.num_batches_tracked", "[]", 0, 8, type: "I64"))}", data: 8)
        #expect(try bytes.withUnsafeBytes { try Safetensors(bytes: $0) }.tensors.isEmpty)
    }

    /// Tensors share the file's memory where they can, which no one may notice: neither by where the data begins nor by writing.
    @Test(arguments: 0..<4) func tensorsOfOneFileAreIndependent(padding: Int) throws {
        let header = "{\(Self.entry("a", "[2]", 0, 8)),\(Self.entry("b", "[2]", 8, 16))}" + String(repeating: " ", count: padding)
        let values: [Float] = [1, 2, 3, 4]
        let file = try (Self.file(header) + values.withUnsafeBytes(Array.init)).withUnsafeBytes { try Safetensors(bytes: $0) }
        let a = try #require(file.tensors["a"]), b = try #require(file.tensors["b"])
        #expect(a.elements == [1, 2] && b.elements == [3, 4])
        var changed = a
        changed[1] = 7
        #expect(changed.elements == [1, 7] && a.elements == [1, 2] && b.elements == [3, 4])
    }

    @Test func errorsNameTheFile() throws {
        let folder = try TemporaryFolder()
        #expect(throws: FileError(operation: "read", path: folder.file("none"), code: ENOENT)) {
            try Safetensors(contentsOf: folder.file("none"))
        }
        #expect(throws: FileError(operation: "read", path: folder.path, code: EISDIR)) { try Safetensors(contentsOf: folder.path) }
        try Data([1, 2, 3]).write(to: URL(fileURLWithPath: folder.file("short")))
        #expect(throws: SafetensorsError(path: folder.file("short"), problem: .noHeader(bytes: 3))) {
            try Safetensors(contentsOf: folder.file("short"))
        }
    }

    /// Ten thousand damaged files: each is read or refused, and what is read has the bytes that it claims.
    @Test func damagedFiles() throws {
        let good = Safetensors(
            tensors: ["a": Tensor(shape: [2, 2], elements: [1, 2, 3, 4]), "b": Tensor(shape: [1], elements: [5])],
            metadata: ["k": "v"]
        ).serialized()
        var random = RandomNumbers(seed: 6, stream: "damage")
        let replacements = Array("0123456789{}[]\",:-\\ue\u{0}".utf8) + [0xFF, 0x80]
        var refused = 0
        for _ in 0..<10_000 {
            var bytes = good
            for _ in 0...random.integer(below: 3) {
                switch random.integer(below: 4) {
                case 0: bytes[random.integer(below: bytes.count)] = replacements[random.integer(below: replacements.count)]
                case 1: bytes[random.integer(below: bytes.count)] = UInt8(random.integer(below: 256))
                case 2: bytes.remove(at: random.integer(below: bytes.count))
                default: bytes.insert(replacements[random.integer(below: replacements.count)], at: random.integer(below: bytes.count))
                }
            }
            do {
                let file = try bytes.withUnsafeBytes { try Safetensors(bytes: $0) }
                #expect(file.tensors.values.reduce(0) { $0 + $1.count * 4 } <= bytes.count)
            } catch {
                #expect(error is SafetensorsError)
                refused += 1
            }
        }
        #expect(refused > 5_000)
    }
}

@Suite struct JSONTests {
    @Test func values() throws {
        let text = #" {"a" : [1, -2.5e+3, true, false, null, "x"], "b": {"\u00e9\ud83d\ude00\n": ""}} "#
        let json = try JSON(parsing: text)
        #expect(json["a"]?.elements?.count == 6)
        #expect(json["a"]?.elements?[1].double == -2500)
        #expect(json["b"]?["é😀\n"]?.string == "")
        #expect(try JSON(parsing: json.description) == json)
    }

    @Test(arguments: [
        "", "{", "[1,]", "{\"a\"}", "{\"a\":1,}", "01", "-", "1.", "1e", "+1", "nul", "\"", "\"\\x\"", "\"\\u12g4\"", "\"\\ud800\"",
        "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\u{1}\"", "1 2", "{\"a\":1,\"a\":2}", "'a'", "[1 2]", "NaN",
    ])
    func refused(_ text: String) {
        #expect(throws: JSONProblem.self) { try JSON(parsing: text) }
    }

    @Test func invalidUTF8IsRefused() {
        let bytes: [UInt8] = [0x22, 0xC3, 0x28, 0x22]
        #expect(throws: JSONProblem.self) { try bytes.withUnsafeBytes { try JSON(parsing: $0) } }
    }
}
