import Foundation
import Pictures
import Sketch

/// Keeps what is on the canvas in a file after each change, so that it is there again after a crash or a kill.
@MainActor
final class Autosave {
    private let keeper: CanvasFile
    private var waiting: (drawing: Drawing, source: CanvasSource)?
    private var writing: Task<Void, Never>?
    /// Called where a drawing could not be written; again only after one could.
    var failed: @MainActor (any Error) -> Void = { _ in }
    private var isFailing = false

    /// Keeps the drawing in `canvas.scrawl` of the folder.
    init(folder: String) { keeper = CanvasFile(folder: folder) }

    /// Writes the drawing in the background. While one is being written, only the newest waits.
    func save(_ drawing: Drawing, source: CanvasSource) {
        waiting = (drawing, source)
        guard writing == nil else { return }
        writing = Task {
            while let (drawing, source) = waiting {
                waiting = nil
                do {
                    try await keeper.write(drawing, source: source)
                    isFailing = false
                } catch {
                    // Drawing goes on with a full disk.
                    logWarning("The drawing could not be kept: \(message(of: error))")
                    if !isFailing { failed(error) }
                    isFailing = true
                }
            }
            writing = nil
        }
    }

    /// Returns when the newest drawing is written.
    func finish() async { await writing?.value }

    /// The drawing that was kept last, if there is one that can be read.
    func restore() async throws(DamagedCanvas) -> (Drawing, CanvasSource)? { try await keeper.read() }
}
