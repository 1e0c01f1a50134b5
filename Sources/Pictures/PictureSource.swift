import Foundation

/// Where a picture comes from: what a person names on a command line, drops or pastes.
public enum PictureSource: Sendable, Equatable {
    /// A file.
    case file(URL)
    /// An http, https or `data:` link, or one of a kind that is refused with its name.
    case link(String)

    /// A link where the text begins like one, else the path of a file (also as a `file:` URL, which may name files that are not UTF-8).
    public init(argument: String) {
        let scheme = argument.prefix { $0 != ":" }.lowercased()
        let isLink = argument.dropFirst(scheme.count).hasPrefix("://") && scheme.wholeMatch(of: /[a-z][a-z0-9+.-]*/) != nil
        if scheme == "file", isLink, let url = URL(string: argument), url.isFileURL {
            self = .file(url)
        } else if isLink || ["http", "https", "data"].contains(scheme) && argument.count > scheme.count {
            self = .link(argument)
        } else {
            self = .file(URL(fileURLWithPath: argument))
        }
    }

    /// The picture; blocks until it is read or fetched.
    ///
    /// - Throws: `PictureError` or `DownloadError`.
    public func load(decoder: PictureDecoder = .init(), downloader: PictureDownloader = .init()) throws -> Picture {
        switch self {
        case .file(let url): try decoder.decode(fileAt: url)
        case .link(let link): try decoder.decode(downloader.download(link))
        }
    }
}
