import CGTK

/// The bar at the top of the window: what brings pictures in on the left, what keeps them on the right, and the menu.
@MainActor
final class HeaderBar {
    let widget = gtk_header_bar_new()!
    /// Buttons that show only their icon in a narrow window.
    private var labelled: [Widget] = []

    init() {
        let bar = widget
        let open = makeButton(
            localized("Open"), icon: "document-open-symbolic", action: "win.open", shortcut: "<Control>o", tooltip: localized("Open a picture"))
        let link = makeButton(
            localized("Paste Link"), icon: "insert-link-symbolic", action: "win.paste-link", shortcut: "<Control>l",
            tooltip: localized("Open a picture from the web"))
        let history = makeButton(
            localized("History"), icon: "document-open-recent-symbolic", showsLabel: false, action: "win.history", shortcut: "<Control>h")
        let save = makeButton(
            localized("Save"), icon: "document-save-symbolic", action: "win.save", shortcut: "<Control>s", tooltip: localized("Save the canvas as a picture"))
        gtk_header_bar_pack_start(bar.opaque, open)
        gtk_header_bar_pack_start(bar.opaque, link)

        let menu = gtk_menu_button_new()!
        gtk_menu_button_set_icon_name(menu.opaque, "open-menu-symbolic")
        gtk_menu_button_set_primary(menu.opaque, 1)
        menu.setAccessibleName(localized("Main Menu"))
        setTooltip(of: menu, localized("Main Menu"), shortcut: "F10")
        let model = makeMainMenu()
        gtk_menu_button_set_menu_model(menu.opaque, model.pointer.cast())
        gtk_header_bar_pack_end(bar.opaque, menu)
        gtk_header_bar_pack_end(bar.opaque, save)
        gtk_header_bar_pack_end(bar.opaque, history)
        labelled = [open, link, save]
    }

    /// In a narrow window icons have to do; names and tooltips stay.
    func setNarrow(_ narrow: Bool) {
        for button in labelled {
            let label = gtk_widget_get_last_child(gtk_button_get_child(button.cast()))
            gtk_widget_set_visible(label, narrow ? 0 : 1)
        }
    }
}

/// The menu behind the three lines.
@MainActor
private func makeMainMenu() -> Reference {
    let sections: [[(String, String)]] = [
        [
            (localized("Live Reading"), "win.live-reading"), (localized("One Digit"), "win.one-digit"), (localized("Frames over Digits"), "win.frames"),
            (localized("Why?"), "win.why"),
        ],
        [
            (localized("Paste"), "win.paste"), (localized("Copy Result"), "win.copy-result"), (localized("Copy Picture"), "win.copy-picture"),
        ],
        [(localized("Zoom In"), "win.zoom-in"), (localized("Zoom Out"), "win.zoom-out"), (localized("Reset View"), "win.zoom-reset")],
        [
            (localized("Preferences"), "win.preferences"), (localized("Keyboard Shortcuts"), "win.shortcuts"), (localized("Help"), "win.help"),
            (localized("About Scrawl"), "win.about"), (localized("Quit"), "app.quit"),
        ],
    ]
    let menu = Reference(adopting: g_menu_new()!)
    for entries in sections {
        let section = Reference(adopting: g_menu_new()!)
        for (label, action) in entries { g_menu_append(section.pointer, label, action) }
        g_menu_append_section(menu.pointer, nil, section.pointer.cast())
    }
    return menu
}
