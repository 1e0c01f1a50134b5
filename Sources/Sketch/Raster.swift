import CCairo
import Pictures

/// A rectangle of the page as pixels, kept up to date with a drawing by painting no more than what changed.
///
/// Not thread-safe: it belongs to the thread or actor that made it.
public final class Raster {
    /// The part of the page that it shows; its top left corner is the first pixel's.
    public let area: Rect
    /// Pixels of a page unit.
    public let scale: Double
    /// Pixels in a row.
    public let width: Int
    /// Rows.
    public let height: Int

    let surface: OpaquePointer
    let context: OpaquePointer
    private var drawn = Drawing()
    /// The stroke that is being made, as far as it is painted, and the pixels as they were before it.
    private var live: (stroke: Stroke, base: [UInt8])?
    /// How to come back to the drawings that were shown before this one, the oldest first: undo then copies pixels, whatever the
    /// number of strokes that lie there.
    private var past: [(drawing: Drawing, patch: Patch)] = []

    /// Pixels of a rectangle, as they were.
    private struct Patch {
        let pixels: Rect
        let bytes: [UInt8]
    }

    /// White paper. The area's size times the scale is rounded up to whole pixels.
    public init(area: Rect, scale: Double) {
        self.area = area
        self.scale = scale
        // A size such as 400.00000000001, from rounding, is 400 pixels.
        width = max(1, Int((area.width * scale - 1e-6).rounded(.up)))
        height = max(1, Int((area.height * scale - 1e-6).rounded(.up)))
        surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, Int32(width), Int32(height))
        context = cairo_create(surface)
        cairo_set_source_rgb(context, 1, 1, 1)
        cairo_paint(context)
        cairo_scale(context, scale, scale)
        cairo_translate(context, -area.minX, -area.minY)
    }

    deinit {
        cairo_destroy(context)
        cairo_surface_destroy(surface)
    }

    /// Paints what differs from the drawing shown so far, and the stroke that is being made on top of it.
    ///
    /// Returns whether a pixel may have changed.
    @discardableResult
    public func update(to drawing: Drawing, live stroke: Stroke? = nil) -> Bool {
        var changed = false
        if !drawing.isIdentical(to: drawn) {
            changed = adopt(drawing) || goBack(to: drawing) || repaint(drawing)
            drawn = drawing
        }
        if let stroke {
            changed = paintLive(stroke) || changed
        } else if let live {
            restore(live.base, in: live.stroke.bounds)
            self.live = nil
            changed = true
        }
        return changed
    }

    /// The live stroke has become the newest element: its pixels are there already.
    private func adopt(_ drawing: Drawing) -> Bool {
        guard let live, let top = drawing.top, top.previous === drawn.top, case .stroke(let stroke) = top.element,
            live.stroke.points.count == stroke.points.count, live.stroke.isContinued(by: stroke)
        else { return false }
        if let pixels = pixels(of: live.stroke.bounds) { remember(patch(of: pixels, from: live.base)) }
        self.live = nil
        return true
    }

    /// Puts back the pixels of a drawing that was shown before.
    private func goBack(to drawing: Drawing) -> Bool {
        guard live == nil, let index = past.lastIndex(where: { $0.drawing.isIdentical(to: drawing) }) else { return false }
        while past.count > index { restore(past.removeLast().patch) }
        return true
    }

    private func remember(_ patch: Patch) {
        past.append((drawn, patch))
        var size = past.reduce(0) { $0 + $1.patch.bytes.count }
        let limit = min(2 * 4 * width * height, 8 << 20)
        while size > limit { size -= past.removeFirst().patch.bytes.count }
    }

    private func repaint(_ drawing: Drawing) -> Bool {
        if let live {
            restore(live.base, in: live.stroke.bounds)
            self.live = nil
        }
        let difference = Difference(from: drawn, to: drawing)
        // A step that changes nothing here needs no patch: those before it still lead back from the pixels that are there.
        guard let damage = difference.damage, let pixels = pixels(of: damage) else { return false }
        remember(withBytes { patch(of: pixels, from: $0) })
        let visible = page(of: pixels)
        clipped(to: pixels) {
            if let added = difference.added {
                for element in added where element.bounds.intersects(visible) { paint(element, clip: visible) }
                return
            }
            cairo_set_source_rgb(context, 1, 1, 1)
            cairo_paint(context)
            // From the top down to the first picture that hides all below it, then back up.
            var elements: [Element] = []
            var node = drawing.top
            while let current = node {
                if current.element.bounds.intersects(visible) { elements.append(current.element) }
                if case .picture(let picture) = current.element, picture.frame.contains(visible) { break }
                node = current.previous
            }
            for element in elements.reversed() { paint(element, clip: visible) }
        }
        return true
    }

    /// Paints what was added to the stroke since it was last seen, by drawing those pieces anew over the pixels below them.
    private func paintLive(_ stroke: Stroke) -> Bool {
        var damage: Rect? = stroke.bounds
        if let live {
            if live.stroke.points.count <= stroke.points.count, live.stroke.brush == stroke.brush, live.stroke.points[0] == stroke.points[0] {
                damage = stroke.damage(sincePointCount: live.stroke.points.count)
            } else {
                restore(live.base, in: live.stroke.bounds)
                self.live = nil
            }
        }
        guard let damage else { return false }
        guard let pixels = pixels(of: damage) else {
            live?.stroke = stroke
            return false
        }
        let base = live?.base ?? copyOfBytes()
        live = (stroke, base)
        restore(base, in: damage)
        let visible = page(of: pixels)
        clipped(to: pixels) { stroke.draw(in: context, clip: visible) }
        return true
    }

    private func paint(_ element: Element, clip: Rect) {
        switch element {
        case .stroke(let stroke): stroke.draw(in: context, clip: clip)
        case .picture(let picture): picture.draw(in: context, deviceScale: scale)
        }
    }
}

