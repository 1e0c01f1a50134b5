import CGTK
import Foundation
import History
import Pictures

/// Taking the entries elsewhere.
extension HistoryWindow {
    /// Asks for the name of a new folder, and writes the entries that are shown into it.
    func chooseExport(as format: ExportFormat) {
        guard let list, !list.ids.isEmpty, export == nil else { return }
        let title = localized("Export %1 Entry", plural: "Export %1 Entries", count: list.ids.count)
        let chooser = FileChooser(title, over: window, for: .saving, accept: localized("_Export"))
        chooser.setName((suggestedFileName(at: .now) as NSString).deletingPathExtension)
        chooser.setFolder(settings.saveFolder ?? Folders.home)
        let ids = list.ids
        chooser.present { [unowned self] url in
            guard let url else { return say(localized("Choose a folder on this computer")) }
            start(ids, as: format, to: url)
        }
    }

    private func start(_ ids: [HistoryEntry.ID], as format: ExportFormat, to folder: URL) {
        guard let store = keeper.store else { return }
        exportBar.show(written: 0, of: ids.count)
        export = Task { [self] in
            do {
                try await store.export(ids, as: format, to: folder) { [self] written in
                    // A step for each entry would keep the main thread from anything else.
                    if written % 20 == 0 { Task { @MainActor in if !isClosed { exportBar.show(written: written, of: ids.count) } } }
                }
                say(localized("Exported to “%1”", fileName(of: folder)))
            } catch is CancellationError {
                say(localized("Export cancelled; nothing was written"))
            } catch {
                say(localized("The export failed: %1", message(of: error)))
            }
            export = nil
            if !isClosed { exportBar.hide() }
            showSelection()
        }
        showSelection()
    }
}

/// How far an export has come, with a button that stops it.
@MainActor
final class ExportBar {
    let widget: Widget
    /// Told when the button was pressed.
    let cancelled = Observers<Void>()
    private let progress = gtk_progress_bar_new()!
    private var isShown = false

    init() {
        progress.setAccessibleName(localized("Export"))
        gtk_progress_bar_set_show_text(progress.opaque, 1)
        gtk_widget_set_hexpand(progress, 1)
        gtk_widget_set_valign(progress, GTK_ALIGN_CENTER)
        let cancel = makeButton(localized("Cancel Export"))
        widget = makeBox(GTK_ORIENTATION_HORIZONTAL, spacing: 12, [progress, cancel]).styled("tool-bar")
        gtk_widget_set_visible(widget, 0)
        cancel.on("clicked") { [unowned self] in cancelled.notify(()) }
    }

    func show(written: Int, of all: Int) {
        // A step that was told before the end may come after it.
        if written == 0 { isShown = true }
        guard isShown else { return }
        gtk_progress_bar_set_fraction(progress.opaque, Double(written) / Double(max(all, 1)))
        gtk_progress_bar_set_text(progress.opaque, localized("%1 of %2 exported", String(written), String(all)))
        gtk_widget_set_visible(widget, 1)
    }

    func hide() {
        isShown = false
        gtk_widget_set_visible(widget, 0)
    }
}
