import Foundation

/// Files that are written as a whole: whoever looks, at any moment and after a power cut, finds the old content or the new one.
enum AtomicFile {
    /// Writes `data` under the name of `url`: into a temporary file of the same folder first, that is flushed to the disk, takes over the
    /// permissions of the file that it replaces, and is renamed. A symbolic link stays, what it points to is replaced.
    ///
    /// - Throws: `FileWriteError`; the temporary file is gone then.
    static func write(_ data: Data, to url: URL) throws(FileWriteError) {
        let target = endOfLinks(pathBytes(of: url))
        let folder = self.folder(of: target)
        let name = fileName(of: url)
        func failed(_ call: String) -> FileWriteError { FileWriteError(name: name, call: call, code: errno) }

        var existing = stat()
        let replaces = stat(target, &existing) == 0
        if replaces, existing.st_mode & S_IFMT == S_IFDIR { throw FileWriteError(name: name, call: "open", code: EISDIR) }
        // The name's start stays short of the limit of 255 bytes, whatever the target is called.
        let temporary = folder + "/.scrawl-\(String(UInt64.random(in: .min ... .max), radix: 36)).tmp".utf8CString
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw failed("open") }
        var isKept = false
        var isOpen = true
        defer {
            if isOpen { close(descriptor) }
            if !isKept { unlink(temporary) }
        }
        if replaces, fchmod(descriptor, existing.st_mode & 0o7777) != 0 { throw failed("fchmod") }
        let problem = data.withUnsafeBytes { bytes -> FileWriteError? in
            var rest = bytes
            while !rest.isEmpty {
                let count = Foundation.write(descriptor, rest.baseAddress, rest.count)
                if count >= 0 { rest = UnsafeRawBufferPointer(rebasing: rest[count...]) } else if errno != EINTR { return failed("write") }
            }
            return nil
        }
        if let problem { throw problem }
        guard fsync(descriptor) == 0 else { throw failed("fsync") }
        isOpen = false
        guard close(descriptor) == 0 else { throw failed("close") }
        guard rename(temporary, target) == 0 else { throw failed("rename") }
        isKept = true
        // The new name is on the disk only when the folder is; file systems that cannot flush a folder say EINVAL.
        let folderDescriptor = open(folder + [0], O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folderDescriptor >= 0 else { throw failed("open folder") }
        defer { close(folderDescriptor) }
        guard fsync(folderDescriptor) == 0 || errno == EINVAL else { throw failed("fsync folder") }
    }

    /// Where a path leads to over symbolic links of its last part, whether there is something or not.
    private static func endOfLinks(_ path: [CChar]) -> [CChar] {
        var path = path
        // As many as the system follows.
        for _ in 0..<40 {
            var link = [CChar](repeating: 0, count: Int(PATH_MAX))
            let count = readlink(path, &link, link.count - 1)
            guard count > 0 else { break }
            path = (link[0] == slash ? [] : folder(of: path) + [slash]) + link[...count]
        }
        return path
    }

    /// The folder in which a path ends, without the zero at its end.
    private static func folder(of path: [CChar]) -> [CChar] {
        guard let last = path.lastIndex(of: slash) else { return [CChar(bitPattern: UInt8(ascii: "."))] }
        return last == 0 ? [slash] : Array(path[..<last])
    }

    private static let slash = CChar(bitPattern: UInt8(ascii: "/"))
}

/// A file could not be written.
public struct FileWriteError: Error, Equatable, LocalizedError {
    /// The file's name without its folder.
    public let name: String
    /// The system call that failed.
    public let call: String
    /// Its `errno`.
    public let code: Int32

    public var errorDescription: String? {
        switch code {
        case ENOSPC, EDQUOT: "“\(name)” cannot be saved: the disk is full."
        case EACCES, EPERM: "“\(name)” cannot be saved: writing into this folder is not allowed."
        case EROFS: "“\(name)” cannot be saved: this disk is read-only."
        case ENOENT, ENOTDIR: "“\(name)” cannot be saved: the folder does not exist."
        case EISDIR: "“\(name)” cannot be saved: there is a folder of that name."
        default: "“\(name)” cannot be saved: \(systemMessage(code))."
        }
    }
}
