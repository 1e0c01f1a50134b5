import Sketch
import Testing

private typealias Rules = PointerRules<Int>

/// What a device tells of one touch, as a toolkit would.
private struct Touch {
    enum Phase { case press, move, release }
    var phase: Phase
    var pointer: Rules.Pointer
    var x: Double
    var y: Double
    var pressure: Double?
    var isEraserEnd = false
}

/// The lines that come of touches, by the rules that the canvas follows.
private func lines(of touches: [Touch], chosen: Brush = Brush(tool: .pen, diameter: 18)) -> [Stroke] {
    var rules = Rules(), live: Stroke?, lines: [Stroke] = []
    for touch in touches {
        let place = Rules.Place(x: touch.x, y: touch.y)
        let effect = switch touch.phase {
        case .press: rules.press(touch.pointer, at: place)
        case .move: rules.move(touch.pointer, to: place)
        case .release: rules.release(touch.pointer)
        }
        let last = touch.phase == .release ? live?.points.last?.pressure : nil
        let point = Point(
            x: touch.x, y: touch.y, pressure: PenRules.pressure(touch.pressure, isPen: touch.pointer == .pen, liftedAfter: last))
        switch effect {
        case .begin:
            live = Stroke(brush: PenRules.brush(chosen, isEraserEnd: touch.isEraserEnd, eraserDiameter: 40), start: point)
        case .extend: live?.append(point)
        case .finish:
            live?.append(point)
            if let live { lines.append(live) }
            live = nil
        case .cancel: live = nil
        case .pan, .pinch, .ignore: break
        }
    }
    return lines
}

private func line(by pointer: Rules.Pointer, pressures: [Double?], isEraserEnd: Bool = false) -> [Touch] {
    let moves = pressures.enumerated().map { index, pressure in
        Touch(phase: index == 0 ? .press : .move, pointer: pointer, x: 30 * Double(index), y: 0, pressure: pressure, isEraserEnd: isEraserEnd)
    }
    // A pen that leaves has no pressure.
    return moves + [Touch(phase: .release, pointer: pointer, x: 30 * Double(pressures.count), y: 0, pressure: pressures[0].map { _ in 0 })]
}

@Test func aPensPressureIsThatOfTheLineToItsEnd() {
    let line = lines(of: line(by: .pen, pressures: [0.2, 0.6, 0.9]))[0]
    #expect(line.points.map(\.pressure) == [0.2, 0.6, 0.9, 0.9])
    #expect(line.brush.tool == .pen)
}

@Test func aMouseAndAFingerHaveTheNominalPressureWhateverTheyReport() {
    for pointer in [Rules.Pointer.mouse, .finger(1)] {
        for reported in [nil, 0, 1] as [Double?] {
            let line = lines(of: line(by: pointer, pressures: [reported, reported]))[0]
            #expect(line.points.allSatisfy { $0.pressure == Point.nominalPressure })
        }
    }
}

@Test func aPenWithoutPressureOrWithOneThatIsNoneDrawsTheNominalWidth() {
    #expect(PenRules.pressure(nil, isPen: true) == Point.nominalPressure)
    #expect(PenRules.pressure(.nan, isPen: true) == Point.nominalPressure)
    #expect(PenRules.pressure(1.2, isPen: true) == 1)
    #expect(PenRules.pressure(-0.1, isPen: true) == 0)
}

@Test func theOtherEndOfThePenErasesWhateverToolIsChosen() {
    for tool in [Brush.Tool.pen, .eraser] {
        let line = lines(of: line(by: .pen, pressures: [0.5, 0.5], isEraserEnd: true), chosen: Brush(tool: tool, diameter: 18))[0]
        #expect(line.brush == Brush(tool: .eraser, diameter: 40))
    }
    #expect(lines(of: line(by: .pen, pressures: [0.5]), chosen: Brush(tool: .eraser, diameter: 18))[0].brush.diameter == 18)
}

@Test func aHandOnTheScreenLeavesNoMarkInThePensLine() {
    var touches = line(by: .pen, pressures: [0.4, 0.5, 0.6])
    // The palm and a finger come and go while the pen is down.
    touches.insert(Touch(phase: .press, pointer: .finger(7), x: 400, y: 300), at: 1)
    touches.insert(Touch(phase: .move, pointer: .finger(7), x: 410, y: 300), at: 2)
    touches.insert(Touch(phase: .press, pointer: .finger(8), x: 10, y: 10), at: 3)
    touches.insert(Touch(phase: .release, pointer: .finger(8), x: 10, y: 10), at: 5)
    touches.append(Touch(phase: .move, pointer: .finger(7), x: 420, y: 300))
    touches.append(Touch(phase: .release, pointer: .finger(7), x: 420, y: 300))
    let made = lines(of: touches)
    #expect(made.count == 1)
    #expect(made[0].points.map(\.x) == [0, 30, 60, 90])
    // The palm that came first is no line either.
    let palmFirst = [Touch(phase: .press, pointer: .finger(7), x: 400, y: 300)] + line(by: .pen, pressures: [0.4, 0.5])
        + [Touch(phase: .release, pointer: .finger(7), x: 400, y: 300)]
    #expect(lines(of: palmFirst).map { $0.points.map(\.x) } == [[0, 30, 60]])
}

@Test func aSecondFingerIsNoPartOfTheFirstOnesLine() {
    var touches = line(by: .finger(1), pressures: [nil, nil, nil, nil])
    touches.insert(Touch(phase: .press, pointer: .finger(2), x: 300, y: 300), at: 3)
    touches.insert(Touch(phase: .release, pointer: .finger(2), x: 300, y: 300), at: 4)
    #expect(lines(of: touches).map { $0.points.map(\.x) } == [[0, 30, 60, 90, 120]])
}
