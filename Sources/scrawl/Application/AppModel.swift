import DigitRecognition
import Foundation
import Sketch

/// Where what is on the canvas came from.
enum CanvasSource: Sendable, Equatable {
    /// It was drawn.
    case drawing
    /// A file, by its path.
    case file(String)
    /// A link.
    case link(String)
    /// The clipboard or another program.
    case pasted
}

/// What the window shows as the result.
enum Outcome {
    /// Nothing is on the canvas.
    case blank
    /// Something is there that was not read yet (live reading is off, or the model is being loaded).
    case unread
    /// It was read.
    case read(Reading)
    /// There is no network to read with, with the reason.
    case noModel(String)
}

/// A reading that is worth keeping.
struct ReadingEvent {
    let reading: Reading
    let source: CanvasSource
    /// The same for all readings from one blank canvas, or opened picture, to the next: an entry of the history grows with its drawing.
    let sketch: UUID
    /// Whether the user asked for it with Recognize.
    let isExplicit: Bool
}

/// The state of the app without its widgets: the drawing with its undo, the reading of it, and who wants to know.
@MainActor
final class AppModel {
    let settings: SettingsModel
    /// Told after each change of the drawing.
    let drawingChanged = Observers<Void>()
    /// Told when the result, or the selected digit, changed.
    let outcomeChanged = Observers<Void>()
    /// Told each reading of something that is on the canvas.
    let wasRead = Observers<ReadingEvent>()
    /// Told what the user has to know of the drawing that is kept for the next start.
    let told = Observers<String>()

    private(set) var history: DrawingHistory
    private(set) var outcome = Outcome.blank
    private(set) var source = CanvasSource.drawing
    private(set) var sketch = UUID()
    /// Which digit's bars are shown.
    private(set) var selectedDigit = 0
    /// What of the page can be seen; set by the canvas.
    var view = Rect(x: -300, y: -300, width: 600, height: 600)

    private let reader = LiveReader()
    private var modelError: String?
    private var isExplicit = false
    private let autosave: Autosave
    /// Where the drawings that undo may bring back came from, by their roots. It holds no drawing, so forgotten pictures are freed.
    private var origins: [ObjectIdentifier: (source: CanvasSource, sketch: UUID)] = [:]

    /// A model over the given settings; the drawing that a former run left is there again.
    init(settings: SettingsModel, dataFolder: String) {
        self.settings = settings
        autosave = Autosave(folder: dataFolder)
        history = DrawingHistory()
        autosave.failed = { [unowned self] in told.notify(localized("What is on the canvas is not kept for the next start. %1", message(of: $0))) }
        reader.deliver = { [unowned self] in receive($0) }
        settings.follow(\.readsOneDigit) { [unowned self] _ in readAgain() }
    }

    /// What is on the canvas.
    var drawing: Drawing { history.current }

    /// The reading that is shown, if any.
    var reading: Reading? {
        if case .read(let reading) = outcome { reading } else { nil }
    }

    /// Returns when what is on the canvas is kept for the next start.
    func finish() async { await autosave.finish() }

    /// Brings back the drawing that a former run left, and loads the network.
    func start() {
        loadModel()
        Task {
            let kept: (Drawing, CanvasSource)?
            do throws(DamagedCanvas) {
                kept = try await autosave.restore()
            } catch {
                kept = nil
                let name = error.keptAs.map(fileName) ?? "canvas.scrawl"
                told.notify(localized("The last drawing could not be read. It was kept as “%1”. %2", name, message(of: error.reason)))
            }
            guard let (drawing, source) = kept, self.drawing.isEmpty, !history.canUndo else { return }
            history = DrawingHistory(drawing)
            beginSketch(source)
            changed(reads: true)
        }
    }
}

/// Changing the drawing.
extension AppModel {
    /// Adds a finished stroke.
    func add(_ stroke: Stroke) {
        let isFirst = drawing.isEmpty
        history.replace(with: drawing.appending(.stroke(stroke)))
        if isFirst { beginSketch(.drawing) }
        changed(reads: settings.readsLive)
    }

