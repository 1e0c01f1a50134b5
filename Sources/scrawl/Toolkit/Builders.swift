import CGTK

/// A row or column of widgets.
@MainActor
func makeBox(_ orientation: GtkOrientation, spacing: Int = 0, _ children: [Widget] = []) -> Widget {
    let box = gtk_box_new(orientation, Int32(spacing))!
    for child in children { gtk_box_append(box.cast(), child) }
    return box
}

/// A label; it wraps where asked to.
@MainActor
func makeLabel(_ text: String, wraps: Bool = false, alignment: Float = 0.5) -> Widget {
    let label = gtk_label_new(text)!
    gtk_label_set_xalign(label.opaque, alignment)
    if wraps {
        gtk_label_set_wrap(label.opaque, 1)
        gtk_label_set_wrap_mode(label.opaque, PANGO_WRAP_WORD_CHAR)
    }
    return label
}

/// A button with a symbolic icon, a text, or both; its accessible name is `name`, its tooltip names the shortcut too.
@MainActor
func makeButton(
    _ name: String, icon: String? = nil, showsLabel: Bool = true, action: String? = nil, shortcut: String? = nil, tooltip: String? = nil
) -> Widget {
    let button = gtk_button_new()!
    fillButton(button, name, icon: icon, showsLabel: showsLabel)
    if let action { gtk_actionable_set_action_name(button.opaque, action) }
    setTooltip(of: button, tooltip ?? name, shortcut: shortcut)
    return button
}

/// Gives a button, toggle button or menu button's face its icon and text, and its accessible name.
@MainActor
func fillButton(_ button: Widget, _ name: String, icon: String?, showsLabel: Bool) {
    if let icon, showsLabel {
        let label = makeLabel(name)
        gtk_button_set_child(button.cast(), makeBox(GTK_ORIENTATION_HORIZONTAL, spacing: 6, [gtk_image_new_from_icon_name(icon)!, label]))
    } else if let icon {
        gtk_button_set_icon_name(button.cast(), icon)
    } else {
        gtk_button_set_label(button.cast(), name)
    }
    button.setAccessibleName(name)
}

/// The tooltip of a control, with its shortcut behind.
@MainActor
func setTooltip(of widget: Widget, _ text: String, shortcut: String? = nil) {
    guard let shortcut else { gtk_widget_set_tooltip_text(widget, text); return }
    var key: guint = 0
    var modifiers = GdkModifierType(0)
    gtk_accelerator_parse(shortcut, &key, &modifiers)
    let label = takeString(gtk_accelerator_get_label(key, modifiers)) ?? shortcut
    gtk_widget_set_tooltip_text(widget, "\(text) (\(label))")
}

extension ObjectPointer {
    /// Sets the four margins of a widget, in logical pixels.
    @discardableResult
    func margins(_ all: Int) -> Self { margins(horizontal: all, vertical: all) }

    /// Sets the margins of a widget, in logical pixels.
    @discardableResult
    func margins(horizontal: Int, vertical: Int) -> Self {
        gtk_widget_set_margin_start(widget, Int32(horizontal))
        gtk_widget_set_margin_end(widget, Int32(horizontal))
        gtk_widget_set_margin_top(widget, Int32(vertical))
        gtk_widget_set_margin_bottom(widget, Int32(vertical))
        return self
    }

    /// Lets a widget take the space that is left.
    @discardableResult
    func expanding(horizontally: Bool = true, vertically: Bool = true) -> Self {
        gtk_widget_set_hexpand(widget, horizontally ? 1 : 0)
        gtk_widget_set_vexpand(widget, vertically ? 1 : 0)
        return self
    }
}
