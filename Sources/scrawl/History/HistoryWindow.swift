import CGTK
import History

/// All that was recognised, in a window of its own: found again, opened again, corrected, deleted, exported.
@MainActor
final class HistoryWindow {
    let window: Widget
    let toasts: Toasts
    let keeper: HistoryKeeper
    let settings: SettingsModel
    /// Deletions that can be undone, the newest last.
    var deletions: [Deletion] = []
    var actions: [String: Action] = [:]
    /// The export that is running.
    var export: Task<Void, Never>?
    private(set) var list: HistoryList?
    /// Whether the window and its widgets are gone, though work that it began may still come to its end.
    private(set) var isClosed = false

    private let filters = HistoryFilterBar()
    private let pages = gtk_stack_new()!
    private let placeholder = StatusPage()
    private let scroll = gtk_scrolled_window_new()!
    private let status = makeLabel("", alignment: 0).styled("dim", "numeric")
    private let actionBar: Widget
    private(set) var selection: OpaquePointer?
    private var rows: [OpaquePointer: HistoryRow] = [:]
    let exportBar = ExportBar()

    init(keeper: HistoryKeeper, settings: SettingsModel) {
        self.keeper = keeper
        self.settings = settings
        window = gtk_window_new()!.styled("scrawl", "history")
        gtk_window_set_title(window.cast(), localized("History"))
        gtk_window_set_default_size(window.cast(), 640, 640)
        gtk_window_set_icon_name(window.cast(), applicationID)

        gtk_scrolled_window_set_policy(scroll.opaque, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC)
        gtk_stack_add_named(pages.opaque, scroll.expanding(), "list")
        gtk_stack_add_named(pages.opaque, placeholder.widget, "placeholder")
        status.setAccessibleDescription(localized("Status"))
        gtk_widget_set_hexpand(status, 1)
        let correct = makeButton(
            localized("Correct"), icon: "document-edit-symbolic", action: "history.correct", shortcut: "F2",
            tooltip: localized("Say what it shows"))
        let delete = makeButton(localized("Delete"), icon: "user-trash-symbolic", action: "history.delete", shortcut: "Delete")
        let open = makeButton(
            localized("Open Again"), action: "history.open", shortcut: "Return", tooltip: localized("Put it on the canvas again")
        ).styled("primary")
        actionBar = makeBox(GTK_ORIENTATION_HORIZONTAL, spacing: 8, [status, correct, delete, open]).styled("tool-bar")
        // Messages lie over the list and leave the buttons below it free.
        toasts = Toasts(over: pages.expanding())
        let content = makeBox(GTK_ORIENTATION_VERTICAL, [filters.widget, toasts.widget.expanding(), exportBar.widget, actionBar])
        gtk_window_set_child(window.cast(), content)
        gtk_window_set_titlebar(window.cast(), makeHistoryHeaderBar())
        window.keepAlive(self)

        addActions()
        filters.takeDigits(typedIn: window)
        keepFocus(in: window) { [unowned self] in giveFocus() }
        filters.changed.add { [unowned self] in reload(filters.filter) }
        filters.stopped.add { [unowned self] in gtk_window_close(window.cast()) }
        exportBar.cancelled.add { [unowned self] in export?.cancel() }
        placeholder.pressed.add { [unowned self] in
            if filters.isEmpty { settings.keepsHistory = true } else { filters.clear() }
        }
        window.onQuestion("close-request") { [unowned self] in
            export?.cancel()
            forgetDeletions()
            toasts.hide()
            return false
        }
        window.on("destroy") { [unowned self] in
            isClosed = true
            // GTK may still hold rows; they must not call back into a window that is gone.
            for row in rows.values { row.unbind() }
        }
        showState()
    }

    /// Shows the window, in front of the others.
    func present() { gtk_window_present(window.cast()) }

    /// Follows what the keeper tells; the observers stay for the life of the app, the window does not.
    func keeperChanged() { showState() }

    /// Shows the entries that there are by now.
    func entriesChanged() { reload(nil) }

    func focusSearch() { filters.focusSearch() }

    private func giveFocus() {
        let view = list?.ids.isEmpty == false ? gtk_scrolled_window_get_child(scroll.opaque) : nil
        if !isClosed, view.map({ gtk_widget_grab_focus($0) }) != 1 { filters.focusSearch() }
    }

    // MARK: - The list

    private func showState() {
        guard !isClosed else { return }
        switch keeper.state {
        case .opening:
            placeholder.show(icon: "document-open-recent-symbolic", title: localized("Opening the history…"))
            showPlaceholder()
        case .failed(let reason):
            placeholder.show(icon: "dialog-warning-symbolic", title: localized("The history can't be shown"), text: reason)
            showPlaceholder()
        case .open(let store):
            guard list == nil else { return showContent() }
            let list = HistoryList(store: store)
            self.list = list
            list.changed.add { [unowned self] in showContent() }
            list.failed.add { [unowned self] in say(message(of: $0)) }
            makeView(of: list)
            reload(filters.filter)
        }
    }

    private func reload(_ filter: HistoryFilter?) {
        guard let list else { return }
        Task {
            guard await list.show(filter), filter != nil, !list.ids.isEmpty, !isClosed, let view = gtk_scrolled_window_get_child(scroll.opaque) else { return }
            // The answer to another question is read from its beginning.
            gtk_widget_activate_action_variant(view, "list.scroll-to-item", g_variant_new_uint32(0))
        }
    }

