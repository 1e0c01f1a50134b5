import CGTK
import History

/// What can be done with entries, by the names that buttons, menu and shortcuts use.
extension HistoryWindow {
    func addActions() {
        let group = g_simple_action_group_new()!
        func add(_ name: String, _ call: @escaping @MainActor (HistoryWindow) -> Void) {
            actions[name] = Action(name, in: group) { [unowned self] in call(self) }
        }
        add("open") { window in window.selectedIDs.first.map(window.openAgain) }
        add("correct") { $0.correctSelected() }
        add("copy") { $0.copySelected() }
        add("delete") { $0.deleteSelected() }
        add("delete-all") { $0.deleteAll() }
        add("undo") { $0.undoDeletion() }
        add("search") { $0.focusSearch() }
        add("close") { gtk_window_close($0.window.cast()) }
        add("export-csv") { $0.chooseExport(as: .csv) }
        add("export-json") { $0.chooseExport(as: .json) }
        gtk_widget_insert_action_group(window, "history", group.opaque)
        g_object_unref(group.object)
        actions["undo"]?.setEnabled(false)
        addShortcuts([
            ("Return|KP_Enter", "history.open"), ("F2", "history.correct"), ("<Control>c", "history.copy"),
            ("Delete|KP_Delete", "history.delete"), ("<Control>z", "history.undo"), ("<Control>f", "history.search"),
            ("<Control>e", "history.export-csv"), ("Escape|<Control>w|<Control>h", "history.close"),
            ("<Control>q", "app.quit"),
        ], to: window)
    }

    /// Runs something that may fail, and says so.
    func attempt(_ work: @escaping @MainActor (HistoryStore) async throws -> Void) {
        guard let store = keeper.store else { return }
        Task { [self] in
            do {
                try await work(store)
            } catch {
                say(message(of: error))
            }
        }
    }

    /// Puts the drawing of an entry on the canvas.
    func openAgain(_ id: HistoryEntry.ID) {
        attempt { [self] _ in try await keeper.openAgain(id) }
    }

    private func correctSelected() {
        guard let position = selectedPositions.first, let entry = list?.entry(at: position) else { return }
        CorrectionDialog(over: window, about: entry) { [self] in correct(entry, to: $0) }.present()
    }

    private func correct(_ entry: HistoryEntry, to digits: String?) {
        attempt { [self] store in
            let correction = try await store.correct(entry.id, to: digits)
            list?.refresh(entry.id)
            keeper.entriesChanged.notify(())
            guard correction != entry.correction else { return }
            let text = correction.map { localized("Corrected to %1", $0) } ?? localized("Correction removed")
            say(text, button: localized("Undo")) { [self] in
                attempt { [self] store in
                    try await store.correct(entry.id, to: entry.correction)
                    list?.refresh(entry.id)
                    keeper.entriesChanged.notify(())
                }
            }
        }
    }

    private func copySelected() {
        guard let list else { return }
        let texts = selectedPositions.compactMap { list.entry(at: $0)?.digits }.filter { !$0.isEmpty }
        guard !texts.isEmpty else { return }
        gdk_clipboard_set_text(gtk_widget_get_clipboard(window), texts.joined(separator: "\n"))
        say(localized("Copied “%1”", texts.count == 1 ? texts[0] : localized("%1 result", plural: "%1 results", count: texts.count)))
    }

    private func deleteSelected() {
        let ids = selectedIDs
        guard !ids.isEmpty else { return }
        delete { try await $0.delete(ids) }
    }

    private func deleteAll() { delete { try await $0.deleteAll() } }

    private func delete(_ work: @escaping @MainActor (HistoryStore) async throws -> Deletion) {
        attempt { [self] store in
            let deletion = try await work(store)
            guard deletion.count > 0 else { return }
            guard !isClosed else { return try await store.purge(deletion) }
            deletions.append(deletion)
            actions["undo"]?.setEnabled(true)
            keeper.entriesChanged.notify(())
            let text = localized("%1 entry deleted", plural: "%1 entries deleted", count: deletion.count)
            say(text, button: localized("Undo")) { [self] in undoDeletion() }
        }
    }

    private func undoDeletion() {
        guard let deletion = deletions.popLast() else { return }
        actions["undo"]?.setEnabled(!deletions.isEmpty)
        attempt { [self] store in
            let count = try await store.undo(deletion)
            keeper.entriesChanged.notify(())
            say(localized("%1 entry brought back", plural: "%1 entries brought back", count: count))
        }
    }

    /// What was deleted is gone for good when the window that could bring it back is closed.
    func forgetDeletions() {
        guard let store = keeper.store else { return }
        let forgotten = deletions
        deletions = []
        Task {
            do {
                for deletion in forgotten { try await store.purge(deletion) }
            } catch {
                logWarning(message(of: error))
            }
        }
    }
}
