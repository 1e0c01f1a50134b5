import Foundation
import Synchronization

/// A web server on the loopback that answers as a test wants, also badly. One thread accepts, one serves each connection.
final class LoopbackServer: Sendable {
    /// What happens to a connection once its request is read.
    enum Answer: Sendable {
        /// These bytes, then the connection is closed.
        case bytes(Data)
        /// These bytes, then silence until the test is over.
        case stall(Data)
        /// These bytes, then the same piece over and over, as long as someone takes it.
        case endless(Data, piece: Data)
    }

    let port: UInt16
    private let listener: Int32
    private let connections = Mutex<[Int32]>([])

    init(_ answer: @escaping @Sendable (_ path: String, _ port: UInt16) -> Answer) throws {
        let listening = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listening, $0, length) == 0 && listen(listening, 8) == 0 && getsockname(listening, $0, &length) == 0
            }
        }
        guard isBound else { throw POSIXError(.EADDRNOTAVAIL) }
        let chosen = UInt16(bigEndian: address.sin_port)
        listener = listening
        port = chosen
        // A client that hangs up must not end the tests.
        signal(SIGPIPE, SIG_IGN)
        Thread { [weak self] in
            while true {
                let connection = accept(listening, nil, nil)
                guard connection >= 0 else { return }
                self?.connections.withLock { $0.append(connection) }
                Thread { Self.serve(connection, port: chosen, answer) }.start()
            }
        }.start()
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
        connections.withLock { for connection in $0 { shutdown(connection, Int32(SHUT_RDWR)) } }
    }

    func link(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

    /// A whole answer with its length.
    static func response(_ body: Data = Data(), status: String = "200 OK", type: String = "image/png", headers: String = "") -> Data {
        Data("HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\nContent-Length: \(body.count)\r\nConnection: close\r\n\(headers)\r\n".utf8) + body
    }

    private static func serve(_ connection: Int32, port: UInt16, _ answer: (String, UInt16) -> Answer) {
        defer { close(connection) }
        var request: [UInt8] = [], piece = [UInt8](repeating: 0, count: 4096)
        while !request.suffix(4).elementsEqual([13, 10, 13, 10]) {
            let count = read(connection, &piece, piece.count)
            guard count > 0 else { return }
            request += piece[0..<count]
            // The greeting of TLS has no end that could be waited for.
            if request[0] == 0x16 { break }
        }
        let words = String(decoding: request, as: UTF8.self).split(separator: " ")
        switch answer(words.count > 1 ? String(words[1]) : "", port) {
        case .bytes(let data): _ = send(data, connection)
        case .stall(let data):
            if send(data, connection) { _ = read(connection, &piece, 1) }
        case .endless(let data, let more):
            guard send(data, connection) else { return }
            while send(more, connection) {}
        }
    }

    private static func send(_ data: Data, _ connection: Int32) -> Bool {
        data.withUnsafeBytes { bytes in
            var sent = 0
            while sent < bytes.count {
                let count = write(connection, bytes.baseAddress! + sent, bytes.count - sent)
                guard count > 0 else { return false }
                sent += count
            }
            return true
        }
    }
}
