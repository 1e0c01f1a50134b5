/// Decides what the mouse, a pen and several fingers mean: a stroke, moving or zooming the page, or nothing, as when the hand that holds
/// the pen lies on the screen.
///
/// It knows nothing of a toolkit: a view tells it what happens, in view coordinates, and carries out the effects.
public struct PointerRules<Finger: Hashable & Sendable>: Sendable {
    /// Who touches.
    public enum Pointer: Sendable, Hashable {
        case mouse
        /// A stylus, by the end that writes or the end that erases.
        case pen
        /// One finger, by the identity that it keeps while it is down.
        case finger(Finger)
    }

    /// A place of the view, in logical pixels.
    public struct Place: Sendable, Equatable {
        /// From the left.
        public var x: Double
        /// From the top.
        public var y: Double

        /// The place at these coordinates.
        public init(x: Double, y: Double) { self.x = x; self.y = y }

        func distance(to other: Place) -> Double { ((x - other.x) * (x - other.x) + (y - other.y) * (y - other.y)).squareRoot() }
    }

    /// What the view is to do.
    public enum Effect: Sendable, Equatable {
        /// A stroke starts here.
        case begin
        /// The stroke goes on to this place.
        case extend
        /// The stroke goes on to this place and is finished.
        case finish
        /// The stroke was none.
        case cancel
        /// The page moves by so many logical pixels.
        case pan(x: Double, y: Double)
        /// The page moves and is enlarged by a factor around a place.
        case pinch(x: Double, y: Double, factor: Double, around: Place)
        /// Nothing; the event was not meant for the canvas.
        case ignore
    }

    private enum State: Sendable {
        case idle
        case drawing(by: Pointer, start: Place, reach: Double)
        case panning(by: Pointer, last: Place)
        case pinching([(finger: Finger, place: Place)])
    }

    private var state = State.idle
    /// Fingers that came while a pen or another stroke was down; they mean nothing until they leave.
    private var ignored: Set<Finger> = []

    /// A second finger that comes before the first has moved this far (logical pixels) makes the two a pinch; later it is a palm.
    public static var pinchReach: Double { 20 }

    /// The rules before any pointer has come.
    public init() {}

    /// Whether nothing is going on.
    public var isIdle: Bool {
        if case .idle = state { true } else { false }
    }

    /// Something touches; `moves` is whether it is to move the page (the middle button, or a held space bar).
    public mutating func press(_ pointer: Pointer, at place: Place, moves: Bool = false) -> Effect {
        switch (state, pointer) {
        case (.idle, _):
            state = moves ? .panning(by: pointer, last: place) : .drawing(by: pointer, start: place, reach: 0)
            return moves ? .ignore : .begin
        case (.drawing(by: .finger(let first), let start, let reach), .finger(let second)) where reach < Self.pinchReach:
            state = .pinching([(first, start), (second, place)])
            return .cancel
        case (.drawing(by: .finger(let first), _, _), .pen):
            // The palm came down before the pen did.
            ignored.insert(first)
            state = .drawing(by: .pen, start: place, reach: 0)
            return .begin
        case (.pinching(let fingers), .pen):
            ignored.formUnion(fingers.map(\.finger))
            state = .drawing(by: .pen, start: place, reach: 0)
            return .begin
        case (_, .finger(let finger)):
            ignored.insert(finger)
            return .ignore
        default:
            return .ignore
        }
    }

    /// Something moves while it touches.
    public mutating func move(_ pointer: Pointer, to place: Place) -> Effect {
        switch state {
        case .drawing(let by, let start, let reach) where by == pointer:
            state = .drawing(by: by, start: start, reach: max(reach, start.distance(to: place)))
            return .extend
        case .panning(let by, let last) where by == pointer:
            state = .panning(by: by, last: place)
            return .pan(x: place.x - last.x, y: place.y - last.y)
        case .pinching(var fingers):
            guard case .finger(let finger) = pointer, let index = fingers.firstIndex(where: { $0.finger == finger }) else { return .ignore }
            let other = fingers[1 - index].place, before = fingers[index].place
            fingers[index].place = place
            state = .pinching(fingers)
            let from = before.distance(to: other), to = place.distance(to: other)
            return .pinch(
                x: (place.x - before.x) / 2, y: (place.y - before.y) / 2, factor: from > 1 && to > 1 ? to / from : 1,
                around: Place(x: (place.x + other.x) / 2, y: (place.y + other.y) / 2))
        default:
            return .ignore
        }
    }

    /// Something leaves; `cancelled` is whether the system took it away.
    public mutating func release(_ pointer: Pointer, cancelled: Bool = false) -> Effect {
        if case .finger(let finger) = pointer, ignored.remove(finger) != nil { return .ignore }
        switch state {
        case .drawing(let by, _, _) where by == pointer:
            state = .idle
            return cancelled ? .cancel : .finish
        case .panning(let by, _) where by == pointer:
            state = .idle
            return .ignore
        case .pinching(let fingers):
            guard case .finger(let finger) = pointer, fingers.contains(where: { $0.finger == finger }) else { return .ignore }
            // The finger that stays must not begin to draw.
            for other in fingers where other.finger != finger { ignored.insert(other.finger) }
            state = .idle
            return .ignore
        default:
            return .ignore
        }
    }

    /// Gives up whatever is going on.
    public mutating func reset() {
        state = .idle
        ignored = []
    }
}
