import CGTK
import Foundation
import Pictures
import Sketch

/// Taking the canvas elsewhere: saved, copied, dragged.
extension MainWindow {
    /// What is saved and copied: the drawing as it lies on the page, sharp on this screen.
    private var page: Page {
        Page(of: model.drawing, view: model.view, scale: Double(gtk_widget_get_scale_factor(window)))
    }

    /// Asks for a name and saves the canvas as PNG. What is saved is what was on the canvas when Save was pressed.
    func save() {
        let chooser = FileChooser(localized("Save the Canvas"), over: window, for: .saving, accept: localized("_Save"))
        chooser.setName(suggestedFileName(at: Date()))
        chooser.addFilter(localized("PNG Pictures"), pattern: "*.png")
        let pictures = g_get_user_special_dir(G_USER_DIRECTORY_PICTURES).map { String(cString: $0) }
        chooser.setFolder(model.settings.saveFolder ?? pictures ?? Folders.home)
        let drawing = model.drawing, page = page, texts = pngTexts
        chooser.present { [unowned self] url in
            guard let url else { return toasts.show(localized("Choose a folder on this computer")) }
            model.settings.saveFolder = address(ofFolderOf: url)
            write(drawing, page: page, texts: texts, to: url)
        }
    }

    private func write(_ drawing: Drawing, page: Page, texts: [PNGEncoder.Text], to url: URL) {
        let before = saving
        saving = Task {
            await before?.value
            let result = await Task.detached(priority: .userInitiated) {
                Result { try PNGEncoder(texts: texts).write(drawing.picture(of: page), to: url) }
            }.value
            switch result {
            case .success:
                toasts.show(localized("Saved as “%1”", fileName(of: url)))
                // Who saves a drawing is done with it: the history keeps what was read in it.
                if drawing.isIdentical(to: model.drawing) { application.history.keeper.keepLatest() }
            case .failure(let error): toasts.show(localized("The picture could not be saved: %1", message(of: error)))
            }
        }
    }

    /// What was read goes with the picture.
    private var pngTexts: [PNGEncoder.Text] {
        var texts = [
            PNGEncoder.Text(keyword: "Software", value: "Scrawl"),
            PNGEncoder.Text(keyword: "Creation Time", value: ISO8601DateFormatter().string(from: Date())),
        ]
        if let reading = model.reading, reading.drawing.isIdentical(to: model.drawing), !reading.recognition.digits.isEmpty {
            texts.append(.init(keyword: "Digits", value: reading.recognition.text))
            texts.append(.init(keyword: "Confidence", value: percent(reading.recognition.confidence, mark: ".")))
        }
        return texts
    }

    /// Puts a picture of the canvas on the clipboard.
    func copyPicture() {
        guard !model.drawing.isEmpty else { return toasts.show(localized("There is nothing on the canvas to copy")) }
        let texture = model.drawing.picture(of: page).makeTexture()
        gdk_clipboard_set_texture(gtk_widget_get_clipboard(window), texture.pointer)
        toasts.show(localized("Picture copied"))
    }

    /// A handle on the canvas from which its picture is dragged into another program.
    func makeDragHandle() -> Widget {
        let handle = gtk_image_new_from_icon_name("insert-image-symbolic")!.styled("drag-handle")
        handle.setAccessibleName(localized("Drag Picture"))
        gtk_widget_set_tooltip_text(handle, localized("Drag this to take the picture to another program"))
        gtk_widget_set_halign(handle, GTK_ALIGN_END)
        gtk_widget_set_valign(handle, GTK_ALIGN_START)
        gtk_widget_set_cursor_from_name(handle, "grab")
        gtk_widget_set_visible(handle, 0)
        model.drawingChanged.add { [model] in gtk_widget_set_visible(handle, model.drawing.isEmpty ? 0 : 1) }
        let source = gtk_drag_source_new()!
        source.onDragPrepare { [unowned self] _, _ in
            guard !model.drawing.isEmpty else { return nil }
            let texture = model.drawing.picture(of: page).makeTexture()
            var value = GValue()
            g_value_init(&value, ContentType.texture)
            g_value_set_object(&value, texture.pointer.object)
            defer { g_value_unset(&value) }
            return gdk_content_provider_new_for_value(&value)
        }
        gtk_widget_add_controller(handle, source)
        return handle
    }
}

/// `Scrawl 2026-11-21 14-05-09.png`: names of a day stand in their order, and hold no character that a file system refuses.
func suggestedFileName(at date: Date) -> String {
    let parts = Calendar(identifier: .gregorian).dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
    func two(_ number: Int?) -> String { number.map { $0 < 10 ? "0\($0)" : String($0) } ?? "00" }
    return "Scrawl \(parts.year ?? 0)-\(two(parts.month))-\(two(parts.day)) \(two(parts.hour))-\(two(parts.minute))-\(two(parts.second)).png"
}
