import Foundation
import Pictures
import Sketch

/// Keeps what is on the canvas in a file after each change, so that it is there again after a crash or a kill.
@MainActor
final class Autosave {
    private let keeper: CanvasFile
    private var waiting: (drawing: Drawing, source: CanvasSource)?
    private var isRunning = false

    /// Keeps the drawing in `canvas.scrawl` of the folder.
    init(folder: String) { keeper = CanvasFile(folder: folder) }

    /// Writes the drawing in the background. While one is being written, only the newest waits.
    func save(_ drawing: Drawing, source: CanvasSource) {
        waiting = (drawing, source)
        guard !isRunning else { return }
        isRunning = true
        Task {
            while let (drawing, source) = waiting {
                waiting = nil
                await keeper.write(drawing, source: source)
            }
            isRunning = false
        }
    }

    /// The drawing that was kept last, if there is one that can be read.
    func restore() async -> (Drawing, CanvasSource)? { await keeper.read() }
}
