import CGTK
import Foundation
import Pictures

/// The application's id on the desktop: names of its icon, its desktop file and its D-Bus service.
let applicationID = "io.github.scrawl.Scrawl"

private let quitShortcut: StaticString = "<Control>q"

/// The GtkApplication: one process, one window, the model behind it, and what the command line asks to open.
@MainActor
final class ApplicationController {
    let pointer: OpaquePointer
    let settings: SettingsModel
    let model: AppModel
    private(set) var window: MainWindow?
    private var style: StyleController?
    private var isEnding = false
    private(set) lazy var history = HistoryPresenter(model: model, dataFolder: Folders.data) { [unowned self] in window?.toasts.tell($0) }

    init() {
        settings = SettingsModel()
        model = AppModel(settings: settings, dataFolder: Folders.data)
        g_set_prgname(applicationID)
        g_set_application_name("Scrawl")
        pointer = OpaquePointer(gtk_application_new(applicationID, G_APPLICATION_HANDLES_OPEN)!)
    }

    /// Runs until the window is closed, and returns the exit status. The files and links are opened here, or in the Scrawl that
    /// runs already.
    func run(opening addresses: [String]) -> Int32 {
        pointer.on("startup") { [unowned self] in startUp() }
        pointer.on("activate") { [unowned self] in activate() }
        pointer.onOpen { [unowned self] in open($0) }
        pointer.on("shutdown") { [unowned self] in settings.finish() }
        // GTK 4.8 names what it tells screen readers by the app's place on the session bus, and fails where there is none.
        if let bus = g_bus_get_sync(G_BUS_TYPE_SESSION, nil, nil) { g_object_unref(bus.object) } else { setenv("GTK_A11Y", "none", 1) }
        // The options are parsed already; a file may be named like one.
        var words = ([applicationID, "--"] + addresses).map { strdup($0) }
        defer { for word in words { free(word) } }
        return g_application_run(pointer.cast(), Int32(words.count), &words)
    }

    private func startUp() {
        gtk_window_set_default_icon_name(applicationID)
        // Where the desktop does not look by itself: an unusual prefix, or the source tree.
        let icons = gtk_icon_theme_get_for_display(gdk_display_get_default())
        for folder in Folders.icons { gtk_icon_theme_add_search_path(icons, folder) }
        hideEndedDrags()
        style = StyleController(settings: settings)
        _ = Action("quit", in: pointer) { [unowned self] in
            if let window { gtk_window_close(window.window.cast()) } else { g_application_quit(pointer.cast()) }
        }
        // Of the application, so that it works in every window.
        var keys: [UnsafePointer<CChar>?] = [quitShortcut.utf8Start, nil].map { $0.map { UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self) } }
        gtk_application_set_accels_for_action(pointer.cast(), "app.quit", &keys)
    }

    private func activate() {
        if window == nil {
            let window = MainWindow(application: self)
            self.window = window
            model.told.add { window.toasts.tell($0) }
            history.keeper.open()
            if let problem = settings.problem { window.toasts.tell(message(of: problem)) }
            if let damaged = settings.damagedFile {
                window.toasts.tell(localized("The settings were damaged. They were kept as “%1”.", URL(filePath: damaged).lastPathComponent))
            }
            model.start()
        }
        window?.present()
    }

    /// Ends the app when what was begun is written; at once where it is asked again.
    ///
    /// The window stays until the process ends: readings and pictures that arrive meanwhile find all widgets in their places.
    func end() {
        guard !isEnding else { return g_application_quit(pointer.cast()) }
        isEnding = true
        history.close()
        Task {
            await window?.finish()
            await model.finish()
            g_application_quit(pointer.cast())
        }
    }

    /// Files and links of the command line or the file manager.
    private func open(_ addresses: [String]) {
        activate()
        _ = window?.openFirst(of: addresses)
    }
}
