/// An ink image: `width` x `height` values, row by row, 0 for paper to 255 for full ink, whatever the colours were.
public struct InkImage: Sendable, Equatable {
    /// Pixels in a row, at least 1.
    public let width: Int
    /// Rows, at least 1.
    public let height: Int
    /// `width * height` values, 0 paper to 255 ink.
    public var values: [UInt8]

    /// An ink image of the given values.
    public init(width: Int, height: Int, values: [UInt8]) {
        precondition(width > 0 && height > 0 && values.count == width * height, "values must be width * height")
        self.width = width
        self.height = height
        self.values = values
    }

    /// An image of paper without ink.
    public init(width: Int, height: Int) {
        self.init(width: width, height: height, values: [UInt8](repeating: 0, count: width * height))
    }

    /// The value at column `x` of row `y`.
    public subscript(x: Int, y: Int) -> UInt8 {
        get { values[y * width + x] }
        set { values[y * width + x] = newValue }
    }
}

extension InkImage {
    /// Rows and columns exchanged.
    var transposed: InkImage {
        var result = InkImage(width: height, height: width)
        // In squares that fit the cache, for the rows of one are the columns of the other.
        let side = 32
        values.withUnsafeBufferPointer { source in
            result.values.withUnsafeMutableBufferPointer { target in
                for top in stride(from: 0, to: height, by: side) {
                    for left in stride(from: 0, to: width, by: side) {
                        for y in top..<min(top + side, height) {
                            for x in left..<min(left + side, width) { target[x * height + y] = source[y * width + x] }
                        }
                    }
                }
            }
        }
        return result
    }
}
