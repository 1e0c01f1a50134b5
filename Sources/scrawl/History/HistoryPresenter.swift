import CGTK
import History

/// The history of the app and its window, which is made when it is asked for and goes when it is closed.
@MainActor
final class HistoryPresenter {
    let keeper: HistoryKeeper
    private let settings: SettingsModel
    private var window: HistoryWindow?
    private let tell: @MainActor (String) -> Void

    /// Messages are told by `tell` where no history window is open to show them.
    init(model: AppModel, dataFolder: String, tell: @escaping @MainActor (String) -> Void) {
        settings = model.settings
        keeper = HistoryKeeper(model: model, dataFolder: dataFolder)
        self.tell = tell
        keeper.stateChanged.add { [unowned self] in window?.keeperChanged() }
        keeper.entriesChanged.add { [unowned self] in window?.entriesChanged() }
        settings.follow(\.keepsHistory) { [unowned self] _ in window?.keeperChanged() }
        keeper.message.add { [unowned self] in
            if let window { window.toasts.tell($0) } else { self.tell($0) }
        }
    }

    /// Shows the window.
    func present(for application: OpaquePointer) {
        if window == nil {
            let made = HistoryWindow(keeper: keeper, settings: settings)
            gtk_window_set_application(made.window.cast(), application.cast())
            made.window.on("destroy") { [unowned self] in window = nil }
            window = made
        }
        window?.present()
    }

    /// Closes the window with the main one.
    func close() {
        if let window { gtk_window_close(window.window.cast()) }
    }
}
