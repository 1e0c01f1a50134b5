import DigitRecognition
import Foundation
import Testing

/// Digits drawn as thick strokes with smooth edges, by their distance to a line.
enum Ink {
    /// An image with the strokes (polylines in pixels) of the given radius.
    static func strokes(_ lines: [[(Float, Float)]], radius: Float, width: Int, height: Int) -> InkImage {
        var ink = InkImage(width: width, height: height)
        for line in lines {
            for (a, b) in zip(line, line.dropFirst()) {
                for y in 0..<height {
                    for x in 0..<width {
                        let distance = distanceToSegment((Float(x) + 0.5, Float(y) + 0.5), a, b)
                        let cover = min(max(radius + 0.5 - distance, 0), 1)
                        ink[x, y] = max(ink[x, y], UInt8((cover * 255).rounded()))
                    }
                }
            }
        }
        return ink
    }

    /// A "4" in the box (0, 0) to (1, 1), scaled and moved.
    static func four(x: Float, y: Float, size: Float) -> [[(Float, Float)]] {
        let strokes: [[(Float, Float)]] = [[(0.35, 0), (0.05, 0.6), (0.75, 0.6)], [(0.6, 0.25), (0.55, 1)]]
        return strokes.map { $0.map { (x + size * $0.0, y + size * $0.1) } }
    }

    private static func distanceToSegment(_ p: (Float, Float), _ a: (Float, Float), _ b: (Float, Float)) -> Float {
        let (dx, dy) = (b.0 - a.0, b.1 - a.1)
        let length = dx * dx + dy * dy
        let t = length == 0 ? 0 : min(max(((p.0 - a.0) * dx + (p.1 - a.1) * dy) / length, 0), 1)
        return hypot(p.0 - a.0 - t * dx, p.1 - a.1 - t * dy)
    }
}

@Suite("The preparation of a digit")
struct DigitPreparationTests {
    /// Centre of mass in edge coordinates.
    func centre(_ input: [Float]) -> (x: Float, y: Float) {
        var mass: Float = 0, x: Float = 0, y: Float = 0
        for i in input.indices {
            mass += input[i]
            x += input[i] * (Float(i % 28) + 0.5)
            y += input[i] * (Float(i / 28) + 0.5)
        }
        return (x / mass, y / mass)
    }

    @Test("Paper gives nothing, and a trace of ink is paper")
    func paper() {
        #expect(DigitPreparation()(InkImage(width: 30, height: 20)) == nil)
        var trace = InkImage(width: 30, height: 20)
        trace[4, 5] = 10
        #expect(DigitPreparation()(trace) == nil)
    }

