import CGTK
import Foundation
import Pictures

/// The clipboard and drag and drop: pictures, files and links.
extension MainWindow {
    /// Opens what is on the clipboard: a file, a picture, or a link, in this order.
    func paste() {
        let clipboard = gtk_widget_get_clipboard(window)!
        let formats = gdk_clipboard_get_formats(clipboard)
        if gdk_content_formats_contain_gtype(formats, ContentType.files) != 0 {
            startAsync({ gdk_clipboard_read_value_async(clipboard, ContentType.files, G_PRIORITY_DEFAULT, nil, $0, $1) }) { [unowned self] result in
                guard let value = gdk_clipboard_read_value_finish(clipboard, result, nil), open(filesIn: value) else { return refusePaste() }
            }
        } else if gdk_content_formats_contain_gtype(formats, ContentType.texture) != 0 {
            startAsync({ gdk_clipboard_read_texture_async(clipboard, nil, $0, $1) }) { [unowned self] result in
                guard let texture = gdk_clipboard_read_texture_finish(clipboard, result, nil) else { return refusePaste() }
                open(Picture(texture))
                g_object_unref(texture.object)
            }
        } else {
            startAsync({ gdk_clipboard_read_text_async(clipboard, nil, $0, $1) }) { [unowned self] result in
                guard let text = takeString(gdk_clipboard_read_text_finish(clipboard, result, nil)), let source = Self.source(inText: text)
                else { return refusePaste() }
                open(source)
            }
        }
    }

    /// Takes files, pictures and links that are dropped on the canvas.
    func acceptDrops() {
        let target = gtk_drop_target_new(GType(1 << 2), GDK_ACTION_COPY)!
        var types = [ContentType.files, ContentType.texture, ContentType.text]
        gtk_drop_target_set_gtypes(target, &types, gsize(types.count))
        target.onDrop { [unowned self] value, _, _ in
            setDropHighlight(false)
            return take(value)
        }
        target.on("notify::current-drop") { [unowned self] in setDropHighlight(gtk_drop_target_get_current_drop(target) != nil) }
        gtk_widget_add_controller(window, target)
    }

    private func take(_ value: UnsafePointer<GValue>) -> Bool {
        if g_type_check_value_holds(value, ContentType.files) != 0, open(filesIn: value) {
            return true
        } else if g_type_check_value_holds(value, ContentType.texture) != 0, let texture = g_value_get_object(value) {
            open(Picture(OpaquePointer(texture)))
        } else if g_type_check_value_holds(value, ContentType.text) != 0, let text = g_value_get_string(value),
            let source = Self.source(inText: String(cString: text)) {
            open(source)
        } else {
            refusePaste()
            return false
        }
        return true
    }

    private func open(filesIn value: UnsafePointer<GValue>) -> Bool {
        guard let boxed = g_value_get_boxed(value), let list = gdk_file_list_get_files(OpaquePointer(boxed)) else { return false }
        defer { g_slist_free(list) }
        let addresses = sequence(first: list, next: { $0.pointee.next }).compactMap { $0.pointee.data.flatMap { address(of: OpaquePointer($0)) } }
        return openFirst(of: addresses)
    }

    /// A link or the address of a file, if the text is one; the first line where a program gives several.
    static func source(inText text: String) -> PictureSource? {
        var line = text.split(whereSeparator: \.isNewline).first { !$0.hasPrefix("#") }.map { $0.trimmingCharacters(in: .whitespaces) } ?? ""
        // As shells and file managers copy paths with spaces.
        for quote in ["'", "\""] where line.count > 2 && line.hasPrefix(quote) && line.hasSuffix(quote) { line = String(line.dropFirst().dropLast()) }
        let lower = line.lowercased()
        if ["http://", "https://", "data:image/", "file://"].contains(where: lower.hasPrefix) { return PictureSource(argument: line) }
        if lower.hasPrefix("www."), !line.contains(where: \.isWhitespace) { return .link(line) }
        if line.hasPrefix("~/") { line = Folders.home + line.dropFirst() }
        // What looks like the only line of a path is taken for one, so that its message says what is wrong with it.
        guard line.hasPrefix("/"), !text.trimmingCharacters(in: .whitespacesAndNewlines).contains(where: \.isNewline) else { return nil }
        return .file(URL(fileURLWithPath: line))
    }

    private func refusePaste() { toasts.show(localized("There is no picture and no link to a picture in what was pasted")) }
}
