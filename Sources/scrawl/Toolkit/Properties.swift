import CGTK

extension ObjectPointer {
    /// Sets a boolean property by its name.
    func set(_ property: String, _ flag: Bool) {
        var value = GValue()
        g_value_init(&value, GType(5 << 2))
        g_value_set_boolean(&value, flag ? 1 : 0)
        g_object_set_property(gobject, property, &value)
        g_value_unset(&value)
    }

    /// Sets a string property by its name.
    func set(_ property: String, _ text: String) {
        var value = GValue()
        g_value_init(&value, GType(16 << 2))
        g_value_set_string(&value, text)
        g_object_set_property(gobject, property, &value)
        g_value_unset(&value)
    }
}

extension ObjectPointer {
    /// Adds style classes to a widget.
    @discardableResult
    func styled(_ classes: String...) -> Self {
        for name in classes { gtk_widget_add_css_class(widget, name) }
        return self
    }

    /// Adds or removes one style class.
    func setStyle(_ name: String, _ on: Bool) {
        if on { gtk_widget_add_css_class(widget, name) } else { gtk_widget_remove_css_class(widget, name) }
    }
}

extension ObjectPointer {
    /// Reads a boolean property by its name.
    func bool(_ property: String) -> Bool {
        var value = GValue()
        g_value_init(&value, GType(5 << 2))
        g_object_get_property(gobject, property, &value)
        defer { g_value_unset(&value) }
        return g_value_get_boolean(&value) != 0
    }
}
