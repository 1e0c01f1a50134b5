import CGTK

/// Short messages over the bottom of the window that go away by themselves, at times with a button that takes back what they tell.
///
/// An answer to what the user did takes the place of the one before. What the app tells of itself waits for its turn, and comes again after
/// an answer: nothing that is told is lost.
@MainActor
final class Toasts {
    /// The overlay whose child the messages lie over.
    let widget: Widget
    private let revealer = gtk_revealer_new()!
    private let label = makeLabel("", wraps: true, alignment: 0)
    private let button = gtk_button_new()!
    private var action: (@MainActor () -> Void)?
    private var hiding: Timer?
    /// What is told, in its order; the first is shown where no answer is.
    private var untold: [String] = []
    private var showsAnswer = false

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
            end()
            action?()
        }
        close.on("clicked") { [unowned self] in end() }
        revealer.on("notify::child-revealed") { [revealer] in
            // Out of the way of the mouse and of screen readers while there is nothing to say.
            if gtk_revealer_get_child_revealed(revealer.opaque) == 0, gtk_revealer_get_reveal_child(revealer.opaque) == 0 {
                gtk_widget_set_visible(revealer, 0)
            }
        }
    }

    /// Shows a message in place of the one before. With an action it stays longer.
    func show(_ text: String, button title: String? = nil, action: (@MainActor () -> Void)? = nil) {
        showsAnswer = true
        present(text, button: title, action: action)
    }

    /// Shows what has to be known, for all its time, after what was told before.
    func tell(_ text: String) {
        untold.append(text)
        if untold.count == 1, !showsAnswer { present(text) }
    }

    private func present(_ text: String, button title: String? = nil, action: (@MainActor () -> Void)? = nil) {
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
        hiding = Timer(milliseconds: action == nil && text.count < 80 ? 5_000 : 9_000) { [weak self] in self?.end() }
    }

    /// Leaves so many logical pixels free below the messages.
    func keepFromBottom(_ height: Int) { gtk_widget_set_margin_bottom(revealer, Int32(height)) }

    /// Takes an answer away that is out of date.
    func hide() {
        if showsAnswer { end() }
    }

    /// The message was shown for all its time, or was closed: what is told comes next.
    private func end() {
        if !showsAnswer, !untold.isEmpty { untold.removeFirst() }
        showsAnswer = false
        if let next = untold.first { return present(next) }
        hiding?.cancel()
        hiding = nil
        action = nil
        gtk_revealer_set_reveal_child(revealer.opaque, 0)
    }
}
