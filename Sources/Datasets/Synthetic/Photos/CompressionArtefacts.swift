import Glibc
import Pictures

/// What JPEG does to a picture: 8 x 8 blocks of luminance and chrominance lose their fine frequencies. The entropy coding that follows loses nothing
/// and is left out (ITU-T T.81, with the quantisation tables of its annex K scaled as libjpeg does).
package struct CompressionArtefacts {
    private let luminance: [Float], chrominance: [Float]
    private let subsampled: Bool

    /// - Parameters:
    ///   - quality: 1 to 100.
    ///   - subsampled: whether four pixels share one colour.
    package init(quality: Int, subsampled: Bool) {
        let quality = max(1, min(100, quality))
        let scale = Float(quality < 50 ? 5000 / quality : 200 - 2 * quality)
        func scaled(_ table: [Float]) -> [Float] { table.map { max(1, min(255, (($0 * scale + 50) / 100).rounded(.down))) } }
        luminance = scaled(Self.luminanceTable)
        chrominance = scaled(Self.chrominanceTable)
        self.subsampled = subsampled
    }

    package func applied(to picture: Picture) -> Picture {
        let (width, height) = (picture.width, picture.height)
        var planes = [Plane](repeating: Plane(width: width, height: height), count: 3)
        for i in 0..<width * height {
            let b = Float(picture.bytes[4 * i]), g = Float(picture.bytes[4 * i + 1]), r = Float(picture.bytes[4 * i + 2])
            planes[0].values[i] = 0.299 * r + 0.587 * g + 0.114 * b - 128
            planes[1].values[i] = -0.168736 * r - 0.331264 * g + 0.5 * b
            planes[2].values[i] = 0.5 * r - 0.418688 * g - 0.081312 * b
        }
        planes[0].quantise(luminance)
        for i in 1...2 {
            if subsampled {
                var half = planes[i].halved()
                half.quantise(chrominance)
                planes[i].enlarge(half)
            } else {
                planes[i].quantise(chrominance)
            }
        }
        var result = picture
        for i in 0..<width * height {
            let y = planes[0].values[i] + 128, cb = planes[1].values[i], cr = planes[2].values[i]
            result.bytes[4 * i] = Self.byte(y + 1.772 * cb)
            result.bytes[4 * i + 1] = Self.byte(y - 0.344136 * cb - 0.714136 * cr)
            result.bytes[4 * i + 2] = Self.byte(y + 1.402 * cr)
        }
        return result
    }

    private static func byte(_ value: Float) -> UInt8 { UInt8(max(0, min(255, value.rounded()))) }

    private static let luminanceTable: [Float] = [
        16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
        18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
    ]
    private static let chrominanceTable: [Float] = [
        17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    ]
}

/// One component of a picture.
private struct Plane {
    let width: Int, height: Int
    var values: [Float]

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        values = [Float](repeating: 0, count: width * height)
    }

    /// The rows of the orthonormal discrete cosine transform of eight values.
    private static let cosines: [SIMD8<Float>] = (0..<8).map { frequency in
        var row = SIMD8<Float>()
        for i in 0..<8 { row[i] = (frequency == 0 ? Float(0.125).squareRoot() : 0.5) * Float(cos(Double(2 * i + 1) * Double(frequency) * .pi / 16)) }
        return row
    }

    /// Rounds each block's frequencies to multiples of the table's steps. Blocks at the edges repeat the last pixels.
    mutating func quantise(_ table: [Float]) {
        let cosines = Self.cosines
        for top in stride(from: 0, to: height, by: 8) {
            for left in stride(from: 0, to: width, by: 8) {
                var rows = [SIMD8<Float>](repeating: SIMD8(), count: 8), half = rows
                for y in 0..<8 {
                    let start = min(top + y, height - 1) * width
                    for x in 0..<8 { rows[y][x] = values[start + min(left + x, width - 1)] }
                }
                for v in 0..<8 {
                    var sum = SIMD8<Float>()
                    for y in 0..<8 { sum += rows[y] * cosines[v][y] }
                    for u in 0..<8 {
                        let step = table[8 * v + u]
                        half[v][u] = ((sum * cosines[u]).sum() / step).rounded() * step
                    }
                }
                for v in 0..<8 {
                    var sum = SIMD8<Float>()
                    for u in 0..<8 where half[v][u] != 0 { sum += cosines[u] * half[v][u] }
                    half[v] = sum
                }
                for y in 0..<8 where top + y < height {
                    var sum = SIMD8<Float>()
                    for v in 0..<8 { sum += half[v] * cosines[v][y] }
                    for x in 0..<8 where left + x < width { values[(top + y) * width + left + x] = sum[x] }
                }
            }
        }
    }

    func halved() -> Plane {
        var half = Plane(width: (width + 1) / 2, height: (height + 1) / 2)
        for y in 0..<half.height {
            let y0 = 2 * y * width, y1 = min(2 * y + 1, height - 1) * width
            for x in 0..<half.width {
                let x0 = 2 * x, x1 = min(2 * x + 1, width - 1)
                half.values[y * half.width + x] = 0.25 * (values[y0 + x0] + values[y0 + x1] + values[y1 + x0] + values[y1 + x1])
            }
        }
        return half
    }

    mutating func enlarge(_ half: Plane) {
        for y in 0..<height { for x in 0..<width { values[y * width + x] = half.values[(y / 2) * half.width + x / 2] } }
    }
}
