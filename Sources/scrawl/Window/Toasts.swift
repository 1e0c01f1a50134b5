import CGTK

/// Short messages over the bottom of the window that go away by themselves, at times with a button that takes back what they tell.
@MainActor
final class Toasts {
    /// The overlay whose child the messages lie over.
    let widget: Widget
    private let revealer = gtk_revealer_new()!
    private let label = makeLabel("", wraps: true, alignment: 0)
    private let button = gtk_button_new()!
    private var action: (@MainActor () -> Void)?
    private var hiding: Timer?

    init(over child: Widget) {
        widget = gtk_overlay_new()!
        gtk_overlay_set_child(widget.opaque, child)
        gtk_widget_set_name(label, "toast")
        label.setAccessibleDescription(localized("Message"))
        gtk_label_set_max_width_chars(label.opaque, 60)
        let close = makeButton(localized("Close Message"), icon: "window-close-symbolic", showsLabel: false).styled("close", "flat")
        let box = makeBox(GTK_ORIENTATION_HORIZONTAL, spacing: 10, [label, button, close]).styled("toast")
        gtk_widget_set_valign(button, GTK_ALIGN_CENTER)
        gtk_widget_set_valign(close, GTK_ALIGN_CENTER)
        gtk_revealer_set_child(revealer.opaque, box)
        gtk_revealer_set_transition_type(revealer.opaque, GTK_REVEALER_TRANSITION_TYPE_SLIDE_UP)
        gtk_widget_set_halign(revealer, GTK_ALIGN_CENTER)
        gtk_widget_set_valign(revealer, GTK_ALIGN_END)
        gtk_widget_set_visible(revealer, 0)
        gtk_overlay_add_overlay(widget.opaque, revealer)
        button.on("clicked") { [unowned self] in
            let action = action
            hide()
            action?()
        }
        close.on("clicked") { [unowned self] in hide() }
        revealer.on("notify::child-revealed") { [revealer] in
            // Out of the way of the mouse and of screen readers while there is nothing to say.
            if gtk_revealer_get_child_revealed(revealer.opaque) == 0, gtk_revealer_get_reveal_child(revealer.opaque) == 0 {
                gtk_widget_set_visible(revealer, 0)
            }
        }
    }

    /// Shows a message in place of the one before. With an action it stays longer.
    func show(_ text: String, button title: String? = nil, action: (@MainActor () -> Void)? = nil) {
        self.action = action
        gtk_label_set_text(label.opaque, text)
        gtk_widget_set_visible(button, title == nil ? 0 : 1)
        if let title {
            gtk_button_set_label(button.cast(), title)
            button.setAccessibleName(title)
        }
        gtk_widget_set_visible(revealer, 1)
        gtk_revealer_set_reveal_child(revealer.opaque, 1)
        announce(text, on: widget)
        hiding?.cancel()
        hiding = Timer(milliseconds: action == nil && text.count < 80 ? 5_000 : 9_000) { [weak self] in self?.hide() }
    }

    /// Leaves so many logical pixels free below the messages.
    func keepFromBottom(_ height: Int) { gtk_widget_set_margin_bottom(revealer, Int32(height)) }

    /// Takes the message away.
    func hide() {
        hiding?.cancel()
        hiding = nil
        action = nil
        gtk_revealer_set_reveal_child(revealer.opaque, 0)
    }
}
