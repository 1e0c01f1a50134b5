import CGTK
import Settings

/// A group of settings: a heading over a card with its rows.
@MainActor
func makePreferencesGroup(_ title: String, _ rows: [Widget]) -> Widget {
    let card = makeBox(GTK_ORIENTATION_VERTICAL).styled("card", "preferences-card")
    for (index, row) in rows.enumerated() {
        if index > 0 { gtk_box_append(card.cast(), gtk_separator_new(GTK_ORIENTATION_HORIZONTAL)) }
        gtk_box_append(card.cast(), row)
    }
    return makeBox(GTK_ORIENTATION_VERTICAL, spacing: 8, [makeLabel(title, alignment: 0).styled("heading"), card])
}

/// A row of a group: what is set, what that means, and the control at the end.
@MainActor
func makePreferencesRow(_ title: String, _ explanation: String, _ control: Widget) -> Widget {
    let texts = makeBox(GTK_ORIENTATION_VERTICAL, spacing: 2, [makeLabel(title, wraps: true, alignment: 0)])
    if !explanation.isEmpty { gtk_box_append(texts.cast(), makeLabel(explanation, wraps: true, alignment: 0).styled("dim", "caption")) }
    texts.expanding(horizontally: true, vertically: false)
    for widget in [texts, control] { gtk_widget_set_valign(widget, GTK_ALIGN_CENTER) }
    control.setAccessibleName(title)
    if !explanation.isEmpty { control.setAccessibleDescription(explanation) }
    return makeBox(GTK_ORIENTATION_HORIZONTAL, spacing: 18, [texts, control]).margins(horizontal: 14, vertical: 10)
}

extension SettingsModel {
    /// A row with a switch for a setting, which follows it wherever else it is changed.
    func makeSwitchRow(_ title: String, _ explanation: String, _ path: WritableKeyPath<Settings, Bool>) -> Widget {
        let control = gtk_switch_new()!
        let row = makePreferencesRow(title, explanation, control)
        gtk_switch_set_active(control.opaque, values[keyPath: path] ? 1 : 0)
        control.on("notify::active") { [unowned self] in values[keyPath: path] = gtk_switch_get_active(control.opaque) != 0 }
        // The whole row switches, as people have come to expect.
        let click = gtk_gesture_click_new()!
        click.onPress("released") { _, _, _ in gtk_widget_activate(control) }
        gtk_widget_add_controller(row, click.opaque)
        return row
    }
}
