/// The window with the preferences.
extension ApplicationController {
    /// Shows the preferences.
    func showPreferences() {}
}
