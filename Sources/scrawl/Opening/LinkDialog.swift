import CGTK
import Foundation
import Pictures
import Sketch

/// Asks for a link, fetches its picture with progress, and says what went wrong without losing what was typed.
@MainActor
final class LinkDialog {
    private let dialog: Widget
    private let entry = gtk_entry_new()!
    private let progress = gtk_progress_bar_new()!
    private let reason = makeLabel("", wraps: true, alignment: 0).styled("error-text")
    private let openButton = makeButton(localized("Open Link")).styled("primary")
    private let cancelButton = makeButton(localized("Cancel"))
    private let opener = PictureOpener()
    private let finish: @MainActor (PictureLevels, String) -> Void
    private var pulse: Timer?

    /// A dialog over a window; `finish` gets the picture and its link.
    init(over parent: Widget, finish: @escaping @MainActor (PictureLevels, String) -> Void) {
        self.finish = finish
        dialog = makeDialog(localized("Paste Link"), over: parent, width: 460, isModal: true)

        entry.setAccessibleName(localized("Link"))
        gtk_entry_set_placeholder_text(entry.cast(), "https://")
        gtk_entry_set_input_purpose(entry.cast(), GTK_INPUT_PURPOSE_URL)
        gtk_entry_set_activates_default(entry.cast(), 0)
        progress.setAccessibleName(localized("Progress"))
        gtk_progress_bar_set_show_text(progress.opaque, 1)
        gtk_widget_set_visible(progress, 0)
        gtk_widget_set_visible(reason, 0)
        reason.setAccessibleDescription(localized("Message"))
        gtk_label_set_max_width_chars(reason.opaque, 50)
        let hint = makeLabel(localized("Link of a picture on the web"), alignment: 0).styled("dim")
        let buttons = makeBox(GTK_ORIENTATION_HORIZONTAL, spacing: 8, [cancelButton, openButton])
        gtk_widget_set_halign(buttons, GTK_ALIGN_END)
        gtk_widget_set_margin_top(buttons, 6)
        let box = makeBox(GTK_ORIENTATION_VERTICAL, spacing: 10, [hint, entry, progress, reason, buttons]).margins(18)
        gtk_window_set_child(dialog.cast(), box)

        entry.on("activate") { [unowned self] in fetch() }
        entry.on("changed") { [unowned self] in
            gtk_widget_set_sensitive(openButton, link.isEmpty ? 0 : 1)
            gtk_widget_set_visible(reason, 0)
        }
        openButton.on("clicked") { [unowned self] in fetch() }
        cancelButton.on("clicked") { [unowned self] in close() }
        gtk_widget_set_sensitive(openButton, 0)
        dialog.onQuestion("close-request") { [unowned self] in
            stop()
            return false
        }
        dialog.keepAlive(self)
    }

    /// Shows the dialog, with the clipboard's link already in it.
    func present() {
        gtk_window_present(dialog.cast())
        gtk_widget_grab_focus(entry)
        let clipboard = gtk_widget_get_clipboard(dialog)!
        startAsync({ gdk_clipboard_read_text_async(clipboard, nil, $0, $1) }) { [weak self] result in
            guard let text = takeString(gdk_clipboard_read_text_finish(clipboard, result, nil)), let self, link.isEmpty,
                case .link(let found)? = MainWindow.source(inText: text)
            else { return }
            gtk_editable_set_text(entry.opaque, found)
            gtk_editable_select_region(entry.opaque, 0, -1)
        }
    }

    private var link: String { String(cString: gtk_editable_get_text(entry.opaque)).trimmingCharacters(in: .whitespacesAndNewlines) }

    private func fetch() {
        let link = link
        guard !link.isEmpty else { return }
        gtk_widget_set_visible(reason, 0)
        gtk_widget_set_visible(progress, 1)
        gtk_progress_bar_set_fraction(progress.opaque, 0)
        gtk_progress_bar_set_text(progress.opaque, localized("Connecting…"))
        keepPulsing()
        opener.open(.link(link)) { [weak self] step in
            self?.show(step)
        } finish: { [weak self] result in
            guard let self else { return }
            stop()
            switch result {
            case .success(let levels):
                close()
                finish(levels, link)
            case .failure(let error):
                gtk_label_set_text(reason.opaque, message(of: error))
                gtk_widget_set_visible(reason, 1)
                announce(message(of: error), on: dialog)
                gtk_widget_grab_focus(entry)
            }
        }
    }

    private func show(_ step: PictureDownloader.Progress) {
        let received = localized("%1 KiB", String(step.received >> 10))
        gtk_progress_bar_set_text(progress.opaque, received)
        guard let expected = step.expected, expected > 0 else { return }
        pulse?.cancel()
        pulse = nil
        gtk_progress_bar_set_fraction(progress.opaque, min(1, Double(step.received) / Double(expected)))
        gtk_progress_bar_set_text(progress.opaque, localized("%1 of %2 KiB", String(step.received >> 10), String(expected >> 10)))
    }

    /// While no length is known the bar moves to and fro.
    private func keepPulsing() {
        pulse?.cancel()
        pulse = Timer(milliseconds: 120) { [weak self] in
            guard let self else { return }
            gtk_progress_bar_pulse(progress.opaque)
            keepPulsing()
        }
    }

    private func stop() {
        opener.cancel()
        pulse?.cancel()
        pulse = nil
        gtk_widget_set_visible(progress, 0)
    }

    private func close() {
        stop()
        gtk_window_destroy(dialog.cast())
    }
}

extension MainWindow {
    /// Asks for a link.
    func askForLink() {
        let dialog = LinkDialog(over: window) { [unowned self] levels, link in
            place(.success(levels), from: .link(link), name: nil)
        }
        dialog.present()
    }
}
