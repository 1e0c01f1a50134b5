import DigitRecognition
import Pictures
import Testing

/// Takes one mark for a 1, and two for a 4.
private struct Marks: DigitClassifier {
    let temperature: Float = 1

    func logits(_ images: [Float], count: Int) -> [Float] {
        (0..<count).flatMap { image -> [Float] in
            let pixels = images[784 * image..<784 * (image + 1)]
            let runs = (0..<28).map { y -> Int in
                let row = pixels[(pixels.startIndex + 28 * y)...].prefix(28).map { $0 > 0.3 }
                return zip([false] + row, row).count { !$0 && $1 }
            }
            var logits = [Float](repeating: 0, count: 10)
            if runs.contains(2) { logits[4] = 3 } else { logits[1] = 2.6 }
            return logits
        }
    }
}

@Suite("Joining")
struct JoiningTests {
    /// Two upright bars, 60 pixels high and 8 apart, the right one lower by `drop` pixels; perhaps a third one away from them.
    private func bars(drop: Int, more: Bool = false) -> Picture {
        var picture = Picture(width: 260, height: 180)
        for (x, top) in [(60, 30), (74, 30 + drop)] + (more ? [(160, 30)] : []) {
            for y in top..<top + 60 { for column in x..<x + 6 { for channel in 0..<3 { picture.bytes[4 * (260 * y + column) + channel] = 0 } } }
        }
        return picture
    }

    @Test("Neighbours that stand level are digits of a line, of those that do not the network may make one", arguments: [0, 4, 30])
    func staggered(drop: Int) {
        let recognition = DigitReader(classifier: Marks()).read(bars(drop: drop))
        #expect(recognition.text == (drop == 30 ? "4" : "11"))
    }

    @Test("Two marks that are all there is are sooner one digit than two of a line", arguments: [false, true])
    func alone(more: Bool) {
        let recognition = DigitReader(classifier: Marks()).read(bars(drop: 15, more: more))
        #expect(recognition.text == (more ? "111" : "4"))
    }

    @Test("The lower end of a slanting stroke that broke belongs to it")
    func brokenOff() {
        var page = TestPage(width: 460, height: 200, gray: 225)
        for x in [70, 150, 320, 400] as [Float] { page.ring(x, 60, height: 60, ink: 50) }
        page.stroke((252, 60), (246, 112), ink: 50)
        page.stroke((242, 120), (238, 147), ink: 50)
        page.photograph(darkest: 0.8, grain: 2)
        let recognition = DigitReader(classifier: Shapes()).read(page.picture)
        let boxes = recognition.digits.map(\.box) + recognition.rejected.map(\.box)
        #expect(boxes.count == 5 && boxes.contains { $0.height > 85 })
    }
}
