import DigitRecognition
import Foundation
import History
import Pictures
import Sketch

/// Turns readings into entries of the history and back. All of it takes its time: it is called off the main thread.
enum EntryMaking {
    /// The most pixels of a picture in the history: a photo of 12 megapixels is kept at a third of its width.
    static let mostPixels = 2_000_000

    /// The entry for what was read.
    static func entry(for reading: Reading, source: CanvasSource) throws -> NewEntry {
        let page = reading.drawing.picture(of: reading.page)
        let limited = page.limited(toPixels: mostPixels)
        var recognition = reading.recognition
        for index in recognition.digits.indices { recognition.digits[index].box.scale(by: limited.scale) }
        for index in recognition.rejected.indices { recognition.rejected[index].box.scale(by: limited.scale) }
        let encoder = PNGEncoder()
        let untouched = reading.drawing.untouchedPicture
        return NewEntry(
            source: source.entrySource, recognition: recognition,
            picture: [UInt8](try encoder.encode(limited.picture)),
            thumbnail: [UInt8](try encoder.encode(limited.picture.thumbnail(of: recognition))),
            strokes: try reading.drawing.archive { placed in
                // A picture without strokes is the picture of the entry itself.
                if untouched != nil, reading.page.area == placed.frame { return [] }
                return [UInt8](try encoder.encode(placed.levels.original.limited(toPixels: mostPixels).picture))
            })
    }

    /// The drawing that an entry was made from.
    static func drawing(of content: EntryContent) throws -> Drawing {
        func decoded(_ bytes: [UInt8]) throws -> Picture { try PictureDecoder().decode(Data(bytes)) }
        guard let strokes = content.strokes else {
            let levels = PictureLevels(try decoded(content.picture))
            let picture = levels.original
            let frame = Rect(
                x: -Double(picture.width) / 2, y: -Double(picture.height) / 2, width: Double(picture.width), height: Double(picture.height))
            return Drawing([.picture(PlacedPicture(levels: levels, frame: frame))])
        }
        return try Drawing(archive: strokes) { try decoded($0.isEmpty ? content.picture : $0) }
    }
}

extension CanvasSource {
    /// How the history says it.
    var entrySource: EntrySource {
        switch self {
        case .drawing: .drawing
        case .file(let path): .file(name: path)
        case .link(let address): .link(address: address)
        case .pasted: .file(name: "")
        }
    }

    /// Where the drawing of an entry came from.
    init(_ source: EntrySource) {
        switch source {
        case .drawing: self = .drawing
        case .file(let name): self = name.isEmpty ? .pasted : .file(name)
        case .link(let address): self = .link(address)
        }
    }
}

extension Box {
    /// The box in a picture whose pixels are so much larger.
    fileprivate mutating func scale(by scale: Double) {
        func scaled(_ length: Int) -> Int { Int((Double(length) * scale).rounded()) }
        self = Box(x: scaled(x), y: scaled(y), width: max(1, scaled(width)), height: max(1, scaled(height)))
    }
}
