import CGTK

/// Paints a widget of our own type: called by GTK for each frame in which something changed.
@MainActor
protocol CanvasPainter: AnyObject {
    /// Adds the widget's picture to the snapshot.
    func paint(_ snapshot: OpaquePointer)
    /// The widget has a new size, in logical pixels.
    func resize(width: Int, height: Int)
}

/// A GTK widget class whose drawing is done in Swift. GtkDrawingArea would paint the whole area with Cairo for every point of a
/// stroke; a snapshot of textures lets GTK redraw only the tiles that are new.
enum CanvasWidget {
    private static let painterKey = "scrawl-painter"

    /// Registered once; GTK's types live as long as the program.
    @MainActor private static let type: GType = {
        var query = GTypeQuery()
        g_type_query(gtk_widget_get_type(), &query)
        return g_type_register_static_simple(
            gtk_widget_get_type(), "ScrawlCanvas", guint(query.class_size),
            { cls, _ in
                let cls = cls!.assumingMemoryBound(to: GtkWidgetClass.self)
                cls.pointee.snapshot = { widget, snapshot in
                    guard let painter = CanvasWidget.painter(of: widget!), let snapshot else { return }
                    let argument = MainThreadValue((painter, snapshot))
                    MainActor.assumeIsolated { argument.value.0.paint(argument.value.1) }
                }
                cls.pointee.size_allocate = { widget, width, height, _ in
                    guard let painter = CanvasWidget.painter(of: widget!) else { return }
                    let argument = MainThreadValue(painter)
                    MainActor.assumeIsolated { argument.value.resize(width: Int(width), height: Int(height)) }
                }
                gtk_widget_class_set_accessible_role(cls, GTK_ACCESSIBLE_ROLE_IMG)
                gtk_widget_class_set_css_name(cls, "canvas")
            },
            guint(query.instance_size), nil, GTypeFlags(0))
    }()

    /// A widget that the painter paints. The widget holds the painter.
    @MainActor
    static func make(painter: any CanvasPainter) -> Widget {
        let object = g_object_new_with_properties(type, 0, nil, nil)!
        g_object_set_data_full(object, painterKey, Unmanaged.passRetained(painter as AnyObject).toOpaque()) {
            Unmanaged<AnyObject>.fromOpaque($0!).release()
        }
        return object.widget
    }

    private static func painter(of widget: Widget) -> (any CanvasPainter)? {
        g_object_get_data(widget.gobject, painterKey).flatMap { Unmanaged<AnyObject>.fromOpaque($0).takeUnretainedValue() as? any CanvasPainter }
    }
}
