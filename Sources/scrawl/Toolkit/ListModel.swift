import CGTK

/// A GListModel whose length and items Swift tells: GTK asks for those items alone that it shows.
@MainActor
final class ListModel {
    /// The GListModel.
    let reference: Reference
    /// How many items there are.
    private(set) var count = 0
    /// The item at a position, a GObject that the caller only borrows.
    private let item: @MainActor (Int) -> OpaquePointer

    /// An empty list, which asks the closure for its items.
    init(item: @escaping @MainActor (Int) -> OpaquePointer) {
        self.item = item
        reference = Reference(adopting: g_object_new_with_properties(listModelType, 0, nil, nil)!)
        let owner = Unmanaged.passRetained(Owner(self)).toOpaque()
        g_object_set_qdata_full(reference.pointer.gobject, ownerQuark, owner) { Unmanaged<Owner>.fromOpaque($0!).release() }
    }

    /// Tells GTK that items were put in the place of others.
    func replace(at position: Int, removing removed: Int, adding added: Int) {
        count += added - removed
        g_list_model_items_changed(reference.pointer, guint(position), guint(removed), guint(added))
    }

    fileprivate func itemReference(at position: Int) -> OpaquePointer? {
        guard position < count else { return nil }
        let item = item(position)
        g_object_ref(item.object)
        return item
    }
}

/// GTK may hold the GListModel for longer than the app holds the list: it is empty then.
private final class Owner {
    weak var list: ListModel?
    init(_ list: ListModel) { self.list = list }
}

private let ownerQuark = g_quark_from_static_string("scrawl-list-model")

private func list(of model: OpaquePointer?) -> ListModel? {
    guard let data = g_object_get_qdata(model?.gobject, ownerQuark) else { return nil }
    return Unmanaged<Owner>.fromOpaque(data).takeUnretainedValue().list
}

/// `GObject`, as the macro G_TYPE_OBJECT has it.
let objectType = GType(20 << 2)

/// A GObject of our own that is a GListModel.
private let listModelType: GType = {
    let type = g_type_register_static_simple(
        objectType, "ScrawlListModel", guint(MemoryLayout<GObjectClass>.size), nil, guint(MemoryLayout<GObject>.size), nil, GTypeFlags(0))
    var interface = GInterfaceInfo(
        interface_init: { interface, _ in
            let interface = interface!.assumingMemoryBound(to: GListModelInterface.self)
            interface.pointee.get_item_type = { _ in objectType }
            // GTK is used on the main thread alone.
            interface.pointee.get_n_items = { model in
                let model = MainThreadValue(model)
                return MainActor.assumeIsolated { guint(list(of: model.value)?.count ?? 0) }
            }
            interface.pointee.get_item = { model, position in
                let model = MainThreadValue(model)
                return MainActor.assumeIsolated {
                    MainThreadValue(list(of: model.value)?.itemReference(at: Int(position))?.object)
                }.value
            }
        }, interface_finalize: nil, interface_data: nil)
    g_type_add_interface_static(type, g_list_model_get_type(), &interface)
    return type
}()
