import Foundation
import History
import Sketch

/// The history as the app uses it: opened in the background, told each recognition, and asked by the window.
@MainActor
final class HistoryKeeper {
    /// How far the opening has come.
    enum State {
        case opening
        case open(HistoryStore)
        /// It can't be used, with the reason.
        case failed(String)
    }

    private(set) var state = State.opening
    /// Told when the state changed.
    let stateChanged = Observers<Void>()
    /// Told when there are other entries.
    let entriesChanged = Observers<Void>()
    /// What the user has to know, such as a damaged file that was set aside.
    let message = Observers<String>()

    private let model: AppModel
    private let file: URL
    private lazy var recorder = HistoryRecorder(model: model) { [unowned self] in keep($0, source: $1) }
    private var waiting: [(reading: Reading, source: CanvasSource)] = []
    private var isKeeping = false
    private var beyondLimit: [Deletion] = []
    private var isFirst = true

    /// Keeps what `model` reads in `history.sqlite` of a folder.
    init(model: AppModel, dataFolder: String) {
        self.model = model
        file = URL(filePath: dataFolder).appending(path: "history.sqlite")
        _ = recorder
        model.settings.follow(\.historyLimit) { [unowned self] in limit(to: $0) }
    }

    /// Opens the file; what is read meanwhile is kept when it is open.
    func open() {
        Task {
            do {
                let opened = try await HistoryStore.open(at: file)
                try await opened.store.keepNewest(model.settings.historyLimit)
                state = .open(opened.store)
                if let damaged = opened.damagedFile {
                    message.notify(localized("The history was damaged. It was kept as “%1”, and a new one was begun.", damaged.lastPathComponent))
                }
                keepWaiting()
                // What was deleted in a former run can't be brought back any more.
                try await opened.store.purge()
            } catch {
                fail(error)
            }
            stateChanged.notify(())
        }
    }

    /// The history, if it is open.
    var store: HistoryStore? {
        if case .open(let store) = state { store } else { nil }
    }

    /// Keeps what is on the canvas, if it was read and isn't kept yet.
    func keepLatest() { recorder.keepLatest() }

    /// Puts the drawing of an entry on the canvas, in place of what is there; undo brings that back.
    func openAgain(_ id: HistoryEntry.ID) async throws {
        guard let store else { return }
        let content = try await store.content(of: id)
        let drawing = try await Self.drawing(of: content)
        model.open(drawing, from: CanvasSource(content.entry.source))
        recorder.remember(drawing)
    }

    private nonisolated static func drawing(of content: EntryContent) async throws -> Drawing { try EntryMaking.drawing(of: content) }

    private nonisolated static func entry(for reading: Reading, source: CanvasSource) async throws -> NewEntry {
        try EntryMaking.entry(for: reading, source: source)
    }

    /// Keeps no more than so many entries from now on. What was too many comes back with a greater number, as long as the app runs.
    private func limit(to count: Int?) {
        guard let store else { return }
        Task {
            do {
                while let deletion = beyondLimit.popLast() { try await store.undo(deletion) }
                beyondLimit.append(try await store.keepNewest(count))
                entriesChanged.notify(())
            } catch {
                message.notify(scrawl.message(of: error))
            }
        }
    }

    private func keep(_ reading: Reading, source: CanvasSource) {
        if case .failed = state { return }
        waiting.append((reading, source))
        keepWaiting()
    }

    /// Stores what waits, one after the other, so that the order of the entries is that of the readings.
    private func keepWaiting() {
        guard let store, !isKeeping, !waiting.isEmpty else { return }
        isKeeping = true
        Task {
            while !waiting.isEmpty {
                let (reading, source) = waiting.removeFirst()
                do {
                    let entry = try await Self.entry(for: reading, source: source)
                    // The drawing that a former run left is on the canvas again, and may be in the history already.
                    let isKept = isFirst ? try await store.newestHasDrawing(of: entry) : false
                    isFirst = false
                    if isKept { continue }
                    try await store.add(entry)
                    entriesChanged.notify(())
                } catch {
                    message.notify(localized("This could not be kept in the history. %1", scrawl.message(of: error)))
                }
            }
            isKeeping = false
        }
    }

    private func fail(_ error: any Error) {
        state = .failed(scrawl.message(of: error))
        waiting = []
        message.notify(scrawl.message(of: error))
    }
}
