import CGTK

/// All shortcuts, in groups.
@MainActor
func presentShortcuts(over parent: Widget) {
    let groups: [(String, [(String, String)])] = [
        (localized("Drawing"), [
            ("Return", localized("Recognize")), ("Delete", localized("Clear")), ("<Control>z", localized("Undo")),
            ("<Control><Shift>z", localized("Redo")), ("p", localized("Pen")), ("e", localized("Eraser")),
            ("bracketleft", localized("Thinner Brush")), ("bracketright", localized("Thicker Brush")),
            ("Left Right", localized("Choose a digit that was read")),
        ]),
        (localized("Pictures"), [
            ("<Control>o", localized("Open a picture")), ("<Control>l", localized("Paste Link")),
            ("<Control>v", localized("Paste a picture, a file or a link")), ("<Control>s", localized("Save the canvas as a picture")),
            ("<Control>c", localized("Copy Result")), ("<Control><Shift>c", localized("Copy Picture")),
        ]),
        (localized("View"), [
            ("<Control>plus", localized("Zoom In")), ("<Control>minus", localized("Zoom Out")), ("<Control>0", localized("Reset View")),
        ]),
        (localized("General"), [
            ("<Control>h", localized("History")), ("<Control>comma", localized("Preferences")), ("<Control>question", localized("Keyboard Shortcuts")),
            ("F1", localized("Help")), ("F10", localized("Main Menu")), ("<Control>q", localized("Quit")),
        ]),
    ]
    func escaped(_ text: String) -> String { takeString(g_markup_escape_text(text, -1)) ?? "" }
    var markup = "<interface><object class=\"GtkShortcutsWindow\" id=\"window\"><property name=\"modal\">1</property><child>"
    markup += "<object class=\"GtkShortcutsSection\"><property name=\"section-name\">all</property><property name=\"max-height\">12</property>"
    for (title, shortcuts) in groups {
        markup += "<child><object class=\"GtkShortcutsGroup\"><property name=\"title\">\(escaped(title))</property>"
        for (keys, name) in shortcuts {
            markup += "<child><object class=\"GtkShortcutsShortcut\"><property name=\"accelerator\">\(escaped(keys))</property>"
            markup += "<property name=\"title\">\(escaped(name))</property></object></child>"
        }
        markup += "</object></child>"
    }
    markup += "</object></child></object></interface>"
    let builder = Reference(adopting: gtk_builder_new_from_string(markup, -1)!)
    guard let window = gtk_builder_get_object(builder.pointer, "window")?.widget else { return }
    gtk_window_set_transient_for(window.cast(), parent.cast())
    gtk_window_present(window.cast())
}
