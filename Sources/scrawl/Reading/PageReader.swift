import DigitRecognition
import Foundation
import Pictures
import Sketch

/// A drawing that is to be read.
struct ReadingRequest: Sendable {
    let drawing: Drawing
    /// What of the page can be seen.
    let view: Rect
    let options: ReadingOptions
}

/// What was read in a drawing.
struct Reading: Sendable {
    let drawing: Drawing
    /// The rectangle of the page that was read: boxes of the recognition are its pixels.
    let page: Page
    let recognition: Recognition

    /// Where a box of the recognition lies on the page.
    func rect(of box: Box) -> Rect {
        Rect(
            x: page.area.minX + Double(box.x) / page.scale, y: page.area.minY + Double(box.y) / page.scale,
            width: Double(box.width) / page.scale, height: Double(box.height) / page.scale)
    }
}

/// Paints drawings and reads them, off the main thread. It keeps its last picture, so that one more stroke costs only that stroke.
actor PageReader {
    private var reader: DigitReader?
    private var raster: Raster?

    /// Loads the network; throws what the file's reader says.
    func load(modelAt path: String) throws {
        reader = try DigitReader(modelAt: URL(fileURLWithPath: path))
    }

    /// Reads a drawing, or nil while there is no network.
    func read(_ request: ReadingRequest) -> Reading? {
        guard let reader else { return nil }
        let page = Page(of: request.drawing, view: request.view)
        return Reading(
            drawing: request.drawing, page: page,
            recognition: reader.read(picture(of: request.drawing, page: page), options: request.options))
    }

    /// What a reading was made with and from; nil while there is no network.
    func material(of reading: Reading) -> (DigitReader, Picture)? {
        reader.map { ($0, picture(of: reading.drawing, page: reading.page)) }
    }

    private func picture(of drawing: Drawing, page: Page) -> Picture {
        if let placed = drawing.untouchedPicture, placed.frame == page.area {
            raster = nil
            return placed.levels.original
        }
        let raster = self.raster.flatMap { Page(area: $0.area, scale: $0.scale) == page ? $0 : nil } ?? Raster(area: page.area, scale: page.scale)
        raster.update(to: drawing)
        self.raster = raster
        return raster.picture
    }
}
