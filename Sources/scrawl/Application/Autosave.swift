import Foundation
import Pictures
import Sketch

/// Keeps what is on the canvas in a file after each change, so that it is there again after a crash or a kill.
@MainActor
final class Autosave {
    private let keeper: CanvasFile
    private var waiting: (drawing: Drawing, source: CanvasSource)?
    private var writing: Task<Void, Never>?

    /// Keeps the drawing in `canvas.scrawl` of the folder.
    init(folder: String) { keeper = CanvasFile(folder: folder) }

    /// Writes the drawing in the background. While one is being written, only the newest waits.
    func save(_ drawing: Drawing, source: CanvasSource) {
        waiting = (drawing, source)
        guard writing == nil else { return }
        writing = Task {
            while let (drawing, source) = waiting {
                waiting = nil
                await keeper.write(drawing, source: source)
            }
            writing = nil
        }
    }

    /// Returns when the newest drawing is written.
    func finish() async { await writing?.value }

    /// The drawing that was kept last, if there is one that can be read.
    func restore() async -> (Drawing, CanvasSource)? { await keeper.read() }
}
