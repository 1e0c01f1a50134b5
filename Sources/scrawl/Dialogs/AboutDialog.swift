import CGTK
import CommandLineSupport

/// What the program is, who made it, under which license.
@MainActor
func presentAbout(over parent: Widget) {
    let dialog = gtk_about_dialog_new()!.styled("scrawl", "about")
    gtk_window_set_transient_for(dialog.cast(), parent.cast())
    gtk_window_set_modal(dialog.cast(), 1)
    gtk_about_dialog_set_program_name(dialog.opaque, "Scrawl")
    gtk_about_dialog_set_version(dialog.opaque, programVersion)
    gtk_about_dialog_set_logo_icon_name(dialog.opaque, applicationID)
    gtk_about_dialog_set_comments(dialog.opaque, localized("Reads handwritten digits with a neural network of its own"))
    gtk_about_dialog_set_copyright(dialog.opaque, localized("© The Scrawl authors"))
    gtk_about_dialog_set_license_type(dialog.opaque, GTK_LICENSE_MIT_X11)
    gtk_about_dialog_set_translator_credits(dialog.opaque, localized("translator-credits") == "translator-credits" ? nil : localized("translator-credits"))
    // The name can be selected, and is the first to have the focus: having it must not select it.
    gtk_settings_get_default().set("gtk-label-select-on-focus", false)
    gtk_window_present(dialog.cast())
    // The last text is the license: where it can't be selected, the focus is on its link.
    if let license = descendants(of: dialog).last(where: { typeName(of: $0) == "GtkLabel" && gtk_widget_get_mapped($0) != 0 }) {
        gtk_label_set_selectable(license.opaque, 0)
        gtk_widget_grab_focus(license)
    }
}
