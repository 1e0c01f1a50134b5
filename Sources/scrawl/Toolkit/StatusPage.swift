import CGTK

/// What stands where there is nothing to show: a symbol, a sentence, and at times a button that helps.
@MainActor
final class StatusPage {
    let widget: Widget
    /// Told when the button was pressed.
    let pressed = Observers<Void>()
    private let image = gtk_image_new()!
    private let title = makeLabel("", wraps: true).styled("status-title")
    private let text = makeLabel("", wraps: true).styled("dim")
    private let button = gtk_button_new()!

    init() {
        gtk_image_set_pixel_size(image.opaque, 64)
        image.styled("dim")
        for label in [title, text] {
            gtk_label_set_justify(label.opaque, GTK_JUSTIFY_CENTER)
            gtk_label_set_max_width_chars(label.opaque, 50)
        }
        gtk_widget_set_halign(button, GTK_ALIGN_CENTER)
        gtk_widget_set_margin_top(button, 8)
        widget = makeBox(GTK_ORIENTATION_VERTICAL, spacing: 10, [image, title, text, button]).margins(36)
        gtk_widget_set_valign(widget, GTK_ALIGN_CENTER)
        gtk_widget_set_halign(widget, GTK_ALIGN_CENTER)
        button.on("clicked") { [unowned self] in pressed.notify(()) }
    }

    /// Says something else.
    func show(icon: String, title: String, text: String = "", button buttonTitle: String? = nil) {
        gtk_image_set_from_icon_name(image.opaque, icon)
        gtk_label_set_text(self.title.opaque, title)
        gtk_label_set_text(self.text.opaque, text)
        gtk_widget_set_visible(self.text, text.isEmpty ? 0 : 1)
        gtk_widget_set_visible(button, buttonTitle == nil ? 0 : 1)
        guard let buttonTitle else { return }
        gtk_button_set_label(button.cast(), buttonTitle)
        button.setAccessibleName(buttonTitle)
    }
}
