import CGTK
import History

/// Asks what a picture of the history shows, where it was read wrongly.
@MainActor
final class CorrectionDialog {
    private let dialog: Widget
    private let entry = gtk_entry_new()!
    private let save = makeButton(localized("Save")).styled("primary")
    private let finish: @MainActor (String?) -> Void

    /// A dialog about `content`, which tells the digits that were typed, or nil where the correction is to be taken away.
    init(over parent: Widget, about content: HistoryEntry, finish: @escaping @MainActor (String?) -> Void) {
        self.finish = finish
        dialog = makeDialog(localized("Correct"), over: parent, width: 380, isModal: true)

        let picture = gtk_picture_new()!
        gtk_widget_set_size_request(picture, 224, 112)
        let bytes = g_bytes_new(content.thumbnail, gsize(content.thumbnail.count))
        defer { g_bytes_unref(bytes) }
        if let texture = gdk_texture_new_from_bytes(bytes, nil) {
            gtk_picture_set_paintable(picture.opaque, texture)
            g_object_unref(texture.object)
        }
        picture.setAccessibleName(localized("Picture"))
        let paper = makeBox(GTK_ORIENTATION_HORIZONTAL, [picture]).styled("thumbnail")
        gtk_widget_set_halign(paper, GTK_ALIGN_CENTER)
        let read = content.text.isEmpty ? localized("No digit was read") : localized("Read as %1", content.text)
        let question = makeLabel(localized("What does it show?"), alignment: 0).styled("heading")
        entry.setAccessibleName(localized("Correct Digits"))
        gtk_entry_set_input_purpose(entry.opaque.cast(), GTK_INPUT_PURPOSE_DIGITS)
        gtk_editable_set_text(entry.opaque, content.digits)
        let hint = makeLabel(localized("Digits; a space begins another line"), wraps: true, alignment: 0).styled("dim", "caption")

        let cancel = makeButton(localized("Cancel"))
        let buttons = makeBox(GTK_ORIENTATION_HORIZONTAL, spacing: 8)
        if content.correction != nil {
            let remove = makeButton(localized("Remove Correction"))
            remove.on("clicked") { [unowned self] in close(with: nil) }
            gtk_box_append(buttons.cast(), remove)
        }
        gtk_box_append(buttons.cast(), cancel)
        gtk_box_append(buttons.cast(), save)
        gtk_widget_set_halign(buttons, GTK_ALIGN_END)
        gtk_widget_set_margin_top(buttons, 8)
        let box = makeBox(
            GTK_ORIENTATION_VERTICAL, spacing: 8, [paper, makeLabel(read).styled("dim"), question, entry, hint, buttons]).margins(20)
        gtk_window_set_child(dialog.cast(), box)

        entry.on("changed") { [unowned self] in check() }
        entry.on("activate") { [unowned self] in if isValid { close(with: text) } }
        save.on("clicked") { [unowned self] in close(with: text) }
        cancel.on("clicked") { [dialog] in gtk_window_destroy(dialog.cast()) }
        dialog.keepAlive(self)
        check()
    }

    /// Shows the dialog.
    func present() {
        gtk_window_present(dialog.cast())
        gtk_widget_grab_focus(entry)
        gtk_editable_select_region(entry.opaque, 0, -1)
    }

    private var text: String { String(cString: gtk_editable_get_text(entry.opaque)) }

    private var isValid: Bool { HistoryStore.isCorrection(text) }

    private func check() {
        gtk_widget_set_sensitive(save, isValid ? 1 : 0)
        entry.setStyle("error", !isValid && !text.isEmpty)
    }

    private func close(with digits: String?) {
        let finish = finish
        gtk_window_destroy(dialog.cast())
        finish(digits)
    }
}
