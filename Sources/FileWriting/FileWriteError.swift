import Glibc

/// A file could not be written.
public struct FileWriteError: Error, Equatable, CustomStringConvertible {
    /// The file's name without its folder; what is no UTF-8 in it is shown as “�”.
    public let name: String
    /// The system call that failed.
    public let call: String
    /// Its `errno`.
    public let code: Int32

    init(path: [CChar], call: String, code: Int32) {
        let parts = path.dropLast().map(UInt8.init(bitPattern:)).split(separator: UInt8(ascii: "/"))
        name = String(decoding: parts.last ?? [], as: UTF8.self)
        self.call = call
        self.code = code
    }

    /// The system's words for `code`.
    public var reason: String {
        // What is no file is not opened at all.
        call == "open" && code == EINVAL ? "Not a regular file" : String(cString: strerror(code))
    }

    /// What went wrong, in a sentence for a person.
    public var description: String {
        switch code {
        case ENOSPC, EDQUOT: "“\(name)” cannot be saved: the disk is full."
        case EACCES, EPERM: "“\(name)” cannot be saved: writing into this folder is not allowed."
        case EROFS: "“\(name)” cannot be saved: this disk is read-only."
        case ENOENT, ENOTDIR: "“\(name)” cannot be saved: the folder does not exist."
        case EISDIR: "“\(name)” cannot be saved: there is a folder of that name."
        default: "“\(name)” cannot be saved: \(reason)."
        }
    }
}
