import DigitRecognition
import Sketch

/// Has drawings read one after the other in the background. While one is being read, only the newest that came since waits: an older
/// one is never shown after a newer one.
@MainActor
final class LiveReader {
    /// Told each reading of the newest drawing; nil where there is no network.
    var deliver: (Reading?) -> Void = { _ in }

    private let pages = PageReader()
    private var waiting: ReadingRequest?
    private var isRunning = false
    private var newest = 0

    /// Uses another network from now on.
    func load(modelAt path: String) async throws { try await pages.load(modelAt: path) }

    /// Asks for a drawing to be read; the answer comes through `deliver`, unless a newer request makes it stale.
    func read(_ request: ReadingRequest) {
        waiting = request
        newest += 1
        guard !isRunning else { return }
        isRunning = true
        Task {
            while let request = waiting {
                waiting = nil
                let number = newest
                let reading = await pages.read(request)
                if number == newest { deliver(reading) }
            }
            isRunning = false
        }
    }

    /// What in a digit's ink spoke for an answer; nil where that can't be told. It keeps no drawing waiting that is to be read.
    func evidence(in digit: ReadDigit, of reading: Reading, for answer: Int) async -> DigitEvidence? {
        guard let (reader, picture) = await pages.material(of: reading) else { return nil }
        return await Task.detached { reader.evidence(in: digit, for: answer, of: picture) }.value
    }

    /// Drops what waits and what is being read.
    func cancel() {
        waiting = nil
        newest += 1
    }
}
