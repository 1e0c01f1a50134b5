import CCurl
import Foundation

/// One request with its answer: the only code that touches libcurl's handles.
///
/// It runs on the multi interface, because there the waiting is ours: cancelling and stalling are looked at ten times a second, whether something
/// arrives or not.
final class CurlTransfer {
    private let link: WebLink
    private let limits: PictureDownloader.Limits
    private let easy: UnsafeMutableRawPointer
    private let multi: UnsafeMutableRawPointer
    private var data = Data()
    /// Header and body bytes, whatever becomes of them: the sign of life that stalling is told by.
    private var arrived = 0
    /// Why the write callback stopped the transfer.
    private var refusal: DownloadError?

    /// A window of the stall time-out in which fewer bytes arrive is a stall.
    private static let slowest = 512

    /// libcurl wants this once, before any thread uses it.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    init(_ link: WebLink, limits: PictureDownloader.Limits) throws(DownloadError) {
        guard Self.isReady, let easy = curl_easy_init() else { throw .network(host: link.host, reason: "libcurl does not start") }
        guard let multi = curl_multi_init() else {
            curl_easy_cleanup(easy)
            throw .network(host: link.host, reason: "libcurl does not start")
        }
        self.link = link
        self.limits = limits
        self.easy = easy
        self.multi = multi
    }

    deinit {
        curl_multi_remove_handle(multi, easy)
        curl_easy_cleanup(easy)
        curl_multi_cleanup(multi)
    }

    /// Carries the request through; to be called once.
    func perform(progress: (PictureDownloader.Progress) -> Void, isCancelled: () -> Bool) throws(DownloadError) -> Data {
        try configure()
        guard curl_multi_add_handle(multi, easy) == CURLM_OK else { throw .network(host: link.host, reason: "libcurl takes no request") }
        var running: Int32 = 1
        var window = (start: ContinuousClock.now, arrived: 0)
        var reported = -1
        while true {
            guard curl_multi_perform(multi, &running) == CURLM_OK else { throw .network(host: link.host, reason: "libcurl gives up") }
            if data.count != reported {
                reported = data.count
                progress(PictureDownloader.Progress(received: reported, expected: expectedBytes))
            }
            if running == 0 { break }
            if isCancelled() { throw .cancelled }
            if arrived >= window.arrived + Self.slowest { window = (.now, arrived) }
            if window.start.duration(to: .now) > .seconds(limits.stallSeconds), isConnected { throw .stalled(host: host) }
            guard curl_multi_poll(multi, nil, 0, 50, nil) == CURLM_OK else { throw .network(host: link.host, reason: "libcurl gives up") }
        }
        try checkResult()
        guard !data.isEmpty else { throw .empty }
        return data
    }

    private func configure() throws(DownloadError) {
        let milliseconds = { (seconds: Double) in max(Int(seconds * 1000), 1) }
        var codes = [
            scrawl_curl_set_string(easy, CURLOPT_URL, link.url),
            scrawl_curl_set_string(easy, CURLOPT_PROTOCOLS_STR, "http,https"),
            scrawl_curl_set_string(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https"),
            scrawl_curl_set_long(easy, CURLOPT_FOLLOWLOCATION, 1),
            scrawl_curl_set_long(easy, CURLOPT_MAXREDIRS, limits.redirects),
            scrawl_curl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, milliseconds(limits.connectSeconds)),
            scrawl_curl_set_offset(easy, CURLOPT_MAXFILESIZE_LARGE, curl_off_t(limits.bytes)),
            scrawl_curl_set_long(easy, CURLOPT_NOSIGNAL, 1),
            scrawl_curl_set_long(easy, CURLOPT_SSL_VERIFYPEER, 1),
            scrawl_curl_set_long(easy, CURLOPT_SSL_VERIFYHOST, 2),
            scrawl_curl_set_string(easy, CURLOPT_USERAGENT, "Scrawl"),
        ]
        // Not owned by libcurl: this object outlives the transfer, whose handles it cleans up itself.
        let context = Unmanaged.passUnretained(self).toOpaque()
        codes += [
            scrawl_curl_set_pointer(easy, CURLOPT_WRITEDATA, context),
            scrawl_curl_set_write_function(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
                let transfer = Unmanaged<CurlTransfer>.fromOpaque(context!).takeUnretainedValue()
                return transfer.accept(UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
            },
            scrawl_curl_set_pointer(easy, CURLOPT_HEADERDATA, context),
            scrawl_curl_set_write_function(easy, CURLOPT_HEADERFUNCTION) { _, size, count, context in
                Unmanaged<CurlTransfer>.fromOpaque(context!).takeUnretainedValue().arrived += size * count
                return size * count
            },
        ]
        if let failed = codes.first(where: { $0 != CURLE_OK }) { throw .network(host: link.host, reason: Self.message(failed)) }
    }

    /// Takes a piece of the body; false ends the transfer.
    private func accept(_ bytes: UnsafeRawBufferPointer) -> Bool {
        arrived += bytes.count
        // The page that explains an error is nobody's picture.
        guard status < 400 else {
            refusal = .status(status, host: host)
            return false
        }
        guard data.count + bytes.count <= limits.bytes else {
            refusal = .tooManyBytes(limit: limits.bytes)
            return false
        }
        let isUndecided = data.count < FileSignature.length
        data.append(contentsOf: bytes)
        if isUndecided, data.count >= FileSignature.length, case .other(let what) = data.withUnsafeBytes({ FileSignature($0) }) {
            refusal = .notAPicture(what: what)
            return false
        }
        return true
    }

    private func checkResult() throws(DownloadError) {
        var left: Int32 = 0
        var result = CURLE_OK
        while let message = curl_multi_info_read(multi, &left) {
            if message.pointee.msg == CURLMSG_DONE { result = scrawl_curl_result(message) }
        }
        if let refusal { throw refusal }
        switch result {
        case CURLE_OK:
            guard status < 400 else { throw .status(status, host: host) }
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: throw .noSuchHost(host)
        case CURLE_COULDNT_CONNECT: throw .refused(host: host)
        case CURLE_OPERATION_TIMEDOUT: throw .connectTimeOut(host: host)
        case CURLE_TOO_MANY_REDIRECTS: throw .tooManyRedirects(limit: limits.redirects)
        // The link itself was checked before.
        case CURLE_UNSUPPORTED_PROTOCOL: throw .forbiddenRedirect
        case CURLE_FILESIZE_EXCEEDED: throw .tooManyBytes(limit: limits.bytes)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE:
            throw .certificate(host: host, reason: certificateProblem?.rawValue ?? Self.message(result))
        case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_RECV_ERROR: throw .interrupted(host: host)
        default: throw .network(host: host, reason: Self.message(result))
        }
    }

    private var status: Int {
        var code = 0
        scrawl_curl_get_long(easy, CURLINFO_RESPONSE_CODE, &code)
        return code
    }

    /// The host that the latest request of a chain of redirects went to.
    private var host: String {
        var url: UnsafePointer<CChar>?
        guard scrawl_curl_get_string(easy, CURLINFO_EFFECTIVE_URL, &url) == CURLE_OK, let url,
              let latest = try? WebLink(String(cString: url)) else { return link.host }
        return latest.host
    }

    /// Until then libcurl's own connect time-out counts.
    private var isConnected: Bool {
        var microseconds: curl_off_t = 0
        scrawl_curl_get_offset(easy, CURLINFO_CONNECT_TIME_T, &microseconds)
        return microseconds > 0
    }

    private var expectedBytes: Int? {
        var length: curl_off_t = -1
        scrawl_curl_get_offset(easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length)
        return length >= 0 ? Int(length) : nil
    }

    /// OpenSSL's verdict in words for a person; nil where it has none.
    private var certificateProblem: CertificateProblem? {
        var verdict = 0
        scrawl_curl_get_long(easy, CURLINFO_SSL_VERIFYRESULT, &verdict)
        switch verdict {
        case 10: return .expired
        case 18, 19: return .signedByItself
        case 20, 21: return .unknownIssuer
        default: return nil
        }
    }

    private static func message(_ code: CURLcode) -> String {
        let text = String(cString: curl_easy_strerror(code))
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
