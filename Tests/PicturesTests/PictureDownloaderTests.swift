import Foundation
import Pictures
import Testing

@Suite("Fetching pictures from the web", .serialized)
struct PictureDownloaderTests {
    let picture = Crafted.quarters(width: 20, height: 10)
    let downloader: PictureDownloader = {
        // A proxy of the machine must not stand between the test and its own server.
        setenv("no_proxy", "127.0.0.1,localhost", 1)
        return PictureDownloader()
    }()

    var file: Data { Crafted.file(picture, "png") }

    @Test("A picture arrives whole, and progress is told up to its length")
    func wholePicture() throws {
        let body = file
        let server = try LoopbackServer { _, _ in .bytes(LoopbackServer.response(body)) }
        var progress: [PictureDownloader.Progress] = []
        let data = try downloader.download("  \(server.link("/a b.png")) \n", progress: { progress.append($0) })
        #expect(try PictureDecoder().decode(data) == picture)
        #expect(progress.last?.received == body.count && progress.last?.expected == body.count)
    }

    @Test("Redirects are followed, five of them")
    func redirects() throws {
        let body = file
        let server = try LoopbackServer { path, port in
            let left = Int(path.dropFirst()) ?? 0
            return .bytes(left == 0 ? LoopbackServer.response(body)
                : LoopbackServer.response(status: "302 Found", headers: "Location: http://127.0.0.1:\(port)/\(left - 1)\r\n"))
        }
        #expect(try downloader.download(server.link("/5")) == body)
        #expect(throws: DownloadError.tooManyRedirects(limit: 5)) { try downloader.download(server.link("/6")) }
    }

    @Test("A circle of redirects ends")
    func circle() throws {
        let server = try LoopbackServer { path, _ in
            .bytes(LoopbackServer.response(status: "301 Moved", headers: "Location: \(path == "/a" ? "/b" : "/a")\r\n"))
        }
        #expect(throws: DownloadError.tooManyRedirects(limit: 5)) { try downloader.download(server.link("/a")) }
    }

    @Test("A redirect to a file of this computer, or to anything but the web, is refused",
        arguments: ["file:///etc/hostname", "ftp://127.0.0.1/a.png", "gopher://127.0.0.1/"])
    func forbiddenRedirect(target: String) throws {
        let server = try LoopbackServer { _, _ in .bytes(LoopbackServer.response(status: "302 Found", headers: "Location: \(target)\r\n")) }
        #expect(throws: DownloadError.forbiddenRedirect) { try downloader.download(server.link("/")) }
    }

    @Test("Errors of the server", arguments: [404, 403, 500])
    func status(code: Int) throws {
        let server = try LoopbackServer { _, _ in .bytes(LoopbackServer.response(Data("<html>sorry</html>".utf8), status: "\(code) No", type: "text/html")) }
        #expect(throws: DownloadError.status(code, host: "127.0.0.1")) { try downloader.download(server.link("/x.png")) }
    }

    @Test("An error without a body is an error too")
    func statusWithoutBody() throws {
        let server = try LoopbackServer { _, _ in .bytes(LoopbackServer.response(status: "404 Not Found")) }
        #expect(throws: DownloadError.status(404, host: "127.0.0.1")) { try downloader.download(server.link("/x.png")) }
    }

    @Test("What is no picture is named, whatever type the server claims")
    func notAPicture() throws {
        let server = try LoopbackServer { path, _ in .bytes(LoopbackServer.response(Data((path == "/page" ? "<!doctype html><p>hello" : "plain words").utf8))) }
        #expect(throws: DownloadError.notAPicture(what: "a web page")) { try downloader.download(server.link("/page")) }
        #expect(throws: DownloadError.notAPicture(what: "text")) { try downloader.download(server.link("/text")) }
    }

    @Test("An endless answer that is no picture is ended after its first bytes")
    func endlessText() throws {
        let server = try LoopbackServer { _, _ in .endless(Data("HTTP/1.1 200 OK\r\n\r\n".utf8), piece: Data(String(repeating: "words ", count: 1000).utf8)) }
        #expect(throws: DownloadError.notAPicture(what: "text")) { try downloader.download(server.link("/")) }
    }

    @Test("An endless picture is ended at the limit, which is counted as it arrives")
    func endlessPicture() throws {
        let start = file
        let server = try LoopbackServer { _, _ in .endless(Data("HTTP/1.1 200 OK\r\n\r\n".utf8) + start, piece: Data(count: 100_000)) }
        var limited = downloader
        limited.limits.bytes = 1_000_000
        var most = 0
        #expect(throws: DownloadError.tooManyBytes(limit: 1_000_000)) { try limited.download(server.link("/"), progress: { most = max(most, $0.received) }) }
        #expect(most <= 1_000_000)
    }

    @Test("An announced length over the limit is refused before the body")
    func announcedTooLarge() throws {
        let server = try LoopbackServer { _, _ in .stall(Data("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n".utf8)) }
        #expect(throws: DownloadError.tooManyBytes(limit: 64 << 20)) { try downloader.download(server.link("/")) }
    }

    @Test("Fewer bytes than announced")
    func wrongLength() throws {
        let body = file
        let server = try LoopbackServer { _, _ in .bytes(Data("HTTP/1.1 200 OK\r\nContent-Length: \(body.count + 10)\r\n\r\n".utf8) + body) }
        #expect(throws: DownloadError.interrupted(host: "127.0.0.1")) { try downloader.download(server.link("/")) }
    }

