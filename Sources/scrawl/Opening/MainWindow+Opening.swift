import CGTK
import Foundation
import Pictures
import Sketch

/// Bringing pictures onto the canvas: chosen, dropped, pasted, named on the command line.
extension MainWindow {
    /// Opens a file or a link. A refusal is shown, and the canvas stays as it was.
    func open(_ source: PictureSource) {
        switch source {
        case .link(let link): openLink(link)
        case .file(let url):
            opener.open(source) { [unowned self] result in
                place(result, from: .file(url.path), name: url.lastPathComponent)
            }
        }
    }

    /// Fetches a picture in the background, with a message while it lasts.
    func openLink(_ link: String) {
        toasts.show(localized("Fetching the picture…"), button: localized("Cancel")) { [unowned self] in opener.cancel() }
        opener.open(.link(link)) { [unowned self] in place($0, from: .link(link), name: nil) }
    }

    /// Opens pixels that came through the clipboard or a drop.
    func open(_ picture: Picture) {
        opener.open(picture) { [unowned self] in place($0, from: .pasted, name: nil) }
    }

    /// Lays an opened picture on the canvas in place of what was there.
    func place(_ result: Result<PictureLevels, any Error>, from source: CanvasSource, name: String?) {
        switch result {
        case .success(let levels):
            canvas.cancelStroke()
            canvas.changeView { $0.reset() }
            let replaced = !model.drawing.isEmpty
            model.open(Drawing([.picture(PlacedPicture(levels: levels, fittedInto: canvas.viewport.visible))]), from: source)
            if replaced {
                tellStep(localized("Picture opened in place of the drawing"))
            } else {
                toasts.hide()
            }
        case .failure(let error):
            let reason = message(of: error)
            // Messages about a file that name it already need no second name.
            toasts.show(name.map { reason.contains($0) ? reason : "“\($0)”: \(reason)" } ?? reason)
        }
    }

    /// Lets the user choose a file.
    func chooseFile() {
        let chooser = Reference(adopting: gtk_file_chooser_native_new(
            localized("Open a Picture"), window.cast(), GTK_FILE_CHOOSER_ACTION_OPEN, localized("_Open"), localized("_Cancel"))!)
        gtk_native_dialog_set_modal(chooser.pointer.cast(), 1)
        let pictures = gtk_file_filter_new()!
        gtk_file_filter_set_name(pictures, localized("Pictures"))
        gtk_file_filter_add_pixbuf_formats(pictures)
        let all = gtk_file_filter_new()!
        gtk_file_filter_set_name(all, localized("All Files"))
        gtk_file_filter_add_pattern(all, "*")
        for filter in [pictures, all] {
            gtk_file_chooser_add_filter(chooser.pointer, filter)
            g_object_unref(filter.object)
        }
        if let folder = model.settings.openFolder { setFolder(folder, of: chooser.pointer) }
        chooser.pointer.onInteger("response") { [unowned self] response in
            defer { dialogs.removeAll { $0 === chooser } }
            guard response == Int(GTK_RESPONSE_ACCEPT.rawValue), let path = chosenPath(of: chooser.pointer) else { return }
            let url = URL(fileURLWithPath: path)
            model.settings.openFolder = url.deletingLastPathComponent().path
            open(.file(url))
        }
        dialogs.append(chooser)
        gtk_native_dialog_show(chooser.pointer.cast())
    }

    /// Opens a chooser in a folder that may be gone by now.
    func setFolder(_ folder: String, of chooser: OpaquePointer) {
        guard g_file_test(folder, G_FILE_TEST_IS_DIR) != 0 else { return }
        let file = g_file_new_for_path(folder)
        gtk_file_chooser_set_current_folder(chooser, file, nil)
        g_object_unref(file?.object)
    }

    /// The file that was chosen, where it is on this computer.
    func chosenPath(of chooser: OpaquePointer) -> String? {
        guard let file = gtk_file_chooser_get_file(chooser) else { return nil }
        defer { g_object_unref(file.object) }
        return takeString(g_file_get_path(file))
    }
}
