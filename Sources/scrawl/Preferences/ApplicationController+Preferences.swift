import CGTK

/// The window with the preferences.
extension ApplicationController {
    /// Shows the preferences.
    func showPreferences() {
        guard let window else { return }
        gtk_window_present(makePreferencesWindow(model: model, over: window.window).cast())
    }
}
