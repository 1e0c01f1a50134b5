import CCurl

/// A link to the web, parsed and made canonical by libcurl's URL parser.
struct WebLink {
    /// The whole URL.
    let url: String
    /// The name of the server, for messages.
    let host: String

    /// Takes what people paste: white space around it, spaces and letters beyond ASCII in it, and no scheme before `host.name/path`.
    init(_ text: some StringProtocol) throws(DownloadError) {
        guard let handle = curl_url() else { throw .network(host: "", reason: "out of memory") }
        defer { curl_url_cleanup(handle) }
        let text = String(text)
        var flags = CURLU_URLENCODE | CURLU_NON_SUPPORT_SCHEME
        if !text.contains("://") {
            if let scheme = Self.scheme(of: text) { throw .unsupportedScheme(scheme) }
            // "cat.png" is a file's name; a host without a scheme is believed only where a path follows.
            let host = text.prefix { $0 != "/" }
            guard host.count < text.count, host.contains("."), !host.hasPrefix("."), !host.contains(where: \.isWhitespace) else { throw .notALink }
            flags |= CURLU_DEFAULT_SCHEME
        }
        guard curl_url_set(handle, CURLUPART_URL, text, UInt32(flags)) == CURLUE_OK, let url = Self.part(CURLUPART_URL, of: handle),
              let scheme = Self.part(CURLUPART_SCHEME, of: handle)?.lowercased() else { throw .notALink }
        guard scheme == "http" || scheme == "https" else { throw .unsupportedScheme(scheme) }
        guard let host = Self.part(CURLUPART_HOST, of: handle), !host.isEmpty else { throw .notALink }
        self.url = url
        self.host = host
    }

    /// "mailto" of "mailto:someone"; nil where no scheme comes first, as in "localhost:8080/a.png".
    private static func scheme(of text: String) -> String? {
        guard let colon = text.firstIndex(of: ":"), let next = text[colon...].dropFirst().first, !next.isNumber else { return nil }
        let scheme = text[..<colon]
        guard let first = scheme.first, first.isASCII, first.isLetter, scheme.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "+-".contains($0)) })
        else { return nil }
        return scheme.lowercased()
    }

    private static func part(_ part: CURLUPart, of handle: OpaquePointer) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(handle, part, &text, 0) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
