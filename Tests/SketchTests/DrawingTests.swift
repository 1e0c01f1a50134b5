import Pictures
import Testing
import Sketch

private func dot(_ x: Double, tool: Brush.Tool = .pen) -> Element {
    .stroke(Stroke(brush: Brush(tool: tool, diameter: 2), start: Point(x: x, y: 0)))
}

private func positions(_ drawing: Drawing) -> [Double] { drawing.elements.map { $0.bounds.midX } }

@Test func aDrawingIsNotChangedByThoseThatGrowFromIt() {
    let one = Drawing([dot(1)])
    let two = one.appending(dot(2)), other = one.appending(dot(3))
    #expect(positions(one) == [1] && positions(two) == [1, 2] && positions(other) == [1, 3])
    #expect(two.bounds == Rect(minX: 0, minY: -1, maxX: 3, maxY: 1))
    #expect(two.appending(dot(50, tool: .eraser)).bounds == two.bounds, "erasing adds no ink")
    #expect(two.root == one.root && other.root == one.root && Drawing([dot(1)]).root != one.root && Drawing().root == nil)
}

@Test func differencesNameWhatToPaint() {
    let base = Drawing([dot(1), dot(2)])
    let grown = base.appending(dot(10)).appending(dot(20))
    #expect(Difference(from: base, to: grown).added?.map(\.bounds.midX) == [10, 20])
    #expect(Difference(from: base, to: grown).damage == Rect(minX: 9, minY: -1, maxX: 21, maxY: 1))
    #expect(Difference(from: grown, to: base).added == nil)
    #expect(Difference(from: grown, to: base).damage == Rect(minX: 9, minY: -1, maxX: 21, maxY: 1))
    let branch = base.appending(dot(30))
    #expect(Difference(from: grown, to: branch).damage == Rect(minX: 9, minY: -1, maxX: 31, maxY: 1))
    #expect(Difference(from: grown, to: branch).added == nil)
    #expect(Difference(from: branch, to: Drawing()).damage == Rect(minX: 0, minY: -1, maxX: 31, maxY: 1))
    #expect(Difference(from: base, to: base).damage == nil)
}

@Test func everythingCanBeUndoneAndRedone() {
    var history = DrawingHistory()
    var states = [history.current]
    for x in 0..<5 {
        history.replace(with: x == 3 ? Drawing() : history.current.appending(dot(Double(x))))
        states.append(history.current)
    }
    for state in states.dropLast().reversed() { history.undo(); #expect(history.current.isIdentical(to: state)) }
    #expect(!history.canUndo && history.canRedo)
    history.undo()
    for state in states.dropFirst() { history.redo(); #expect(history.current.isIdentical(to: state)) }
    #expect(!history.canRedo)
    history.undo()
    history.replace(with: history.current.appending(dot(9)))
    #expect(!history.canRedo, "a new stroke forgets what was undone")
}

@Test func aVeryLongDrawingIsReleased() {
    // Released by recursion, a list of this length overflows the stack of a thread.
    var drawing = Drawing()
    for x in 0..<300_000 { drawing = drawing.appending(dot(Double(x))) }
    #expect(drawing.count == 300_000)
    drawing = Drawing()
    #expect(drawing.isEmpty)
}

@Test func theOldestPicturesInThePastAreForgotten() {
    let side = 100
    var history = DrawingHistory(keptPixels: 4 * side * side + 1)
    for _ in 0..<8 {
        let levels = PictureLevels(Picture(width: side, height: side))
        history.replace(with: Drawing([.picture(PlacedPicture(levels: levels, frame: Rect(x: 0, y: 0, width: 1, height: 1)))]))
    }
    var steps = 0
    while history.canUndo { history.undo(); steps += 1 }
    #expect(steps == 4)
}

@Test func theReadPageHoldsAllInkAndKeepsAPicturesPixels() {
    let view = Rect(x: -50, y: -50, width: 100, height: 100)
    #expect(Page(of: Drawing(), view: view).area == view)
    #expect(Page(of: Drawing([dot(0)]), view: view).area == view)
    #expect(Page(of: Drawing([dot(200)]), view: view).area == Rect(minX: -50, minY: -50, maxX: 217, maxY: 50))
    let levels = PictureLevels(Picture(width: 400, height: 200))
    let placed = PlacedPicture(levels: levels, fittedInto: view)
    #expect(placed.frame == Rect(x: -50, y: -25, width: 100, height: 50))
    let page = Page(of: Drawing([.picture(placed)]), view: view)
    #expect(page == Page(area: placed.frame, scale: 4))
    let drawnOn = Drawing([.picture(placed), dot(0)])
    let picture = drawnOn.picture(of: Page(of: drawnOn, view: view))
    #expect(picture.width == 400 && picture.height == 200)
    #expect(picture.gray(200, 100) == 0)
}

@Test func anArchiveBringsTheDrawingBack() throws {
    var generator = SeededGenerator(state: 6)
    let picture = Picture(width: 3, height: 2, gray: 77)
    let frame = Rect(x: 1, y: 2, width: 30, height: 20)
    let drawing = Drawing([
        .picture(PlacedPicture(levels: PictureLevels(picture), frame: frame)), .stroke(wander(using: &generator, withPressure: true)),
        .stroke(wander(using: &generator, tool: .eraser)), dot(5),
    ])
    let bytes = drawing.archive { $0.levels.original.bytes }
    let back = try Drawing(archive: bytes) { Picture(width: 3, height: 2, bytes: $0) }
    #expect(back.count == 4)
    // Coordinates are kept to 24 bits: the picture is the same to the rounding of a pixel's coverage.
    #expect(painted(back).largestDifference(from: painted(drawing)) <= 2)
    #expect(back.archive { $0.levels.original.bytes } == bytes)
}

@Test func aDamagedArchiveIsRefusedWhereverItIsCut() {
    let bytes = Drawing([dot(1), dot(2)]).archive { $0.levels.original.bytes }
    let decode: ([UInt8]) throws -> Picture = { _ in Picture(width: 1, height: 1) }
    for length in 0..<bytes.count {
        #expect(throws: DrawingArchiveError.self) { try Drawing(archive: Array(bytes.prefix(length)), decodingPicturesWith: decode) }
    }
    #expect(throws: DrawingArchiveError.damaged("bytes after the end")) { try Drawing(archive: bytes + [0], decodingPicturesWith: decode) }
    var newer = bytes
    newer[6] = 9
    #expect(throws: DrawingArchiveError.newerVersion(9)) { try Drawing(archive: newer, decodingPicturesWith: decode) }
    var huge = bytes
    huge.replaceSubrange(16..<20, with: [255, 255, 255, 255])
    #expect(throws: DrawingArchiveError.self) { try Drawing(archive: huge, decodingPicturesWith: decode) }
}

@Test func aRememberedDrawingIsKnownAgainAndNotKept() {
    weak var levels: PictureLevels?
    var identity = DrawingIdentity(of: Drawing())
    #expect(!identity.isOf(Drawing()))
    do {
        let picture = PictureLevels(Picture(width: 10, height: 10))
        levels = picture
        let drawing = Drawing([.picture(PlacedPicture(levels: picture, frame: Rect(x: 0, y: 0, width: 1, height: 1)))])
        identity = DrawingIdentity(of: drawing)
        #expect(identity.isOf(drawing))
        #expect(!identity.isOf(drawing.appending(dot(0))))
        #expect(!identity.isOf(Drawing()))
    }
    #expect(levels == nil)
}
