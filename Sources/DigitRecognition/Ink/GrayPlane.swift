import Kernels
import Pictures

/// The brightness of a picture, reduced to a size at which reading is fast and every stroke is still there.
package struct GrayPlane {
    let width: Int
    let height: Int
    /// Row by row, 0 black to 255 white.
    var values: [UInt8]
    /// Pixels of the picture along one pixel here.
    let reduction: Int
    /// The deviation of the noise that is known to be left, where neighbours are too much alike to tell it.
    var noise: Float = 0

    /// A side longer than this is reduced; a digit of a full page of handwriting is then still some 40 pixels high.
    static let longestSide = 2400

    package init(width: Int, height: Int, values: [UInt8], reduction: Int = 1) {
        self.width = width
        self.height = height
        self.values = values
        self.reduction = reduction
    }

    /// Brightness half as the eye weighs it and half by the darkest channel: so that coloured ink, which is dark in one channel only, is seen, and the
    /// noise of a single channel is not all there is.
    package init(_ picture: Picture) {
        let reduction = max(1, (max(picture.width, picture.height) + Self.longestSide - 1) / Self.longestSide)
        let width = max(picture.width / reduction, 1), height = max(picture.height / reduction, 1)
        let values = [UInt8](unsafeUninitializedCapacity: width * height) { values, count in
            picture.bytes.withUnsafeBufferPointer { bytes in
                bytes.withMemoryRebound(to: UInt32.self) { pixels in
                    let source = PixelRows(pixels: pixels.baseAddress!, width: picture.width, height: picture.height)
                    source.reduce(by: reduction, width: width, height: height, into: values.baseAddress!)
                }
            }
            count = width * height
        }
        self.init(width: width, height: height, values: values, reduction: reduction)
    }

    /// The pixels of a picture, row by row: in each word blue, green and red from the lowest byte.
    private struct PixelRows {
        let pixels: UnsafePointer<UInt32>
        let width: Int
        let height: Int

        /// The mean brightness over squares of `factor` pixels; a picture that is narrower or lower than one square is continued by its edge.
        func reduce(by factor: Int, width columns: Int, height rows: Int, into values: UnsafeMutablePointer<UInt8>) {
            if factor == 2, width > 1 {
                let halve = PageLoops.current.halvedBrightness
                for row in 0..<rows { halve(columns, pixels + 2 * row * width, pixels + min(2 * row + 1, height - 1) * width, values + row * columns) }
                return
            }
            let there = min(columns * factor, width), add = PixelLoops.current.addBrightness
            let half = UInt32(factor * factor / 2), area = UInt32(factor * factor)
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: columns * factor) { sums in
                for row in 0..<rows {
                    sums.update(repeating: 0)
                    for y in row * factor..<(row + 1) * factor { add(there, pixels + min(y, height - 1) * width, sums.baseAddress!) }
                    if there < columns * factor { for x in there..<columns * factor { sums[x] = sums[there - 1] } }
                    let target = values + row * columns
                    if factor == 1 {
                        // Spelt out where the compiler makes vectors of it.
                        for x in 0..<columns { target[x] = UInt8(truncatingIfNeeded: sums[x]) }
                    } else {
                        for x in 0..<columns { target[x] = UInt8((0..<factor).reduce(half) { $0 &+ sums[x * factor + $1] } / area) }
                    }
                }
            }
        }
    }

    /// The same with light and dark exchanged.
    var inverted: GrayPlane {
        var result = self
        result.values = [UInt8](unsafeUninitializedCapacity: values.count) { target, count in
            values.withUnsafeBufferPointer { source in
                for i in 0..<source.count { target[i] = ~source[i] }
            }
            count = values.count
        }
        return result
    }
}