    @Test("The centre of mass lies in the middle of pixel 14", arguments: [(100, 40), (17, 9), (333, 200), (60, 51)] as [(Int, Float)])
    func centreOfMass(side: Int, size: Float) throws {
        let ink = Ink.strokes(Ink.four(x: 5, y: 4, size: size), radius: size / 14, width: side, height: side)
        let middle = centre(try #require(DigitPreparation()(ink)))
        // Output pixels stand for their middle wherever the ink in them lies: along one edge that is off by 1/12 pixel at most, over a digit
        // such errors of either sign leave some hundredths.
        #expect(abs(middle.x - 14.5) < 0.03)
        #expect(abs(middle.y - 14.5) < 0.03)
    }

    @Test("Moving a digit by whole pixels changes no bit", arguments: [(0, 1), (1, 0), (7, 40), (250, 251)])
    func translation(dx: Int, dy: Int) throws {
        let still = Ink.strokes(Ink.four(x: 3, y: 3, size: 45), radius: 3, width: 60, height: 60)
        var moved = InkImage(width: 320, height: 320)
        for y in 0..<60 { for x in 0..<60 { moved[x + dx, y + dy] = still[x, y] } }
        #expect(try #require(DigitPreparation()(still)) == #require(DigitPreparation()(moved)))
    }

    @Test("Moving a digit by a part of a pixel changes little")
    func fractionalTranslation() throws {
        let still = try #require(DigitPreparation()(Ink.strokes(Ink.four(x: 8, y: 8, size: 80), radius: 5, width: 120, height: 120)))
        let moved = try #require(DigitPreparation()(Ink.strokes(Ink.four(x: 8.4, y: 8.7, size: 80), radius: 5, width: 120, height: 120)))
        // Ink is quantised to 1/255, a pixel of the output averages 16 of them or more; its sides move by less than a tenth of a pixel.
        let difference = zip(still, moved).map { abs($0 - $1) }.max()!
        #expect(difference < 0.1)
    }

    @Test("Size does not matter", arguments: [60, 120, 400] as [Float])
    func scale(size: Float) throws {
        let reference = try #require(DigitPreparation()(Ink.strokes(Ink.four(x: 20, y: 20, size: 200), radius: 14, width: 250, height: 250)))
        let side = Int(size * 1.25)
        let other = try #require(DigitPreparation()(
            Ink.strokes(Ink.four(x: size / 10, y: size / 10, size: size), radius: size * 0.07, width: side, height: side)))
        // The raster of the smallest is three times as fine as the output's: an edge is known to about a tenth of an output pixel.
        let difference = zip(reference, other).map { abs($0 - $1) }.max()!
        #expect(difference < 0.12)
    }

    @Test("The longer side is 20 pixels, the aspect is kept")
    func box() throws {
        var bar = InkImage(width: 90, height: 90)
        for y in 10..<70 { for x in 30..<45 { bar[x, y] = 255 } }
        let input = try #require(DigitPreparation()(bar))
        // 60 x 15 pixels become 20 x 5 around 14.5: rows 4.5 to 24.5 and columns 12 to 17.
        for y in 0..<28 {
            for x in 0..<28 {
                let rowCover = min(max(Float(y + 1), 4.5), 24.5) - min(max(Float(y), 4.5), 24.5)
                let expected: Float = (12..<17).contains(x) ? rowCover : 0
                #expect(abs(input[y * 28 + x] - expected) < 1e-4, "row \(y), column \(x)")
            }
        }
    }

    @Test("Ink is kept: the sum of the output is the ink times the scale squared")
    func inkIsKept() throws {
        let ink = Ink.strokes(Ink.four(x: 12, y: 9, size: 70), radius: 4, width: 100, height: 100)
        let input = try #require(DigitPreparation()(ink))
        let mass = ink.values.reduce(Float(0)) { $0 + Float($1) / 255 }
        // The box of this 4 is 1 x 70 high plus the round ends.
        let scale = Float(20) / 78
        let sum = input.reduce(0, +)
        #expect(abs(sum - mass * scale * scale) < 0.02 * sum)
    }

    @Test("What reaches beyond the output is cut, not written elsewhere")
    func farFromTheCentre() throws {
        // A heavy blot at the end of a long hair: the hair's end lies more than 14 output pixels from the centre of mass.
        var ink = InkImage(width: 200, height: 30)
        for y in 0..<30 { for x in 0..<30 { ink[x, y] = 255 } }
        for x in 30..<200 { ink[x, 15] = 255 }
        let input = try #require(DigitPreparation()(ink))
        #expect(input.allSatisfy { $0 >= 0 && $0 <= 1 })
        #expect(input.reduce(0, +) > 5)
    }

    @Test("Jitter: size, place and stretch can be asked for")
    func jitter() throws {
        let ink = Ink.strokes(Ink.four(x: 12, y: 9, size: 70), radius: 4, width: 100, height: 100)
        var preparation = DigitPreparation()
        preparation.longerSide = 16
        preparation.centreX = 13
        preparation.centreY = 15.25
        let input = try #require(preparation(ink))
        let middle = centre(input)
        #expect(abs(middle.x - 13) < 0.03 && abs(middle.y - 15.25) < 0.03)
        let rows = (0..<28).filter { y in (0..<28).contains { input[y * 28 + $0] > 0.02 } }
        #expect((16...18).contains(rows.count))
        preparation.stretch = 0.5
        let narrow = try #require(preparation(ink))
        let ratio = narrow.reduce(0, +) / input.reduce(0, +)
        #expect(abs(ratio - 0.5) < 0.01)
    }
}
