import CGTK
import Sketch

/// Below the canvas: pen and eraser, brush size, undo, redo, clear, recognize.
@MainActor
final class ToolBar {
    let widget: Widget
    private let canvas: CanvasView
    private let model: AppModel
    private let pen = gtk_toggle_button_new()!
    private let eraser = gtk_toggle_button_new()!
    private let slider: Widget
    private let preview: Widget
    private let left: Widget
    private let right: Widget
    private let recognize = makeButton(localized("Recognize"), action: "win.recognize", shortcut: "Return").styled("primary")
    private var isShowingTool = false

    init(canvas: CanvasView, model: AppModel) {
        self.canvas = canvas
        self.model = model
        slider = gtk_scale_new_with_range(GTK_ORIENTATION_HORIZONTAL, 2, 60, 1)!
        slider.setAccessibleName(localized("Brush Size"))
        setTooltip(of: slider, localized("Brush Size"))
        gtk_scale_set_draw_value(slider.cast(), 0)
        gtk_widget_set_size_request(slider, 120, -1)
        preview = makeLabel("", alignment: 0).styled("dim", "numeric")
        gtk_label_set_width_chars(preview.opaque, 5)

        fillButton(pen, localized("Pen"), icon: "scrawl-pen-symbolic", showsLabel: false)
        fillButton(eraser, localized("Eraser"), icon: "scrawl-eraser-symbolic", showsLabel: false)
        setTooltip(of: pen, localized("Pen"), shortcut: "p")
        setTooltip(of: eraser, localized("Eraser"), shortcut: "e")
        gtk_toggle_button_set_group(eraser.cast(), pen.cast())
        let tools = makeBox(GTK_ORIENTATION_HORIZONTAL, [pen, eraser]).styled("linked")

        let undo = makeButton(localized("Undo"), icon: "edit-undo-symbolic", showsLabel: false, action: "win.undo", shortcut: "<Control>z")
        let redo = makeButton(localized("Redo"), icon: "edit-redo-symbolic", showsLabel: false, action: "win.redo", shortcut: "<Control><Shift>z")
        let clear = makeButton(localized("Clear"), icon: "user-trash-symbolic", action: "win.clear", shortcut: "Delete")

        left = makeBox(GTK_ORIENTATION_HORIZONTAL, spacing: 10, [tools, slider, preview])
        gtk_widget_set_hexpand(left, 1)
        right = makeBox(GTK_ORIENTATION_HORIZONTAL, spacing: 6, [makeBox(GTK_ORIENTATION_HORIZONTAL, [undo, redo]).styled("linked"), clear, recognize])
        widget = makeBox(GTK_ORIENTATION_HORIZONTAL, spacing: 10, [left, right]).styled("tool-bar")

        pen.on("toggled") { [unowned self] in if gtk_toggle_button_get_active(pen.cast()) != 0 { choose(.pen) } }
        eraser.on("toggled") { [unowned self] in if gtk_toggle_button_get_active(eraser.cast()) != 0 { choose(.eraser) } }
        slider.on("value-changed") { [unowned self] in changeSize() }
        gtk_toggle_button_set_active(pen.cast(), 1)
        showSize()
    }

    /// Chooses what strokes are drawn with.
    func select(_ tool: Brush.Tool) {
        gtk_toggle_button_set_active((tool == .pen ? pen : eraser).cast(), 1)
    }

    /// Makes the brush wider or narrower.
    func changeBrush(by steps: Double) {
        gtk_range_set_value(slider.cast(), gtk_range_get_value(slider.cast()) + steps)
    }

    /// In a narrow window the two halves stand above each other.
    func setNarrow(_ narrow: Bool) {
        gtk_orientable_set_orientation(widget.opaque, narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL)
        gtk_widget_set_hexpand(slider, narrow ? 1 : 0)
        gtk_widget_set_hexpand(recognize, narrow ? 1 : 0)
        gtk_widget_set_halign(right, narrow ? GTK_ALIGN_FILL : GTK_ALIGN_END)
    }

    private func choose(_ tool: Brush.Tool) {
        canvas.tool = tool
        showSize()
    }

    private func showSize() {
        isShowingTool = true
        gtk_range_set_value(slider.cast(), canvas.brush.diameter)
        isShowingTool = false
        showLabel()
    }

    private func changeSize() {
        guard !isShowingTool else { return }
        let size = gtk_range_get_value(slider.cast())
        if canvas.tool == .pen { model.settings.brushSize = size } else { model.settings.eraserSize = size }
        canvas.updateCursor()
        showLabel()
    }

    private func showLabel() {
        gtk_label_set_text(preview.opaque, localized("%1 px", String(Int(canvas.brush.diameter.rounded()))))
    }
}
