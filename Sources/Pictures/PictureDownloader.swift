import Dispatch
import Foundation
import Synchronization

/// Fetches pictures from the web through libcurl, and from `data:` links.
///
/// Only http and https are spoken, also after redirects; certificates are verified; what arrives is counted and looked at, so that neither an endless
/// answer nor a video is fetched to its end.
public struct PictureDownloader: Sendable {
    /// How long to wait and how much to take.
    public struct Limits: Sendable, Equatable {
        /// Bytes of the picture, 64 MiB by default.
        public var bytes = 64 << 20
        /// Redirects followed, 5 by default.
        public var redirects = 5
        /// Seconds from the start to a connection, 10 by default.
        public var connectSeconds = 10.0
        /// Seconds in which at least half a kilobyte must arrive, 15 by default.
        public var stallSeconds = 15.0

        /// The limits of the app.
        public init() {}
    }

    /// How far a download is.
    public struct Progress: Sendable, Equatable {
        /// Bytes that have arrived.
        public var received: Int
        /// Bytes that the server announced; nil where it did not.
        public var expected: Int?
    }

    /// The limits of each download.
    public var limits: Limits

    /// A downloader with the given limits.
    public init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Fetches the file behind a link. Blocks until it is there.
    ///
    /// - Parameters:
    ///   - link: an http or https URL, or `data:image/...`; white space around it is ignored.
    ///   - progress: is called on this thread whenever more has arrived.
    ///   - isCancelled: is asked at least ten times a second.
    /// - Returns: the bytes of a file that begins like a picture; `PictureDecoder` opens it.
    /// - Throws: `DownloadError`.
    public func download(
        _ link: String, progress: (Progress) -> Void = { _ in }, isCancelled: () -> Bool = { false }
    ) throws(DownloadError) -> Data {
        let trimmed = link.drop(while: \.isWhitespace)
        let text = trimmed.prefix(trimmed.count - trimmed.reversed().prefix(while: \.isWhitespace).count)
        guard !text.isEmpty else { throw .notALink }
        let data: Data
        if text.prefix(5).lowercased() == "data:" {
            data = try DataLink.decode(text, limit: limits.bytes)
        } else {
            data = try CurlTransfer(WebLink(text), limits: limits).perform(progress: progress, isCancelled: isCancelled)
        }
        if case .other(let what) = data.withUnsafeBytes({ FileSignature($0) }) { throw .notAPicture(what: what) }
        return data
    }

    /// Fetches the file behind a link on a thread of its own; cancelling the task ends the download within a tenth of a second.
    ///
    /// - Parameter progress: is called on that thread.
    /// - Throws: `DownloadError`.
    public func download(_ link: String, progress: @escaping @Sendable (Progress) -> Void = { _ in }) async throws -> Data {
        let flag = CancellationFlag()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                DispatchQueue.global(qos: .userInitiated).async {
                    continuation.resume(with: Result { try download(link, progress: progress, isCancelled: { flag.isSet }) })
                }
            }
        } onCancel: {
            flag.set()
        }
    }
}

/// A wish that goes one way, from the one who cancels to the one who works.
private final class CancellationFlag: Sendable {
    private let value = Atomic(false)

    var isSet: Bool { value.load(ordering: .relaxed) }

    func set() { value.store(true, ordering: .relaxed) }
}
