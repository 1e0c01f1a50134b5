import DigitRecognition
import Glibc
import NeuralNetwork
import Pictures

/// Which part of a sheet and its surroundings a picture shows, and from where.
struct CameraView {
    let width: Int, height: Int
    /// From the picture, both sides 0 to 1, to the sheet's pixels.
    let toSheet: Homography
    private let fromSheet: Homography
    private let scale: Float

    init(_ sheet: WrittenSheet, _ conditions: PhotoConditions, scale: Float, _ random: inout RandomNumbers) {
        let size = SIMD2(Float(sheet.width), Float(sheet.height))
        let around: Float = conditions[.table].map { 0.03 + 0.17 * $0 } ?? 0
        let border = SIMD2(repeating: around * size.max())
        let turn = (conditions[.turned].map { ($0 * 12) * (random.chance(0.5) ? 1 : -1) } ?? random.clippedNormal(0, 0.6)) * .pi / 180
        let centre = size / 2
        let half = size / 2 + border
        let jitter = (conditions[.perspective] ?? 0) * 0.09
        func corner(_ x: Float, _ y: Float) -> SIMD2<Float> {
            let offset = SIMD2(x * (1 + random.uniform(-jitter, jitter)), y * (1 + random.uniform(-jitter, jitter))) * half
            return centre + SIMD2(offset.x * cos(turn) - offset.y * sin(turn), offset.x * sin(turn) + offset.y * cos(turn))
        }
        let corners = (corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1))
        toSheet = Homography(unitSquareTo: corners)
        fromSheet = toSheet.inverse
        self.scale = scale
        width = max(8, Int((2 * half.x * scale).rounded()))
        height = max(8, Int((2 * half.y * scale).rounded()))
    }

    /// Adds the truth to the picture.
    func photograph(_ picture: Picture, of sheet: WrittenSheet) -> Photograph {
        let radius = max(0.5, sheet.penWidth * scale / 2)
        let digits = sheet.digits.compactMap { digit in
            box(around: digit.strokes, radius: radius).map { (digit: digit.digit, line: digit.line, box: $0) }
        }
        return Photograph(picture: picture, digits: digits, marks: sheet.marks.compactMap { box(around: $0, radius: radius) })
    }

    /// The box around strokes in the picture, nil where more than a tenth of it is outside.
    private func box(around strokes: [[SIMD2<Float>]], radius: Float) -> Box? {
        let size = SIMD2(Float(width), Float(height))
        var low = SIMD2<Float>(repeating: .infinity), high = SIMD2<Float>(repeating: -.infinity)
        for stroke in strokes {
            for point in stroke {
                let seen = fromSheet(point) * size
                low = pointwiseMin(low, seen)
                high = pointwiseMax(high, seen)
            }
        }
        guard low.x <= high.x else { return nil }
        low -= radius
        high += radius
        let whole = (high - low).x * (high - low).y
        low = pointwiseMax(low, SIMD2(0, 0))
        high = pointwiseMin(high, size)
        guard high.x > low.x, high.y > low.y, (high - low).x * (high - low).y >= 0.9 * whole else { return nil }
        let x = Int(low.x), y = Int(low.y)
        return Box(x: x, y: y, width: Int(high.x.rounded(.up)) - x, height: Int(high.y.rounded(.up)) - y)
    }
}
