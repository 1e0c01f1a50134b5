import Datasets
import DigitRecognition
import Foundation
import Pictures

/// Pictures of one digit each.
struct DigitSet: Sendable {
    let name: String
    let count: Int
    let picture: @Sendable (Int) throws -> Picture
    let label: @Sendable (Int) -> Int
    var single = false

    func figure(_ reader: DigitReader) throws -> Figure {
        let results = concurrentMap(count) { index in
            Result {
                let recognition = reader.read(try picture(index), options: ReadingOptions(single: single))
                return (recognition.text, recognition.digits.count == 1 ? recognition.digits[0].confidence : nil)
            }
        }
        var figure = Figure(name: name, correct: 0, total: count)
        for (index, result) in results.enumerated() {
            let (text, confidence) = try result.get()
            let isRight = text == "\(label(index))"
            if isRight { figure.correct += 1 } else { figure.failures.append(("\(index)", "\(label(index))", text)) }
            if let confidence { figure.confidences.append((confidence, isRight)) }
        }
        return figure
    }
}

extension DigitSet {
    /// The pen strokes on a canvas of 400 x 400: large in the middle, at their own size, and half as large in a corner.
    static func strokes(_ folder: URL, writers: ClosedRange<Int>? = nil, limit: Int?) throws -> [DigitSet] {
        let all = try PenDigitFile(contentsOfFile: folder.appendingPathComponent("pendigits/pendigits-orig.tra").path).digits
            .filter { writers?.contains($0.writer) ?? true }
        let digits = Self.sample(all, limit)
        func set(_ name: String, brush: Float, place: @escaping @Sendable (PenDigit) -> PenDigit) -> DigitSet {
            DigitSet(name: "strokes, \(name)", count: digits.count, picture: { canvas(place(digits[$0]), brush: brush) }, label: { Int(digits[$0].label) })
        }
        let side: Float = 400
        return [
            set("65 % of the canvas, brush 18", brush: 18) { $0.placed(extent: 0.65 * side, centre: SIMD2(side / 2, side / 2)) },
            set("own size, brush 9", brush: 9) { $0.mapped { $0 * (side / PenDigitFile.side) } },
            set("half size in a corner, brush 10", brush: 10) { $0.placed(extent: 0.325 * side, centre: SIMD2(0.2 * side, 0.2 * side)) },
        ]
    }

    /// Black on white.
    private static func canvas(_ digit: PenDigit, brush: Float) -> Picture {
        let ink = StrokeRenderer(brush: brush).render(digit, width: 400, height: 400)
        var picture = Picture(width: 400, height: 400)
        for (i, value) in ink.enumerated() where value > 0 {
            for channel in 0..<3 { picture.bytes[4 * i + channel] = 255 - value }
        }
        return picture
    }

    /// Pictures in a folder with `labels.csv`: the file's name, then the digit.
    static func folder(_ name: String, _ folder: URL, single: Bool, limit: Int?) throws -> DigitSet {
        let rows = Self.sample(try table(folder.appendingPathComponent("labels.csv")), limit)
        return DigitSet(
            name: name, count: rows.count,
            picture: { index in
                // Some tables name the file alone, some with its folder.
                let name = rows[index][0].contains("/") ? rows[index][0] : "img/" + rows[index][0]
                return try PictureDecoder().decode(fileAt: folder.appendingPathComponent(name))
            },
            label: { Int(rows[$0][1]) ?? -1 },
            single: single)
    }

    /// MNIST's test images as pictures, white ink on black, through the whole reader.
    static func mnist(_ folder: URL, limit: Int?) throws -> DigitSet {
        let images = try IDXFolder(path: folder.appendingPathComponent("mnist").path).images(.test)
        return DigitSet(
            name: "MNIST test as pictures", count: min(limit ?? images.count, images.count),
            picture: { index in
                var picture = Picture(width: images.width, height: images.height, gray: 0)
                images.withPixels(at: index) { pixels in
                    for i in 0..<images.width * images.height { for channel in 0..<3 { picture.bytes[4 * i + channel] = pixels[i] } }
                }
                return picture
            },
            label: { Int(images.label(at: $0)) }, single: true)
    }

    /// Every so many-eth, so that at most `limit` remain.
    static func sample<Element>(_ all: [Element], _ limit: Int?) -> [Element] {
        guard let limit, limit < all.count else { return all }
        return (0..<limit).map { all[$0 * all.count / limit] }
    }

    /// The rows of a CSV file without its head.
    static func table(_ url: URL) throws -> [[String]] {
        try String(contentsOf: url, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst()
            .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    }
}
