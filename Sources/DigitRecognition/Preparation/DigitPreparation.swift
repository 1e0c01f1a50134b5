/// Brings the ink of one digit to the network's input the way MNIST was made: the digit's box keeps its aspect, its longer side is
/// area-resampled to 20 pixels, and its centre of mass lies in the middle of pixel 14 of 28, counted from 0, in both directions.
///
/// Box, centre and resampling work in fractions of a pixel, so that the result follows the ink and not the raster under it: a digit that is moved
/// by whole pixels gives the same input bit by bit.
/// The preparation is LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document recognition" (1998), section III.
public struct DigitPreparation: Sendable, Equatable {
    /// The network's input is `side` x `side`.
    public static let side = 28

    /// The length in output pixels of the longer side of the digit's box.
    public var longerSide: Float = 20
    /// Where the centre of mass comes to lie, from the left edge of the output; 14.5 is the middle of pixel 14.
    public var centreX: Float = 14.5
    /// Where the centre of mass comes to lie, from the top edge of the output.
    public var centreY: Float = 14.5
    /// The width is multiplied by this relative to the height before the longer side is measured. Training varies it, reading keeps it at 1.
    public var stretch: Float = 1

    /// The preparation of MNIST.
    public init() {}

    /// The `side * side` values of the digit, row by row, 0 paper to 1 ink; nil where the image holds no ink.
    public func callAsFunction(_ ink: InkImage) -> [Float]? {
        var drawn = false
        let output = [Float](unsafeUninitializedCapacity: Self.side * Self.side) { output, count in
            drawn = ink.values.withUnsafeBufferPointer {
                prepare($0.baseAddress!, width: ink.width, height: ink.height, stride: ink.width, into: output.baseAddress!)
            }
            count = Self.side * Self.side
        }
        return drawn ? output : nil
    }

    /// Prepares the digit in `height` rows of `width` ink values, 0 paper to 255 ink, that start `stride` bytes apart. Costs one pass over all
    /// rows and one over the digit's box, and no memory from the heap for digits of up to about a hundred pixels.
    ///
    /// - Parameter output: `side * side` values, row by row, 0 paper to 1 ink; all 0 where there is no ink.
    /// - Returns: whether there was ink.
    @discardableResult
    public func prepare(
        _ ink: UnsafePointer<UInt8>, width: Int, height: Int, stride: Int, into output: UnsafeMutablePointer<Float>
    ) -> Bool {
        output.update(repeating: 0, count: Self.side * Self.side)
        guard let extent = InkExtent(ink, width: width, height: height, stride: stride) else { return false }
        let inkWidth = max((extent.right - extent.left) * stretch, 1e-3), inkHeight = max(extent.bottom - extent.top, 1e-3)
        let scaleY = longerSide / max(inkWidth, inkHeight)
        let scaleX = scaleY * stretch
        let columns = extent.firstColumn..<extent.lastColumn + 1
        withUnsafeTemporaryAllocation(of: Float.self, capacity: Self.side * columns.count) { bands in
            bands.update(repeating: 0)
            for y in extent.firstRow...extent.lastRow {
                let row = ink + y * stride + columns.lowerBound
                let start = (Float(y - extent.firstRow) - extent.massY) * scaleY + centreY
                Self.spread(from: start, length: scaleY) { band, share in
                    let sums = bands.baseAddress! + band * columns.count
                    for x in 0..<columns.count { sums[x] += share * Float(row[x]) }
                }
            }
            for x in columns {
                let start = (Float(x - extent.firstColumn) - extent.massX) * scaleX + centreX
                Self.spread(from: start, length: scaleX) { column, share in
                    var source = x - columns.lowerBound
                    for band in 0..<Self.side {
                        output[band * Self.side + column] += share * bands[source]
                        source += columns.count
                    }
                }
            }
        }
        for i in 0..<Self.side * Self.side { output[i] = min(output[i] * (1 / 255), 1) }
        return true
    }

    /// Calls `body` with each output pixel that the interval [from, from + length) touches and the length that lies in it.
    @inline(__always)
    private static func spread(from start: Float, length: Float, _ body: (_ pixel: Int, _ share: Float) -> Void) {
        let end = min(start + length, Float(side))
        var position = max(start, 0)
        while position < end {
            let pixel = Int(position)
            let next = min(Float(pixel + 1), end)
            // A step that rounding swallows would never end.
            guard next > position else { return }
            body(pixel, next - position)
            position = next
        }
    }
}
