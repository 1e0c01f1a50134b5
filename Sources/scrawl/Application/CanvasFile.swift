import CGTK
import FileSafety
import Foundation
import Pictures
import Sketch

/// The drawing on the canvas as files of the data folder: `canvas.scrawl` with the strokes, and beside it each picture once, so that
/// a stroke over a photo does not write the photo again.
actor CanvasFile {
    private let folder: String
    private var written: [ObjectIdentifier: (levels: PictureLevels, name: String)] = [:]
    private var path: String { folder + "/canvas.scrawl" }
    /// Why a damaged drawing is still at the path, which may not be written over.
    private var obstacle: FileError?

    init(folder: String) { self.folder = folder }

    /// Replaces the files.
    ///
    /// - Throws: also where a damaged drawing is in their place that could not be set aside.
    func write(_ drawing: Drawing, source: CanvasSource) throws {
        if let obstacle { throw obstacle }
        try Folders.make(folder)
        var names: Set<String> = []
        let bytes = try drawing.archive { placed in
            let name = try fileName(of: placed.levels)
            names.insert(name)
            return Array(name.utf8)
        }
        try Data(CanvasSourceCoding.header(for: source) + bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
        removePictures(except: names)
    }

    /// What was written last; nil where there is nothing. What is damaged is set aside with its pictures, and never deleted.
    func read() throws(DamagedCanvas) -> (Drawing, CanvasSource)? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        do {
            let (source, bytes) = try CanvasSourceCoding.split([UInt8](data))
            let drawing = try Drawing(archive: bytes) { name in
                try KeptPicture.read(from: folder + "/" + String(decoding: name, as: UTF8.self))
            }
            return drawing.isEmpty ? nil : (drawing, source)
        } catch {
            throw DamagedCanvas(keptAs: setAside(), reason: error)
        }
    }

    /// Moves the drawing and its pictures into a folder of their own, where they fit together; nil where that can't be done.
    private func setAside() -> String? {
        let aside = pathForDamaged(folder + "/canvas")
        // The drawing goes last: until then all is found again at the next start.
        guard mkdir(aside, 0o700) == 0, (pictures + ["canvas.scrawl"]).allSatisfy({ rename(folder + "/" + $0, aside + "/" + $0) == 0 }) else {
            obstacle = FileError(path: path, reason: String(cString: strerror(errno)))
            return nil
        }
        return aside
    }

    /// The names of the pictures in the folder.
    private var pictures: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasPrefix("canvas-") && $0.hasSuffix(".picture") }
    }

    private func fileName(of levels: PictureLevels) throws -> String {
        if let known = written[ObjectIdentifier(levels)] { return known.name }
        let name = "canvas-\(UUID().uuidString).picture"
        try KeptPicture.write(levels.original, to: folder + "/" + name)
        // The levels are held so that their address stays theirs.
        written[ObjectIdentifier(levels)] = (levels, name)
        return name
    }

    private func removePictures(except names: Set<String>) {
        written = written.filter { names.contains($0.value.name) }
        for name in pictures where !names.contains(name) { unlink(folder + "/" + name) }
    }
}

/// The drawing of a former run could not be read.
struct DamagedCanvas: Error {
    /// The folder with its files now; nil where they could not be moved, and stay where they are.
    let keptAs: String?
    let reason: any Error
}

/// Where the drawing came from, as a line of JSON before its archive.
enum CanvasSourceCoding {
    private struct Header: Codable {
        var kind: String
        var name: String?
    }

    static func header(for source: CanvasSource) -> [UInt8] {
        let header: Header = switch source {
        case .drawing: Header(kind: "drawing")
        case .file(let path): Header(kind: "file", name: path)
        case .link(let link): Header(kind: "link", name: link)
        case .pasted: Header(kind: "pasted")
        }
        // A structure of two strings can always be encoded.
        return [UInt8]((try? JSONEncoder().encode(header)) ?? Data("{}".utf8)) + [10]
    }

    static func split(_ bytes: [UInt8]) throws -> (CanvasSource, [UInt8]) {
        guard let end = bytes.firstIndex(of: 10) else { throw DrawingArchiveError.notADrawing }
        let header = try JSONDecoder().decode(Header.self, from: Data(bytes[..<end]))
        let source: CanvasSource = switch header.kind {
        case "file": .file(header.name ?? "")
        case "link": .link(header.name ?? "")
        case "pasted": .pasted
        default: .drawing
        }
        return (source, Array(bytes[(end + 1)...]))
    }
}

/// A picture as plain pixels in a file of our own: width and height (u32, little-endian), then the bytes. Quicker to write than any
/// compressed format, and read again only after the app was closed.
enum KeptPicture {
    static func write(_ picture: Picture, to path: String) throws {
        var data = Data(capacity: 8 + picture.bytes.count)
        for number in [UInt32(picture.width), UInt32(picture.height)] {
            withUnsafeBytes(of: number.littleEndian) { data.append(contentsOf: $0) }
        }
        data.append(contentsOf: picture.bytes)
        try data.write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    static func read(from path: String) throws -> Picture {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        guard bytes.count >= 8 else { throw DrawingArchiveError.damaged("a picture file without head") }
        let numbers = [0, 4].map { offset in (0..<4).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) } }
        guard numbers[0] > 0, numbers[1] > 0, bytes.count == 8 + 4 * numbers[0] * numbers[1] else {
            throw DrawingArchiveError.damaged("a picture file of the wrong length")
        }
        return Picture(width: numbers[0], height: numbers[1], bytes: Array(bytes[8...]))
    }
}
