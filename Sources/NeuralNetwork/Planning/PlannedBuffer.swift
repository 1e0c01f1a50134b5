/// Room for the activations (or their gradients) between two operations, for a batch whose size is fixed when the plan
/// is finished; a smaller batch uses the beginning.
final class PlannedBuffer {
    fileprivate(set) var floatsPerExample: Int
    private var storage: FloatBuffer?
    private var borrowed: UnsafeMutablePointer<Float>?

    /// Whether the examples themselves stand here, of which much may be 0, as paper is.
    let holdsExamples: Bool

    fileprivate init(floatsPerExample: Int, holdsExamples: Bool = false) {
        self.floatsPerExample = floatsPerExample
        self.holdsExamples = holdsExamples
    }

    /// A buffer whose memory belongs to the caller of the plan: `attach` says where it is before each pass.
    static func external(holdsExamples: Bool) -> PlannedBuffer { PlannedBuffer(floatsPerExample: 0, holdsExamples: holdsExamples) }

    func attach(_ pointer: UnsafePointer<Float>) {
        // Operations read their input only: the planner gives no operation an external buffer to write into.
        borrowed = UnsafeMutablePointer(mutating: pointer)
    }

    var pointer: UnsafeMutablePointer<Float> {
        guard let pointer = borrowed else { preconditionFailure("a plan ran before its buffers were allocated") }
        return pointer
    }

    /// Takes its place in the memory of all buffers.
    fileprivate func settle(in arena: FloatBuffer, at offset: Int) {
        storage = arena
        borrowed = arena.pointer + offset
    }
}

/// Hands out buffers while a plan is made, and allocates them all in one piece at its end. A buffer that was released may be handed
/// out again, and then has the largest size asked for.
final class BufferPlanner {
    private var all: [PlannedBuffer] = []
    private var free: [PlannedBuffer] = []

    func acquire(_ floatsPerExample: Int) -> PlannedBuffer {
        // The smallest that is large enough, else the largest: it grows least.
        let fitting = free.indices.filter { free[$0].floatsPerExample >= floatsPerExample }
            .min { free[$0].floatsPerExample < free[$1].floatsPerExample }
        let largest = free.indices.max { free[$0].floatsPerExample < free[$1].floatsPerExample }
        if let index = fitting ?? largest {
            let buffer = free.remove(at: index)
            buffer.floatsPerExample = max(buffer.floatsPerExample, floatsPerExample)
            return buffer
        }
        let buffer = PlannedBuffer(floatsPerExample: floatsPerExample)
        all.append(buffer)
        return buffer
    }

    func release(_ buffer: PlannedBuffer) {
        guard all.contains(where: { $0 === buffer }) else { return }
        free.append(buffer)
    }

    /// Floats that one example needs in all buffers together.
    var floatsPerExample: Int { all.reduce(0) { $0 + $1.floatsPerExample } }

    /// Gives all buffers their places in one piece of memory, each at a 64-byte boundary.
    func allocate(batch: Int) {
        let ends = all.reduce(into: [0]) { $0.append($0[$0.count - 1] + ($1.floatsPerExample * batch + 15) & ~15) }
        let arena = FloatBuffer(count: ends[ends.count - 1])
        for (buffer, offset) in zip(all, ends) { buffer.settle(in: arena, at: offset) }
    }
}
