import Foundation

// A name on the disk may be any bytes, of which `URL.path` and `lastPathComponent` tell only those that are UTF-8.

/// The path of a `file:` URL as the system takes it, with the zero at its end.
package func pathBytes(of url: URL) -> [CChar] {
    let encoded = Array(url.path(percentEncoded: true).utf8)
    func digit(_ index: Int) -> UInt8? { index < encoded.count ? Character(UnicodeScalar(encoded[index])).hexDigitValue.map(UInt8.init) : nil }
    var bytes: [CChar] = []
    var index = 0
    while index < encoded.count {
        if encoded[index] == UInt8(ascii: "%"), let high = digit(index + 1), let low = digit(index + 2) {
            bytes.append(CChar(bitPattern: high << 4 | low))
            index += 3
        } else {
            bytes.append(CChar(bitPattern: encoded[index]))
            index += 1
        }
    }
    return bytes + [0]
}

/// The last part of a file's path for a person: what is not UTF-8 is shown as “�”.
package func fileName(of url: URL) -> String {
    let bytes = pathBytes(of: url).dropLast().map(UInt8.init(bitPattern:))
    let end = bytes.lastIndex { $0 != UInt8(ascii: "/") } ?? bytes.startIndex
    return String(decoding: bytes.prefix(through: end).split(separator: UInt8(ascii: "/")).last ?? [], as: UTF8.self)
}

/// Whether Foundation can tell the path of a file.
package func hasTextPath(_ url: URL) -> Bool { String(validating: pathBytes(of: url).dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self) != nil }
