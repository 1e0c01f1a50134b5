import Glibc

/// The bytes of a whole file, at a 64-byte boundary.
struct WholeFile {
    let count: Int
    /// The bytes, and zeros up to the next whole number.
    let memory: FloatBuffer

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: memory.pointer, count: count) }

    /// A copy of bytes that are in memory already.
    init(_ bytes: UnsafeRawBufferPointer) {
        count = bytes.count
        memory = FloatBuffer(count: (count + 3) / 4)
        UnsafeMutableRawBufferPointer(memory.elements).copyMemory(from: bytes)
    }

    /// Reads a regular file of at most `limit` bytes.
    init(contentsOf path: String, limit: Int) throws(FileError) {
        func failure(_ code: Int32 = errno) -> FileError { FileError(operation: "read", path: path, code: code) }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure() }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure() }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw failure(EISDIR) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw failure(EINVAL) }
        guard status.st_size <= limit else { throw failure(EFBIG) }
        let size = Int(status.st_size)
        memory = FloatBuffer(count: (size + 3) / 4)
        var done = 0
        while done < size {
            let got = read(descriptor, UnsafeMutableRawPointer(memory.pointer) + done, size - done)
            if got < 0 {
                if errno == EINTR { continue }
                throw failure()
            }
            // Someone made the file shorter meanwhile; its reader will find that it is.
            if got == 0 { break }
            done += got
        }
        count = done
    }
}
