import CGTK

// GTK's own dialogs are made of widgets that it gives no names: they are found by their types.

/// The name of an object's type (`GtkButton`).
func typeName(of instance: UnsafeMutableRawPointer) -> String {
    String(cString: g_type_name_from_instance(instance.assumingMemoryBound(to: GTypeInstance.self)))
}

/// The widgets directly in a widget, in their order.
@MainActor
func children(of widget: Widget) -> [Widget] {
    Array(sequence(state: gtk_widget_get_first_child(widget)) { next in
        defer { next = next.flatMap { gtk_widget_get_next_sibling($0) } }
        return next
    })
}

/// All widgets in a widget at any depth, each before those in it.
@MainActor
func descendants(of widget: Widget) -> [Widget] { children(of: widget).flatMap { [$0] + descendants(of: $0) } }
