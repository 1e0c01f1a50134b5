import CGTK

/// What a blank canvas says: what can be done here. It lets everything through to the canvas below.
@MainActor
func makeEmptyState() -> Widget {
    let image = gtk_image_new_from_icon_name("scrawl-pen-symbolic")!
    gtk_image_set_pixel_size(image.opaque, 48)
    let title = makeLabel(localized("Draw a digit"), wraps: true).styled("title")
    let hint = makeLabel(localized("or drop a picture here, or paste a link"), wraps: true)
    for label in [title, hint] { gtk_label_set_justify(label.opaque, GTK_JUSTIFY_CENTER) }
    let box = makeBox(GTK_ORIENTATION_VERTICAL, spacing: 10, [image, title, hint]).styled("empty-state")
    gtk_widget_set_halign(box, GTK_ALIGN_CENTER)
    gtk_widget_set_valign(box, GTK_ALIGN_CENTER)
    gtk_widget_set_can_target(box, 0)
    box.margins(24)
    return box
}
