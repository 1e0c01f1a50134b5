import CGTK
import Glibc

/// Sets one string property of a widget's accessible object.
private func update(_ widget: Widget, _ property: GtkAccessibleProperty, _ text: String) {
    var properties = [property]
    var value = GValue()
    gtk_accessible_property_init_value(property, &value)
    g_value_set_string(&value, text)
    gtk_accessible_update_property_value(widget.opaque, 1, &properties, &value)
    g_value_unset(&value)
}

extension ObjectPointer {
    /// The name that a screen reader speaks for the widget.
    func setAccessibleName(_ name: String) { update(widget, GTK_ACCESSIBLE_PROPERTY_LABEL, name) }

    /// What a screen reader adds to the name. It stays where GTK sets the name anew (a label's name is its text).
    func setAccessibleDescription(_ description: String) { update(widget, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description) }

    /// The value in words, for a widget that shows one by drawing.
    func setAccessibleValue(_ value: String) { update(widget, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, value) }
}

/// `gtk_accessible_announce` of GTK 4.14 and later; older systems only have the change of a label's text.
private typealias Announce = @convention(c) (UnsafeMutableRawPointer, UnsafePointer<CChar>, UInt32) -> Void
private let announcer: Announce? = dlsym(nil, "gtk_accessible_announce").map { unsafeBitCast($0, to: Announce.self) }

/// Has a screen reader speak a text that appeared, without moving the focus. `mediumPriority` of the three that GTK knows.
@MainActor
func announce(_ text: String, on widget: Widget) {
    let mediumPriority: UInt32 = 1
    announcer?(widget.object, text, mediumPriority)
}
