import Pictures

/// Why bytes are not a drawing.
public enum DrawingArchiveError: Error, Equatable, CustomStringConvertible {
    /// They do not begin as an archive does.
    case notADrawing
    /// They were written by a newer version of the program.
    case newerVersion(Int)
    /// They end too early, go on too long, or hold a number that cannot be.
    case damaged(String)

    /// What went wrong, in a sentence for a person.
    public var description: String {
        switch self {
        case .notADrawing: "This is not a drawing of Scrawl."
        case .newerVersion(let version): "The drawing was saved by a newer Scrawl (format \(version))."
        case .damaged(let what): "The drawing is damaged: \(what)."
        }
    }
}

/// A drawing as bytes: what is kept over a crash, and in the history.
///
/// All numbers little-endian. `Scrawl` in ASCII, version (u8) = 1, number of elements (u32), then the elements, the oldest first. An element is a
/// kind (u8): 0 pen stroke or 1 eraser stroke: diameter (f32), number of points (u32), and for each point x, y, pressure (f32); 2 picture: left, top,
/// width, height on the page (f32), length (u32) and bytes of the encoded picture.
extension Drawing {
    private static let magic = Array("Scrawl".utf8)
    private static let version: UInt8 = 1
    private static let pictureKind: UInt8 = 2

    /// The bytes of this drawing; `encode` turns a picture into bytes without loss (PNG, or the name of a file that holds it).
    public func archive(encodingPicturesWith encode: (PlacedPicture) throws -> [UInt8]) rethrows -> [UInt8] {
        var bytes = Self.magic + [Self.version]
        bytes.append(number: UInt32(count))
        for element in elements {
            switch element {
            case .stroke(let stroke):
                bytes.append(stroke.brush.tool.rawValue)
                bytes.append(number: Float(stroke.brush.diameter).bitPattern)
                bytes.append(number: UInt32(stroke.points.count))
                for point in stroke.points {
                    bytes.append(number: Float(point.x).bitPattern)
                    bytes.append(number: Float(point.y).bitPattern)
                    bytes.append(number: Float(point.pressure).bitPattern)
                }
            case .picture(let placed):
                bytes.append(Self.pictureKind)
                for edge in [placed.frame.minX, placed.frame.minY, placed.frame.width, placed.frame.height] {
                    bytes.append(number: Float(edge).bitPattern)
                }
                let encoded = try encode(placed)
                bytes.append(number: UInt32(encoded.count))
                bytes += encoded
            }
        }
        return bytes
    }

    /// The drawing that the bytes hold; `decode` turns an encoded picture back. Throws a `DrawingArchiveError`, or what `decode` throws.
    public init(archive: [UInt8], decodingPicturesWith decode: ([UInt8]) throws -> Picture) throws {
        var reader = ArchiveReader(bytes: archive)
        guard archive.starts(with: Self.magic) else { throw DrawingArchiveError.notADrawing }
        reader.position = Self.magic.count
        let version = try reader.byte()
        guard version == Self.version else {
            throw version > Self.version ? DrawingArchiveError.newerVersion(Int(version)) : DrawingArchiveError.damaged("version 0")
        }
        var drawing = Drawing()
        for _ in 0..<(try reader.number()) {
            let kind = try reader.byte()
            if let tool = Brush.Tool(rawValue: kind) {
                drawing = drawing.appending(.stroke(try reader.stroke(tool: tool)))
            } else if kind == Self.pictureKind {
                let x = try reader.coordinate(), y = try reader.coordinate()
                let width = try reader.coordinate(), height = try reader.coordinate()
                guard width > 0, height > 0 else { throw DrawingArchiveError.damaged("a picture without size") }
                let encoded = try reader.take(Int(try reader.number()))
                let picture = try decode(Array(encoded))
                drawing = drawing.appending(.picture(PlacedPicture(
                    levels: PictureLevels(picture), frame: Rect(x: x, y: y, width: width, height: height))))
            } else {
                throw DrawingArchiveError.damaged("an element of unknown kind \(kind)")
            }
        }
        guard reader.position == archive.count else { throw DrawingArchiveError.damaged("bytes after the end") }
        self = drawing
    }
}

private extension [UInt8] {
    mutating func append(number: UInt32) {
        for shift in [0, 8, 16, 24] as [UInt32] { append(UInt8(truncatingIfNeeded: number >> shift)) }
    }
}

/// Reads numbers and never past the end.
private struct ArchiveReader {
    let bytes: [UInt8]
    var position = 0

    mutating func take(_ count: Int) throws -> ArraySlice<UInt8> {
        guard count <= bytes.count - position else { throw DrawingArchiveError.damaged("it ends too early") }
        defer { position += count }
        return bytes[position..<position + count]
    }

    mutating func byte() throws -> UInt8 { try take(1).first! }

    mutating func number() throws -> UInt32 {
        try take(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    mutating func coordinate() throws -> Double {
        let value = Double(Float(bitPattern: try number()))
        guard value.isFinite, abs(value) < 1e7 else { throw DrawingArchiveError.damaged("a coordinate of \(value)") }
        return value
    }

    mutating func stroke(tool: Brush.Tool) throws -> Stroke {
        let diameter = try coordinate()
        guard diameter > 0 else { throw DrawingArchiveError.damaged("a brush of width \(diameter)") }
        let count = Int(try number())
        guard count > 0, count <= (bytes.count - position) / 12 else { throw DrawingArchiveError.damaged("a stroke of \(count) points") }
        var points: [Point] = []
        points.reserveCapacity(count)
        for _ in 0..<count {
            points.append(Point(x: try coordinate(), y: try coordinate(), pressure: try coordinate()))
        }
        return Stroke(brush: Brush(tool: tool, diameter: diameter), points: points)
    }
}
