/// How an image (rows x columns x channels) stands in rows of `width` pixels that hold its horizontal padding.
///
/// With `spreadY` and `spreadX` above 1 there are zeros between its pixels, as the gradient of a convolution with strides needs them.
struct ImageFrame {
    var rows: Int, columns: Int, channels: Int
    /// Pixels of zeros before each row; where it is negative, so many pixels are cut off.
    var left: Int
    /// Pixels in a row of the frame.
    var width: Int
    var spreadY = 1, spreadX = 1

    /// Rows with those that are spread between them.
    var spreadRows: Int { (rows - 1) * spreadY + 1 }
    /// Floats of the image as it is given.
    var imageSize: Int { rows * columns * channels }
    /// Whether there are zeros between its pixels.
    var isSpread: Bool { spreadX != 1 || spreadY != 1 }
    /// Whether the image already stands as the frame wants it.
    var isPlain: Bool { left == 0 && width == columns && spreadX == 1 && spreadY == 1 }

    /// Writes the rows `rows` of the frame to `target`, each at its place in the whole frame.
    func copy(_ image: UnsafePointer<Float>, rows: Range<Int>, to target: UnsafeMutablePointer<Float>) {
        let pitch = width * channels
        for y in rows {
            let row = target + y * pitch
            guard y % spreadY == 0 else {
                row.update(repeating: 0, count: pitch)
                continue
            }
            let source = image + y / spreadY * columns * channels
            if spreadX == 1 {
                let first = max(0, left), skipped = max(0, -left)
                let count = max(0, min(columns - skipped, width - first))
                row.update(repeating: 0, count: min(first, width) * channels)
                (row + first * channels).update(from: source + skipped * channels, count: count * channels)
                let end = min(first, width) + count
                (row + end * channels).update(repeating: 0, count: (width - end) * channels)
            } else {
                row.update(repeating: 0, count: pitch)
                for x in 0..<columns {
                    let place = left + x * spreadX
                    guard (0..<width).contains(place) else { continue }
                    (row + place * channels).update(from: source + x * channels, count: channels)
                }
            }
        }
    }
}
