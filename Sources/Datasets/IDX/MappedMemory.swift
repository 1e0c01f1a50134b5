import Foundation
import Synchronization

/// A read-only file in the address space, or memory of the system that is given back as a whole.
///
/// Pages of a mapped file are read when they are touched and dropped when memory is short, so that a file may be larger than
/// memory. A file that shrinks while it is mapped ends the process with SIGBUS, as with every program that maps files.
final class MappedMemory: @unchecked Sendable {
    // Safe to share: the pointer never changes, what counts reads is atomic, and after `init` and the filling of anonymous memory nobody writes.
    let start: UnsafeMutableRawPointer?
    let count: Int

    /// Reads since pages were last let go, where the file is large.
    private let reads = Atomic(0)
    private let isLarge: Bool

    /// Files from this size on do not stay in the address space as they are read, so that this process stays as small as with a small file. The
    /// system keeps what it has read of them as long as memory is free.
    private static let largeFile = 1 << 28
    /// Each read may bring 64 KiB into the address space.
    private static let readsOfLargeFile = 1_024

    /// The block of a large file that was read last.
    private let lastBlock = Atomic(-1)
    private static let blockSize = 1 << 22

    /// To be called before bytes at `offset` of a large file are read.
    func willRead(at offset: Int) {
        guard isLarge, let start else { return }
        let block = offset / Self.blockSize, last = lastBlock.exchange(block, ordering: .relaxed)
        if block == last + 1 {
            // Whoever reads from the beginning to the end gets what comes next before it is needed.
            madvise(start + block * Self.blockSize, min(2 * Self.blockSize, count - block * Self.blockSize), MADV_WILLNEED)
        }
        let done = reads.wrappingAdd(1, ordering: .relaxed).newValue
        // Whoever reads at this moment gets the pages back.
        if done % Self.readsOfLargeFile == 0 { madvise(start, count, MADV_DONTNEED) }
    }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }

    /// The file at `path`.
    init(fileAt path: String) throws(DatasetError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(path: path, code: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .unreadable(path: path, code: errno) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw .unreadable(path: path, code: EISDIR) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .unreadable(path: path, code: ESPIPE) }
        count = Int(status.st_size)
        isLarge = count >= Self.largeFile
        guard count > 0 else {
            start = nil
            return
        }
        guard let pages = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), pages != MAP_FAILED else {
            throw .unreadable(path: path, code: errno)
        }
        start = pages
        // Training reads images in no order: what stands around one of them would be read in vain.
        if isLarge { madvise(pages, count, MADV_RANDOM) }
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
        isLarge = false
    }

    deinit {
        if let start { munmap(start, count) }
    }
}
