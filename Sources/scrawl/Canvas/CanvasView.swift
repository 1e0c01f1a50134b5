import CGTK
import DigitRecognition
import Sketch

/// The paper: shows the drawing, takes strokes, and can be zoomed and moved.
@MainActor
final class CanvasView: CanvasPainter {
    private(set) var widget: Widget!
    let model: AppModel

    /// What strokes are drawn with.
    var tool = Brush.Tool.pen { didSet { updateCursor() } }
    /// What of the page is shown.
    private(set) var viewport = Viewport(width: 600, height: 600)
    /// The stroke that is being made.
    var liveStroke: Stroke? {
        didSet {
            gtk_widget_queue_draw(widget)
            if oldValue == nil, liveStroke != nil { strokeBegan.notify(()) }
        }
    }
    /// Told when a stroke begins.
    let strokeBegan = Observers<Void>()
    /// Told when the part of the page that is shown changed.
    let viewChanged = Observers<Void>()

    private let tiles = TileGrid(scale: 1)
    private var textures: [TextureKey: Reference] = [:]
    private struct TextureKey: Hashable { var column, row: Int }
    private let digits: DigitFrames
    private let evidence: EvidenceOverlay
    private var input: CanvasInput?

    init(model: AppModel, why: WhyModel) {
        self.model = model
        evidence = EvidenceOverlay(why: why)
        digits = DigitFrames(model: model)
        widget = CanvasWidget.make(painter: self)
        widget.setAccessibleName(localized("Canvas"))
        widget.setAccessibleDescription(localized("Draw digits here with the mouse, a finger or a pen"))
        gtk_widget_set_focusable(widget, 1)
        gtk_widget_set_overflow(widget, GTK_OVERFLOW_HIDDEN)
        widget.expanding()
        gtk_widget_set_size_request(widget, 200, 200)
        input = CanvasInput(canvas: self)
        let widget = widget!
        model.drawingChanged.add { gtk_widget_queue_draw(widget) }
        model.outcomeChanged.add { gtk_widget_queue_draw(widget) }
        why.changed.add { gtk_widget_queue_draw(widget) }
        model.settings.follow(\.showsFrames) { _ in gtk_widget_queue_draw(widget) }
        updateCursor()
    }

    /// Width of the pen or eraser, in page units.
    var brush: Brush {
        Brush(tool: tool, diameter: tool == .pen ? model.settings.brushSize : model.settings.eraserSize)
    }

    /// Gives up a stroke that is being made.
    func cancelStroke() { input?.cancel() }

    /// Changes the part of the page that is shown.
    func changeView(_ change: (inout Viewport) -> Void) {
        let before = viewport
        change(&viewport)
        guard viewport != before else { return }
        // Reading and saving cover what can be seen at the page's own size; looking closer does not crop the drawing.
        var whole = viewport
        whole.reset()
        model.view = whole.visible
        updateCursor()
        gtk_widget_queue_draw(widget)
        viewChanged.notify(())
    }

    /// Selects the digit whose frame or label lies at a place of the view; false where there is none.
    func selectDigit(atX x: Double, y: Double) -> Bool {
        guard let index = digits.index(atX: x, y: y, viewport: viewport) else { return false }
        model.selectDigit(index)
        return true
    }

    func resize(width: Int, height: Int) {
        changeView { $0.width = Double(width); $0.height = Double(height) }
    }

    func paint(_ snapshot: OpaquePointer) {
        paintPage(snapshot)
        if liveStroke == nil { evidence.paint(snapshot, viewport: viewport) { paintPage(snapshot) } }
        if liveStroke == nil, model.settings.showsFrames { digits.paint(snapshot, on: widget, viewport: viewport) }
    }

    private func paintPage(_ snapshot: OpaquePointer) {
        var white = GdkRGBA(red: 1, green: 1, blue: 1, alpha: 1)
        var whole = rectangle(x: 0, y: 0, width: viewport.width, height: viewport.height)
        gtk_snapshot_append_color(snapshot, &white, &whole)
        paintTiles(snapshot)
    }

    private func paintTiles(_ snapshot: OpaquePointer) {
        let factor = Double(gtk_widget_get_scale_factor(widget))
        let scale = viewport.zoom * factor
        if tiles.scale != scale {
            tiles.setScale(scale)
            textures = [:]
        }
        // The page's position in device pixels is rounded, so that a tile's pixels are the screen's.
        let visible = viewport.visible
        let left = (visible.minX * scale).rounded(), top = (visible.minY * scale).rounded()
        let side = Double(TileGrid.side)
        let columns = Int((left / side).rounded(.down))...Int(((left + viewport.width * factor - 1) / side).rounded(.down))
        let rows = Int((top / side).rounded(.down))...Int(((top + viewport.height * factor - 1) / side).rounded(.down))
        var shown: [TextureKey: Reference] = [:]
        for tile in tiles.tiles(columns: columns, rows: rows, drawing: model.drawing, live: liveStroke) {
            guard let raster = tile.raster else { continue }
            let key = TextureKey(column: tile.column, row: tile.row)
            let texture = (tile.changed ? nil : textures[key]) ?? makeTexture(raster)
            shown[key] = texture
            var place = rectangle(
                x: (Double(tile.column) * side - left) / factor, y: (Double(tile.row) * side - top) / factor,
                width: side / factor, height: side / factor)
            gtk_snapshot_append_texture(snapshot, texture.pointer, &place)
        }
        textures = shown
    }

    private func makeTexture(_ raster: Raster) -> Reference {
        raster.withBytes { bytes in
            let copy = g_bytes_new(bytes.baseAddress, gsize(bytes.count))
            defer { g_bytes_unref(copy) }
            return Reference(adopting: gdk_memory_texture_new(
                Int32(raster.width), Int32(raster.height), GDK_MEMORY_B8G8R8A8_PREMULTIPLIED, copy, gsize(4 * raster.width)))
        }
    }

    /// A ring of the brush's size shows what a stroke will cover.
    func updateCursor() {
        guard let cursor = makeBrushCursor(diameter: brush.diameter * viewport.zoom, isEraser: tool == .eraser) else { return }
        gtk_widget_set_cursor(widget, cursor.pointer)
    }
}

/// A rectangle as GSK takes it.
func rectangle(x: Double, y: Double, width: Double, height: Double) -> graphene_rect_t {
    graphene_rect_t(
        origin: graphene_point_t(x: Float(x), y: Float(y)), size: graphene_size_t(width: Float(width), height: Float(height)))
}
