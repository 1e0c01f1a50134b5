import Datasets
import DigitRecognition
import Foundation
import Pictures

extension PictureSet {
    /// The pen strokes of `pendigits-orig.tra` on a canvas of 400 x 400, with brushes from 4 to 14 % of the digit's longer side.
    static func strokes(_ folder: URL, writers: WriterSelection?) throws -> [PictureSet] {
        let all = try PenDigitFile(contentsOfFile: folder.appendingPathComponent("pendigits/pendigits-orig.tra").path).digits
        let digits = all.filter { writers?.contains($0.writer) ?? true }
        let side: Float = 400
        /// Where no brush is given, eleven brushes from 4 to 14 % take turns; consecutive digits of the file differ, so every digit meets every brush.
        func set(_ name: String, brush: Float?, place: @escaping @Sendable (PenDigit) -> PenDigit) -> PictureSet {
            PictureSet(name: "strokes, \(name)", measure: .digit, count: digits.count, isForCalibration: true) { index in
                let digit = place(digits[index])
                let share = brush ?? Float(4 + index % 11) / 100
                return Sample(
                    name: "\(index) (writer \(digits[index].writer))",
                    picture: canvas(digit, brush: max(share * digit.extent, 1)), text: "\(digits[index].label)")
            }
        }
        let large: @Sendable (PenDigit) -> PenDigit = { $0.placed(extent: 0.65 * side, centre: SIMD2(side / 2, side / 2)) }
        return [
            set("large, brush 4 %", brush: 0.04, place: large), set("large, brush 9 %", brush: 0.09, place: large),
            set("large, brush 14 %", brush: 0.14, place: large),
            set("own size, brush 4 to 14 %", brush: nil) { $0.mapped { $0 * (side / PenDigitFile.side) } },
            set("half size, brush 4 to 14 %", brush: nil) { $0.placed(extent: 0.325 * side, centre: SIMD2(side / 2, side / 2)) },
            set("in a corner, brush 4 to 14 %", brush: nil) { $0.placed(extent: 0.325 * side, centre: SIMD2(0.2 * side, 0.2 * side)) },
        ]
    }

    /// Black on white.
    private static func canvas(_ digit: PenDigit, brush: Float) -> Picture {
        let ink = StrokeRenderer(brush: brush).render(digit, width: 400, height: 400)
        return picture(ink, width: 400, height: 400) { 255 - $0 }
    }

    /// A gray picture of `width * height` values, each brought to its brightness by `tone`.
    static func picture(_ values: some Collection<UInt8>, width: Int, height: Int, tone: (UInt8) -> UInt8) -> Picture {
        var picture = Picture(width: width, height: height)
        for (i, value) in values.enumerated() {
            let gray = tone(value)
            for channel in 0..<3 { picture.bytes[4 * i + channel] = gray }
        }
        return picture
    }
}
