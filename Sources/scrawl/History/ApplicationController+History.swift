/// The history's window.
extension ApplicationController {
    /// Shows the window with all that was recognised.
    func showHistory() { history.present(for: pointer) }
}
