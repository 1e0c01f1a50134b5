import Foundation

/// A link that holds its picture itself: `data:image/png;base64,...` (RFC 2397), coded in base64 or in per cent.
enum DataLink {
    /// The bytes of the picture.
    static func decode(_ link: some StringProtocol, limit: Int) throws(DownloadError) -> Data {
        guard let comma = link.firstIndex(of: ",") else { throw .notALink }
        let parameters = link[..<comma].dropFirst("data:".count).split(separator: ";", omittingEmptySubsequences: false).map {
            $0.trimmingCharacters(in: .whitespaces).lowercased()
        }
        guard let mediaType = parameters.first, mediaType.hasPrefix("image/") else {
            throw .notAPicture(what: parameters.first.flatMap { $0.isEmpty || $0.hasPrefix("text/") ? FileKind.text.rawValue : nil })
        }
        let payload = link[link.index(after: comma)...].utf8
        // Four characters of base64 make three bytes, three of "%41" one.
        guard payload.count <= 3 * limit + 3 else { throw .tooManyBytes(limit: limit) }
        let bytes = unescape(payload)
        let data: Data
        if parameters.last == "base64" {
            // Some programs break long lines, and some leave out the padding.
            var coded = Data(bytes.lazy.filter { $0 > 32 && $0 != UInt8(ascii: "=") }.map {
                $0 == UInt8(ascii: "-") ? UInt8(ascii: "+") : $0 == UInt8(ascii: "_") ? UInt8(ascii: "/") : $0
            })
            coded.append(contentsOf: [UInt8](repeating: UInt8(ascii: "="), count: (4 - coded.count % 4) % 4))
            guard let decoded = Data(base64Encoded: coded) else { throw .notALink }
            data = decoded
        } else {
            data = Data(bytes)
        }
        guard data.count <= limit else { throw .tooManyBytes(limit: limit) }
        guard !data.isEmpty else { throw .empty }
        return data
    }

    /// `%41` becomes one byte; a per cent sign without two hexadecimal digits stays.
    private static func unescape(_ text: some Collection<UInt8>) -> [UInt8] {
        var bytes = Array(text)
        var read = 0, written = 0
        while read < bytes.count {
            if bytes[read] == UInt8(ascii: "%"), read + 2 < bytes.count, let high = hexadecimal(bytes[read + 1]), let low = hexadecimal(bytes[read + 2]) {
                bytes[written] = high << 4 | low
                read += 3
            } else {
                bytes[written] = bytes[read]
                read += 1
            }
            written += 1
        }
        bytes.removeSubrange(written...)
        return bytes
    }

    private static func hexadecimal(_ character: UInt8) -> UInt8? {
        Character(UnicodeScalar(character)).hexDigitValue.map { UInt8($0) }
    }
}
