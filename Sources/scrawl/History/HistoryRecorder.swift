import DigitRecognition
import Foundation
import History
import Pictures
import Sketch

/// Decides which readings are worth an entry.
///
/// Live reading reads after each stroke; an entry is made where the user says that something is done: with Recognize, by opening a
/// picture, and with the last reading of a drawing that gives way to another. A drawing that is kept already is not kept twice.
@MainActor
final class HistoryRecorder {
    private let model: AppModel
    private let keep: @MainActor (Reading, CanvasSource) -> Void
    /// The newest reading of the drawing on the canvas.
    private var latest: ReadingEvent?
    /// The drawing that was kept last, for each of the last sketches: undo brings one back.
    private var kept: [(sketch: UUID, drawing: DrawingIdentity)] = []

    /// Has readings kept by `keep`.
    init(model: AppModel, keep: @escaping @MainActor (Reading, CanvasSource) -> Void) {
        self.model = model
        self.keep = keep
        model.wasRead.add { [unowned self] in take($0) }
        model.drawingChanged.add { [unowned self] in noticeNewSketch() }
    }

    /// Keeps what was read last, if it isn't kept: called when the canvas is saved.
    func keepLatest() {
        guard let latest, latest.sketch == model.sketch else { return }
        record(latest)
    }

    /// The drawing came from the history: it is not kept again unless it changes.
    func remember(_ drawing: Drawing) { remember(drawing, of: model.sketch) }

    private func take(_ event: ReadingEvent) {
        latest = event
        let isOpened = event.source != .drawing && !kept.contains { $0.sketch == event.sketch }
        if event.isExplicit || isOpened { record(event) }
    }

    private func noticeNewSketch() {
        guard let latest, latest.sketch != model.sketch else { return }
        self.latest = nil
        // What was never asked about and holds no digit was a scribble.
        if !latest.reading.recognition.digits.isEmpty { record(latest) }
    }

    private func record(_ event: ReadingEvent) {
        let recognition = event.reading.recognition
        guard model.settings.keepsHistory, !recognition.digits.isEmpty || !recognition.rejected.isEmpty,
            !kept.contains(where: { $0.drawing.isOf(event.reading.drawing) })
        else { return }
        remember(event.reading.drawing, of: event.sketch)
        keep(event.reading, event.source)
    }

    private func remember(_ drawing: Drawing, of sketch: UUID) {
        kept.removeAll { $0.sketch == sketch }
        kept.append((sketch, DrawingIdentity(of: drawing)))
        if kept.count > 64 { kept.removeFirst() }
    }
}
