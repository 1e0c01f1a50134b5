import Glibc

/// `count` floats at a 64-byte boundary (one cache line, one AVX-512 register), zero at first.
///
/// The only place of the engine that allocates and frees raw memory; who holds the buffer may use its pointer.
package final class FloatBuffer {
    package let count: Int
    package let pointer: UnsafeMutablePointer<Float>

    /// What was mapped; nil where the memory came from the heap.
    private let mapping: UnsafeMutableRawBufferPointer?

    /// From this size on memory comes in pages of 2 MiB where the system has them, and nothing is touched before it is used: fewer page faults and
    /// fewer misses of the address cache in the activations of a training.
    private static let largePages = 1 << 21
    private static let page = 1 << 21

    package init(count: Int) {
        precondition(count >= 0, "a buffer cannot have \(count) elements")
        self.count = count
        let bytes = (max(count, 1) * MemoryLayout<Float>.stride + 63) & ~63
        if bytes >= Self.largePages, let memory = mmap(nil, bytes + Self.page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
            memory != MAP_FAILED
        {
            // Begins at a large page, as only whole ones can be.
            let start = memory.alignedUp(toMultipleOf: Self.page)
            madvise(start, bytes, MADV_HUGEPAGE)
            mapping = UnsafeMutableRawBufferPointer(start: memory, count: bytes + Self.page)
            pointer = start.assumingMemoryBound(to: Float.self)
            return
        }
        mapping = nil
        let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
        memset(raw, 0, bytes)
        pointer = raw.assumingMemoryBound(to: Float.self)
    }

    deinit {
        if let mapping { munmap(mapping.baseAddress, mapping.count) } else { UnsafeMutableRawPointer(pointer).deallocate() }
    }

    package var elements: UnsafeMutableBufferPointer<Float> { .init(start: pointer, count: count) }

    package func fill(_ value: Float) {
        elements.update(repeating: value)
    }

    package func copy(from other: FloatBuffer) {
        precondition(other.count == count, "buffers of \(other.count) and \(count) elements")
        pointer.update(from: other.pointer, count: count)
    }
}
