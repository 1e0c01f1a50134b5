import Glibc
import Pictures

/// A picture in linear light: red, green, blue, and an unused fourth value for each pixel, 0 black to 1 white.
package struct LightImage: Sendable {
    package let width: Int
    package let height: Int
    package var pixels: [SIMD4<Float>]

    /// Fills each pixel with what `light` gives for its column and row.
    package init(width: Int, height: Int, light: (_ x: Int, _ y: Int) -> SIMD4<Float>) {
        self.width = width
        self.height = height
        pixels = [SIMD4<Float>](unsafeUninitializedCapacity: width * height) { buffer, count in
            for y in 0..<height { for x in 0..<width { buffer[y * width + x] = light(x, y) } }
            count = width * height
        }
    }

    /// Weights the pixels along one line in each direction: a blur, with the edge's pixels repeated beyond it.
    mutating func convolve(_ weights: [Float], step: (x: Int, y: Int)) {
        let reach = weights.count / 2
        let source = pixels
        for y in 0..<height {
            for x in 0..<width {
                var sum = SIMD4<Float>(repeating: 0)
                for i in weights.indices {
                    let column = max(0, min(width - 1, x + (i - reach) * step.x)), row = max(0, min(height - 1, y + (i - reach) * step.y))
                    sum += source[row * width + column] * weights[i]
                }
                pixels[y * width + x] = sum
            }
        }
    }

    /// A Gaussian blur; `deviation` in pixels.
    package mutating func blur(deviation: Float) {
        guard deviation > 0.15 else { return }
        let reach = max(1, Int((2.5 * deviation).rounded(.up)))
        var weights = (-reach...reach).map { exp(-0.5 * Float($0 * $0) / (deviation * deviation)) }
        let total = weights.reduce(0, +)
        for i in weights.indices { weights[i] /= total }
        convolve(weights, step: (1, 0))
        convolve(weights, step: (0, 1))
    }

    /// Smears over `length` pixels in the direction of `angle`.
    mutating func smear(length: Float, angle: Float) {
        let steps = Int(length.rounded(.up))
        guard steps > 1 else { return }
        let source = self
        let way = SIMD2(cos(angle), sin(angle)) * (length / Float(steps))
        for y in 0..<height {
            for x in 0..<width {
                var sum = SIMD4<Float>(repeating: 0)
                for step in 0...steps {
                    let offset = way * (Float(step) - Float(steps) / 2)
                    sum += source.sample(Float(x) + offset.x, Float(y) + offset.y)
                }
                pixels[y * width + x] = sum / Float(steps + 1)
            }
        }
    }

    /// The light between pixels, whose middles have whole coordinates.
    func sample(_ x: Float, _ y: Float) -> SIMD4<Float> {
        let left = max(0, min(Float(width - 1), x)), top = max(0, min(Float(height - 1), y))
        let column = min(Int(left), max(0, width - 2)), row = min(Int(top), max(0, height - 2))
        let fx = left - Float(column), fy = top - Float(row)
        let right = min(column + 1, width - 1), below = min(row + 1, height - 1)
        let upper = pixels[row * width + column] * (1 - fx) + pixels[row * width + right] * fx
        let lower = pixels[below * width + column] * (1 - fx) + pixels[below * width + right] * fx
        return upper * (1 - fy) + lower * fy
    }

    /// The picture as sRGB bytes.
    func picture() -> Picture {
        let bytes = [UInt8](unsafeUninitializedCapacity: 4 * pixels.count) { bytes, count in
            for (i, pixel) in pixels.enumerated() {
                bytes[4 * i] = Self.encoded(pixel.z)
                bytes[4 * i + 1] = Self.encoded(pixel.y)
                bytes[4 * i + 2] = Self.encoded(pixel.x)
                bytes[4 * i + 3] = 255
            }
            count = 4 * pixels.count
        }
        return Picture(width: width, height: height, bytes: bytes)
    }

    /// The sRGB byte for linear light (IEC 61966-2-1), from a table.
    private static func encoded(_ light: Float) -> UInt8 {
        table[Int(max(0, min(1, light)) * Float(table.count - 1) + 0.5)]
    }

    private static let table: [UInt8] = (0..<8192).map { step in
        let light = Float(step) / 8191
        let value = light <= 0.0031308 ? 12.92 * light : 1.055 * pow(light, 1 / 2.4) - 0.055
        return UInt8(value * 255 + 0.5)
    }
}
