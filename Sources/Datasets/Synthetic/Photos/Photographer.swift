import DigitRecognition
import Glibc
import NeuralNetwork
import Pictures

/// A picture of a sheet, and where each of its digits is in it.
public struct Photograph: Sendable {
    /// What the camera gives.
    public var picture: Picture
    /// The digits in reading order, with the box of each in the picture's pixels; left out are those of
    /// which less than nine tenths of the box are in the picture.
    public var digits: [(digit: Int, line: Int, box: Box)]
    /// Boxes of the marks that are not digits.
    public var marks: [Box]

    /// The digits as text, lines joined by `|`.
    public var text: String { linesOfDigits(digits.map { ($0.digit, $0.line) }) }
}

/// Takes pictures of sheets: paper, light, camera and compression are simulated one after the other as light goes.
public enum Photographer {
    /// A picture of the sheet under the conditions. One pixel of the picture is about one pixel of the sheet.
    ///
    /// - Parameter scale: pixels of the picture for one of the sheet; blur and noise are those of the picture's pixels.
    public static func photograph(
        _ sheet: WrittenSheet, under conditions: PhotoConditions, scale: Float = 1, _ random: inout RandomNumbers
    ) -> Photograph {
        let view = CameraView(sheet, conditions, scale: scale, &random)
        let surface = PaperSurface(sheet, conditions, &random)
        let table = TableTop(conditions, &random)
        let light = SceneLight(conditions, &random)
        let (width, height) = (view.width, view.height)
        let (stepX, stepY) = (1 / Float(width), 1 / Float(height))
        let edge = random.uniform(2, 10) * scale
        let showsTable = conditions[.table] != nil
        var image = LightImage(width: width, height: height) { x, y in
            let u = (Float(x) + 0.5) * stepX, v = (Float(y) + 0.5) * stepY
            let point = view.toSheet(SIMD2(u, v))
            let inside = min(min(point.x, Float(sheet.width) - point.x), min(point.y, Float(sheet.height) - point.y))
            // Where no table is in the picture, the paper goes on beyond the piece that was written on.
            let share = showsTable ? max(0, min(1, inside + 0.5)) : 1
            var colour = share > 0 ? surface(point.x, point.y) : SIMD4(repeating: 0)
            if share < 1 {
                // The sheet lies a little above the table and throws a narrow shadow.
                let away = max(0, -inside)
                colour = colour * share + table(Float(x), Float(y)) * (1 - 0.5 * exp(-away / edge)) * (1 - share)
            }
            let (factor, added) = light(u, v)
            return colour * factor + SIMD4(repeating: added)
        }
        let thickness = max(1, sheet.penWidth * scale)
        // Wider than this the line would be lost, and no person would keep the picture.
        if let defocus = conditions[.defocus] { image.blur(deviation: min(0.3 + 1.9 * defocus, 0.65 * thickness)) }
        if let motion = conditions[.motion] { image.smear(length: min(1.5 + 5 * motion, 1.3 * thickness), angle: random.uniform(0, .pi)) }
        expose(&image, conditions, &random)
        var picture = image.picture()
        if let compression = conditions[.compression] {
            picture = CompressionArtefacts(quality: Int(88 - 62 * compression), subsampled: random.chance(0.7)).applied(to: picture)
        }
        return view.photograph(picture, of: sheet)
    }

    /// Brings the brightest paper to where a camera would, shifts the colours, and adds the noise of a sensor: of the photons and of the amplifier.
    private static func expose(_ image: inout LightImage, _ conditions: PhotoConditions, _ random: inout RandomNumbers) {
        let isDark = conditions[.dark] != nil
        var bright: Float = 0
        for i in stride(from: 0, to: image.pixels.count, by: 7) { bright = max(bright, image.pixels[i].y) }
        let target: Float = isDark ? random.uniform(0.4, 1) : random.uniform(0.45, 1.05)
        var gain = SIMD4(repeating: target / max(bright, 0.02))
        if let shift = conditions[.whiteBalance] {
            let warmth = random.uniform(-0.32, 0.32) * shift
            gain *= SIMD4(1 + warmth, 1 + random.uniform(-0.06, 0.06) * shift, 1 - warmth, 0)
        }
        // Stray light in the lens lifts the black.
        let haze = random.uniform(0, 0.03)
        guard let noise = conditions[.noise] else {
            for i in image.pixels.indices { image.pixels[i] = image.pixels[i] * gain + haze }
            return
        }
        let amplifier = 0.0015 + 0.006 * noise, photons = 0.004 + 0.028 * noise, colour = random.uniform(0, 0.8)
        var noiseSource = QuickNormal(&random)
        for i in image.pixels.indices {
            let pixel = image.pixels[i] * gain + haze
            let gray = noiseSource.next()
            let deviation = amplifier + photons * max(0, pixel.y).squareRoot()
            let each = SIMD4(noiseSource.next(), noiseSource.next(), noiseSource.next(), 0)
            image.pixels[i] = pixel + (SIMD4(repeating: gray) * (1 - colour) + each * colour) * deviation
        }
    }
}

/// Numbers that are nearly normal, from the sum of four bytes of one draw: good enough for noise, and quick.
private struct QuickNormal {
    private var random: RandomNumbers
    private var bits: UInt64 = 0
    private var left = 0

    init(_ random: inout RandomNumbers) { self.random = random.derived(0) }

    mutating func next() -> Float {
        if left == 0 {
            bits = random.next()
            left = 2
        }
        left -= 1
        let sum = (bits & 0xFF) + (bits >> 8 & 0xFF) + (bits >> 16 & 0xFF) + (bits >> 24 & 0xFF)
        bits >>= 32
        // Four uniform bytes have the mean 510 and the standard deviation 147.8.
        return (Float(sum) - 510) * (1 / 147.8)
    }
}

/// What lies around the sheet.
private struct TableTop {
    private let colour: SIMD4<Float>, streak: NoiseField, grain: NoiseField, strength: Float, stretch: SIMD2<Float>

    init(_ conditions: PhotoConditions, _ random: inout RandomNumbers) {
        let tables: [SIMD4<Float>] = [
            SIMD4(0.25, 0.13, 0.06, 0), SIMD4(0.45, 0.28, 0.14, 0), SIMD4(0.04, 0.04, 0.045, 0), SIMD4(0.2, 0.2, 0.21, 0),
                SIMD4(0.5, 0.48, 0.45, 0), SIMD4(0.08, 0.12, 0.2, 0), SIMD4(0.1, 0.2, 0.1, 0),
        ]
        colour = tables[random.integer(below: tables.count)] * random.uniform(0.6, 1.2)
        streak = NoiseField(cell: random.uniform(3, 12), &random)
        grain = NoiseField(cell: 1.5, &random)
        strength = random.uniform(0.05, 0.35)
        stretch = random.chance(0.5) ? SIMD2(0.1, 1) : SIMD2(1, 0.1)
    }

    func callAsFunction(_ x: Float, _ y: Float) -> SIMD4<Float> {
        colour * (1 + strength * (streak(x * stretch.x, y * stretch.y) + 0.3 * grain(x, y)))
    }
}
