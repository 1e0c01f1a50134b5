import Pictures
import Testing
import Sketch

@Test func aDotIsADisc() {
    let dot = Stroke(brush: Brush(diameter: 20), start: Point(x: 50, y: 50))
    // Coverage of each pixel is exact to 1/255, a circle is drawn as Bézier arcs with a tenth of a pixel of tolerance.
    #expect(abs(painted(Drawing([.stroke(dot)])).ink - .pi * 100) < 3)
}

@Test func theLineHasRoundEndsAndTheBrushsWidth() {
    let line = Stroke(brush: Brush(diameter: 10), points: [Point(x: 20, y: 50), Point(x: 80, y: 50)])
    let picture = painted(Drawing([.stroke(line)]))
    #expect(abs(picture.ink - (60 * 10 + .pi * 25)) < 3)
    #expect(picture.gray(50, 44) == 255 && picture.gray(50, 45) == 0 && picture.gray(50, 54) == 0 && picture.gray(50, 55) == 255)
    #expect(picture.gray(16, 50) < 40 && picture.gray(14, 50) == 255)
    #expect(picture.gray(15, 46) == 255, "the end is round, not square")
}

@Test func piecesJoinWithoutCorners() {
    var generator = SeededGenerator(state: 1)
    for _ in 0..<100 {
        let stroke = wander(using: &generator)
        guard stroke.points.count > 3 else { continue }
        for index in 1..<stroke.pieceCount - 2 {
            let before = stroke.piece(index), after = stroke.piece(index + 1)
            #expect(before.end == after.start)
            // The direction at the end of one piece is that at the start of the next: their cross product is only rounding.
            let ax = before.end.x - before.control.x, ay = before.end.y - before.control.y
            let bx = after.control.x - after.start.x, by = after.control.y - after.start.y
            #expect(abs(ax * by - ay * bx) < 1e-9)
            #expect(ax * bx + ay * by > 0)
        }
        #expect(stroke.piece(0).start == stroke.points[0])
        #expect(stroke.piece(stroke.pieceCount - 1).end == stroke.points[stroke.points.count - 1])
    }
}

@Test func pressureWidensTheLine() {
    func width(pressure: Double) -> Double {
        // A minute change of pressure at the far end makes the stroke one of varying width.
        let points = [Point(x: -100, y: 50, pressure: pressure), Point(x: 150, y: 50, pressure: pressure), Point(x: 200, y: 50, pressure: pressure * 0.999)]
        let picture = painted(Drawing([.stroke(Stroke(brush: Brush(diameter: 20), points: points))]))
        return (0..<100).reduce(0) { $0 + Double(255 - picture.gray(50, $1)) / 255 }
    }
    #expect(abs(width(pressure: 0.5) - 20) < 0.3)
    #expect(abs(width(pressure: 1) - 34) < 0.3)
    #expect(abs(width(pressure: 0.1) - 8.8) < 0.3)
}

@Test func aLineOfVaryingPressureHasNoGapsAndNoHoles() {
    let points = (0...20).map { Point(x: 10 + 4 * Double($0), y: 50, pressure: $0 % 2 == 0 ? 0.1 : 0.9) }
    let picture = painted(Drawing([.stroke(Stroke(brush: Brush(diameter: 10), points: points))]))
    for x in 10..<90 { #expect(picture.gray(x, 50) == 0) }
}

@Test func pointsThatHardlyDifferAreLeftOut() {
    var stroke = Stroke(brush: Brush(diameter: 4), start: Point(x: 0, y: 0))
    stroke.append(Point(x: 0.1, y: 0.1))
    stroke.append(Point(x: 0, y: 0, pressure: 1))
    #expect(stroke.points.count == 1)
    stroke.append(Point(x: 1, y: 0))
    #expect(stroke.points.count == 2)
    #expect(stroke.bounds == Rect(minX: -2, minY: -2, maxX: 3, maxY: 2))
}

@Test func theLineStaysInItsBounds() {
    var generator = SeededGenerator(state: 2)
    for round in 0..<50 {
        let stroke = wander(using: &generator, withPressure: round % 2 == 0)
        let picture = painted(Drawing([.stroke(stroke)]))
        let bounds = stroke.bounds.expanded(by: 1)
        for y in 0..<100 {
            for x in 0..<100 where !bounds.contains(x: Double(x) + 0.5, y: Double(y) + 0.5) { #expect(picture.gray(x, y) == 255) }
        }
    }
}

@Test func anEraserIsAsWideHoweverHardItIsPressed() {
    let eraser = Brush(tool: .eraser, diameter: 20)
    #expect([0, 0.5, 1].map { eraser.radius(pressure: $0) } == [10, 10, 10])
    let pen = Brush(tool: .pen, diameter: 20)
    #expect([0, 0.5, 1].map { pen.radius(pressure: $0) } == [3, 10, 17])
}
