import FileSafety
import Foundation
import Testing

@Suite("Files that could not be read")
struct FileSafetyTests {
    @Test("The system's reason is told where one of Foundation's errors has it, and its own sentence where not")
    func reasons() {
        let missing = #expect(throws: (any Error).self) {
            try FileManager.default.createDirectory(atPath: "/dev/null/folder", withIntermediateDirectories: true)
        }
        #expect(missing.map(systemReason(of:)) == "Not a directory")
        // What a file handle throws is made in another way.
        let folder = #expect(throws: (any Error).self) { try FileHandle(forReadingFrom: URL(filePath: "/tmp")).read(upToCount: 1) }
        #expect(folder.map(systemReason(of:)) == "Is a directory")
        let full = #expect(throws: (any Error).self) { try FileHandle(forWritingTo: URL(filePath: "/dev/full")).write(contentsOf: Data("x".utf8)) }
        #expect(full.map(systemReason(of:)) == "No space left on device")
        let own = NSError(domain: "test", code: 1, userInfo: [NSLocalizedDescriptionKey: "It is Sunday."])
        #expect(underlyingReason(of: own) == nil)
        #expect(systemReason(of: own) == "It is Sunday.")
    }

    @Test("A second damaged file of the same second gets a name of its own, and one without an ending too")
    func names() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "scrawl-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let date = Date(timeIntervalSince1970: 1_795_269_909)
        var names: [String] = []
        for _ in 0..<3 {
            let path = pathForDamaged(folder.path + "/history.sqlite", at: date)
            names.append((path as NSString).lastPathComponent)
            try Data("x".utf8).write(to: URL(filePath: path))
        }
        #expect(names == ["", "-2", "-3"].map { "history-damaged-2026-11-21T140509Z\($0).sqlite" })
        #expect(pathForDamaged(folder.path + "/canvas", at: date) == folder.path + "/canvas-damaged-2026-11-21T140509Z")
    }
}
