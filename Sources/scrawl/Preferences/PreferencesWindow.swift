import CGTK
import Settings

/// The preferences. Each takes effect at once.
@MainActor
func makePreferencesWindow(model: AppModel, over parent: Widget) -> Widget {
    let settings = model.settings
    let window = makeDialog(localized("Preferences"), over: parent, width: 520, height: 620)

    let groups = [
        makePreferencesGroup(localized("Appearance"), [
            makeChoiceRow(
                settings, localized("Style"), localized("Light or dark windows; the paper stays white"), \.style,
                [(.system, localized("System")), (.light, localized("Light")), (.dark, localized("Dark"))]),
            settings.makeSwitchRow(
                localized("Frames over Digits"), localized("A thin frame with its reading over each digit"), \.showsFrames),
        ]),
        makePreferencesGroup(localized("Reading"), [
            settings.makeSwitchRow(localized("Live Reading"), localized("The result follows each stroke"), \.readsLive),
            settings.makeSwitchRow(
                localized("One Digit"), localized("All that is on the paper is read as one digit"), \.readsOneDigit),
            ModelRow(in: window, model: model).widget,
        ]),
        makePreferencesGroup(localized("History"), [
            settings.makeSwitchRow(
                localized("Keep a History"), localized("What you recognize is kept on this computer, with its picture"), \.keepsHistory),
            makeChoiceRow(
                settings, localized("Entries to Keep"), localized("The oldest beyond them are deleted"), \.historyLimit,
                [(nil, localized("All")), (100, "100"), (1_000, "1000"), (10_000, "10000")]),
        ]),
    ]
    let scroll = gtk_scrolled_window_new()!
    gtk_scrolled_window_set_policy(scroll.opaque, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC)
    gtk_scrolled_window_set_child(scroll.opaque, makeBox(GTK_ORIENTATION_VERTICAL, spacing: 22, groups).margins(20))
    gtk_window_set_child(window.cast(), scroll)
    return window
}

/// A row with a list to choose a value of a setting from.
@MainActor
private func makeChoiceRow<Value: Equatable>(
    _ settings: SettingsModel, _ title: String, _ explanation: String, _ path: WritableKeyPath<Settings, Value>,
    _ choices: [(value: Value, name: String)]
) -> Widget {
    var choices = choices
    let current = settings.values[keyPath: path]
    // A number that was written into the file by hand is a choice too.
    if !choices.contains(where: { $0.value == current }) { choices.append((current, "\(current)")) }
    let control = makeDropDown(title, choices.map(\.name))
    gtk_drop_down_set_selected(control.opaque, guint(choices.firstIndex { $0.value == current } ?? 0))
    control.on("notify::selected") { settings.values[keyPath: path] = choices[Int(gtk_drop_down_get_selected(control.opaque))].value }
    return makePreferencesRow(title, explanation, control)
}
