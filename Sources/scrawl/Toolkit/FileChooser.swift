import CGTK
import Foundation

/// The desktop's own dialog to choose a file or the name of a new one; through its portal where the app runs in a sandbox.
///
/// Each use has one dialog, which is made when it is first wanted and stays, hidden. GTK 4.8 looks at folders in the background, and goes on
/// with the folder above where that is cancelled: a dialog that is destroyed meanwhile may be told of a file when it is gone.
@MainActor
final class FileChooser {
    private static var made: [Use: FileChooser] = [:]

    private let dialog: Reference
    /// The window that GTK has for the dialog, shown or not.
    private let window: Widget?
    private var question: Question?

    /// A question that is being asked.
    private struct Question {
        let parent: Widget
        let parentDestroyed: gulong
        let answered: @MainActor (URL?) -> Void
    }

    private init(for use: Use) {
        let action = use.isSaving ? GTK_FILE_CHOOSER_ACTION_SAVE : GTK_FILE_CHOOSER_ACTION_OPEN
        dialog = Reference(adopting: gtk_file_chooser_native_new(nil, nil, action, use.accept, localized("_Cancel"))!)
        window = newestWindow(named: "GtkFileChooserDialog")
        gtk_native_dialog_set_modal(dialog.pointer.cast(), 1)
        for filter in use.filters { addFilter(filter.name, pattern: filter.pattern) }
        // The dialog owns this closure: it may not own the dialog.
        dialog.pointer.onInteger("response") { [unowned self] in respond($0) }
        if let window { holdBackPathScrolling(in: window) }
        stayKnownToScreenReaders()
    }

    /// Asks for a file over a window. `answered` gets the file, or nil where it is not on this computer; it is not called where nothing was
    /// chosen, or the window has gone. The dialog opens in a folder where it is given and still there, with the name of a new file.
    static func ask(
        _ title: String, for use: Use, over parent: Widget, folder: String?, name: String? = nil, answered: @escaping @MainActor (URL?) -> Void
    ) {
        let chooser = made[use] ?? FileChooser(for: use)
        made[use] = chooser
        chooser.show(title, over: parent, folder: folder, name: name, answered)
    }

    private func show(_ title: String, over parent: Widget, folder: String?, name: String?, _ answered: @escaping @MainActor (URL?) -> Void) {
        hide()
        gtk_native_dialog_set_title(dialog.pointer.cast(), title)
        gtk_native_dialog_set_transient_for(dialog.pointer.cast(), parent.cast())
        if let folder, g_file_test(folder, G_FILE_TEST_IS_DIR) != 0 {
            let file = g_file_new_for_path(folder)
            gtk_file_chooser_set_current_folder(dialog.pointer, file, nil)
            g_object_unref(file?.object)
        }
        if let name { gtk_file_chooser_set_current_name(dialog.pointer, name) }
        question = Question(parent: parent, parentDestroyed: parent.on("destroy") { [unowned self] in hide() }, answered: answered)
        gtk_native_dialog_show(dialog.pointer.cast())
    }

    private func respond(_ response: Int) {
        let file = response == Int(GTK_RESPONSE_ACCEPT.rawValue) ? gtk_file_chooser_get_file(dialog.pointer) : nil
        let path = takeString(file.flatMap { g_file_get_path($0) })
        if let file { g_object_unref(file.object) }
        let answered = question?.answered
        hide()
        if file != nil { answered?(path.map { URL(fileURLWithPath: $0) }) }
    }

    private func hide() {
        guard let question = question.take() else { return }
        g_signal_handler_disconnect(question.parent.object, question.parentDestroyed)
        gtk_native_dialog_hide(dialog.pointer.cast())
        gtk_native_dialog_set_transient_for(dialog.pointer.cast(), nil)
        stayKnownToScreenReaders()
    }

    /// Lists the files whose names match a pattern, or without one all pictures that can be read.
    private func addFilter(_ name: String, pattern: String?) {
        let filter = gtk_file_filter_new()!
        gtk_file_filter_set_name(filter, name)
        if let pattern { gtk_file_filter_add_pattern(filter, pattern) } else { gtk_file_filter_add_pixbuf_formats(filter) }
        gtk_file_chooser_add_filter(dialog.pointer, filter)
        g_object_unref(filter.object)
    }

    /// A screen reader that counted the windows and then asks for one that has closed meanwhile gets the last that there is, hidden or not.
    /// GTK 4.8 gives a hidden window no name for that, and crashes. To tell of a change the window needs its name, and keeps it.
    private func stayKnownToScreenReaders() {
        guard let window else { return }
        let focusable = gtk_widget_get_focusable(window)
        gtk_widget_set_focusable(window, 1 - focusable)
        gtk_widget_set_focusable(window, focusable)
    }
}

/// The newest of the app's windows of a type.
@MainActor
private func newestWindow(named type: String) -> Widget? {
    let windows = gtk_window_get_toplevels()
    for index in (0..<g_list_model_get_n_items(windows)).reversed() {
        let window = g_list_model_get_item(windows, index)!
        // The list holds it.
        g_object_unref(window)
        if typeName(of: window) == type { return window.assumingMemoryBound(to: GtkWidget.self) }
    }
    return nil
}

/// The two buttons that scroll the path above GTK's own dialog have no place until the folder and all that it lies in were looked at, which
/// happens in the background. GTK 4.8 tries to paint them nevertheless, and warns where painting comes first: on a slow disk, deep in its
/// folders, or on a busy machine. So they are not there until GTK gives them their place, which makes them visible.
@MainActor
private func holdBackPathScrolling(in window: Widget) {
    guard let pathBar = descendants(of: window).first(where: { typeName(of: $0) == "GtkPathBar" }) else { return }
    for child in children(of: pathBar) where typeName(of: child) == "GtkButton" { gtk_widget_set_child_visible(child, 0) }
}
