import Pictures
import Testing
import Sketch

/// Cairo samples a pixel's coverage in 15 rows; an edge that is cut at the clip may be rounded to the next of them: 255 / 15.
private let roundingSteps = 17

@Test(arguments: [1.0, 2.0, 0.7])
func whatIsPaintedStepByStepIsWhatIsPaintedAtOnce(scale: Double) {
    var generator = SeededGenerator(state: 3)
    let area = Rect(x: 0, y: 0, width: 100, height: 100)
    let raster = Raster(area: area, scale: scale)
    var history = DrawingHistory()
    let levels = PictureLevels(Picture(width: 40, height: 40, gray: 200))
    for step in 0..<300 {
        switch Int.random(in: 0..<10, using: &generator) {
        case 0...4: history.replace(with: history.current.appending(.stroke(wander(using: &generator, withPressure: step % 3 == 0))))
        case 5: history.replace(with: history.current.appending(.stroke(wander(using: &generator, tool: .eraser))))
        case 6, 7: history.undo()
        case 8: history.redo()
        default:
            let frame = Rect(x: 10, y: 20, width: 60, height: 60)
            history.replace(with: step % 2 == 0 ? Drawing() : Drawing([.picture(PlacedPicture(levels: levels, frame: frame))]))
        }
        raster.update(to: history.current)
        let whole = Raster(area: area, scale: scale)
        whole.update(to: history.current)
        #expect(raster.picture.largestDifference(from: whole.picture) <= roundingSteps, "step \(step)")
    }
}

@Test func aStrokeThatGrowsLooksLikeTheFinishedOne() {
    var generator = SeededGenerator(state: 4)
    for round in 0..<40 {
        let below = Drawing([.stroke(wander(using: &generator)), .stroke(wander(using: &generator))])
        let finished = wander(using: &generator, tool: round % 4 == 0 ? .eraser : .pen, withPressure: round % 2 == 0)
        let raster = Raster(area: Rect(x: 0, y: 0, width: 100, height: 100), scale: 1)
        raster.update(to: below)
        for count in 1...finished.points.count {
            let live = Stroke(brush: finished.brush, points: Array(finished.points.prefix(count)))
            raster.update(to: below, live: live)
            #expect(raster.picture.largestDifference(from: painted(below.appending(.stroke(live)))) <= roundingSteps)
        }
        raster.update(to: below.appending(.stroke(finished)))
        #expect(raster.picture.largestDifference(from: painted(below.appending(.stroke(finished)))) <= roundingSteps)
    }
}

@Test func aStrokeThatIsGivenUpLeavesNothing() {
    var generator = SeededGenerator(state: 5)
    let below = Drawing([.stroke(wander(using: &generator))])
    let raster = Raster(area: Rect(x: 0, y: 0, width: 100, height: 100), scale: 1)
    raster.update(to: below)
    let before = raster.picture
    raster.update(to: below, live: wander(using: &generator))
    raster.update(to: below)
    #expect(raster.picture == before)
}

@Test func nothingIsPaintedWhereNothingChanged() {
    let corner = Stroke(brush: Brush(diameter: 4), start: Point(x: 90, y: 90))
    let raster = Raster(area: Rect(x: 0, y: 0, width: 50, height: 50), scale: 1)
    #expect(!raster.update(to: Drawing([.stroke(corner)])))
    let inside = Stroke(brush: Brush(diameter: 4), start: Point(x: 20, y: 20))
    #expect(raster.update(to: Drawing([.stroke(corner), .stroke(inside)])))
}

@Test func theEraserTakesInkAndPicture() {
    let levels = PictureLevels(Picture(width: 10, height: 10, gray: 100))
    let picture = Element.picture(PlacedPicture(levels: levels, frame: Rect(x: 0, y: 0, width: 100, height: 100)))
    let ink = Element.stroke(Stroke(brush: Brush(diameter: 10), points: [Point(x: 0, y: 50), Point(x: 100, y: 50)]))
    let eraser = Element.stroke(Stroke(brush: Brush(tool: .eraser, diameter: 20), points: [Point(x: 50, y: 0), Point(x: 50, y: 100)]))
    let result = painted(Drawing([picture, ink, eraser]))
    #expect(result.gray(50, 50) == 255 && result.gray(50, 10) == 255)
    #expect(result.gray(20, 50) == 0 && result.gray(20, 10) == 100)
}

@Test func aReducedPictureIsAveraged() {
    // A checkerboard of single black and white pixels is mid gray from afar; picking pixels would show black, white or moiré.
    var picture = Picture(width: 1024, height: 1024)
    for y in 0..<1024 {
        for x in 0..<1024 where (x + y) % 2 == 0 { for channel in 0..<3 { picture.bytes[4 * (1024 * y + x) + channel] = 0 } }
    }
    let placed = PlacedPicture(levels: PictureLevels(picture), frame: Rect(x: 0, y: 0, width: 100, height: 100))
    let result = painted(Drawing([.picture(placed)]))
    for y in 5..<95 { for x in 5..<95 { #expect(abs(result.gray(x, y) - 128) <= 2) } }
}
