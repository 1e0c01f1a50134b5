import FileWriting
import Foundation
import Testing

@Suite("Files written wholly or not at all")
final class AtomicFileTests {
    private let folder = NSTemporaryDirectory() + "/scrawl-writing-\(UUID().uuidString)"

    init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func path(_ name: String) -> String { folder + "/" + name }
    private func text(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }
    private var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() } }
    private func write(_ text: String, _ name: String) throws { try AtomicFile.write(Array(text.utf8), to: path(name)) }

    @Test("A file is replaced, keeps its permissions, and nothing stays behind")
    func replaces() throws {
        try write("one", "f")
        chmod(path("f"), 0o640)
        try write("second", "f")
        #expect(try text("f") == "second" && names == ["f"])
        var status = stat()
        #expect(stat(path("f"), &status) == 0 && status.st_mode & 0o777 == 0o640)
    }

    @Test("On a full disk the old file stays")
    func fullDisk() throws {
        try write("old", "f")
        let error = #expect(throws: FileWriteError.self) {
            try AtomicFile.write([UInt8](repeating: 1, count: 100), to: Array(path("f").utf8CString)) { descriptor, bytes, count in
                // The first ten bytes fit.
                if count == 100 { return Foundation.write(descriptor, bytes, 10) }
                errno = ENOSPC
                return -1
            }
        }
        #expect(error?.call == "write" && error?.code == ENOSPC)
        #expect(error.map { "\($0)" } == "“f” cannot be saved: the disk is full.")
        #expect(try text("f") == "old" && names == ["f"])
    }

    @Test("A write that takes nothing and says nothing ends too")
    func endless() throws {
        let error = #expect(throws: FileWriteError.self) { try AtomicFile.write([1], to: Array(path("f").utf8CString)) { _, _, _ in 0 } }
        #expect(try error?.code == ENOSPC && names.isEmpty)
    }

    @Test("Writes that are interrupted or take a part go on")
    func partialWrites() throws {
        let bytes = (0..<100).map { UInt8($0) }
        var calls = 0
        try AtomicFile.write(bytes, to: Array(path("f").utf8CString)) { descriptor, bytes, count in
            calls += 1
            if calls % 2 == 1 {
                errno = EINTR
                return -1
            }
            return Foundation.write(descriptor, bytes, min(count, 7))
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path("f"))) == Data(bytes))
        #expect(calls == 30)
    }

    @Test("A link stays, also over another link and to what is not there yet; what it leads to is written")
    func links() throws {
        symlink("second", path("first"))
        symlink(path("real"), path("second"))
        for content in ["new", "newer"] {
            try write(content, "first")
            #expect(try text("real") == content && names == ["first", "real", "second"])
        }
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path("first")) == "second")
    }

    @Test("A folder, a device and a folder that is not there are refused")
    func refused() throws {
        try FileManager.default.createDirectory(atPath: path("folder"), withIntermediateDirectories: false)
        for (name, code) in [("folder", EISDIR), ("none/f", ENOENT)] {
            let error = #expect(throws: FileWriteError.self) { try write("x", name) }
            #expect(error?.code == code)
        }
        let error = #expect(throws: FileWriteError.self) { try AtomicFile.write([1], to: "/dev/null") }
        #expect(error?.reason == "Not a regular file")
        #expect(error?.code == EINVAL)
        #expect(try names == ["folder"])
    }

    @Test("A name may be as long as the file system takes, and of any bytes")
    func anyName() throws {
        try write("x", String(repeating: "n", count: 255))
        try AtomicFile.write([1], to: Array((folder + "/caf").utf8CString.dropLast()) + [CChar(bitPattern: 0xE9), 0])
        let error = #expect(throws: FileWriteError.self) {
            try AtomicFile.write([1], to: Array((folder + "/none/caf").utf8CString.dropLast()) + [CChar(bitPattern: 0xE9), 0])
        }
        #expect(error?.name == "caf�")
    }
}
