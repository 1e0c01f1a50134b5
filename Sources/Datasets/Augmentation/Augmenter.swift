import Glibc
import NeuralNetwork

/// Applies an `Augmentation` to 28 x 28 images: rotation, scale, aspect, shear, shift and elastic distortion in one
/// inverse-mapped bilinear resampling, with stroke thickness before it and contrast and noise after it.
///
/// It holds the memory that one image needs on its way, so each thread has one of its own.
package final class Augmenter {
    package static let side = 28
    package static let pixels = side * side

    /// Two columns and rows of paper around the image, so that bilinear taps need no test of the border.
    private static let margin = 2
    private static let stride = side + 2 * margin
    private static let padded = stride * stride

    private let augmentation: Augmentation
    private let source: UnsafeMutablePointer<Float>
    private let scratch: UnsafeMutablePointer<Float>
    private let field: ElasticField

    package init(_ augmentation: Augmentation) {
        self.augmentation = augmentation
        source = .allocate(capacity: 2 * Self.padded)
        source.initialize(repeating: 0, count: 2 * Self.padded)
        scratch = source + Self.padded
        field = ElasticField(smoothness: augmentation.elasticSmoothness)
    }

    deinit { source.deallocate() }

    /// Draws the changes from `random` and writes the changed image, 0 paper to 1 ink, into `output`.
    package func apply(to image: UnsafePointer<UInt8>, random: inout RandomNumbers, output: UnsafeMutablePointer<Float>) {
        let drawn = DrawnAugmentation(augmentation, random: &random)
        for y in 0..<Self.side {
            let row = source + (y + Self.margin) * Self.stride + Self.margin
            for x in 0..<Self.side { row[x] = Float(image[y * Self.side + x]) / 255 }
        }
        apply(drawn, random: &random, output: output)
    }

    /// The same for an image whose pixels are 0 to 1 already. `image` and `output` may be the same memory.
    package func apply(to image: UnsafePointer<Float>, random: inout RandomNumbers, output: UnsafeMutablePointer<Float>) {
        let drawn = DrawnAugmentation(augmentation, random: &random)
        for y in 0..<Self.side {
            (source + (y + Self.margin) * Self.stride + Self.margin).update(from: image + y * Self.side, count: Self.side)
        }
        apply(drawn, random: &random, output: output)
    }

    private func apply(_ drawn: DrawnAugmentation, random: inout RandomNumbers, output: UnsafeMutablePointer<Float>) {
        if drawn.thickness != 0 { thicken(by: drawn.thickness) }
        if drawn.movesPixels {
            if drawn.elasticStrength != 0 {
                field.draw(strength: drawn.elasticStrength, random: &random)
                resample(drawn, displacementX: field.x, displacementY: field.y, output: output)
            } else {
                resample(drawn, displacementX: nil, displacementY: nil, output: output)
            }
        } else {
            for y in 0..<Self.side {
                (output + y * Self.side).update(from: source + (y + Self.margin) * Self.stride + Self.margin, count: Self.side)
            }
        }
        if drawn.contrast != 1 {
            for i in 0..<Self.pixels { output[i] = min(output[i] * drawn.contrast, 1) }
        }
        if drawn.noise > 0 { addNoise(drawn.noise, random: &random, to: output) }
    }

    private func resample(
        _ drawn: DrawnAugmentation, displacementX: UnsafePointer<Float>?, displacementY: UnsafePointer<Float>?,
        output: UnsafeMutablePointer<Float>
    ) {
        let centre = Float(Self.side - 1) / 2
        // Positions count from the padded image's corner, so that they are never negative.
        let origin = centre + Float(Self.margin)
        let lowest = SIMD4(repeating: Float(Self.margin - 1)), highest = SIMD4(repeating: Float(Self.margin + Self.side))
        for y in 0..<Self.side {
            let v = Float(y) - centre - drawn.shiftY
            for x in Swift.stride(from: 0, to: Self.side, by: 4) {
                let u = SIMD4<Float>(0, 1, 2, 3) + (Float(x) - centre - drawn.shiftX)
                var sourceX = drawn.xx * u + (drawn.xy * v + origin), sourceY = drawn.yx * u + (drawn.yy * v + origin)
                if let displacementX, let displacementY {
                    sourceX += UnsafeRawPointer(displacementX + y * Self.side + x).loadUnaligned(as: SIMD4<Float>.self)
                    sourceY += UnsafeRawPointer(displacementY + y * Self.side + x).loadUnaligned(as: SIMD4<Float>.self)
                }
                // Beyond the border lies paper, as far as one likes.
                sourceX = bounded(sourceX, lowest, highest)
                sourceY = bounded(sourceY, lowest, highest)
                let column = whole(sourceX), row = whole(sourceY)
                let right = sourceX - column.value, down = sourceY - row.value
                let place = row.bits &* SIMD4(repeating: Int32(Self.stride)) &+ column.bits
                let result = bilinear(
                    source + Int(place[0]), source + Int(place[1]), source + Int(place[2]), source + Int(place[3]), right, down)
                UnsafeMutableRawPointer(output + y * Self.side + x).storeBytes(of: result, as: SIMD4<Float>.self)
            }
        }
    }

    /// The whole part of numbers that are not negative and below 2^22, as numbers and as integers, without leaving the vector.
    @inline(__always)
    private func whole(_ x: SIMD4<Float>) -> (value: SIMD4<Float>, bits: SIMD4<Int32>) {
        // At 2^23 a Float counts in ones, so that adding it rounds to the nearest whole number.
        let ones = SIMD4<Float>(repeating: 0x1p23)
        var value = (x + ones) - ones
        value = value.replacing(with: value - 1, where: value .> x)
        return (value, unsafeBitCast(value + ones, to: SIMD4<Int32>.self) & SIMD4(repeating: 0x7f_ffff))
    }

    /// Four bilinear samples: each place is the tap above and to the left.
    @inline(__always)
    private func bilinear(
        _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafePointer<Float>, _ d: UnsafePointer<Float>,
        _ right: SIMD4<Float>, _ down: SIMD4<Float>
    ) -> SIMD4<Float> {
        func taps(_ offset: Int) -> SIMD4<Float> { SIMD4(a[offset], b[offset], c[offset], d[offset]) }
        let above = taps(0) + right * (taps(1) - taps(0))
        let below = taps(Self.stride) + right * (taps(Self.stride + 1) - taps(Self.stride))
        return above + down * (below - above)
    }

    /// Grey dilation or erosion with the pixel and its four neighbours, mixed with the image where less than a pixel is asked for.
    private func thicken(by thickness: Float) {
        var rest = min(abs(thickness), 2)
        while rest > 0 {
            let share = min(rest, 1)
            rest -= share
            if thickness > 0 { morph(share) { $0 > $1 ? $0 : $1 } } else { morph(share) { $0 < $1 ? $0 : $1 } }
        }
    }

    @inline(__always)
    private func morph(_ share: Float, _ pick: (Float, Float) -> Float) {
        for y in Self.margin..<Self.margin + Self.side {
            let row = source + y * Self.stride, result = scratch + y * Self.stride
            for x in Self.margin..<Self.margin + Self.side {
                let extreme = pick(pick(pick(row[x - 1], row[x + 1]), pick(row[x - Self.stride], row[x + Self.stride])), row[x])
                result[x] = row[x] + share * (extreme - row[x])
            }
        }
        for y in Self.margin..<Self.margin + Self.side {
            (source + y * Self.stride + Self.margin).update(from: scratch + y * Self.stride + Self.margin, count: Self.side)
        }
    }

    /// The sum of four even numbers is close enough to normal for noise, and takes one draw for each pixel.
    private func addNoise(_ deviation: Float, random: inout RandomNumbers, to output: UnsafeMutablePointer<Float>) {
        // Four numbers of 16 bits have the standard deviation sqrt(4 / 12) of their range.
        let factor = deviation * (3 as Float).squareRoot() / 65536
        for i in 0..<Self.pixels {
            let bits = random.next()
            let sum = Int32(truncatingIfNeeded: bits & 0xffff) + Int32(truncatingIfNeeded: bits >> 16 & 0xffff)
                + Int32(truncatingIfNeeded: bits >> 32 & 0xffff) + Int32(truncatingIfNeeded: bits >> 48) - 131_070
            output[i] = min(max(output[i] + factor * Float(sum), 0), 1)
        }
    }
}

/// Cosine and sine; exactly 1 and 0 at 0, so that no rotation is no change.
func cosineAndSine(_ angle: Float) -> (Float, Float) { (cosf(angle), sinf(angle)) }

/// Each lane within bounds. The standard library's `clamped` goes lane by lane through a call, which costs more than all around it.
@inline(__always)
func bounded(_ value: SIMD4<Float>, _ low: SIMD4<Float>, _ high: SIMD4<Float>) -> SIMD4<Float> {
    let atLeast = value.replacing(with: low, where: value .< low)
    return atLeast.replacing(with: high, where: atLeast .> high)
}
