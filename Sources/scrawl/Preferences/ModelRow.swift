import CGTK
import DigitRecognition
import Foundation

/// Which network reads: that of the app, or a file that `train` wrote. A file is looked at before it is taken.
@MainActor
final class ModelRow {
    let widget: Widget
    private let window: Widget
    private let model: AppModel
    private let name = makeLabel("", alignment: 0).styled("dim", "caption")
    private let problem = makeLabel("", wraps: true, alignment: 0).styled("error-text", "caption")
    private let reset = makeButton(localized("Reset"), tooltip: localized("Use the model that comes with the app"))
    private var chooser: Reference?
    /// Whether the widgets are gone, though a file may still be looked at.
    private var isClosed = false

    init(in window: Widget, model: AppModel) {
        self.window = window
        self.model = model
        let choose = makeButton(localized("Choose Model"), tooltip: localized("A safetensors file that “train” wrote"))
        gtk_label_set_ellipsize(name.opaque, PANGO_ELLIPSIZE_MIDDLE)
        problem.setAccessibleDescription(localized("Problem with the Model"))
        gtk_widget_set_visible(problem, 0)
        let texts = makeBox(
            GTK_ORIENTATION_VERTICAL, spacing: 2, [makeLabel(localized("Model"), alignment: 0), name, problem]
        ).expanding(horizontally: true, vertically: false)
        for widget in [texts, reset, choose] { gtk_widget_set_valign(widget, GTK_ALIGN_CENTER) }
        widget = makeBox(GTK_ORIENTATION_HORIZONTAL, spacing: 8, [texts, reset, choose]).margins(horizontal: 14, vertical: 10)
        choose.on("clicked") { [unowned self] in chooseFile() }
        reset.on("clicked") { [unowned self] in use(nil) }
        widget.on("destroy") { [unowned self] in isClosed = true }
        widget.keepAlive(self)
        showName()
    }

    private func showName() {
        let path = model.settings.modelFile
        gtk_label_set_text(name.opaque, path ?? localized("The one that comes with the app"))
        gtk_widget_set_tooltip_text(name, path)
        // GTK takes a tooltip for the description.
        name.setAccessibleDescription(localized("Model File"))
        gtk_widget_set_visible(reset, path == nil ? 0 : 1)
    }

    private func chooseFile() {
        let chooser = Reference(adopting: gtk_file_chooser_native_new(
            localized("Choose a Model"), window.cast(), GTK_FILE_CHOOSER_ACTION_OPEN, localized("_Open"), localized("_Cancel"))!)
        gtk_native_dialog_set_modal(chooser.pointer.cast(), 1)
        for (title, pattern) in [(localized("Models"), "*.safetensors"), (localized("All Files"), "*")] {
            let filter = gtk_file_filter_new()!
            gtk_file_filter_set_name(filter, title)
            gtk_file_filter_add_pattern(filter, pattern)
            gtk_file_chooser_add_filter(chooser.pointer, filter)
            g_object_unref(filter.object)
        }
        chooser.pointer.onInteger("response") { [unowned self] response in
            self.chooser = nil
            guard response == Int(GTK_RESPONSE_ACCEPT.rawValue), let file = gtk_file_chooser_get_file(chooser.pointer) else { return }
            defer { g_object_unref(file.object) }
            guard let path = takeString(g_file_get_path(file)) else { return }
            Task { await check(path) }
        }
        self.chooser = chooser
        gtk_native_dialog_show(chooser.pointer.cast())
    }

    private func check(_ path: String) async {
        let reason = await Self.problem(withModelAt: path)
        guard !isClosed else { return }
        if let reason {
            gtk_label_set_text(problem.opaque, reason)
            gtk_widget_set_visible(problem, 1)
            announce(reason, on: widget)
        } else {
            use(path)
        }
    }

    /// Why a file is no model that reads digits; nil where it is one.
    private nonisolated static func problem(withModelAt path: String) async -> String? {
        do {
            _ = try DigitReader(modelAt: URL(fileURLWithPath: path))
            return nil
        } catch {
            return message(of: error)
        }
    }

    private func use(_ path: String?) {
        gtk_widget_set_visible(problem, 0)
        model.settings.modelFile = path
        model.loadModel()
        showName()
    }
}
