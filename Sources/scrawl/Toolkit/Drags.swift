import CGTK

/// Takes the window that shows what is dragged from the screen when a drag has ended, wherever in the app it began: on the canvas, in a
/// text or in the path of a file chooser.
///
/// GTK 4.8 on X11 holds on to a drag over the app itself, or over a window that closes meanwhile, and with it to that window.
@MainActor
func hideEndedDrags() {
    // The class of drags defines the signals, and is there from the first drag on.
    let drags = g_type_class_ref(gdk_drag_get_type())
    defer { g_type_class_unref(drags) }
    for signal in ["drop-performed", "dnd-finished", "cancel"] {
        g_signal_add_emission_hook(
            g_signal_lookup(signal, gdk_drag_get_type()), 0,
            { _, _, arguments, _ in
                gdk_surface_hide(gdk_drag_get_surface(OpaquePointer(g_value_get_object(arguments))))
                return 1
            }, nil, nil)
    }
}
