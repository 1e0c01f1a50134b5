import Foundation

/// Why a server cannot prove who it is; the raw value goes on after a colon.
public enum CertificateProblem: String, Sendable, CaseIterable {
    case expired = "its certificate has expired"
    case signedByItself = "its certificate is signed by itself"
    case unknownIssuer = "its certificate comes from nobody known"
}

/// Why a picture could not be fetched; the description is a sentence for the person who pasted the link.
public enum DownloadError: Error, Equatable {
    /// The text is no link.
    case notALink
    /// A link, but not to the web.
    case unsupportedScheme(String)
    /// No address is known for the host.
    case noSuchHost(String)
    /// The host does not answer at that port.
    case refused(host: String)
    /// The server answered with an error.
    case status(Int, host: String)
    /// More redirects than allowed.
    case tooManyRedirects(limit: Int)
    /// The server redirects to something that is not the web, such as a file of this computer.
    case forbiddenRedirect
    /// What came is no picture; `what` says what it is, where that can be told.
    case notAPicture(what: String?)
    /// More bytes than `limit`.
    case tooManyBytes(limit: Int)
    /// No connection within the time allowed.
    case connectTimeOut(host: String)
    /// Connected, but nothing or next to nothing came for the time allowed.
    case stalled(host: String)
    /// The server could not prove who it is; `reason` is a `CertificateProblem`'s, or libcurl's.
    case certificate(host: String, reason: String)
    /// The connection ended before the picture did.
    case interrupted(host: String)
    /// The server sent nothing.
    case empty
    /// Whoever asked for the picture does not want it any more.
    case cancelled
    /// Anything else; `reason` is libcurl's message.
    case network(host: String, reason: String)
}

extension DownloadError: LocalizedError {
    /// What went wrong, in a sentence for a person.
    public var errorDescription: String? {
        switch self {
        case .notALink: "This is not a link to a picture."
        case .unsupportedScheme(let scheme): "Links that begin with “\(scheme):” cannot be opened, only http and https."
        case .noSuchHost(let host): "There is no server named “\(host)”, or this computer is offline."
        case .refused(let host): "“\(host)” refuses the connection."
        case .status(404, let host): "“\(host)” has no such picture (error 404)."
        case .status(let code, let host) where code == 401 || code == 403:
            "“\(host)” does not give this picture to everyone (error \(code))."
        case .status(let code, let host): "“\(host)” answered with error \(code)."
        case .tooManyRedirects(let limit): "The link leads on to other links more than \(limit) times."
        case .forbiddenRedirect: "The link leads to something that is not on the web."
        case .notAPicture(let what?): "The link does not lead to a picture but to \(what)."
        case .notAPicture(nil): "The link does not lead to a picture of any known format."
        case .tooManyBytes(let limit): "The picture is too large: at most \(limit >> 20) MiB can be opened."
        case .connectTimeOut(let host): "“\(host)” does not answer."
        case .stalled(let host): "“\(host)” is too slow: it has stopped sending."
        case .certificate(let host, let reason): "“\(host)” cannot prove that it is “\(host)”: \(reason)."
        case .interrupted(let host): "“\(host)” broke off before the picture was complete."
        case .empty: "The link leads to nothing: the answer is empty."
        case .cancelled: "The download was cancelled."
        case .network(let host, let reason): "The picture could not be fetched from “\(host)”: \(reason)."
        }
    }
}
