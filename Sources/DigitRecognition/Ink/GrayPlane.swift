import Pictures

/// The brightness of a picture, reduced to a size at which reading is fast and every stroke is still there.
struct GrayPlane {
    let width: Int
    let height: Int
    /// Row by row, 0 black to 255 white.
    var values: [UInt8]
    /// Pixels of the picture along one pixel here.
    let reduction: Int

    /// A side longer than this is reduced; a digit of a full page of handwriting is then still some 40 pixels high.
    static let longestSide = 2400

    init(width: Int, height: Int, values: [UInt8], reduction: Int = 1) {
        self.width = width
        self.height = height
        self.values = values
        self.reduction = reduction
    }

    /// Brightness half as the eye weighs it and half by the darkest channel: so that coloured ink, which is dark in one channel only, is seen, and the
    /// noise of a single channel is not all there is.
    init(_ picture: Picture) {
        let reduction = max(1, (max(picture.width, picture.height) + Self.longestSide - 1) / Self.longestSide)
        let width = max(picture.width / reduction, 1), height = max(picture.height / reduction, 1)
        let values = [UInt8](unsafeUninitializedCapacity: width * height) { values, count in
            picture.bytes.withUnsafeBufferPointer { bytes in
                if reduction == 1 {
                    for i in 0..<width * height { values[i] = Self.brightness(bytes[4 * i], bytes[4 * i + 1], bytes[4 * i + 2]) }
                } else {
                    Self.reduce(bytes, rowBytes: 4 * picture.width, by: reduction, width: width, height: height, into: values.baseAddress!)
                }
            }
            count = width * height
        }
        self.init(width: width, height: height, values: values, reduction: reduction)
    }

    @inline(__always)
    private static func brightness(_ blue: UInt8, _ green: UInt8, _ red: UInt8) -> UInt8 {
        let luma = (29 * UInt32(blue) + 150 * UInt32(green) + 77 * UInt32(red)) >> 8
        return UInt8((luma + UInt32(min(blue, green, red)) + 1) >> 1)
    }

    private static func reduce(
        _ bytes: UnsafeBufferPointer<UInt8>, rowBytes: Int, by factor: Int, width: Int, height: Int, into values: UnsafeMutablePointer<UInt8>
    ) {
        let half = UInt32(factor * factor / 2), area = UInt32(factor * factor)
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: width) { sums in
            for y in 0..<height {
                sums.update(repeating: 0)
                for dy in 0..<factor {
                    var source = bytes.baseAddress! + (y * factor + dy) * rowBytes
                    for x in 0..<width {
                        for _ in 0..<factor {
                            sums[x] &+= UInt32(brightness(source[0], source[1], source[2]))
                            source += 4
                        }
                    }
                }
                for x in 0..<width { values[y * width + x] = UInt8((sums[x] &+ half) / area) }
            }
        }
    }

    /// The same with light and dark exchanged.
    var inverted: GrayPlane {
        GrayPlane(width: width, height: height, values: values.map { 255 - $0 }, reduction: reduction)
    }
}
