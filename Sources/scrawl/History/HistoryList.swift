import CGTK
import History

/// The entries that meet a filter, newest first, as a list of GTK's that reads from the disk what is shown.
@MainActor
final class HistoryList {
    /// What GTK shows.
    private(set) lazy var model = ListModel { [unowned self] in object(at: $0) }
    /// Which entries are shown.
    private(set) var filter = HistoryFilter()
    /// The numbers of the entries, newest first.
    private(set) var ids: [HistoryEntry.ID] = []
    /// Told when there are other entries than before.
    let changed = Observers<Void>()
    /// Told where the history can't be read.
    let failed = Observers<any Error>()

    private let store: HistoryStore
    private var items: [HistoryEntry.ID: (object: Reference, item: HistoryItem)] = [:]
    private var wanted: [HistoryEntry.ID] = []
    private var isLoading = false
    private var newestQuery = 0

    /// Objects that are kept though no row shows them: some screens full.
    private static let keptItems = 2_000
    /// Entries that are read in one go: more than fit on a screen.
    private static let pageSize = 64

    init(store: HistoryStore) { self.store = store }

    /// Shows the entries that meet another filter, or those that there are by now.
    ///
    /// - Returns: whether this was the newest request and the list shows its answer.
    @discardableResult
    func show(_ filter: HistoryFilter? = nil) async -> Bool {
        let isNewQuestion = filter != nil
        if let filter { self.filter = filter }
        newestQuery += 1
        let query = newestQuery
        do {
            let found = try await store.ids(matching: self.filter)
            // The rows on top are there at once, without a flicker of empty ones.
            let top = try await store.entries(found.prefix(Self.pageSize))
            guard query == newestQuery else { return false }
            for entry in top { item(of: entry.id).item.entry = entry }
            replace(with: found, isNewQuestion: isNewQuestion)
            return true
        } catch {
            if query == newestQuery { failed.notify(error) }
            return false
        }
    }

    /// Reads an entry again, after it was corrected.
    func refresh(_ id: HistoryEntry.ID) {
        guard items[id] != nil else { return }
        want(id)
    }

    /// The entry at a position, if it was read already.
    func entry(at position: Int) -> HistoryEntry? {
        ids.indices.contains(position) ? items[ids[position]]?.item.entry : nil
    }

    /// Asks for an entry to be read, because a row shows it.
    func want(_ id: HistoryEntry.ID) {
        wanted.removeAll { $0 == id }
        wanted.append(id)
        // What was scrolled past long ago is asked for again when it is shown again.
        if wanted.count > 4 * Self.pageSize { wanted.removeFirst(wanted.count - 4 * Self.pageSize) }
        guard !isLoading else { return }
        isLoading = true
        Task { await load() }
    }

    private func load() async {
        defer { isLoading = false }
        while !wanted.isEmpty {
            let page = Array(wanted.suffix(Self.pageSize))
            wanted.removeLast(page.count)
            do {
                for entry in try await store.entries(page) { items[entry.id]?.item.entry = entry }
            } catch {
                wanted = []
                failed.notify(error)
            }
        }
    }

    private func object(at position: Int) -> OpaquePointer { item(of: ids[position]).object.pointer }

    private func item(of id: HistoryEntry.ID) -> (object: Reference, item: HistoryItem) {
        if let known = items[id] { return known }
        if items.count >= Self.keptItems { items = items.filter { $0.value.item.changed != nil } }
        let made = HistoryItem.makeObject(id: id)
        items[id] = made
        return made
    }

    /// Tells GTK the differences alone, so that selection and scroll position stay with their entries; the answer to another
    /// question is another list.
    private func replace(with new: [HistoryEntry.ID], isNewQuestion: Bool) {
        let changes = isNewQuestion
            ? [ListChange(position: 0, removed: ids.count, added: new.count)] : ListChange.between(ids, new)
        // Each change finds the list as the changes before it have left it.
        for change in changes {
            ids.replaceSubrange(change.position..<change.position + change.removed, with: new[change.position..<change.position + change.added])
            model.replace(at: change.position, removing: change.removed, adding: change.added)
        }
        changed.notify(())
    }
}
