import CGTK
import Sketch

/// The window: header bar, canvas, result beside or below it, tool bar.
@MainActor
final class MainWindow {
    let window: Widget
    let model: AppModel
    let why: WhyModel
    let canvas: CanvasView
    let toasts: Toasts
    let toolBar: ToolBar
    let result: ResultPanel
    private let headerBar = HeaderBar()
    unowned let application: ApplicationController

    /// Reads and fetches pictures for the canvas.
    let opener = PictureOpener()
    /// Whether the message that is shown offers to take the newest step back.
    private var offersUndo = false
    private let content: Widget
    private let side: Widget
    private let paper: Widget
    private var isNarrow: Bool?
    /// A picture that is being written.
    var saving: Task<Void, Never>?
    private(set) var actions: [String: Action] = [:]

    /// Below this width, in logical pixels, the result stands below the canvas: what both beside each other need, with the user's text size.
    private lazy var narrowWidth: Int = {
        var tools: Int32 = 0
        gtk_widget_measure(toolBar.widget, GTK_ORIENTATION_HORIZONTAL, -1, &tools, nil, nil, nil)
        return max(820, Int(tools) + Self.resultWidth + 20)
    }()
    private static let resultWidth = 300

    init(application: ApplicationController) {
        self.application = application
        model = application.model
        window = gtk_application_window_new(application.pointer.cast())!.styled("scrawl")
        why = WhyModel(model: model)
        canvas = CanvasView(model: model, why: why)
        toolBar = ToolBar(canvas: canvas, model: model)
        result = ResultPanel(model: model, why: why)

        paper = gtk_overlay_new()!
        gtk_overlay_set_child(paper.opaque, canvas.widget)
        paper.styled("paper").margins(12)
        gtk_widget_set_overflow(paper, GTK_OVERFLOW_HIDDEN)
        let empty = makeEmptyState()
        gtk_overlay_add_overlay(paper.opaque, empty)

        let desk = makeBox(GTK_ORIENTATION_VERTICAL, [paper]).styled("desk").expanding()
        // Messages lie over the paper, where they hide no control, and come after the tool bar: its Undo is found before theirs.
        toasts = Toasts(over: makeBox(GTK_ORIENTATION_VERTICAL, [desk, toolBar.widget]))
        let column = toasts.widget.expanding()
        side = gtk_scrolled_window_new()!
        gtk_scrolled_window_set_child(side.opaque, result.widget)
        gtk_scrolled_window_set_policy(side.opaque, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC)
        // The column of the result keeps its width; the canvas takes what is left.
        gtk_widget_set_hexpand(side, 0)
        content = makeBox(GTK_ORIENTATION_HORIZONTAL, [column, side])
        gtk_window_set_child(window.cast(), content)
        gtk_window_set_titlebar(window.cast(), headerBar.widget)
        gtk_window_set_title(window.cast(), localized("Scrawl"))
        gtk_window_set_icon_name(window.cast(), applicationID)
        restoreSize()
        adapt()
        window.keepAlive(self)

        let canvas = canvas
        let showEmptyState: @MainActor () -> Void = { [model] in
            gtk_widget_set_visible(empty, model.drawing.isEmpty && canvas.liveStroke == nil ? 1 : 0)
        }
        model.drawingChanged.add { showEmptyState() }
        canvas.strokeBegan.add { gtk_widget_set_visible(empty, 0) }
        model.drawingChanged.add { [unowned self] in
            updateActions()
            // A message's Undo means the step that it tells of, not a later one.
            if offersUndo { toasts.hide() }
            offersUndo = false
        }
        gtk_overlay_add_overlay(paper.opaque, makeZoomBadge(for: canvas))
        gtk_overlay_add_overlay(paper.opaque, makeDragHandle())
        addActions()
        addWindowShortcuts()
        acceptDrops()
        updateActions()
        gtk_widget_grab_focus(canvas.widget)
        keepFocus(in: window) { gtk_widget_grab_focus(canvas.widget) }
    }

    /// Shows the window, and follows its size.
    func present() {
        gtk_window_present(window.cast())
        Timings.follow(window)
        if let surface = gtk_native_get_surface(window.opaque) {
            surface.on("notify::width") { [unowned self] in adapt() }
        }
        adapt()
    }

    /// Returns when nothing is being saved any more.
    func finish() async { await saving?.value }

    /// Adds an action that menus, buttons and shortcuts know as `win.NAME`.
    func addAction(_ name: String, _ call: @escaping @MainActor () -> Void) {
        actions[name] = Action(name, in: window, call)
    }

    /// Adds an action that is on or off.
    func addSwitch(_ name: String, isOn: Bool, _ call: @escaping @MainActor (Bool) -> Void) {
        actions[name] = Action(name, in: window, isOn: isOn, call)
    }

    /// Tells a step that was just taken, and offers to take it back.
    func tellStep(_ text: String) {
        toasts.show(text, button: localized("Undo")) { [unowned self] in model.undo() }
        offersUndo = true
    }

    /// Marks the paper as the place to drop on.
    func setDropHighlight(_ on: Bool) { paper.setStyle("drop-target", on) }

    private func updateActions() {
        actions["undo"]?.setEnabled(model.history.canUndo)
        actions["redo"]?.setEnabled(model.history.canRedo)
        actions["clear"]?.setEnabled(!model.drawing.isEmpty)
    }
}

/// Size.
extension MainWindow {
    private func restoreSize() {
        gtk_window_set_default_size(window.cast(), Int32(model.settings.windowWidth), Int32(model.settings.windowHeight))
        if model.settings.windowIsMaximized { gtk_window_maximize(window.cast()) }
        window.onQuestion("close-request") { [unowned self] in
            var width: Int32 = 0, height: Int32 = 0
            gtk_window_get_default_size(window.cast(), &width, &height)
            var values = model.settings.values
            values.windowIsMaximized = gtk_window_is_maximized(window.cast()) != 0
            if width > 0, height > 0 { (values.windowWidth, values.windowHeight) = (Int(width), Int(height)) }
            model.settings.values = values
            application.end()
            return true
        }
    }

    /// Puts the result beside or below the canvas, as the width asks for.
    private func adapt() {
        let width = gtk_native_get_surface(window.opaque).map { Int(gdk_surface_get_width($0)) } ?? model.settings.windowWidth
        let narrow = width < narrowWidth
        guard narrow != isNarrow else { return }
        isNarrow = narrow
        gtk_orientable_set_orientation(content.opaque, narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL)
        gtk_widget_set_size_request(side, narrow ? -1 : Int32(Self.resultWidth), narrow ? 210 : -1)
        result.setOrientation(isBelowCanvas: narrow)
        toolBar.setNarrow(narrow)
        headerBar.setNarrow(narrow)
        window.setStyle("narrow", narrow)
        var height: Int32 = 0
        gtk_widget_measure(toolBar.widget, GTK_ORIENTATION_VERTICAL, -1, &height, nil, nil, nil)
        toasts.keepFromBottom(Int(height))
    }
}
