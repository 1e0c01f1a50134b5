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
        let buffer: FloatBuffer
        init(count: Int) { buffer = FloatBuffer(count: count) }
    }

    /// A tensor of the shape with every element equal to `value`.
    public init(shape: [Int], repeating value: Float = 0) {
        precondition(shape.allSatisfy { $0 >= 0 }, "a negative extent in \(shape)")
        self.shape = shape
        storage = Storage(count: shape.reduce(1, *))
        if value != 0 { storage.buffer.fill(value) }
    }

    /// A tensor of the shape with these elements in row-major order.
    public init(shape: [Int], elements: some Collection<Float>) {
        self.init(shape: shape)
        precondition(elements.count == count, "\(elements.count) elements for the shape \(shape)")
        _ = storage.buffer.elements.update(fromContentsOf: elements)
    }

    /// The number of elements: the product of the shape.
    public var count: Int { storage.buffer.count }

    /// A copy of the elements in row-major order.
    public var elements: [Float] { Array(storage.buffer.elements) }

    /// The element at an index of row-major order.
    public subscript(index: Int) -> Float {
        get {
            precondition(index >= 0 && index < count, "index \(index) in a tensor of \(count) elements")
            return storage.buffer.pointer[index]
        }
        set {
            precondition(index >= 0 && index < count, "index \(index) in a tensor of \(count) elements")
            withUnsafeMutableElements { $0[index] = newValue }
        }
    }

    /// Calls `body` with the elements; the pointer is valid during the call only.
    public func withUnsafeElements<Result, Failure: Error>(
        _ body: (UnsafeBufferPointer<Float>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        defer { withExtendedLifetime(storage) {} }
        return try body(UnsafeBufferPointer(storage.buffer.elements))
    }

    /// Calls `body` with the elements for writing; the pointer is valid during the call only.
    public mutating func withUnsafeMutableElements<Result, Failure: Error>(
        _ body: (UnsafeMutableBufferPointer<Float>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        if !isKnownUniquelyReferenced(&storage) {
            let copy = Storage(count: count)
            copy.buffer.copy(from: storage.buffer)
            storage = copy
        }
        defer { withExtendedLifetime(storage) {} }
        return try body(storage.buffer.elements)
    }
}

extension Tensor: Equatable {
    /// Equal shapes and equal elements, by the rules of floating point (0 equals -0, NaN equals nothing).
    public static func == (a: Tensor, b: Tensor) -> Bool {
        a.shape == b.shape && a.withUnsafeElements { x in b.withUnsafeElements { y in x.elementsEqual(y) } }
    }
}

extension Tensor: CustomStringConvertible {
    public var description: String {
        withUnsafeElements { "Tensor \(shape) [\($0.prefix(8).map { "\($0)" }.joined(separator: ", "))\(count > 8 ? ", …" : "")]" }
    }
}