/// Pixels.
extension Raster {
    /// The pixels that a rectangle of the page touches, with one to spare for the soft edge; nil where it lies outside.
    private func pixels(of rect: Rect) -> Rect? {
        Rect(
            minX: (rect.minX - area.minX) * scale, minY: (rect.minY - area.minY) * scale,
            maxX: (rect.maxX - area.minX) * scale, maxY: (rect.maxY - area.minY) * scale
        ).expanded(by: 1).roundedOutward().intersection(Rect(x: 0, y: 0, width: Double(width), height: Double(height)))
    }

    private func page(of pixels: Rect) -> Rect {
        Rect(
            minX: area.minX + pixels.minX / scale, minY: area.minY + pixels.minY / scale,
            maxX: area.minX + pixels.maxX / scale, maxY: area.minY + pixels.maxY / scale)
    }

    private func clipped(to pixels: Rect, _ body: () -> Void) {
        cairo_save(context)
        cairo_identity_matrix(context)
        cairo_rectangle(context, pixels.minX, pixels.minY, pixels.width, pixels.height)
        cairo_clip(context)
        cairo_scale(context, scale, scale)
        cairo_translate(context, -area.minX, -area.minY)
        body()
        cairo_restore(context)
    }

    /// Calls the closure with the pixels: `height` rows of `4 * width` bytes, blue, green, red, 255.
    public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        cairo_surface_flush(surface)
        return try body(UnsafeRawBufferPointer(start: cairo_image_surface_get_data(surface), count: 4 * width * height))
    }

    private func copyOfBytes() -> [UInt8] { withBytes { [UInt8]($0) } }

    /// Puts the pixels of a rectangle of the page back, from a copy of all.
    private func restore(_ bytes: [UInt8], in rect: Rect) {
        guard let pixels = pixels(of: rect) else { return }
        restore(patch(of: pixels, from: bytes))
    }

    private func patch(of pixels: Rect, from bytes: [UInt8]) -> Patch { bytes.withUnsafeBytes { patch(of: pixels, from: $0) } }

    private func patch(of pixels: Rect, from bytes: UnsafeRawBufferPointer) -> Patch {
        let row = 4 * Int(pixels.width)
        let copy = [UInt8](unsafeUninitializedCapacity: row * Int(pixels.height)) { buffer, count in
            for y in 0..<Int(pixels.height) {
                let offset = 4 * ((y + Int(pixels.minY)) * width + Int(pixels.minX))
                UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[(row * y)..<(row * (y + 1))])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + row)]))
            }
            count = row * Int(pixels.height)
        }
        return Patch(pixels: pixels, bytes: copy)
    }

    private func restore(_ patch: Patch) {
        cairo_surface_flush(surface)
        let target = UnsafeMutableRawPointer(cairo_image_surface_get_data(surface)!)
        let row = 4 * Int(patch.pixels.width)
        patch.bytes.withUnsafeBytes { source in
            for y in 0..<Int(patch.pixels.height) {
                let offset = 4 * ((y + Int(patch.pixels.minY)) * width + Int(patch.pixels.minX))
                (target + offset).copyMemory(from: source.baseAddress! + row * y, byteCount: row)
            }
        }
        cairo_surface_mark_dirty(surface)
    }

    /// What it shows as a picture.
    public var picture: Picture { Picture(width: width, height: height, bytes: copyOfBytes()) }
}
