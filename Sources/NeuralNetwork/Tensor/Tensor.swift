/// A dense array of Float32 values in row-major order: the last index runs fastest.
///
/// A value type with copy-on-write storage at a 64-byte boundary. It carries weights and results in and out of the
/// engine; inside, layers work on planned buffers of their own. Activations are N, H, W, C (channels last).
public struct Tensor: Sendable {
    /// The extent of each dimension, outermost first; empty for a scalar.
    public let shape: [Int]
    private var storage: Storage

    // Sendable: a storage is written only while one tensor alone refers to it (`withUnsafeMutableElements`
    // makes a copy first otherwise), so no two threads ever meet on a write.
    private final class Storage: @unchecked Sendable {
        let elements: UnsafeMutableBufferPointer<Float>
        private let owner: FloatBuffer

        init(count: Int) {
            owner = FloatBuffer(count: count)
            elements = owner.elements
        }

        init(_ owner: FloatBuffer, _ range: Range<Int>) {
            self.owner = owner
            elements = UnsafeMutableBufferPointer(rebasing: owner.elements[range])
        }
    }

    /// A tensor of the shape with every element equal to `value`.
    public init(shape: [Int], repeating value: Float = 0) {
        precondition(shape.allSatisfy { $0 >= 0 }, "a negative extent in \(shape)")
        self.shape = shape
        storage = Storage(count: shape.reduce(1, *))
        if value != 0 { storage.elements.update(repeating: value) }
    }

    /// A tensor whose elements lie in `memory` from the number `start` on, which nothing else uses.
    init(shape: [Int], sharing memory: FloatBuffer, from start: Int) {
        self.shape = shape
        storage = Storage(memory, start..<start + shape.reduce(1, *))
    }

    /// A tensor of the shape with these elements in row-major order.
    public init(shape: [Int], elements: some Collection<Float>) {
        self.init(shape: shape)
        precondition(elements.count == count, "\(elements.count) elements for the shape \(shape)")
        _ = storage.elements.update(fromContentsOf: elements)
    }

    /// The number of elements: the product of the shape.
    public var count: Int { storage.elements.count }

    /// A copy of the elements in row-major order.
    public var elements: [Float] { Array(storage.elements) }

    /// The element at an index of row-major order.
    public subscript(index: Int) -> Float {
        get {
            precondition(index >= 0 && index < count, "index \(index) in a tensor of \(count) elements")
            return storage.elements[index]
        }
        set {
            precondition(index >= 0 && index < count, "index \(index) in a tensor of \(count) elements")
            withUnsafeMutableElements { $0[index] = newValue }
        }
    }

    /// Whether no element is infinite or no number.
    var isFinite: Bool {
        withUnsafeElements { elements in
            // An exponent of ones, and it alone, carries into the highest bit. No way out in between: so 4 are looked at in one instruction.
            var carries: UInt32 = 0
            for element in elements { carries |= (element.bitPattern & 0x7F80_0000) &+ 0x0080_0000 }
            return carries >> 31 == 0
        }
    }

    /// Calls `body` with the elements; the pointer is valid during the call only.
    public func withUnsafeElements<Result, Failure: Error>(
        _ body: (UnsafeBufferPointer<Float>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        defer { withExtendedLifetime(storage) {} }
        return try body(UnsafeBufferPointer(storage.elements))
    }

    /// Calls `body` with the elements for writing; the pointer is valid during the call only.
    public mutating func withUnsafeMutableElements<Result, Failure: Error>(
        _ body: (UnsafeMutableBufferPointer<Float>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        if !isKnownUniquelyReferenced(&storage) {
            let copy = Storage(count: count)
            _ = copy.elements.update(fromContentsOf: storage.elements)
            storage = copy
        }
        defer { withExtendedLifetime(storage) {} }
        return try body(storage.elements)
    }
}

extension Tensor: Equatable {
    /// Equal shapes and equal elements, by the rules of floating point (0 equals -0, NaN equals nothing).
    public static func == (a: Tensor, b: Tensor) -> Bool {
        a.shape == b.shape && a.withUnsafeElements { x in b.withUnsafeElements { y in x.elementsEqual(y) } }
    }
}

extension Tensor: CustomStringConvertible {
    /// The shape and the first elements.
    public var description: String {
        withUnsafeElements { "Tensor \(shape) [\($0.prefix(8).map { "\($0)" }.joined(separator: ", "))\(count > 8 ? ", …" : "")]" }
    }
}
