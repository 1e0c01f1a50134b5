import CGTK

/// A window of its own over another one: with a header bar in the app's style, closed by Escape; the app can be quit from one that is not modal.
@MainActor
func makeDialog(_ title: String, over parent: Widget, width: Int, height: Int = -1, isModal: Bool = false) -> Widget {
    let window = gtk_window_new()!.styled("scrawl")
    gtk_window_set_title(window.cast(), title)
    gtk_window_set_transient_for(window.cast(), parent.cast())
    gtk_window_set_modal(window.cast(), isModal ? 1 : 0)
    gtk_window_set_destroy_with_parent(window.cast(), 1)
    gtk_window_set_default_size(window.cast(), Int32(width), Int32(height))
    gtk_window_set_titlebar(window.cast(), gtk_header_bar_new())
    // With it come the application's own shortcuts.
    if !isModal { gtk_window_set_application(window.cast(), gtk_window_get_application(parent.cast())) }
    addShortcuts([("Escape|<Control>w", "window.close")], to: window)
    return window
}
