import Glibc
import CGTK
import DigitRecognition
import Pictures

/// The colours of ink that spoke for an answer and against it. Orange and blue stay apart for every kind of colour blindness, and both have a
/// contrast of over 3 with white paper and with black ink.
enum EvidenceColors {
    static let supporting: (red: Float, green: Float, blue: Float) = (235, 110, 0)
    static let opposing: (red: Float, green: Float, blue: Float) = (26, 133, 255)

    /// How much of its colour a value between -1 and 1 has: weak evidence is to be seen too.
    static func strength(_ value: Float) -> Float { pow(min(abs(value), 1), 0.65) }

    static func color(_ value: Float) -> (red: Float, green: Float, blue: Float) { value < 0 ? opposing : supporting }
}

extension DigitEvidence {
    private static let grid = 28
    /// Pixels of the texture to a value.
    private static let enlargement = 8

    /// The colours as a texture that is blended with what lies below: on black where light is to be added to dark ink, on white where it is to be taken
    /// from light ink.
    func makeTexture() -> Reference {
        let side = Self.grid * Self.enlargement
        var picture = Picture(width: side, height: side)
        for y in 0..<side {
            for x in 0..<side {
                let value = interpolated(x: (Float(x) + 0.5) / Float(Self.enlargement) - 0.5, y: (Float(y) + 0.5) / Float(Self.enlargement) - 0.5)
                let color = EvidenceColors.color(value), strength = EvidenceColors.strength(value)
                func channel(_ channel: Float) -> UInt8 { UInt8(isInkLight ? 255 - strength * (255 - channel) : strength * channel) }
                let index = 4 * (y * side + x)
                picture.bytes[index] = channel(color.blue)
                picture.bytes[index + 1] = channel(color.green)
                picture.bytes[index + 2] = channel(color.red)
            }
        }
        return picture.makeTexture()
    }

    /// The value at a place, in units of the grid, 0 in the middle of its first square.
    private func interpolated(x: Float, y: Float) -> Float {
        let left = min(max(Int(x.rounded(.down)), 0), Self.grid - 2), top = min(max(Int(y.rounded(.down)), 0), Self.grid - 2)
        let across = min(max(x - Float(left), 0), 1), down = min(max(y - Float(top), 0), 1)
        func row(_ y: Int) -> Float { lyingValues[y * Self.grid + left] * (1 - across) + lyingValues[y * Self.grid + left + 1] * across }
        return row(top) * (1 - down) + row(top + 1) * down
    }
}
