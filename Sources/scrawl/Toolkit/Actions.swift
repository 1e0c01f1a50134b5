import CGTK

/// A GAction whose effect is a Swift closure.
@MainActor
struct Action {
    /// The GSimpleAction.
    let pointer: OpaquePointer

    /// An action without parameter, added to a group (an application or a window).
    init(_ name: String, in map: some ObjectPointer, _ call: @escaping @MainActor () -> Void) {
        pointer = g_simple_action_new(name, nil)
        pointer.on("activate", call)
        g_action_map_add_action(map.opaque, pointer)
        g_object_unref(pointer.object)
    }

    /// An action that can be on or off; the closure is told the new state.
    init(_ name: String, in map: some ObjectPointer, isOn: Bool, _ call: @escaping @MainActor (Bool) -> Void) {
        pointer = g_simple_action_new_stateful(name, nil, g_variant_new_boolean(isOn ? 1 : 0))
        let action = pointer
        pointer.on("activate") {
            let state = g_action_get_state(action)
            let next = g_variant_get_boolean(state) == 0
            g_variant_unref(state)
            g_simple_action_set_state(action, g_variant_new_boolean(next ? 1 : 0))
            call(next)
        }
        g_action_map_add_action(map.opaque, pointer)
        g_object_unref(pointer.object)
    }

    /// Whether the action can be used; its buttons and menu items follow.
    func setEnabled(_ enabled: Bool) { g_simple_action_set_enabled(pointer, enabled ? 1 : 0) }

    /// Shows another state of an on/off action, without calling its closure.
    func setState(_ isOn: Bool) { g_simple_action_set_state(pointer, g_variant_new_boolean(isOn ? 1 : 0)) }
}

/// Adds shortcuts to a widget, in the phase after the focused widget had its turn: an entry keeps its own Ctrl+C and Return. Where an action has
/// several, with `|` between, a menu shows the first.
@MainActor
func addShortcuts(_ shortcuts: [(trigger: String, action: String)], to widget: Widget) {
    let controller = gtk_shortcut_controller_new()!
    for shortcut in shortcuts {
        // One shortcut each, for of a trigger with alternatives menus show none; and they show the one that was added last.
        for trigger in shortcut.trigger.split(separator: "|").reversed() {
            gtk_shortcut_controller_add_shortcut(
                controller.opaque, gtk_shortcut_new(gtk_shortcut_trigger_parse_string(String(trigger)), gtk_named_action_new(shortcut.action)))
        }
    }
    gtk_widget_add_controller(widget, controller)
}
