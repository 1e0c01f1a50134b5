import Foundation
import Pictures
import Sketch

/// Reads files and fetches links in the background; a new request cancels the one before.
@MainActor
final class PictureOpener {
    private var task: Task<Void, Never>?

    /// Reads or fetches a picture and prepares it for the canvas. `finish` is called on the main actor, unless a newer request came.
    func open(
        _ source: PictureSource, progress: @escaping @MainActor (PictureDownloader.Progress) -> Void = { _ in },
        finish: @escaping @MainActor (Result<PictureLevels, any Error>) -> Void
    ) {
        start(finish: finish) {
            let data: Data
            switch source {
            case .file(let url): return try await Self.inBackground { PictureLevels(try PictureDecoder().decode(fileAt: url)) }
            case .link(let link):
                data = try await PictureDownloader().download(link) { step in Task { @MainActor in progress(step) } }
            }
            return try await Self.inBackground { PictureLevels(try PictureDecoder().decode(data)) }
        }
    }

    /// Prepares pixels that are there already.
    func open(_ picture: Picture, finish: @escaping @MainActor (Result<PictureLevels, any Error>) -> Void) {
        start(finish: finish) { try await Self.inBackground { PictureLevels(picture) } }
    }

    /// Gives up what is being read or fetched.
    func cancel() {
        task?.cancel()
        task = nil
    }

    private func start(
        finish: @escaping @MainActor (Result<PictureLevels, any Error>) -> Void, work: @escaping @Sendable () async throws -> PictureLevels
    ) {
        cancel()
        task = Task {
            let result: Result<PictureLevels, any Error>
            do { result = .success(try await work()) } catch { result = .failure(error) }
            if !Task.isCancelled { finish(result) }
        }
    }

    /// Decoding blocks a thread, so it gets one that no task waits for.
    private nonisolated static func inBackground(_ work: @escaping @Sendable () throws -> PictureLevels) async throws -> PictureLevels {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global(qos: .userInitiated).async { continuation.resume(with: Result { try work() }) }
        }
    }
}
