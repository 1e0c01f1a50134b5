/// What a file may be that is no picture; the raw value is its name for a person, with an article.
public enum FileKind: String, Sendable, CaseIterable {
    case video = "a video"
    case pdf = "a PDF document"
    case zip = "a zip archive or office document"
    case compressed = "compressed data"
    case program = "a program"
    case script = "a script"
    case media = "sound or video"
    case database = "a database"
    case webPage = "a web page"
    case svg = "an SVG drawing"
    case xml = "an XML document"
    case json = "a JSON document"
    case text = "text"
}

/// What kind of data a file holds, told by its first bytes and never by its name.
public enum FileSignature: Sendable, Equatable {
    /// A picture of a format that is known here.
    case picture(PictureFormat)
    /// Something else, by its name (that of a `FileKind`). Nil where nothing could be told.
    case other(String?)

    /// How many bytes from the start are enough to tell.
    public static let length = 512

    /// Tells what the data that starts with `bytes` is.
    public init(_ bytes: UnsafeRawBufferPointer) {
        let head = UnsafeRawBufferPointer(rebasing: bytes.prefix(Self.length))
        func has(_ signature: [UInt8], at offset: Int = 0) -> Bool {
            head.count >= offset + signature.count && head[offset..<offset + signature.count].elementsEqual(signature)
        }
        func has(_ signature: String, at offset: Int = 0) -> Bool { has(Array(signature.utf8), at: offset) }

        if has([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { self = .picture(.png); return }
        if has([0xFF, 0xD8, 0xFF]) { self = .picture(.jpeg); return }
        if has("GIF87a") || has("GIF89a") { self = .picture(.gif); return }
        if has("RIFF") && has("WEBP", at: 8) { self = .picture(.webp); return }
        if has([0x49, 0x49, 0x2A, 0x00]) || has([0x4D, 0x4D, 0x00, 0x2A]) { self = .picture(.tiff); return }
        // Two letters are a weak signature: the size of the header that follows must be one that exists.
        if has("BM"), head.count >= 18, [12, 40, 52, 56, 64, 108, 124].contains(Int(head[14]) | Int(head[15]) << 8) {
            self = .picture(.bmp); return
        }
        if has("ftyp", at: 4) {
            let brand = String(decoding: head.dropFirst(8).prefix(4), as: UTF8.self)
            switch brand {
            case "heic", "heix", "heim", "heis", "hevc", "mif1", "msf1": self = .picture(.heic)
            case "avif", "avis": self = .picture(.avif)
            default: self = .other(FileKind.video.rawValue)
            }
            return
        }
        self = .other(Self.kind(of: head, has: { has($0, at: $1) })?.rawValue)
    }

    private static func kind(of head: UnsafeRawBufferPointer, has: (String, Int) -> Bool) -> FileKind? {
        if has("%PDF", 0) { return .pdf }
        if has("PK\u{3}\u{4}", 0) { return .zip }
        if head.starts(with: [0x1F, 0x8B]) || has("BZh", 0) || head.starts(with: [0xFD, 0x37, 0x7A]) { return .compressed }
        if has("\u{7F}ELF", 0) { return .program }
        if has("#!", 0) { return .script }
        if has("ID3", 0) || has("OggS", 0) || has("fLaC", 0) || has("RIFF", 0) { return .media }
        if has("SQLite format 3", 0) { return .database }
        guard isText(head) else { return nil }
        let start = String(decoding: head, as: UTF8.self).drop { $0.isWhitespace || $0 == "\u{FEFF}" }.prefix(200).lowercased()
        if start.hasPrefix("<!doctype html") || start.hasPrefix("<html") || start.hasPrefix("<head") || start.hasPrefix("<body") {
            return .webPage
        }
        if start.hasPrefix("<svg") || (start.hasPrefix("<?xml") && start.contains("<svg")) { return .svg }
        if start.hasPrefix("<?xml") { return .xml }
        if start.hasPrefix("{") || start.hasPrefix("[") { return .json }
        return .text
    }

    /// Text has no control characters but white space; bytes above 127 may be any encoding.
    private static func isText(_ head: UnsafeRawBufferPointer) -> Bool {
        !head.isEmpty && head.allSatisfy { $0 >= 32 || $0 == 9 || $0 == 10 || $0 == 12 || $0 == 13 }
    }
}

/// The formats of pictures that can be told apart. Those that gdk-pixbuf does not bring itself need a loader that is installed beside it.
public enum PictureFormat: String, Sendable, CaseIterable {
    case png, jpeg, gif, bmp, tiff, webp, heic, avif

    /// The name as people write it.
    public var name: String {
        switch self {
        case .webp: "WebP"
        default: rawValue.uppercased()
        }
    }

    /// The media type by which gdk-pixbuf finds its loader.
    var mediaType: String {
        self == .heic ? "image/heif" : "image/\(rawValue)"
    }

    /// The package of Debian that brings the loader, where gdk-pixbuf has none of its own.
    public var loaderPackage: String? {
        switch self {
        case .webp: "webp-pixbuf-loader"
        case .heic, .avif: "heif-gdk-pixbuf"
        case .png, .jpeg, .gif, .bmp, .tiff: nil
        }
    }
}
