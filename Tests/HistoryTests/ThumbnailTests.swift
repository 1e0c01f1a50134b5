import DigitRecognition
import History
import Pictures
import Testing

struct ThumbnailTests {
    /// White, with a black rectangle at `box`.
    private func picture(width: Int, height: Int, ink box: Box) -> Picture {
        var picture = Picture(width: width, height: height)
        for y in box.y..<(box.y + box.height) {
            for x in box.x..<(box.x + box.width) {
                for channel in 0..<3 { picture.bytes[4 * (y * width + x) + channel] = 0 }
            }
        }
        return picture
    }

    private func recognition(_ box: Box) -> Recognition {
        var recognition = HistoryTests.recognition(of: "1")
        recognition.digits[0].box = box
        return recognition
    }

    @Test func itKeepsTheMeanOfWhatItShows() {
        // No digit: all of the picture. The mean of the pixels is that of the picture but for the rounding of each.
        let ink = Box(x: 101, y: 57, width: 333, height: 7)
        let picture = picture(width: 1000, height: 600, ink: ink)
        let none = Recognition(digits: [], rejected: [], milliseconds: 0)
        let small = picture.thumbnail(of: none, width: 160, height: 96)
        #expect(small.width == 160 && small.height == 96)
        func mean(_ picture: Picture) -> Double {
            Double(picture.bytes.reduce(0) { $0 + Int($1) }) / Double(picture.bytes.count)
        }
        #expect(abs(mean(small) - mean(picture)) <= 0.5)
        #expect(stride(from: 3, to: small.bytes.count, by: 4).allSatisfy { small.bytes[$0] == 255 })
    }

    @Test(arguments: [
        Box(x: 400, y: 100, width: 40, height: 200), // in the middle
        Box(x: 0, y: 0, width: 30, height: 60), // in a corner
        Box(x: 960, y: 560, width: 40, height: 40),
        Box(x: 10, y: 300, width: 980, height: 30), // a long line
        Box(x: 500, y: 300, width: 1, height: 1), // a dot
        Box(x: -50, y: -50, width: 2000, height: 2000), // beyond the picture
        Box(x: 5000, y: 5000, width: 20, height: 20), // nowhere in it
    ])
    func itFitsAndShowsTheDigit(box: Box) throws {
        let visible = Box(
            x: max(0, min(box.x, 999)), y: max(0, min(box.y, 599)), width: max(1, min(box.x + box.width, 1000) - max(0, min(box.x, 999))),
            height: max(1, min(box.y + box.height, 600) - max(0, min(box.y, 599))))
        let small = picture(width: 1000, height: 600, ink: visible).thumbnail(of: recognition(box))
        #expect(small.width <= 192 && small.height <= 96)
        #expect(small.width >= 1 && small.height >= 1)
        // Some of it is ink: the smallest that is shown is one pixel in a sixty-fourth of the picture's area.
        #expect(try #require(small.bytes.min()) < 255)
    }

    @Test func aLargePictureIsLimited() {
        let picture = picture(width: 900, height: 300, ink: Box(x: 450, y: 0, width: 450, height: 300))
        let limited = picture.limited(toPixels: 30_000)
        #expect(limited.picture.width == 300 && limited.picture.height == 100)
        #expect(limited.scale == 1.0 / 3)
        #expect(limited.picture == self.picture(width: 300, height: 100, ink: Box(x: 150, y: 0, width: 150, height: 100)))
        #expect(picture.limited(toPixels: 270_000) == (picture, 1))
        // Even a line one pixel high keeps at least a pixel.
        let line = Picture(width: 10_000, height: 1).limited(toPixels: 100)
        #expect(line.picture.width == 1000 && line.picture.height == 1)
    }

    @Test func whatIsSmallIsNotMadeLarger() {
        let small = picture(width: 28, height: 28, ink: Box(x: 9, y: 4, width: 10, height: 20))
        let none = Recognition(digits: [], rejected: [], milliseconds: 0)
        #expect(small.thumbnail(of: none) == small)
    }
}
