import CGTK

/// A widget as GTK's functions take it.
typealias Widget = UnsafeMutablePointer<GtkWidget>

/// A pointer to a GObject: what signals, properties and references work on.
protocol ObjectPointer {
    /// The object's address.
    var object: UnsafeMutableRawPointer { get }
}

extension OpaquePointer: ObjectPointer {
    var object: UnsafeMutableRawPointer { UnsafeMutableRawPointer(self) }
}

extension UnsafeMutablePointer: ObjectPointer {
    var object: UnsafeMutableRawPointer { UnsafeMutableRawPointer(self) }
}

extension ObjectPointer {
    /// The same object for functions whose type GTK keeps opaque (GtkLabel, GtkStack, ...).
    var opaque: OpaquePointer { OpaquePointer(object) }

    /// The same object as a widget. The caller knows that it is one.
    var widget: Widget { object.assumingMemoryBound(to: GtkWidget.self) }

    /// The same object as an instance of one of GTK's visible structures (GtkWindow, GtkBox, ...). The caller knows the type.
    func cast<T>(to type: T.Type = T.self) -> UnsafeMutablePointer<T> { object.assumingMemoryBound(to: type) }

    /// The same object as a plain GObject.
    var gobject: UnsafeMutablePointer<GObject> { object.assumingMemoryBound(to: GObject.self) }
}

/// Holds one reference to a GObject for as long as the Swift object lives.
///
/// A floating reference is sunk, so that the count is right for widgets and for plain objects alike.
final class Reference {
    let pointer: OpaquePointer

    /// Takes a reference of its own to the object.
    init(to object: some ObjectPointer) {
        pointer = object.opaque
        g_object_ref_sink(object.object)
    }

    /// Takes over the reference that a constructor with "transfer full" handed out.
    init(adopting object: some ObjectPointer) {
        pointer = object.opaque
    }

    deinit { g_object_unref(UnsafeMutableRawPointer(pointer)) }
}

/// Copies a string that GLib allocated, and frees it.
func takeString(_ string: UnsafeMutablePointer<CChar>?) -> String? {
    guard let string else { return nil }
    defer { g_free(string) }
    return String(cString: string)
}
