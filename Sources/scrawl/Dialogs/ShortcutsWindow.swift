import CGTK

/// All shortcuts, in groups.
@MainActor
func presentShortcuts(over parent: Widget) {
    let groups: [(String, [([String], String)])] = [
        (localized("Drawing"), [
            (["Return"], localized("Recognize")), (["Delete"], localized("Clear")), (["<Control>z"], localized("Undo")),
            (["<Control><Shift>z"], localized("Redo")), (["p"], localized("Pen")), (["e"], localized("Eraser")),
            (["bracketleft"], localized("Thinner Brush")), (["bracketright"], localized("Thicker Brush")),
            (["Left", "Right"], localized("Choose a digit that was read")),
        ]),
        (localized("Pictures"), [
            (["<Control>o"], localized("Open a picture")), (["<Control>l"], localized("Paste Link")),
            (["<Control>v"], localized("Paste a picture, a file or a link")), (["<Control>s"], localized("Save the canvas as a picture")),
            (["<Control>c"], localized("Copy Result")), (["<Control><Shift>c"], localized("Copy Picture")),
        ]),
        (localized("View"), [
            (["<Control>plus"], localized("Zoom In")), (["<Control>minus"], localized("Zoom Out")), (["<Control>0"], localized("Reset View")),
            (["w"], localized("Why?")),
        ]),
        (localized("General"), [
            (["<Control>h"], localized("History")), (["<Control>comma"], localized("Preferences")),
            (["<Control>question"], localized("Keyboard Shortcuts")), (["F1"], localized("Help")), (["F10"], localized("Main Menu")),
            (["<Control>q"], localized("Quit")),
        ]),
    ]
    let columns = gtk_flow_box_new()!
    gtk_flow_box_set_selection_mode(columns.opaque, GTK_SELECTION_NONE)
    gtk_flow_box_set_max_children_per_line(columns.opaque, 2)
    gtk_flow_box_set_column_spacing(columns.opaque, 30)
    gtk_flow_box_set_row_spacing(columns.opaque, 18)
    gtk_widget_set_valign(columns, GTK_ALIGN_START)
    for (title, shortcuts) in groups { gtk_flow_box_append(columns.opaque, makeGroup(title, shortcuts)) }
    // There is nothing to do with a group: the focus stays with what scrolls.
    var child = gtk_widget_get_first_child(columns)
    while let group = child {
        gtk_widget_set_focusable(group, 0)
        child = gtk_widget_get_next_sibling(group)
    }
    columns.margins(24)

    let scroll = gtk_scrolled_window_new()!
    gtk_scrolled_window_set_policy(scroll.opaque, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC)
    gtk_scrolled_window_set_child(scroll.opaque, columns)
    let window = makeDialog(localized("Keyboard Shortcuts"), over: parent, width: 760, height: 620)
    gtk_window_set_child(window.cast(), scroll)
    gtk_window_present(window.cast())
}

@MainActor
private func makeGroup(_ title: String, _ shortcuts: [([String], String)]) -> Widget {
    let grid = gtk_grid_new()!
    gtk_grid_set_row_spacing(grid.cast(), 8)
    gtk_grid_set_column_spacing(grid.cast(), 14)
    gtk_widget_set_valign(grid, GTK_ALIGN_START)
    gtk_grid_attach(grid.cast(), makeLabel(title, alignment: 0).styled("heading"), 0, 0, 2, 1)
    for (row, (keys, name)) in shortcuts.enumerated() {
        let caps = makeBox(GTK_ORIENTATION_HORIZONTAL, spacing: 4)
        for label in keys.flatMap(keyLabels) { gtk_box_append(caps.cast(), makeLabel(label).styled("key-cap")) }
        gtk_widget_set_halign(caps, GTK_ALIGN_START)
        gtk_grid_attach(grid.cast(), caps, 0, Int32(row + 1), 1, 1)
        gtk_grid_attach(grid.cast(), makeLabel(name, alignment: 0), 1, Int32(row + 1), 1, 1)
    }
    return grid
}

/// The names of an accelerator's keys in the user's language: `Ctrl`, `Shift`, `Z`.
@MainActor
private func keyLabels(_ accelerator: String) -> [String] {
    var key: guint = 0
    var modifiers = GdkModifierType(0)
    gtk_accelerator_parse(accelerator, &key, &modifiers)
    var labels = (takeString(gtk_accelerator_get_label(0, modifiers)) ?? "").split(separator: "+").map(String.init)
    if let name = takeString(gtk_accelerator_get_label(key, GdkModifierType(0))) { labels.append(name) }
    return labels
}
