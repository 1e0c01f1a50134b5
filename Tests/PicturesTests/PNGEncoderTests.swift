import FileWriting
import Foundation
import Pictures
import Testing

@Suite("Writing PNG")
struct PNGEncoderTests {
    /// Every pixel its own colour.
    func colourful(width: Int, height: Int) -> Picture {
        var picture = Picture(width: width, height: height)
        for i in 0..<width * height {
            picture.bytes[4 * i] = UInt8(truncatingIfNeeded: i * 7)
            picture.bytes[4 * i + 1] = UInt8(truncatingIfNeeded: i * 13)
            picture.bytes[4 * i + 2] = UInt8(truncatingIfNeeded: i * 29)
        }
        return picture
    }

    @Test("What is written is read again, pixel by pixel", arguments: [(1, 1), (3, 5), (257, 66)])
    func roundTrip(width: Int, height: Int) throws {
        let picture = colourful(width: width, height: height)
        #expect(try PictureDecoder().decode(PNGEncoder().encode(picture)) == picture)
        let gray = Crafted.quarters(width: max(width, 2), height: max(height, 2))
        #expect(try PictureDecoder().decode(PNGEncoder().encode(gray)) == gray)
    }

    @Test("A gray picture takes one byte a pixel, a coloured one three")
    func colourType() throws {
        let gray = try Crafted.chunks(PNGEncoder().encode(Crafted.quarters(width: 8, height: 8)))
        let coloured = try Crafted.chunks(PNGEncoder().encode(colourful(width: 8, height: 8)))
        #expect(try #require(gray.first).type == "IHDR" && gray.first!.content[8...9] == [8, 0])
        #expect(try #require(coloured.first).content[8...9] == [8, 2])
    }

    @Test("Text fields stand before the pixels, as plain text or UTF-8")
    func texts() throws {
        let encoder = PNGEncoder(texts: [.init(keyword: "Digits", value: "1967|4899"), .init(keyword: "Comment", value: "gelesen: ½ sicher")])
        let chunks = try Crafted.chunks(encoder.encode(Picture(width: 4, height: 4)))
        let plain = try #require(chunks.first { $0.type == "tEXt" })
        #expect(plain.content == Array("Digits\0".utf8) + Array("1967|4899".utf8))
        let utf8 = try #require(chunks.first { $0.type == "iTXt" })
        #expect(utf8.content == Array("Comment\0\0\0\0\0".utf8) + Array("gelesen: ½ sicher".utf8))
        let names = chunks.map(\.type)
        #expect(try #require(names.firstIndex(of: "tEXt")) < #require(names.firstIndex(of: "IDAT")))
        #expect(names.last == "IEND")
    }

    @Test("A file is replaced as a whole, keeps its permissions, and no temporary file stays")
    func atomicity() throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("drawing.png", Data("old".utf8))
        #expect(chmod(file.path, 0o640) == 0)
        try PNGEncoder().write(Crafted.quarters(width: 9, height: 9), to: file)
        #expect(try PictureDecoder().decode(fileAt: file) == Crafted.quarters(width: 9, height: 9))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["drawing.png"])
        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
        #expect(mode == 0o640)
    }

    @Test("Whoever has the old file open keeps the old content: it is never written into")
    func oldContentStays() throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("drawing.png", Data("old".utf8))
        let reader = try FileHandle(forReadingFrom: file)
        try PNGEncoder().write(Picture(width: 2, height: 2), to: file)
        #expect(try reader.readToEnd() == Data("old".utf8))
    }

    @Test("A symbolic link stays a link; what it points to is written")
    func symbolicLink() throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("real.png", Data("old".utf8))
        let link = folder.url.appendingPathComponent("link.png")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
        try PNGEncoder().write(Picture(width: 2, height: 2), to: link)
        #expect(try PictureDecoder().decode(fileAt: file).width == 2)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == file.path)
    }

    @Test("A symbolic link to what is not there yet stays a link, and what it points to comes to be")
    func danglingLink() throws {
        let folder = try TemporaryFolder()
        let link = folder.url.appendingPathComponent("link.png")
        try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: "real.png")
        try PNGEncoder().write(Picture(width: 3, height: 2), to: link)
        #expect(try PictureDecoder().decode(fileAt: folder.url.appendingPathComponent("real.png")).width == 3)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == "real.png")
    }

    @Test("Folder and file may have names that are not UTF-8")
    func namesOfAnyBytes() throws {
        let folder = try TemporaryFolder()
        let inside = folder.url.path + "/caf"
        #expect(mkdir(Array(inside.utf8CString.dropLast()) + [CChar(bitPattern: 0xE9), 0], 0o755) == 0)
        for (name, shown) in [("a.png", "a.png"), ("z%E9.png", "z�.png")] {
            let url = try #require(URL(string: "file://\(inside)%E9/\(name)"))
            try PNGEncoder().write(Picture(width: 4, height: 2), to: url)
            // Once more: replaced.
            try PNGEncoder().write(Picture(width: 5, height: 2), to: url)
            #expect(try PictureDecoder().decode(fileAt: url).width == 5)
            #expect(fileName(of: url) == shown)
            #expect(!hasTextPath(url))
        }
    }

    @Test("Failures say what stands in the way and leave nothing behind")
    func failures() throws {
        let folder = try TemporaryFolder()
        let missing = folder.url.appendingPathComponent("no/such/drawing.png")
        let error = #expect(throws: FileWriteError.self) { try PNGEncoder().write(Picture(width: 2, height: 2), to: missing) }
        #expect(error.map { "\($0)" } == "“drawing.png” cannot be saved: the folder does not exist.")
        let taken = folder.url.appendingPathComponent("taken")
        try FileManager.default.createDirectory(at: taken, withIntermediateDirectories: true)
        let folderError = #expect(throws: FileWriteError.self) { try PNGEncoder().write(Picture(width: 2, height: 2), to: taken) }
        #expect(folderError?.code == EISDIR)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["taken"])
        let full = #expect(throws: FileWriteError.self) { try PNGEncoder().write(Picture(width: 2, height: 2), to: URL(fileURLWithPath: "/dev/full/x.png")) }
        #expect(full?.code == ENOTDIR)
    }
}
