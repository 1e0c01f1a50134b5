import DigitRecognition
import Pictures

/// Photographs as large as a telephone takes them: smaller ones enlarged, as nobody's telephone is at hand.
struct LargePhotos {
    /// Pixels.
    static let size = 12_000_000
    /// Each is read so many times: the median is its time.
    private static let looks = 3

    let name: String
    let sets: [PictureSet]

    /// What reading them gave, one after the other on the calling thread.
    struct Result {
        var figure: Figure
        /// Milliseconds of each photograph, the shortest first.
        var times: [Double] = []

        /// Nil where there was none.
        var summary: String? { times.isEmpty ? nil : String(format: "%.0f ms, the slowest %.0f ms", times[times.count / 2], times[times.count - 1]) }
    }

    func result(_ reader: DigitReader, limit: Int?) throws -> Result {
        var result = Result(figure: Figure(name: name + ", digits", correct: 0, total: 0))
        for set in sets.map({ $0.limited(to: limit) }) {
            for index in 0..<set.count {
                let sample = try set.sample(index), picture = sample.picture.enlarged(to: Self.size)
                let looks = (0..<Self.looks).map { _ in reader.read(picture, options: set.options) }, recognition = looks[0]
                let outcome = PictureSet.Outcome(index: index, name: sample.name, text: sample.text, recognition: recognition)
                for figure in set.figures([outcome]).suffix(1) where !outcome.text.isEmpty {
                    result.figure.correct += figure.correct
                    result.figure.total += figure.total
                }
                result.times.append(looks.map(\.milliseconds).sorted()[Self.looks / 2])
            }
        }
        result.times.sort()
        return result
    }
}

private extension Picture {
    /// The same picture with about so many pixels, each value between those of its neighbours; unchanged where it has as many.
    func enlarged(to pixels: Int) -> Picture {
        let factor = (Double(pixels) / Double(width * height)).squareRoot()
        guard factor > 1 else { return self }
        let newWidth = Int(Double(width) * factor), newHeight = Int(Double(height) * factor)
        /// Between which two of `count` places a new place lies, and how near it is to the second, in 256ths.
        func place(_ index: Int, of count: Int) -> (first: Int, second: Int, share: Int) {
            let exact = min(max((Double(index) + 0.5) / factor - 0.5, 0), Double(count - 1)), first = Int(exact)
            return (first, min(first + 1, count - 1), Int((exact - Double(first)) * 256))
        }
        let columns = (0..<newWidth).map { place($0, of: width) }
        let bytes = [UInt8](unsafeUninitializedCapacity: 4 * newWidth * newHeight) { target, count in
            self.bytes.withUnsafeBufferPointer { source in
                for y in 0..<newHeight {
                    let row = place(y, of: height), upper = 4 * row.first * width, lower = 4 * row.second * width
                    for (x, column) in columns.enumerated() {
                        for channel in 0..<4 {
                            let left = 4 * column.first + channel, right = 4 * column.second + channel
                            let above = Int(source[upper + left]) * (256 - column.share) + Int(source[upper + right]) * column.share
                            let below = Int(source[lower + left]) * (256 - column.share) + Int(source[lower + right]) * column.share
                            target[4 * (y * newWidth + x) + channel] = UInt8((above * (256 - row.share) + below * row.share + 32_768) >> 16)
                        }
                    }
                }
            }
            count = 4 * newWidth * newHeight
        }
        return Picture(width: newWidth, height: newHeight, bytes: bytes)
    }
}
