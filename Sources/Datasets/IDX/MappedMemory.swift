import Foundation

/// A read-only file in the address space, or memory of the system that is given back as a whole.
///
/// Pages of a mapped file are read when they are touched and dropped when memory is short, so that a file may be larger than
/// memory. A file that shrinks while it is mapped ends the process with SIGBUS, as with every program that maps files.
final class MappedMemory: @unchecked Sendable {
    // Safe to share: nothing changes after `init` but anonymous memory, which its maker fills before anyone else has it.
    let start: UnsafeMutableRawPointer?
    let count: Int

    /// The open file, where it is so large that its pages shall not stay in the address space as they are read.
    private let descriptor: Int32?

    /// Files from this size on are read piece by piece, so that this process stays as small as with a small file: the system keeps what it has read of them
    /// as long as memory is free. Letting go of mapped pages instead would cost four times as much an image.
    private static let largeFile = 1 << 28

    /// Calls `body` with the `length` bytes at `offset`, which are valid until it returns.
    func withBytes<Result>(at offset: Int, length: Int, _ body: (UnsafeRawPointer) -> Result) -> Result {
        precondition(offset >= 0 && length >= 0 && offset + length <= count)
        guard let start else { preconditionFailure("an empty file has no bytes") }
        guard let descriptor else { return body(start + offset) }
        return withUnsafeTemporaryAllocation(byteCount: length, alignment: 16) { piece in
            // A file that has shrunk ends the process, as it would for a mapped page.
            let isRead = pread(descriptor, piece.baseAddress!, length, off_t(offset)) == length
            return body(isRead ? UnsafeRawPointer(piece.baseAddress!) : UnsafeRawPointer(start + offset))
        }
    }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }

    /// The file at `path`.
    init(fileAt path: String) throws(DatasetError) {
        // A pipe has no writer to wait for: it is refused below.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw .unreadable(path: path, code: errno) }
        var isKept = false
        defer { if !isKept { close(file) } }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw .unreadable(path: path, code: errno) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw .unreadable(path: path, code: EISDIR) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .unreadable(path: path, code: ESPIPE) }
        count = Int(status.st_size)
        guard count > 0 else {
            (start, descriptor) = (nil, nil)
            return
        }
        guard let pages = mmap(nil, count, PROT_READ, MAP_PRIVATE, file, 0), pages != MAP_FAILED else {
            throw .unreadable(path: path, code: errno)
        }
        start = pages
        isKept = count >= Self.largeFile
        descriptor = isKept ? file : nil
    }

    /// `count` bytes of zeros that cost memory only where they are written.
    init(anonymous count: Int, for path: String) throws(DatasetError) {
        precondition(count > 0)
        let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
        guard let pages = mmap(nil, count, PROT_READ | PROT_WRITE, flags, -1, 0), pages != MAP_FAILED else {
            throw .unreadable(path: path, code: errno)
        }
        start = pages
        self.count = count
        descriptor = nil
    }

    deinit {
        if let start { munmap(start, count) }
        if let descriptor { close(descriptor) }
    }
}
