import Glibc

/// `count` floats at a 64-byte boundary (one cache line, one AVX-512 register), zero at first.
///
/// The only place of the engine that allocates and frees raw memory; who holds the buffer may use its pointer.
package final class FloatBuffer {
    package let count: Int
    package let pointer: UnsafeMutablePointer<Float>

    package init(count: Int) {
        precondition(count >= 0, "a buffer cannot have \(count) elements")
        self.count = count
        let bytes = (max(count, 1) * MemoryLayout<Float>.stride + 63) & ~63
        let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
        memset(raw, 0, bytes)
        pointer = raw.assumingMemoryBound(to: Float.self)
    }

    deinit { UnsafeMutableRawPointer(pointer).deallocate() }

    package var elements: UnsafeMutableBufferPointer<Float> { .init(start: pointer, count: count) }

    package func fill(_ value: Float) {
        elements.update(repeating: value)
    }

    package func copy(from other: FloatBuffer) {
        precondition(other.count == count, "buffers of \(other.count) and \(count) elements")
        pointer.update(from: other.pointer, count: count)
    }
}
