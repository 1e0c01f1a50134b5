import Foundation

/// The bytes of ordinary files.
enum FileContent {
    /// All bytes of a file that has at most `limit` of them.
    static func read(_ url: URL, limit: Int) throws(PictureError) -> Data {
        let name = fileName(of: url)
        // Without O_NONBLOCK a pipe that nobody writes to would be waited for before its kind is known.
        let descriptor = open(pathBytes(of: url), O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw error(errno, name) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw error(errno, name) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw .folder(name: name)
        default: throw .notAFile(name: name)
        }
        let size = Int(status.st_size)
        guard size > 0 else { throw .empty }
        guard size <= limit else { throw .tooManyBytes(count: size, limit: limit) }
        var data = Data(count: size)
        var filled = 0
        while filled < size {
            let count = data.withUnsafeMutableBytes { Foundation.read(descriptor, $0.baseAddress! + filled, size - filled) }
            if count > 0 { filled += count } else if count == 0 { break } else if errno != EINTR { throw error(errno, name) }
        }
        return data.prefix(filled)
    }

    private static func error(_ code: Int32, _ name: String) -> PictureError {
        code == ENOENT || code == ENOTDIR ? .notFound(name: name) : .unreadable(name: name, reason: systemMessage(code))
    }
}

/// The system's words for an `errno`, as the end of a sentence.
private func systemMessage(_ code: Int32) -> String {
    let text = String(cString: strerror(code))
    return text.prefix(1).lowercased() + text.dropFirst()
}
