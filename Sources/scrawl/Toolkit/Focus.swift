import CGTK

/// Calls `giveFocus` whenever nobody in a window has the focus: a button that can't be pressed any more loses it, and what is hidden, and
/// GTK gives it to nobody. Keys would have to begin anew at the top, and GTK 4.8 complains of keys that come to a menu that has just closed.
@MainActor
func keepFocus(in window: Widget, giveFocus: @escaping @MainActor () -> Void) {
    var waiting: Timer?
    window.on("notify::focus-widget") {
        guard gtk_window_get_focus(window.cast()) == nil else { return }
        // Later: GTK is in the middle of taking it away, also where it is about to give it to another.
        waiting?.cancel()
        waiting = Timer(milliseconds: 0) {
            if gtk_window_get_focus(window.cast()) == nil { giveFocus() }
        }
    }
    window.on("destroy") { waiting?.cancel() }
}
