import Datasets
import Testing

@Suite struct StrokeRendererTests {
    private func digit(_ strokes: [[SIMD2<Float>]]) -> PenDigit { PenDigit(label: 1, writer: 1, strokes: strokes) }

    @Test func inkIsTheBrushsArea() {
        for brush in [3, 8, 18.5] as [Float] {
            let length: Float = 60
            let line = digit([[[20.3, 40.7], [20.3 + length, 40.7]]])
            let ink = StrokeRenderer(brush: brush).render(line, width: 110, height: 90)
            let area = Float(ink.reduce(0) { $0 + Int($1) }) / 255
            // A rectangle and two half discs. The edge's ramp of one pixel is linear in the distance, so that straight edges are exact; round ends
            // err by the ramp's second order, 2 pi / 24, and pixels' middles sample the area along both edges to within their rounding.
            let exact = length * brush + .pi * brush * brush / 4
            #expect(abs(area - exact) < 0.27 + 2 * length / 255 + brush, "brush \(brush): \(area) for \(exact)")
            #expect(abs(area - exact) < 0.06 * exact)
        }
    }

    @Test func aDotIsADisc() {
        let ink = StrokeRenderer(brush: 10).render(digit([[[15, 15]]]), width: 30, height: 30)
        #expect(ink[15 * 30 + 15] == 255)
        for y in 0..<30 {
            for x in 0..<30 {
                let dx = Float(x) - 14.5, dy = Float(y) - 14.5, distance = (dx * dx + dy * dy).squareRoot()
                if distance <= 4.49 { #expect(ink[y * 30 + x] == 255) }
                if distance >= 5.5 { #expect(ink[y * 30 + x] == 0) }
                #expect(ink[y * 30 + x] == ink[x * 30 + y] && ink[y * 30 + x] == ink[(29 - y) * 30 + x])
            }
        }
    }

    @Test func crossingStrokesDoNotAddUp() {
        let stroke: [SIMD2<Float>] = [[5.2, 5.1], [20.7, 18.2]]
        let once = StrokeRenderer(brush: 3).render(digit([stroke]), width: 30, height: 30)
        let twice = StrokeRenderer(brush: 3).render(digit([stroke, stroke]), width: 30, height: 30)
        #expect(once == twice)
    }

    @Test func movingByWholePixelsMovesTheInk() {
        let shape = digit([[[10, 10], [22.5, 14.25], [12, 25.75]], [[18, 18]]])
        let here = StrokeRenderer(brush: 4).render(shape, width: 64, height: 64)
        let there = StrokeRenderer(brush: 4).render(shape.mapped { $0 + SIMD2(16, 8) }, width: 64, height: 64)
        for y in 0..<50 { for x in 0..<40 { #expect(here[y * 64 + x] == there[(y + 8) * 64 + x + 16]) } }
    }

    @Test func whatLiesOutsideIsCutOff() {
        let shape = digit([[[-1e6, -1e6], [1e6, 1e6]], [[500, 2]], [[-3, -3]], [[2, -400], [3, -300]], [[9.9, 5], [10.2, 5]]])
        // Rows are further apart than they are long: what lies between must stay as it was.
        var ink = [UInt8](repeating: 7, count: 10 * 14)
        for y in 0..<10 { for x in 0..<10 { ink[y * 14 + x] = 0 } }
        ink.withUnsafeMutableBufferPointer {
            StrokeRenderer(brush: 2).draw(shape.strokes, into: $0.baseAddress!, width: 10, height: 10, stride: 14)
        }
        for y in 0..<10 {
            #expect(ink[y * 14 + y] > 200)
            for x in 10..<14 { #expect(ink[y * 14 + x] == 7) }
        }
    }

    @Test func placing() throws {
        let shape = digit([[[3, 4], [13, 44]], [[8, 10]]]).placed(extent: 100, centre: [200, 150])
        let bounds = try #require(shape.bounds)
        #expect(bounds.low == [187.5, 100] && bounds.high == [212.5, 200])
        #expect(digit([[[3, 4]]]).placed(extent: 100, centre: [5, 6]).strokes == [[[5, 6]]])
        #expect(digit([]).bounds == nil && digit([]).placed(extent: 1, centre: [0, 0]) == digit([]))
    }
}
