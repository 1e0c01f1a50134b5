import CGTK
import Foundation

/// The desktop's own dialog to choose a file or the name of a new one; through its portal where the app runs in a sandbox.
///
/// While it is shown it keeps itself alive. It goes with its answer, or with the window that it stands over.
@MainActor
final class FileChooser {
    private let dialog: Reference
    private let parent: Widget
    /// GTK's own dialog, which is there in any case.
    private let window: Widget?
    private var whileShown: (chooser: FileChooser, parentDestroyed: gulong)?

    /// What a chosen file is for.
    enum Purpose {
        case opening, saving
    }

    /// A modal dialog over a window; `accept` is the label of the button that chooses, with its mnemonic.
    init(_ title: String, over parent: Widget, for purpose: Purpose, accept: String) {
        self.parent = parent
        let action = purpose == .opening ? GTK_FILE_CHOOSER_ACTION_OPEN : GTK_FILE_CHOOSER_ACTION_SAVE
        dialog = Reference(adopting: gtk_file_chooser_native_new(title, parent.cast(), action, accept, localized("_Cancel"))!)
        gtk_native_dialog_set_modal(dialog.pointer.cast(), 1)
        window = newestWindow(named: "GtkFileChooserDialog")
        guard let window else { return }
        _ = window.styled("scrawl", "chooser")
        holdBackPathScrolling(in: window)
        keepFilesInPlace(in: window)
        makeFirst(window)
    }

    /// Adds a choice of which files are listed: those whose names match a pattern, or without one all pictures that can be read.
    func addFilter(_ name: String, pattern: String? = nil) {
        let filter = gtk_file_filter_new()!
        gtk_file_filter_set_name(filter, name)
        if let pattern { gtk_file_filter_add_pattern(filter, pattern) } else { gtk_file_filter_add_pixbuf_formats(filter) }
        gtk_file_chooser_add_filter(dialog.pointer, filter)
        g_object_unref(filter.object)
    }

    /// Opens in a folder, which may be gone by now: its path, or its `file:` URL.
    func setFolder(_ folder: String) {
        let file = folder.hasPrefix("file:") ? g_file_new_for_uri(folder)! : g_file_new_for_path(folder)!
        defer { g_object_unref(file.object) }
        guard g_file_query_file_type(file, G_FILE_QUERY_INFO_NONE, nil) == G_FILE_TYPE_DIRECTORY else { return }
        gtk_file_chooser_set_current_folder(dialog.pointer, file, nil)
    }

    /// The name that is in the entry at first, where a new file is named.
    func setName(_ name: String) { gtk_file_chooser_set_current_name(dialog.pointer, name) }

    /// Shows the dialog. `chosen` gets the file, or nil where it is not on this computer; it is not called where nothing was chosen.
    func present(_ chosen: @escaping @MainActor (URL?) -> Void) {
        // The dialog owns this closure: it may not own the dialog.
        dialog.pointer.onInteger("response") { [unowned self] response in
            let file = response == Int(GTK_RESPONSE_ACCEPT.rawValue) ? gtk_file_chooser_get_file(dialog.pointer) : nil
            let url = file.flatMap(localURL(of:))
            if let file { g_object_unref(file.object) }
            close()
            if file != nil { chosen(url) }
        }
        whileShown = (self, parent.on("destroy") { [unowned self] in close() })
        gtk_native_dialog_show(dialog.pointer.cast())
    }

    private func close() {
        guard let shown = whileShown.take() else { return }
        g_signal_handler_disconnect(parent.object, shown.parentDestroyed)
        gtk_native_dialog_hide(dialog.pointer.cast())
        // GTK 4.8 asks the file system many things in the background, and an answer that comes after the dialog's end would find
        // nothing in its place: the dialog goes when the last of them has come.
        _ = Timer(milliseconds: Self.rest) { if let window = shown.chooser.window { letGoOfFiles(in: window) } }
    }

    /// How long a dialog that was closed is kept, in milliseconds.
    private static let rest: UInt32 = 5_000
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

/// Moves a window to the beginning of the app's windows.
///
/// A client of accessibility that counted the windows and asks for one that has closed meanwhile gets the last that there is. GTK 4.8
/// crashes where that one is hidden, as a file chooser is before and after its question, and all the time that the desktop's portal asks.
/// The window that comes first is not the last: the one that it stands over is there and shown.
@MainActor
private func makeFirst(_ window: Widget) {
    let windows = gtk_window_get_toplevels()!
    var index: guint = 0
    // What GTK calls a list is a store; where it no longer is one, it has to stay as it is.
    guard g_type_check_instance_is_a(windows.object.assumingMemoryBound(to: GTypeInstance.self), g_list_store_get_type()) != 0,
        g_list_store_find(windows, window.object, &index) != 0
    else { return }
    g_object_ref(window.object)
    g_list_store_remove(windows, index)
    g_list_store_insert(windows, 0, window.object)
    g_object_unref(window.object)
}

/// The two buttons that scroll the path above GTK's own dialog have no place until the folder and all that it lies in were looked at, which
/// happens in the background. GTK 4.8 tries to paint them nevertheless, and warns where painting comes first: on a slow disk, deep in its
/// folders, or on a busy machine. So they are not there until GTK gives them their place, which makes them visible.
@MainActor
private func holdBackPathScrolling(in window: Widget) {
    guard let pathBar = descendants(of: window).first(where: { typeName(of: $0) == "GtkPathBar" }) else { return }
    for child in children(of: pathBar) where typeName(of: child) == "GtkButton" { gtk_widget_set_child_visible(child, 0) }
}

/// The lists of files in GTK's own dialog.
@MainActor
private func fileLists(in window: Widget) -> [UnsafeMutablePointer<GtkTreeView>] {
    descendants(of: window).filter { typeName(of: $0) == "GtkTreeView" }.map { $0.cast() }
}

/// Files cannot be dragged out of GTK's own dialog: in GTK 4.8 a drag that has not ended when the dialog goes holds on to the list of files,
/// and asks it for its end when it is no more. On X11 a drag over the app itself may never end, and leaves a window on the screen.
@MainActor
private func keepFilesInPlace(in window: Widget) {
    for list in fileLists(in: window) { gtk_tree_view_unset_rows_drag_source(list) }
}

/// Parts the lists of files in GTK's own dialog, which is about to go, from the files.
///
/// GTK 4.8 holds on to a list when its window closes while a mouse button is down in it. The list would outlive the dialog with its files,
/// which are watched and tell the dialog, that is no more, of the next change in their folder.
@MainActor
private func letGoOfFiles(in window: Widget) {
    for list in fileLists(in: window) {
        guard let files = gtk_tree_view_get_model(list) else { continue }
        g_object_ref(files.object)
        gtk_tree_view_set_model(list, nil)
        // Ends the watching too, whoever else may hold the files.
        g_object_run_dispose(files.object.assumingMemoryBound(to: GObject.self))
        g_object_unref(files.object)
    }
}
