import Foundation
import Settings

/// The settings while the app runs: whoever shows or follows one is told its changes, and each change is written soon.
@MainActor
@dynamicMemberLookup
final class SettingsModel {
    /// Told after each change, with the settings before and now.
    let changed = Observers<(old: Settings, new: Settings)>()
    /// Where a damaged settings file was put at start; nil where nothing was damaged.
    let damagedFile: String?
    /// Why the settings could not be read at start; nil where they could, or where there were none.
    let problem: SettingsError?
    private let writer: SettingsWriter

    /// All values; changing them together tells and writes them once.
    var values: Settings {
        didSet {
            guard values != oldValue else { return }
            writer.save(values)
            changed.notify((oldValue, values))
        }
    }

    /// Reads the file; without one, everything is as on a first start.
    init(file: SettingsFile = SettingsFile(at: URL(filePath: Folders.configuration + "/settings.json"))) {
        writer = SettingsWriter(to: file) { logWarning($0.description) }
        do {
            let loaded = try file.load()
            values = loaded.settings
            damagedFile = loaded.damagedFile?.path
            problem = nil
        } catch {
            logWarning(error.description)
            values = Settings()
            damagedFile = nil
            problem = error
        }
    }

    subscript<Value>(dynamicMember path: WritableKeyPath<Settings, Value>) -> Value {
        get { values[keyPath: path] }
        set { values[keyPath: path] = newValue }
    }

    /// Calls the closure when one setting changed, with its new value.
    func follow<Value: Equatable>(_ path: KeyPath<Settings, Value>, _ call: @escaping @MainActor (Value) -> Void) {
        changed.add { change in if change.old[keyPath: path] != change.new[keyPath: path] { call(change.new[keyPath: path]) } }
    }

    /// Returns when everything is written, before the process ends.
    func finish() { writer.finish() }
}
