import Foundation
import Testing

@Suite("evaluate", .serialized)
final class EvaluateTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("evaluate-\(UUID().uuidString)")
    private let tool = BuiltTool(name: "evaluate")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func write(_ path: String, _ data: Data) throws {
        let url = folder.appendingPathComponent(path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: url)
    }

    private func run(_ arguments: String...) throws -> BuiltTool.Outcome {
        let process = try tool.start(["--data", folder.path] + arguments, folder: folder)
        return try process.finish()
    }

    private let one = bitmap(width: 100, height: 120, strokes: [(50, 20, 50, 100)])
    private let three = bitmap(width: 220, height: 120, strokes: [(40, 20, 40, 100), (80, 20, 120, 20), (120, 20, 95, 100), (180, 20, 180, 100)])

    @Test("Single digits: right, wrong, and nothing where there is a digit")
    func digits() throws {
        try write("hwd1000/img/a.bmp", one)
        try write("hwd1000/img/b.bmp", bitmap(width: 100, height: 100, strokes: []))
        try write("hwd1000/labels.csv", Data("file,label\na.bmp,1\na.bmp,7\nb.bmp,1\na.bmp,1\n".utf8))
        let result = try run("hwd1000", "--failures")
        #expect(result.status == 0 && result.output.contains("2 / 4 "), "\(result)")
        #expect(result.output.contains("img/a.bmp: 7 read as 1") && result.output.contains("img/b.bmp: 1 read as nothing"))
        #expect(try run("hwd1000", "--markdown").output.contains("| hwd1000 | 2 of 4 | 50.00 % |"))
    }

    @Test("Lines: whole ones, and digits by the edits that they lack")
    func lines() throws {
        for name in ["lines/a.bmp", "pages/a.bmp", "desk/a.bmp"] { try write("strings/hypjudy/\(name)", three) }
        // One digit is lacking in the second, one is another in the third.
        try write("strings/hypjudy/lines.csv", Data("file,text\na.bmp,171\na.bmp,1711\na.bmp,141\n".utf8))
        try write("strings/hypjudy/pages.csv", Data("file,text\npages/a.bmp,171\ndesk/a.bmp,71\n".utf8))
        let rows = try run("lines").output.split(separator: "\n").map { $0.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ") }
        #expect(rows.contains { $0.hasPrefix("photos of lines, whole 1 / 3 ") }, "\(rows)")
        #expect(rows.contains { $0.hasPrefix("photos of lines, digits 8 / 10 ") })
        #expect(rows.contains { $0.hasPrefix("photos of pages 3 / 3 ") })
        // A digit too many counts as a wrong one.
        #expect(rows.contains { $0.hasPrefix("photos of pages on a desk 1 / 2 ") })
    }

    @Test("What is missing is named; writers and sets that there are not are wrong usage")
    func refusals() throws {
        let missing = try run("hwd1000")
        #expect(missing.status == 1 && missing.errors.contains("hwd1000/labels.csv"))
        #expect(try run("--writers", "40-50", "strokes").status == 2)
        #expect(try run("paintings").status == 2)
    }
}
