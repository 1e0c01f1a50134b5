import CGTK
import History

/// A place in the list of the history: the number of an entry, and the entry as soon as it is read from the disk.
@MainActor
final class HistoryItem {
    let id: HistoryEntry.ID
    /// The entry; nil until it is read.
    var entry: HistoryEntry? {
        didSet { changed?() }
    }
    /// The row that shows it.
    weak var shownBy: HistoryRow?
    /// Shows the item anew; nil while no row shows it.
    var changed: (@MainActor () -> Void)?

    private init(id: HistoryEntry.ID) { self.id = id }

    /// A new GObject for GTK's list, which keeps its item alive.
    static func makeObject(id: HistoryEntry.ID) -> (object: Reference, item: HistoryItem) {
        let item = HistoryItem(id: id)
        let object = Reference(adopting: g_object_new_with_properties(objectType, 0, nil, nil)!)
        g_object_set_qdata_full(object.pointer.gobject, itemQuark, Unmanaged.passRetained(item).toOpaque()) { data in
            Unmanaged<HistoryItem>.fromOpaque(data!).release()
        }
        return (object, item)
    }

    /// The item of such a GObject.
    static func of(_ object: some ObjectPointer) -> HistoryItem? {
        g_object_get_qdata(object.gobject, itemQuark).map { Unmanaged<HistoryItem>.fromOpaque($0).takeUnretainedValue() }
    }
}

private let itemQuark = g_quark_from_static_string("scrawl-history-item")
