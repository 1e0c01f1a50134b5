import Sketch
import Testing

private typealias Rules = PointerRules<Int>
private func place(_ x: Double, _ y: Double) -> Rules.Place { Rules.Place(x: x, y: y) }

@Test func oneFingerDraws() {
    var rules = Rules()
    #expect(rules.press(.finger(1), at: place(0, 0)) == .begin)
    #expect(rules.move(.finger(1), to: place(5, 0)) == .extend)
    #expect(rules.release(.finger(1)) == .finish)
    #expect(rules.isIdle)
}

@Test func twoFingersAtOncePinch() {
    var rules = Rules()
    _ = rules.press(.finger(1), at: place(0, 0))
    _ = rules.move(.finger(1), to: place(3, 0))
    #expect(rules.press(.finger(2), at: place(100, 0)) == .cancel, "what the first finger began is no stroke")
    #expect(rules.move(.finger(2), to: place(200, 0)) == .pinch(x: 50, y: 0, factor: 2, around: place(100, 0)))
    #expect(rules.release(.finger(2)) == .ignore)
    #expect(rules.move(.finger(1), to: place(50, 50)) == .ignore, "the finger that stays draws nothing")
    #expect(rules.release(.finger(1)) == .ignore)
    #expect(rules.press(.finger(3), at: place(0, 0)) == .begin)
}

@Test func aFingerThatComesLaterIsAPalm() {
    var rules = Rules()
    _ = rules.press(.finger(1), at: place(0, 0))
    _ = rules.move(.finger(1), to: place(60, 0))
    #expect(rules.press(.finger(2), at: place(200, 200)) == .ignore)
    #expect(rules.move(.finger(2), to: place(210, 200)) == .ignore)
    #expect(rules.move(.finger(1), to: place(80, 0)) == .extend)
    #expect(rules.release(.finger(2)) == .ignore)
    #expect(rules.release(.finger(1)) == .finish)
}

@Test func thePalmIsIgnoredWhileThePenIsDown() {
    var rules = Rules()
    #expect(rules.press(.pen, at: place(0, 0)) == .begin)
    #expect(rules.press(.finger(1), at: place(50, 50)) == .ignore)
    #expect(rules.move(.finger(1), to: place(60, 50)) == .ignore)
    #expect(rules.press(.mouse, at: place(0, 0)) == .ignore)
    #expect(rules.move(.pen, to: place(10, 0)) == .extend)
    #expect(rules.release(.pen) == .finish)
    #expect(rules.move(.finger(1), to: place(70, 50)) == .ignore, "the palm that stays draws nothing")
    #expect(rules.release(.finger(1)) == .ignore)
}

@Test func aPenTakesOverFromThePalmThatCameFirst() {
    var rules = Rules()
    _ = rules.press(.finger(1), at: place(50, 50))
    #expect(rules.press(.pen, at: place(0, 0)) == .begin)
    #expect(rules.move(.finger(1), to: place(55, 50)) == .ignore)
    #expect(rules.release(.finger(1)) == .ignore)
    #expect(rules.release(.pen) == .finish)
}

@Test func theMiddleButtonMovesThePage() {
    var rules = Rules()
    #expect(rules.press(.mouse, at: place(0, 0), moves: true) == .ignore)
    #expect(rules.move(.mouse, to: place(7, -3)) == .pan(x: 7, y: -3))
    #expect(rules.move(.mouse, to: place(8, -3)) == .pan(x: 1, y: 0))
    _ = rules.release(.mouse)
    #expect(rules.isIdle)
}

@Test func aTouchThatTheSystemTakesAwayIsNoStroke() {
    var rules = Rules()
    _ = rules.press(.finger(1), at: place(0, 0))
    #expect(rules.release(.finger(1), cancelled: true) == .cancel)
}

@Test func zoomKeepsThePlaceUnderThePointer() {
    var viewport = Viewport(width: 600, height: 400)
    let before = viewport.page(x: 450, y: 100)
    viewport.zoom(by: 2.5, atX: 450, y: 100)
    let after = viewport.page(x: 450, y: 100)
    #expect(abs(before.x - after.x) < 1e-9 && abs(before.y - after.y) < 1e-9)
    viewport.zoom(by: 1000, atX: 0, y: 0)
    #expect(viewport.zoom == Viewport.zoomRange.upperBound)
    viewport.reset()
    #expect(viewport.isReset && viewport.visible == Rect(minX: -300, minY: -200, maxX: 300, maxY: 200))
    let (x, y) = viewport.view(x: 10, y: -20)
    let back = viewport.page(x: x, y: y)
    #expect(back.x == 10 && back.y == -20)
}

@Test func tilesArePaintedOnlyWhereSomethingIs() {
    let grid = TileGrid(scale: 1)
    let dot = Drawing([.stroke(Stroke(brush: Brush(diameter: 4), start: Point(x: 300, y: 10)))])
    let first = grid.tiles(columns: 0...3, rows: 0...1, drawing: dot, live: nil)
    #expect(first.filter { $0.raster != nil }.map(\.column) == [1])
    let second = grid.tiles(columns: 0...3, rows: 0...1, drawing: dot, live: nil)
    #expect(second.allSatisfy { !$0.changed })
    let more = dot.appending(.stroke(Stroke(brush: Brush(diameter: 4), points: [Point(x: 700, y: 10), Point(x: 900, y: 10)])))
    let third = grid.tiles(columns: 0...3, rows: 0...1, drawing: more, live: nil)
    #expect(third.filter(\.changed).map(\.column) == [2, 3])
}
