import CGTK
import Foundation

/// What the user chose, kept in `settings.ini` of the configuration folder.
@MainActor
final class Settings {
    /// Light or dark.
    enum Style: String { case system, light, dark }

    /// Told when a value changed, with its key.
    let changed = Observers<Key>()

    /// The names of the values in the file.
    enum Key: String {
        case style, liveReading, framesOverDigits, keepsHistory, modelFile, penSize, eraserSize
        case windowWidth, windowHeight, windowMaximized, openFolder, saveFolder
    }

    private static let group = "scrawl"
    private let path: String
    private let file = g_key_file_new()!
    private var saving: Timer?

    /// Reads the file; without one, everything has its default.
    init(folder: String) {
        path = folder + "/settings.ini"
        g_key_file_load_from_file(file, path, G_KEY_FILE_KEEP_COMMENTS, nil)
    }

    isolated deinit { g_key_file_free(file) }

    /// Which style the window has.
    var style: Style {
        get { string(.style).flatMap(Style.init) ?? .system }
        set { set(.style, newValue.rawValue) }
    }

    /// Whether the drawing is read after each stroke.
    var liveReading: Bool {
        get { bool(.liveReading) ?? true }
        set { set(.liveReading, newValue ? "true" : "false") }
    }

    /// Whether a frame with its reading is shown over each digit.
    var framesOverDigits: Bool {
        get { bool(.framesOverDigits) ?? true }
        set { set(.framesOverDigits, newValue ? "true" : "false") }
    }

    /// Whether recognitions are kept in the history.
    var keepsHistory: Bool {
        get { bool(.keepsHistory) ?? true }
        set { set(.keepsHistory, newValue ? "true" : "false") }
    }

    /// The model to read with instead of the shipped one.
    var modelFile: String? {
        get { string(.modelFile) }
        set { set(.modelFile, newValue) }
    }

    /// Width of the pen, in page units.
    var penSize: Double {
        get { number(.penSize, in: 2...60) ?? 18 }
        set { set(.penSize, String(newValue)) }
    }

    /// Width of the eraser, in page units.
    var eraserSize: Double {
        get { number(.eraserSize, in: 2...60) ?? 40 }
        set { set(.eraserSize, String(newValue)) }
    }

    /// Size of the window when it is not maximized, in logical pixels.
    var windowSize: (width: Int, height: Int) {
        get {
            (number(.windowWidth, in: 200...20_000).map { Int($0) } ?? 1040, number(.windowHeight, in: 200...20_000).map { Int($0) } ?? 720)
        }
        set {
            set(.windowWidth, String(newValue.width))
            set(.windowHeight, String(newValue.height))
        }
    }

    /// Whether the window is maximized.
    var windowMaximized: Bool {
        get { bool(.windowMaximized) ?? false }
        set { set(.windowMaximized, newValue ? "true" : "false") }
    }

    /// The folder from which a picture was opened last.
    var openFolder: String? {
        get { string(.openFolder) }
        set { set(.openFolder, newValue) }
    }

    /// The folder to which a picture was saved last.
    var saveFolder: String? {
        get { string(.saveFolder) }
        set { set(.saveFolder, newValue) }
    }

    /// Writes the file now; without this it is written a moment after the last change.
    func save() {
        guard saving != nil else { return }
        saving?.cancel()
        saving = nil
        guard (try? Folders.make((path as NSString).deletingLastPathComponent)) != nil else { return }
        var error: UnsafeMutablePointer<GError>?
        if g_key_file_save_to_file(file, path, &error) == 0 {
            logWarning("Settings could not be saved: \(takeMessage(error))")
        }
    }

    private func string(_ key: Key) -> String? {
        takeString(g_key_file_get_string(file, Self.group, key.rawValue, nil)).flatMap { $0.isEmpty ? nil : $0 }
    }

    private func bool(_ key: Key) -> Bool? { string(key).flatMap(Bool.init) }

    private func number(_ key: Key, in range: ClosedRange<Double>) -> Double? {
        string(key).flatMap(Double.init).flatMap { range.contains($0) ? $0 : nil }
    }

    private func set(_ key: Key, _ value: String?) {
        guard value != string(key) else { return }
        g_key_file_set_string(file, Self.group, key.rawValue, value ?? "")
        changed.notify(key)
        saving?.cancel()
        saving = Timer(milliseconds: 300) { [weak self] in self?.save() }
    }
}
