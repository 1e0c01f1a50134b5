import Dispatch
import Synchronization

/// Writes settings off the main thread: of many changes in a row only the last is written.
public final class SettingsWriter: Sendable {
    private let file: SettingsFile
    private let queue = DispatchQueue(label: "scrawl.settings", qos: .utility)
    private let pending = Mutex<Settings?>(nil)
    private let failed: @Sendable (SettingsError) -> Void

    /// A writer to `file`, which calls `failed` on a thread of its own where a file can't be written.
    public init(to file: SettingsFile, failed: @escaping @Sendable (SettingsError) -> Void) {
        self.file = file
        self.failed = failed
    }

    /// Writes `settings` soon.
    public func save(_ settings: Settings) {
        let isFirst = pending.withLock { pending in
            defer { pending = settings }
            return pending == nil
        }
        // While one waits its turn, it takes along whatever comes.
        if isFirst { queue.async { self.writePending() } }
    }

    /// Returns when all that was given to `save` is written, as before the process ends.
    public func finish() { queue.sync {} }

    private func writePending() {
        guard let settings = pending.withLock({ pending in
            defer { pending = nil }
            return pending
        }) else { return }
        do {
            try file.save(settings)
        } catch {
            failed(error)
        }
    }
}
