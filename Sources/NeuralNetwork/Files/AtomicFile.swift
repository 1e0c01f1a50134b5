import Glibc

/// Writes files that are there wholly or not at all.
public enum AtomicFile {
    /// The system's `write`, or a test's stand-in for it.
    package typealias Write = @Sendable (_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int

    /// Writes `bytes` to `path`: into a temporary file in the same folder, flushed to the disk, then renamed over the old
    /// one, and the folder flushed. On an error the old file is as it was and no temporary file stays. A symbolic link
    /// keeps pointing to the file; an old file's permissions are kept.
    ///
    /// - Throws: `FileError`.
    public static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
        try write(bytes, to: path) { Glibc.write($0, $1, $2) }
    }

    package static func write(_ bytes: [UInt8], to path: String, using systemWrite: Write) throws(FileError) {
        func failure(_ operation: String = "write") -> FileError { FileError(operation: operation, path: path, code: errno) }
        let target = resolvingLinks(path)
        var status = stat()
        let exists = stat(target, &status) == 0
        if exists, status.st_mode & S_IFMT != S_IFREG {
            throw FileError(operation: "write", path: path, code: status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL)
        }
        let folder = target.lastIndex(of: "/").map { String(target[...$0]) } ?? "./"
        let name = target.lastIndex(of: "/").map { String(target[target.index(after: $0)...]) } ?? target
        let temporary = "\(folder).\(name.prefix(200)).\(String(UInt64.random(in: 0 ... .max), radix: 36))"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw failure() }
        do throws(FileError) {
            defer { close(descriptor) }
            if exists { _ = fchmod(descriptor, status.st_mode & 0o7777) }
            try writeAll(bytes, to: descriptor, systemWrite, failure)
            guard fsync(descriptor) == 0 else { throw failure() }
        } catch {
            unlink(temporary)
            throw error
        }
        guard rename(temporary, target) == 0 else {
            let error = failure()
            unlink(temporary)
            throw error
        }
        // The new name is only safe from a power cut when the folder is on the disk too.
        let folderDescriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folderDescriptor >= 0 else { return }
        defer { close(folderDescriptor) }
        // Some file systems cannot flush a folder (EINVAL); there is nothing more to be done on those.
        guard fsync(folderDescriptor) == 0 || errno == EINVAL else { throw failure() }
    }

    private static func writeAll(
        _ bytes: [UInt8], to descriptor: Int32, _ systemWrite: Write, _ failure: (String) -> FileError
    ) throws(FileError) {
        var done = 0
        while done < bytes.count {
            let written = bytes.withUnsafeBytes { raw in
                systemWrite(descriptor, raw.baseAddress.map { $0 + done }, raw.count - done)
            }
            if written < 0 {
                if errno == EINTR { continue }
                throw failure("write")
            }
            // A write of nothing sets no error; going on would never end.
            guard written > 0 else {
                errno = ENOSPC
                throw failure("write")
            }
            done += written
        }
    }

    private static func resolvingLinks(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
