import CommandLineSupport
import Foundation
import Testing

/// Runs of `train` on tiny data sets made here.
@Suite(.enabled(if: BuiltTool(name: "train").exists, "train is not built")) final class TrainTests {
    private let train = BuiltTool(name: "train")
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("scrawl-train-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    private func write(_ name: String, _ bytes: [UInt8]) throws {
        try Data(bytes).write(to: folder.appendingPathComponent(name))
    }

    private static func header(_ dimensions: [Int]) -> [UInt8] {
        [0, 0, 8, UInt8(dimensions.count)] + dimensions.flatMap { [UInt8($0 >> 24), UInt8($0 >> 16 & 255), UInt8($0 >> 8 & 255), UInt8($0 & 255)] }
    }

    /// Images that a network learns at once: a bar whose row is the digit.
    private func makeData(_ count: Int, part: String = "train") throws {
        var pixels = [UInt8](repeating: 0, count: count * 784)
        for index in 0..<count {
            for x in 4..<24 {
                pixels[index * 784 + (2 + 2 * (index % 10)) * 28 + x] = 255
                pixels[index * 784 + (2 + 2 * (index % 10)) * 28 + x - 28 * (index / 10 % 2)] = UInt8(100 + index % 100)
            }
        }
        try write("\(part)-images-idx3-ubyte", Self.header([count, 28, 28]) + pixels)
        try write("\(part)-labels-idx1-ubyte", Self.header([count]) + (0..<count).map { UInt8($0 % 10) })
    }

    @Test func anEndingIsThatOfARunThatGoesOn() throws {
        try makeData(240)
        let options = ["--data", ".", "--architecture", "mlp", "--batch-size", "32", "--augmentation", "elastic", "--finish", "0.5", "--average", "0.9"]
        func learn(_ more: String...) throws -> BuiltTool.Outcome { try train.start(options + more, folder: folder).finish() }
        #expect(try learn("--epochs", "4", "--ending", "1", "--output", "whole.safetensors").status == 0)
        #expect(try learn("--epochs", "3", "--output", "split.safetensors", "--log", "split.csv").status == 0)
        #expect(try run("--resume", "split.checkpoint", "--epochs", "4", "--ending", "1", "--log", "split.csv").status == 0)
        #expect(try Data(contentsOf: folder.appendingPathComponent("whole.safetensors"))
            == Data(contentsOf: folder.appendingPathComponent("split.safetensors")))
        // The rate has come down after three epochs, and does so once more.
        let rows = try String(contentsOfFile: path("split.csv"), encoding: .utf8).split(separator: "\n")
        let rates = rows[1...].map { Double($0.split(separator: ",", omittingEmptySubsequences: false)[6]) ?? 0 }
        #expect(rates.count == 4 && rates[0] > 100 * rates[2] && rates[3] < 1e-6)
        // The same four epochs without an ending go another way.
        #expect(try learn("--epochs", "4", "--output", "plain.safetensors").status == 0)
        #expect(try Data(contentsOf: folder.appendingPathComponent("whole.safetensors"))
            != Data(contentsOf: folder.appendingPathComponent("plain.safetensors")))
        let impossible = try learn("--epochs", "4", "--ending", "5")
        #expect(impossible.status == 1 && impossible.errors.contains("of 4 epochs, 5 cannot be the last ones"))
    }

    private func run(_ arguments: String..., environment: [String: String] = [:], outputPath: String? = nil) throws -> BuiltTool.Outcome {
        try train.start(arguments, environment: environment, folder: folder, outputPath: outputPath).finish()
    }

    @Test func helpAndVersion() throws {
        let help = try run("--help")
        #expect(help.status == 0 && help.errors.isEmpty)
        for option in [
            "--data", "--architecture", "--epochs", "--batch-size", "--learning-rate", "--seed", "--threads", "--output", "--validation",
            "--resume", "--log", "--augment", "--evaluate", "--json", "--export-onnx", "--model",
        ] {
            #expect(help.output.contains(option))
        }
        let version = try run("--version")
        #expect(version.status == 0 && version.output == "train (Scrawl) \(programVersion)\n")
        #expect(try run("--help", outputPath: "/dev/full").status == 1)
    }

    @Test(arguments: [
        (["--epochs", "many"], "many"), (["--epochs", "0"], "--epochs must be from 1"), (["--architecture", "transformer"], "mlp, cnn, deep-cnn, scrawl"),
        (["--frobnicate"], "--frobnicate"), ([], "--data DIR is missing"), (["extra"], "extra"), (["--json"], "--json goes with --evaluate"),
        (["--evaluate", "x"], "--evaluate needs --data"), (["--export-onnx", "x"], "--export-onnx needs --model"),
        (["--evaluate", "x", "--resume", "y"], "exclude each other"), (["--data", ".", "--learning-rate", "0"], "--learning-rate must be above 0"),
        (["--data", ".", "--writers", "3"], "--writers goes with --strokes"),
    ]) func wrongUsage(arguments: [String], part: String) throws {
        let outcome = try train.start(arguments, folder: folder).finish()
        #expect(outcome.status == 2 && outcome.output.isEmpty)
        #expect(outcome.errors.hasPrefix("train: ") && outcome.errors.contains(part), "\(outcome.errors)")
        #expect(outcome.errors.contains("\nUsage: train [OPTION…]") && outcome.errors.contains("--help"))
    }

    @Test func unknownKernels() throws {
        let outcome = try run("--data", ".", environment: ["SCRAWL_KERNELS": "abacus"])
        #expect(outcome.status == 2 && outcome.errors.contains("abacus"))
    }

    @Test func messagesAboutData() throws {
        func message(_ folder: String) throws -> String {
            let outcome = try run("--data", folder, "--architecture", "mlp")
            #expect(outcome.status == 1 && outcome.output.isEmpty)
            return outcome.errors
        }
        #expect(try message("nowhere").contains("there is no folder “nowhere”"))
        #expect(try message(".").contains("“.” has no train-images-idx3-ubyte, plain or with .gz; the folder holds no IDX file"))
        try makeData(20)
        try write("train-labels-idx1-ubyte", Self.header([19]) + [UInt8](repeating: 0, count: 19))
        #expect(try message(".") == "train: “./train-labels-idx1-ubyte” has 19 labels, “./train-images-idx3-ubyte” has 20 images\n")
        try write("train-images-idx3-ubyte", Array("not an idx file".utf8))
        #expect(try message(".").contains("“./train-images-idx3-ubyte” is no IDX file: it begins with 6e 6f 74 20"))
        // The beginning of a gzip member and nothing after it.
        try write("train-images-idx3-ubyte", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3])
        #expect(try message(".").contains("“./train-images-idx3-ubyte” is cut off: its gzip stream ends after 0 bytes"))
    }

    @Test func trainingEvaluatingAndExporting() throws {
        try makeData(400)
        try makeData(50, part: "t10k")
        let training = try run(
            "--data", ".", "--architecture", "mlp", "--epochs", "8", "--batch-size", "20", "--validation", "100", "--log", "log.csv",
            "--output", "m.safetensors", "--threads", "2")
        #expect(training.status == 0 && training.output.isEmpty)
        #expect(training.errors.contains("epoch 8/8") && training.errors.contains("Held-out images: accuracy"))
        #expect(!training.errors.contains("\u{1b}") && !training.errors.contains("\r"), "a bar where there is no terminal")
        let rows = try String(contentsOfFile: path("log.csv"), encoding: .utf8).split(separator: "\n")
        #expect(rows.count == 9 && rows[0].hasPrefix("epoch,images,loss,accuracy,validation_loss,validation_accuracy,learning_rate"))
        #expect(rows.allSatisfy { $0.split(separator: ",").count == 9 } && rows[8].hasPrefix("8,300,"))

        let plain = try run("--evaluate", "m.safetensors", "--data", ".")
        #expect(plain.status == 0 && plain.output.hasPrefix("accuracy 100.00 % (50 of 50;") && plain.errors.isEmpty)
        let json = try run("--evaluate", "m.safetensors", "--data", ".", "--json")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Double])
        #expect(Set(object.keys) == ["examples", "correct", "accuracy", "loss"])
        #expect(object["examples"] == 50 && object["correct"] == 50 && object["accuracy"] == 1)
        #expect(try #require(object["loss"]) < 0.5)
        #expect(try run("--evaluate", "m.safetensors", "--data", ".", outputPath: "/dev/full").status == 1)

        let export = try run("--export-onnx", "m.onnx", "--model", "m.safetensors")
        #expect(export.status == 0 && export.output.isEmpty)
        let bytes = try Data(contentsOf: folder.appendingPathComponent("m.onnx"))
        #expect(bytes.count > 400_000 * 4 && bytes.range(of: Data("logits".utf8)) != nil && bytes.range(of: Data("image".utf8)) != nil)
        #expect(try run("--export-onnx", "m.onnx", "--model", "none.safetensors").status == 1)
    }

    @Test func stoppedAndResumedIsTheSame() throws {
        try makeData(240)
        let options = ["--data", ".", "--architecture", "mlp", "--batch-size", "32", "--augment", "--average", "0.9", "--epochs", "4"]
        func start(_ more: String...) throws {
            let outcome = try train.start(options + more, folder: folder).finish()
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        try start("--output", "whole.safetensors", "--threads", "1")
        try start("--output", "split.safetensors", "--threads", "3", "--stop-after", "2", "--log", "split.csv")
        #expect(!FileManager.default.fileExists(atPath: path("split.safetensors")))
        let resumed = try run("--resume", "split.checkpoint", "--data", ".", "--log", "split.csv")
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(try Data(contentsOf: folder.appendingPathComponent("whole.safetensors"))
            == Data(contentsOf: folder.appendingPathComponent("split.safetensors")))
        let rows = try String(contentsOfFile: path("split.csv"), encoding: .utf8).split(separator: "\n")
        #expect(rows.map { $0.split(separator: ",")[0] } == ["epoch", "1", "2", "3", "4"])
    }

    @Test func checkpointsThatDoNotFit() throws {
        try makeData(60)
        #expect(try run("--data", ".", "--architecture", "mlp", "--epochs", "1").status == 0)
        let other = try run("--resume", "mlp.checkpoint", "--data", ".", "--architecture", "cnn")
        #expect(other.status == 2 && other.errors.contains("“mlp.checkpoint” is a checkpoint of mlp, not of cnn"))
        let changed = try run("--resume", "mlp.checkpoint", "--data", ".", "--batch-size", "3")
        #expect(changed.status == 2 && changed.errors.contains("--batch-size cannot change"))
        let model = try run("--resume", "mlp.safetensors", "--data", ".")
        #expect(model.status == 1 && model.errors.contains("mlp.safetensors") && model.errors.contains("not a checkpoint"))
        let checkpoint = try run("--evaluate", "mlp.checkpoint", "--data", ".")
        #expect(checkpoint.status == 1)
        try makeData(70)
        let data = try run("--resume", "mlp.checkpoint", "--data", ".", "--epochs", "2")
        #expect(data.status == 1 && data.errors.contains("trained on 60 examples, and there are 70 now"))
        let missing = try run("--resume", "none.checkpoint", "--data", ".")
        #expect(missing.status == 1 && missing.errors.contains("none.checkpoint") && missing.errors.contains("No such file"))
    }

    @Test func interruptionSavesACheckpoint() throws {
        try makeData(2000)
        let running = try train.start(
            ["--data", ".", "--architecture", "mlp", "--epochs", "100000", "--output", "long.safetensors"], folder: folder)
        // The line of the first epoch says that the signal handler is in place.
        #expect(running.waitForErrors(containing: "epoch      1/100000"))
        running.process.interrupt()
        let outcome = try running.finish()
        #expect(outcome.status == 130)
        #expect(outcome.errors.contains("Go on with: train --resume long.checkpoint --data .\n"))
        #expect(!FileManager.default.fileExists(atPath: path("long.safetensors")))
        let resumed = try run("--resume", "long.checkpoint", "--data", ".", "--stop-after", "1")
        #expect(resumed.status == 0 && resumed.errors.contains("/100000  loss") && resumed.errors.contains("Stopped after epoch"))
    }

    @Test func placesThatCannotBeWritten() throws {
        try makeData(40)
        let nowhere = try run("--data", ".", "--architecture", "mlp", "--epochs", "1", "--output", "missing/m.safetensors")
        #expect(nowhere.status == 1 && nowhere.errors.contains("cannot write missing/m.checkpoint: No such file or directory"))
        let full = try run("--data", ".", "--architecture", "mlp", "--epochs", "1", "--log", "/dev/full")
        #expect(full.status == 1 && full.errors.contains("cannot write the log /dev/full: No space left on device"))
    }

    /// What would only show when the model is measured and written, shows before the first epoch.
    @Test(arguments: [".", "/dev/null"]) func placesThatAreNoFiles(output: String) throws {
        try makeData(40)
        let outcome = try run("--data", ".", "--architecture", "mlp", "--epochs", "1", "--output", output)
        #expect(outcome.status == 2 && outcome.errors.contains("--output") && !outcome.errors.contains("epoch 1/1"), "\(outcome)")
        #expect(!FileManager.default.fileExists(atPath: path("..checkpoint")))
    }

    @Test func damagedTestImages() throws {
        try makeData(40)
        try makeData(10, part: "t10k")
        try write("t10k-images-idx3-ubyte", [0])
        let outcome = try run("--data", ".", "--architecture", "mlp", "--epochs", "1", "--output", "m.safetensors")
        #expect(outcome.status == 1 && outcome.errors.contains("t10k-images-idx3-ubyte") && !outcome.errors.contains("epoch 1/1"), "\(outcome)")
        // They are not asked for where images are held out.
        #expect(try run("--data", ".", "--architecture", "mlp", "--epochs", "1", "--validation", "10", "--output", "m.safetensors").status == 0)
    }

    @Test func nothingLeftToTrainOn() throws {
        try makeData(40)
        let outcome = try run("--data", ".", "--validation", "40")
        #expect(outcome.status == 2 && outcome.errors.contains("--validation 40 leaves nothing of the 40 training images"))
        let weightless = try run("--data", ".", "--images-weight", "0")
        #expect(weightless.status == 2 && weightless.errors.contains("--images-weight 0.0 leaves nothing to train on"))
    }

    @Test func imagesMayBeSeenMoreOftenFromSomeEpochOn() throws {
        try makeData(40)
        let first = try run("--data", ".", "--architecture", "mlp", "--epochs", "1", "--output", "m.safetensors")
        #expect(first.status == 0 && first.errors.contains(" 40 images of . with"))
        let more = try run("--resume", "m.checkpoint", "--epochs", "2", "--images-weight", "2.5")
        #expect(more.status == 0 && more.errors.contains(" 40 images of . with weight 2.5 "), "\(more.errors)")
        // The checkpoint has noted it.
        let last = try run("--resume", "m.checkpoint", "--epochs", "3")
        #expect(last.status == 0 && last.errors.contains(" with weight 2.5 "), "\(last.errors)")
    }

    @Test func strokesMarksAndGeneratedDigits() throws {
        try makeData(40)
        let strokes = """
            .SEGMENT DIGIT 0 ? "1"
            .COMMENT 1 5 1
            .PEN_DOWN
            10 20
            12 200
            .PEN_UP
            """
        try write("pen.txt", Array(strokes.utf8))
        let arguments = ["--data", ".", "--architecture", "mlp", "--epochs", "1", "--strokes", "pen.txt"]
        let mixed = try train.start(arguments + ["--strokes-weight", "3", "--synthetic", "5", "--marks", "4"], folder: folder).finish()
        #expect(mixed.status == 0, "\(mixed.errors)")
        #expect(mixed.errors.contains("40 images of ., 1 pen digits of pen.txt with weight 3.0, 5 generated digits, 4 generated marks"))
        let nobody = try train.start(arguments + ["--writers", "6-9"], folder: folder).finish()
        #expect(nobody.status == 2 && nobody.errors.contains("no digits of the writers 6-9"))
        try write("pen.txt", Array("hello".utf8))
        let broken = try train.start(arguments, folder: folder).finish()
        #expect(broken.status == 1 && broken.errors.contains("“pen.txt”, line 1"))
    }
}
