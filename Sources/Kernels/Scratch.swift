import Glibc

/// Memory that a thread keeps between calls, so that the steady state allocates nothing.
///
/// Each thread has one block per purpose; a block grows when more is asked for and lives until its thread ends. What it
/// holds is undefined. Two uses of one purpose must not be nested on one thread.
enum Scratch: Int, CaseIterable {
    /// The packed factors of a matrix product, shared by all its tasks.
    case packedLeft, packedRight
    /// A tile that does not fit its target.
    case tile
    /// An image with its padding.
    case image
    /// The output of a convolution that is pooled at once, or its gradient.
    case activation
    /// Weights in the order in which a convolution reads them.
    case weights
    /// Sums of parts, before they are added up.
    case partial
    case bias
    /// The gradient of an image's output, its channels filled up to whole vectors.
    case gradient
    case values

    /// At least `count` floats, aligned to 64 bytes.
    func floats(_ count: Int) -> UnsafeMutablePointer<Float> {
        let blocks = Self.blocksOfThisThread()
        if blocks[rawValue].count < count {
            blocks[rawValue].memory?.deallocate()
            let rounded = (max(count, 1_024) + 15) / 16 * 16
            blocks[rawValue] = Block(
                memory: .allocate(byteCount: rounded * MemoryLayout<Float>.stride, alignment: 64), count: rounded)
        }
        // The memory is there: a block of count 0 has just been replaced.
        return blocks[rawValue].memory.unsafelyUnwrapped.assumingMemoryBound(to: Float.self)
    }

    private struct Block {
        var memory: UnsafeMutableRawPointer?
        var count = 0
    }

    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        let failed = pthread_key_create(&key) { value in
            guard let value else { return }
            let blocks = value.assumingMemoryBound(to: Block.self)
            for i in 0..<Scratch.allCases.count { blocks[i].memory?.deallocate() }
            blocks.deallocate()
        }
        precondition(failed == 0, "no thread-specific key is left")
        return key
    }()

    private static func blocksOfThisThread() -> UnsafeMutablePointer<Block> {
        if let value = pthread_getspecific(key) { return value.assumingMemoryBound(to: Block.self) }
        let blocks = UnsafeMutablePointer<Block>.allocate(capacity: allCases.count)
        blocks.initialize(repeating: Block(), count: allCases.count)
        pthread_setspecific(key, blocks)
        return blocks
    }
}
