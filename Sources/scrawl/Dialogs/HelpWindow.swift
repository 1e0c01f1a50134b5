import CGTK

/// A page on how to use the program, readable without the web.
@MainActor
func presentHelp(over parent: Widget) {
    let window = makeDialog(localized("Help"), over: parent, width: 540, height: 580)
    let sections = [
        (localized("Draw"), localized("""
            Draw digits anywhere on the paper with the mouse, a finger or a pen. The result follows each stroke. A pen's pressure \
            changes the width of the line, and its other end erases.
            """)),
        (localized("Open pictures"), localized("""
            Open a photo or a scan of digits with Open, drop it on the paper, paste it with Ctrl+V, or paste its link. You can draw \
            on it. Ctrl and the wheel zoom, the wheel or the middle button moves the paper.
            """)),
        (localized("The result"), localized("""
            The digits are read from left to right and from top to bottom. The confidence says how often answers as sure as this one \
            are right. Press the small label over a digit, or the arrow keys, to see its ten probabilities and what the network saw. \
            Why? colours its ink: orange spoke for the answer, blue against it.
            """)),
        (localized("Nothing is lost"), localized("""
            Everything can be undone, also Clear and opened pictures. What is on the paper is there again at the next start. The \
            history keeps what was read.
            """)),
        (localized("Better results"), localized("""
            Draw one digit at a time, not too thin, and leave some space between digits. A photo should be sharp, with dark ink on \
            light paper.
            """)),
    ]
    let box = makeBox(GTK_ORIENTATION_VERTICAL, spacing: 6).margins(24)
    for (title, text) in sections {
        let heading = makeLabel(title, alignment: 0).styled("dialog-title")
        let body = makeLabel(text, wraps: true, alignment: 0)
        gtk_widget_set_margin_bottom(body, 14)
        gtk_box_append(box.cast(), heading)
        gtk_box_append(box.cast(), body)
    }
    let scroll = gtk_scrolled_window_new()!
    gtk_scrolled_window_set_policy(scroll.opaque, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC)
    gtk_scrolled_window_set_child(scroll.opaque, box)
    gtk_window_set_child(window.cast(), scroll)
    gtk_window_present(window.cast())
}
