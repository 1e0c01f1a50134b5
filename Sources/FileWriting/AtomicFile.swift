import Glibc

/// Files that are written as a whole: whoever looks, at any moment and after a power cut, finds the old content or the new one.
public enum AtomicFile {
    /// The system's `write`, or a test's stand-in for it.
    package typealias SystemWrite = (_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int

    /// Writes `bytes` under a path: into a temporary file of the same folder first, that is flushed to the disk, takes over the
    /// permissions of the file that it replaces, and is renamed. A symbolic link stays, what it points to is replaced.
    ///
    /// - Parameters:
    ///   - path: ends with a zero; its bytes need not be text.
    ///   - permissions: of a file that was not there before, less the process's mask.
    /// - Throws: `FileWriteError`; the temporary file is gone then, and the old content is as it was unless only flushing the folder failed.
    public static func write(_ bytes: [UInt8], to path: [CChar], permissions: mode_t = 0o666) throws(FileWriteError) {
        try write(bytes, to: path, permissions: permissions) { Glibc.write($0, $1, $2) }
    }

    /// The same for a path that is text.
    public static func write(_ bytes: [UInt8], to path: String, permissions: mode_t = 0o666) throws(FileWriteError) {
        try write(bytes, to: Array(path.utf8CString), permissions: permissions)
    }

    package static func write(
        _ bytes: [UInt8], to path: [CChar], permissions: mode_t = 0o666, using systemWrite: SystemWrite
    ) throws(FileWriteError) {
        let target = endOfLinks(path)
        let folder = self.folder(of: target)
        func failed(_ call: String, _ code: Int32 = errno) -> FileWriteError { FileWriteError(path: path, call: call, code: code) }

        var existing = stat()
        let replaces = stat(target, &existing) == 0
        // A rename would put a file in the place of a device too.
        if replaces, existing.st_mode & S_IFMT != S_IFREG { throw failed("open", existing.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL) }
        // Its name stays short of the limit of 255 bytes, whatever the target is called.
        let temporary = folder + "/.scrawl-\(String(UInt64.random(in: .min ... .max), radix: 36)).tmp".utf8CString
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, permissions)
        guard descriptor >= 0 else { throw failed("open") }
        var isKept = false
        var isOpen = true
        defer {
            if isOpen { close(descriptor) }
            if !isKept { unlink(temporary) }
        }
        // On a file of one's own these mean that the file system keeps no permissions; any other failure might show a private file to all.
        if replaces, fchmod(descriptor, existing.st_mode & 0o7777) != 0, ![EPERM, ENOTSUP, ENOSYS].contains(errno) { throw failed("fchmod") }
        if let code = writeAll(bytes, to: descriptor, systemWrite) { throw failed("write", code) }
        guard fsync(descriptor) == 0 else { throw failed("fsync") }
        isOpen = false
        guard close(descriptor) == 0 else { throw failed("close") }
        guard rename(temporary, target) == 0 else { throw failed("rename") }
        isKept = true
        // The new name is on the disk only when the folder is. A folder may be closed to reading, and some file systems cannot flush one.
        let folderDescriptor = open(folder + [0], O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folderDescriptor >= 0 else { return }
        defer { close(folderDescriptor) }
        guard fsync(folderDescriptor) == 0 || [EINVAL, ENOTSUP, ENOSYS].contains(errno) else { throw failed("fsync folder") }
    }

    /// The `errno` of a write that failed.
    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32, _ systemWrite: SystemWrite) -> Int32? {
        bytes.withUnsafeBytes { bytes in
            var rest = bytes
            while !rest.isEmpty {
                let count = systemWrite(descriptor, rest.baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count >= 0 else { return errno }
                // A write of nothing sets no error; going on would never end.
                guard count > 0 else { return ENOSPC }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
            return nil
        }
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
