import DigitRecognition
import Foundation
import Testing

@Suite("Long tails")
struct LongTailTests {
    /// A loop of the given diameter with a stem below its right edge, as a 9.
    private func nine(loop: Float, stem: Float) -> InkImage {
        let circle = (0...40).map { step -> (Float, Float) in
            let angle = Float(step) * .pi / 20
            return (10 + loop / 2 * (1 + cos(angle)), 10 + loop / 2 * (1 + sin(angle)))
        }
        let right = 10 + loop
        return Ink.strokes(
            [circle, [(right, 10 + loop / 2), (right - 4, 10 + loop + stem)]], radius: 2.5, width: Int(loop) + 20, height: Int(loop + stem) + 20)
    }

    /// Rows of the input that are crossed by two strokes: those of the loop.
    private func loopRows(_ input: [Float]) -> Int {
        (0..<28).count { y in
            let inked = (0..<28).map { input[28 * y + $0] > 0.4 }
            return zip([false] + inked, inked).count { !$0 && $1 } == 2
        }
    }

    @Test("The loop of a 9 with a long stem stays visible", arguments: [nil, 60] as [Float?])
    func longStem(usualHeight: Float?) throws {
        let input = try #require(ReadingPreparation.input(nine(loop: 30, stem: 120), usualHeight: usualHeight))
        // Of 20 rows the loop's strokes take five; a loop of a fifth of the height has no row left between them, one of two fifths has three or four.
        #expect(loopRows(input) >= 3)
        let plain = try #require(DigitPreparation()(StrokeWidth.normalised(nine(loop: 30, stem: 120))))
        #expect(loopRows(plain) <= 1)
    }

    @Test("A usual 9 and a bare stroke are left as they are")
    func usual() throws {
        let nine = nine(loop: 40, stem: 40)
        #expect(ReadingPreparation.input(nine) == DigitPreparation()(StrokeWidth.normalised(nine)))
        let one = Ink.strokes([[(10, 10), (14, 95)]], radius: 3, width: 25, height: 99)
        #expect(ReadingPreparation.input(one) == DigitPreparation()(StrokeWidth.normalised(one)))
    }

    /// A bar along the top and a stem down from its right end.
    private func seven(width: Float, height: Float) -> InkImage {
        Ink.strokes([[(10, 10), (10 + width, 10), (8 + width, 10 + height)]], radius: 2, width: Int(width) + 20, height: Int(height) + 20)
    }

    /// Columns of the input with ink.
    private func inkedColumns(_ input: [Float]) -> Int { (0..<28).count { x in (0..<28).contains { input[28 * $0 + x] > 0.5 } } }

    @Test("A slim digit is widened, so that its head can be seen")
    func slim() throws {
        let plain = try #require(DigitPreparation()(StrokeWidth.normalised(seven(width: 12, height: 80))))
        let input = try #require(ReadingPreparation.input(seven(width: 12, height: 80)))
        // Its box of 16 x 84 would be 4 of 20 columns wide, and is to be a third of its height: 7 of 20.
        #expect(inkedColumns(plain) <= 5)
        #expect(inkedColumns(input) >= 6 && inkedColumns(input) <= 8)
        // One of a usual width is left as it is.
        #expect(ReadingPreparation.input(seven(width: 40, height: 80)) == DigitPreparation()(StrokeWidth.normalised(seven(width: 40, height: 80))))
    }
}
