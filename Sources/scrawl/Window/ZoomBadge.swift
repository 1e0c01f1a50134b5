import CGTK

/// How large the page is shown, with a way back: visible only while it is not the view that the app starts with.
@MainActor
func makeZoomBadge(for canvas: CanvasView) -> Widget {
    let label = makeLabel("").styled("numeric")
    let fewer = makeButton(localized("Zoom Out"), icon: "zoom-out-symbolic", showsLabel: false, action: "win.zoom-out", shortcut: "<Control>minus")
    let more = makeButton(localized("Zoom In"), icon: "zoom-in-symbolic", showsLabel: false, action: "win.zoom-in", shortcut: "<Control>plus")
    let reset = makeButton(localized("Reset View"), icon: "zoom-original-symbolic", showsLabel: false, action: "win.zoom-reset", shortcut: "<Control>0")
    let badge = makeBox(GTK_ORIENTATION_HORIZONTAL, spacing: 2, [fewer, label, more, reset]).styled("zoom-badge")
    gtk_widget_set_halign(badge, GTK_ALIGN_END)
    gtk_widget_set_valign(badge, GTK_ALIGN_END)
    gtk_widget_set_visible(badge, 0)
    canvas.viewChanged.add { [unowned canvas] in
        gtk_widget_set_visible(badge, canvas.viewport.isReset ? 0 : 1)
        gtk_label_set_text(label.opaque, "\(Int((canvas.viewport.zoom * 100).rounded())) %")
    }
    return badge
}