    /// Makes the canvas blank; undo brings everything back.
    func clear() {
        guard !drawing.isEmpty else { return }
        history.replace(with: Drawing())
        beginSketch(.drawing)
        changed(reads: true)
    }

    /// Puts an opened picture, or a drawing from the history, in place of what is on the canvas. It is read at once.
    func open(_ drawing: Drawing, from source: CanvasSource) {
        history.replace(with: drawing)
        beginSketch(source)
        changed(reads: true)
    }

    func undo() {
        history.undo()
        recallOrigin()
        changed(reads: settings.readsLive)
    }

    func redo() {
        history.redo()
        recallOrigin()
        changed(reads: settings.readsLive)
    }

    private func changed(reads: Bool) {
        // A request that a change overtook doesn't make the next live reading one that was asked for.
        isExplicit = false
        autosave.save(drawing, source: source)
        selectedDigit = 0
        drawingChanged.notify(())
        if drawing.isEmpty {
            reader.cancel()
            show(modelError.map { .noModel($0) } ?? .blank)
        } else if reads {
            read()
        } else {
            reader.cancel()
            show(.unread)
        }
    }

    private func beginSketch(_ source: CanvasSource) {
        self.source = source
        sketch = UUID()
        // A root's identity may be that of one that is gone: the newer one takes its place here.
        if let root = drawing.root { origins[root] = (source, sketch) }
    }

    private func recallOrigin() {
        if let origin = drawing.root.flatMap({ origins[$0] }) {
            source = origin.source
            sketch = origin.sketch
        } else if drawing.isEmpty {
            beginSketch(.drawing)
        }
    }
}

/// Reading.
extension AppModel {
    /// Reads what is on the canvas, because the user asked for it.
    func recognize() {
        Timings.note("recognize")
        isExplicit = true
        guard !drawing.isEmpty else { return changed(reads: true) }
        read()
    }

    /// Shows the bars of another digit of the reading.
    func selectDigit(_ index: Int) {
        guard let reading, reading.recognition.digits.indices.contains(index), index != selectedDigit else { return }
        selectedDigit = index
        outcomeChanged.notify(())
    }

    /// Loads the chosen network, or the shipped one, in the background.
    func loadModel() {
        guard let path = settings.modelFile ?? (try? ModelLocation.standard())?.path else {
            modelError = localized("No model was found. Choose one in the preferences.")
            show(.noModel(modelError!))
            return
        }
        Task {
            do {
                try await reader.load(modelAt: path)
                modelError = nil
            } catch {
                modelError = message(of: error)
            }
            if drawing.isEmpty { show(modelError.map { .noModel($0) } ?? .blank) } else { read() }
        }
    }

    private func read() {
        reader.read(ReadingRequest(drawing: drawing, view: view, options: ReadingOptions(single: settings.readsOneDigit)))
    }

    /// Reads in another way what was read already.
    private func readAgain() {
        guard !drawing.isEmpty, settings.readsLive || reading != nil else { return }
        selectedDigit = 0
        read()
    }

    /// What in a digit's ink spoke for an answer; nil where that can't be told.
    func evidence(in digit: ReadDigit, of reading: Reading, for answer: Int) async -> DigitEvidence? {
        await reader.evidence(in: digit, of: reading, for: answer)
    }

    private func receive(_ reading: Reading?) {
        guard let reading else {
            // While the network is still being loaded its end reads the drawing again.
            if let modelError { show(.noModel(modelError)) }
            return
        }
        show(.read(reading))
        Timings.note("answer")
        wasRead.notify(ReadingEvent(reading: reading, source: source, sketch: sketch, isExplicit: isExplicit))
        isExplicit = false
    }

    private func show(_ outcome: Outcome) {
        self.outcome = outcome
        outcomeChanged.notify(())
    }
}
