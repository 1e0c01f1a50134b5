import CCairo
import Pictures

/// A picture and smaller copies of it, each half as wide and high as the one before, so that it is drawn small quickly and
/// without aliasing (a mip map, Williams 1983). Making it takes a pass over the pixels: do it off the main thread.
public final class PictureLevels: Sendable {
    /// The picture as it was opened.
    public var original: Picture { levels[0] }
    let levels: [Picture]

    /// Computes the smaller copies.
    public init(_ picture: Picture) {
        var levels = [picture]
        while let last = levels.last, max(last.width, last.height) > 512, min(last.width, last.height) > 1 {
            levels.append(Self.halved(last))
        }
        self.levels = levels
    }

    /// The average of each 2 x 2 pixels; an odd last row or column is left out.
    static func halved(_ picture: Picture) -> Picture {
        let width = picture.width / 2, height = picture.height / 2
        let stride = 4 * picture.width
        let bytes = [UInt8](unsafeUninitializedCapacity: 4 * width * height) { target, count in
            picture.bytes.withUnsafeBufferPointer { source in
                for y in 0..<height {
                    var from = 2 * y * stride, to = 4 * width * y
                    for _ in 0..<width {
                        for channel in 0..<4 {
                            let sum = UInt16(source[from + channel]) + UInt16(source[from + 4 + channel])
                                + UInt16(source[from + stride + channel]) + UInt16(source[from + stride + 4 + channel])
                            target[to + channel] = UInt8((sum + 2) / 4)
                        }
                        from += 8
                        to += 4
                    }
                }
            }
            count = 4 * width * height
        }
        return Picture(width: width, height: height, bytes: bytes)
    }
}

/// A picture that lies on the page.
public struct PlacedPicture: Sendable {
    /// The picture.
    public let levels: PictureLevels
    /// Where it lies, in page units; its shape is the picture's.
    public let frame: Rect

    /// A picture in a given place.
    public init(levels: PictureLevels, frame: Rect) {
        self.levels = levels; self.frame = frame
    }

    /// A picture that fills as much of `area` as its shape allows, in the middle.
    public init(levels: PictureLevels, fittedInto area: Rect) {
        let picture = levels.original
        let scale = min(area.width / Double(picture.width), area.height / Double(picture.height))
        let width = Double(picture.width) * scale, height = Double(picture.height) * scale
        self.init(levels: levels, frame: Rect(x: area.midX - width / 2, y: area.midY - height / 2, width: width, height: height))
    }

    /// Pixels of the picture in one page unit.
    public var pixelsPerUnit: Double { Double(levels.original.width) / frame.width }

    /// Draws the picture from the smallest copy that has a pixel for each device pixel (`deviceScale` device pixels a page unit).
    func draw(in context: OpaquePointer, deviceScale: Double) {
        let wanted = frame.width * deviceScale
        let picture = levels.levels.last { Double($0.width) >= wanted } ?? levels.original
        picture.bytes.withUnsafeBufferPointer { bytes in
            // Cairo only reads the pixels of a source surface; its C type has no const.
            let surface = cairo_image_surface_create_for_data(
                UnsafeMutablePointer(mutating: bytes.baseAddress!), CAIRO_FORMAT_RGB24, Int32(picture.width), Int32(picture.height),
                Int32(4 * picture.width))
            cairo_save(context)
            cairo_rectangle(context, frame.minX, frame.minY, frame.width, frame.height)
            cairo_clip(context)
            cairo_translate(context, frame.minX, frame.minY)
            cairo_scale(context, frame.width / Double(picture.width), frame.height / Double(picture.height))
            cairo_set_source_surface(context, surface, 0, 0)
            // Enlarged a lot, pixels are shown as squares: a 28 x 28 digit stays what it is.
            let pattern = cairo_get_source(context)
            cairo_pattern_set_filter(pattern, wanted > 3 * Double(picture.width) ? CAIRO_FILTER_NEAREST : CAIRO_FILTER_BILINEAR)
            cairo_pattern_set_extend(pattern, CAIRO_EXTEND_PAD)
            cairo_paint(context)
            cairo_restore(context)
            cairo_surface_finish(surface)
            cairo_surface_destroy(surface)
        }
    }
}