    @Test("No answer at all, and an empty one")
    func nothing() throws {
        let silent = try LoopbackServer { _, _ in .bytes(Data()) }
        #expect(throws: DownloadError.interrupted(host: "127.0.0.1")) { try downloader.download(silent.link("/")) }
        let empty = try LoopbackServer { _, _ in .bytes(LoopbackServer.response()) }
        #expect(throws: DownloadError.empty) { try downloader.download(empty.link("/")) }
    }

    @Test("A server that stops sending is given up, before its answer or in the middle of it",
        arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc"])
    func stalled(beginning: String) throws {
        let server = try LoopbackServer { _, _ in .stall(Data(beginning.utf8)) }
        var impatient = downloader
        impatient.limits.stallSeconds = 0.1
        #expect(throws: DownloadError.stalled(host: "127.0.0.1")) { try impatient.download(server.link("/")) }
    }

    @Test("A port where nobody listens")
    func refused() throws {
        let port = try LoopbackServer { _, _ in .bytes(Data()) }.port
        #expect(throws: DownloadError.refused(host: "127.0.0.1")) { try downloader.download("http://127.0.0.1:\(port)/") }
    }

    @Test("A host that cannot exist")
    func noSuchHost() {
        // RFC 2606 keeps .invalid free for ever; without a resolver the answer is the same.
        #expect(throws: DownloadError.noSuchHost("no.such.host.invalid")) { try downloader.download("http://no.such.host.invalid/a.png") }
    }

    @Test("Plain http where https is spoken is no proof of identity")
    func certificate() throws {
        let server = try LoopbackServer { _, _ in .bytes(Data("not TLS at all".utf8)) }
        let error = #expect(throws: DownloadError.self) { try downloader.download("https://127.0.0.1:\(server.port)/") }
        switch error {
        case .certificate(host: "127.0.0.1", _): break
        default: Issue.record("\(String(describing: error))")
        }
    }

    @Test("Cancelling ends a download that would go on for ever")
    func cancelled() async throws {
        let start = file
        let server = try LoopbackServer { _, _ in .stall(Data("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".utf8) + start) }
        let (arrivals, arrival) = AsyncStream<Void>.makeStream()
        let download = Task { [downloader] in
            try await downloader.download(server.link("/")) { if $0.received > 0 { arrival.yield() } }
        }
        for await _ in arrivals { break }
        download.cancel()
        await #expect(throws: DownloadError.cancelled) { try await download.value }
    }

    @Test("What is not a link", arguments: ["", "   ", "hello", "cat.png", "http://", "two words/with.dots", "://x/y"])
    func notALink(text: String) {
        #expect(throws: DownloadError.notALink) { try downloader.download(text) }
    }

    @Test(
        "Links, but not to the web", arguments: [("file:///etc/passwd", "file"), ("ftp://example.com/a.png", "ftp"), ("mailto:someone@example.com", "mailto")])
    func unsupportedScheme(link: String, scheme: String) {
        #expect(throws: DownloadError.unsupportedScheme(scheme)) { try downloader.download(link) }
    }

    @Test("data: links in base64, with lost padding and line breaks, and in per cent")
    func dataLinks() throws {
        let coded = file.base64EncodedString()
        let broken = coded.prefix(20) + "\n" + coded.dropFirst(20)
        for link in ["data:image/png;base64,\(coded)", "DATA:image/png;charset=x;base64,\(broken)", "data:image/png;base64,\(coded.replacing("=", with: ""))"] {
            #expect(try downloader.download(link) == file)
        }
        let escaped = file.map { String(format: "%%%02X", $0) }.joined()
        #expect(try downloader.download("data:image/png,\(escaped)") == file)
    }

    @Test("data: links that hold no picture")
    func badDataLinks() {
        #expect(throws: DownloadError.notAPicture(what: "text")) { try downloader.download("data:text/plain,hello") }
        #expect(throws: DownloadError.notAPicture(what: "text")) { try downloader.download("data:image/png,hello") }
        #expect(throws: DownloadError.notALink) { try downloader.download("data:image/png;base64,????") }
        #expect(throws: DownloadError.notALink) { try downloader.download("data:image/png") }
        #expect(throws: DownloadError.empty) { try downloader.download("data:image/png;base64,") }
        var small = downloader
        small.limits.bytes = 10
        #expect(throws: DownloadError.tooManyBytes(limit: 10)) { try small.download("data:image/png;base64," + String(repeating: "A", count: 40)) }
    }

    @Test("An argument is a link or a file")
    func sources() {
        #expect(PictureSource(argument: "https://example.com/a.png") == .link("https://example.com/a.png"))
        #expect(PictureSource(argument: "DATA:image/png,x") == .link("DATA:image/png,x"))
        #expect(PictureSource(argument: "file:///tmp/a%20b.png") == .file(URL(fileURLWithPath: "/tmp/a b.png")))
        #expect(PictureSource(argument: "http") == .file(URL(fileURLWithPath: "http")))
        #expect(PictureSource(argument: "ftp://example.com/a.png") == .link("ftp://example.com/a.png"))
        #expect(PictureSource(argument: "a b://c") == .file(URL(fileURLWithPath: "a b://c")))
    }

    @Test("A file whose name is not UTF-8 is opened by its URL")
    func namesOfAnyBytes() throws {
        let path = Array((NSTemporaryDirectory() + "/caf").utf8CString.dropLast()) + [CChar(bitPattern: 0xe9), 0]
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        try #require(descriptor >= 0)
        defer { unlink(path) }
        let written = file.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        close(descriptor)
        #expect(written == file.count)
        let source = PictureSource(argument: URL(fileURLWithPath: NSTemporaryDirectory()).absoluteString + "caf%E9")
        #expect(try source.load() == picture)
    }
}
