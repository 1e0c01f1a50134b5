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
        let chooser = FileChooser(localized("Choose a Model"), over: window, for: .opening, accept: localized("_Open"))
        chooser.addFilter(localized("Models"), pattern: "*.safetensors")
        chooser.addFilter(localized("All Files"), pattern: "*")
        chooser.present { [unowned self] url in
            guard let url else { return show(problem: localized("Choose a file on this computer")) }
            Task { await check(url.path) }
        }
    }

    private func check(_ path: String) async {
        let reason = await Self.problem(withModelAt: path)
        guard !isClosed else { return }
        if let reason { show(problem: reason) } else { use(path) }
    }

    private func show(problem reason: String) {
        gtk_label_set_text(problem.opaque, reason)
        gtk_widget_set_visible(problem, 1)
        announce(reason, on: widget)
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