    private func makeView(of list: HistoryList) {
        let factory = gtk_signal_list_item_factory_new()!
        factory.onPointer("setup") { [unowned self] item in
            guard let item else { return }
            let row = HistoryRow()
            rows[item] = row
            gtk_list_item_set_child(item, row.widget)
        }
        factory.onPointer("bind") { [unowned self] item in
            guard let item, let object = gtk_list_item_get_item(item), let entry = HistoryItem.of(OpaquePointer(object)) else { return }
            rows[item]?.bind(entry)
            if entry.entry == nil { list.want(entry.id) }
        }
        factory.onPointer("unbind") { [unowned self] item in
            if let item { rows[item]?.unbind() }
        }
        factory.onPointer("teardown") { [unowned self] item in
            guard let item else { return }
            rows[item] = nil
            gtk_list_item_set_child(item, nil)
        }
        // The selection takes over a reference to the model, the view those to the selection and the factory.
        g_object_ref(list.model.reference.pointer.object)
        let selection = gtk_multi_selection_new(list.model.reference.pointer)!
        self.selection = selection.opaque
        let view = gtk_list_view_new(selection.opaque, factory)!.styled("history-list")
        gtk_list_view_set_enable_rubberband(view.opaque, 1)
        gtk_list_view_set_show_separators(view.opaque, 1)
        view.setAccessibleName(localized("Entries"))
        gtk_scrolled_window_set_child(scroll.opaque, view)
        selection.on("selection-changed") { [unowned self] in showSelection() }
        view.onInteger("activate") { [unowned self] position in
            if list.ids.indices.contains(position) { openAgain(list.ids[position]) }
        }
    }

    private func showContent() {
        guard let list, !isClosed else { return }
        if !list.ids.isEmpty {
            gtk_stack_set_visible_child_name(pages.opaque, "list")
        } else {
            showEmptyState()
        }
        showSelection()
    }

    private func showEmptyState() {
        if !filters.isEmpty {
            placeholder.show(
                icon: "edit-find-symbolic", title: localized("Nothing found"), text: localized("No entry is like this."),
                button: localized("Show All"))
        } else if settings.keepsHistory {
            placeholder.show(
                icon: "document-open-recent-symbolic", title: localized("Nothing here yet"),
                text: localized("What you recognize is kept here, with its picture."))
        } else {
            placeholder.show(
                icon: "document-open-recent-symbolic", title: localized("The history is switched off"),
                text: localized("Nothing that you recognize is kept."), button: localized("Switch On"))
        }
        showPlaceholder()
    }

    private func showPlaceholder() { gtk_stack_set_visible_child_name(pages.opaque, "placeholder") }

    /// Says how many entries there are, or how many of them are selected, and which actions that allows.
    func showSelection() {
        guard !isClosed else { return }
        let selected = selectedPositions.count, all = list?.ids.count ?? 0
        let entries = localized("%1 entry", plural: "%1 entries", count: all)
        gtk_label_set_text(status.opaque, selected == 0 ? entries : localized("%1 of %2 selected", String(selected), String(all)))
        actions["open"]?.setEnabled(selected == 1)
        actions["correct"]?.setEnabled(selected == 1)
        actions["copy"]?.setEnabled(selected > 0)
        actions["delete"]?.setEnabled(selected > 0)
        actions["delete-all"]?.setEnabled(keeper.store != nil)
        for name in ["export-csv", "export-json"] { actions[name]?.setEnabled(all > 0 && export == nil) }
    }

    /// Shows a message, if the window is still there.
    func say(_ text: String, button title: String? = nil, action: (@MainActor () -> Void)? = nil) {
        if !isClosed { toasts.show(text, button: title, action: action) }
    }

    /// The places of the rows that are selected.
    var selectedPositions: [Int] {
        guard let selection, let set = gtk_selection_model_get_selection(selection) else { return [] }
        defer { gtk_bitset_unref(set) }
        return (0..<guint(gtk_bitset_get_size(set))).map { Int(gtk_bitset_get_nth(set, $0)) }
    }

    /// The numbers of the entries that are selected.
    var selectedIDs: [HistoryEntry.ID] {
        guard let list else { return [] }
        return selectedPositions.filter { list.ids.indices.contains($0) }.map { list.ids[$0] }
    }
}

/// The bar at the top, with the menu.
@MainActor
private func makeHistoryHeaderBar() -> Widget {
    let bar = gtk_header_bar_new()!
    let menu = Reference(adopting: g_menu_new()!)
    let sections: [[(String, String)]] = [
        [(localized("Export as CSV…"), "history.export-csv"), (localized("Export as JSON…"), "history.export-json")],
        [(localized("Undo Deletion"), "history.undo"), (localized("Delete All"), "history.delete-all")],
    ]
    for entries in sections {
        let section = Reference(adopting: g_menu_new()!)
        for (label, action) in entries { g_menu_append(section.pointer, label, action) }
        g_menu_append_section(menu.pointer, nil, section.pointer.cast())
    }
    let button = gtk_menu_button_new()!
    gtk_menu_button_set_icon_name(button.opaque, "open-menu-symbolic")
    gtk_menu_button_set_primary(button.opaque, 1)
    gtk_menu_button_set_menu_model(button.opaque, menu.pointer.cast())
    button.setAccessibleName(localized("History Menu"))
    setTooltip(of: button, localized("History Menu"), shortcut: "F10")
    gtk_header_bar_pack_end(bar.opaque, button)
    return bar
}
