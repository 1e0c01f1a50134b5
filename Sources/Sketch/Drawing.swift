/// Something that lies on the page.
public enum Element: Sendable {
    /// A line of ink, or of the eraser.
    case stroke(Stroke)
    /// A picture that was opened.
    case picture(PlacedPicture)

    /// A rectangle that it does not leave.
    public var bounds: Rect {
        switch self {
        case .stroke(let stroke): stroke.bounds
        case .picture(let picture): picture.frame
        }
    }
}

/// What lies on the page, oldest first: a value that is never changed but followed by another one.
///
/// It is a list that shares everything with the drawings it grew from, so adding an element and keeping every former drawing for
/// undo cost the same with ten strokes as with ten thousand.
public struct Drawing: Sendable {
    let top: Node?

    /// Blank paper.
    public init() { top = nil }

    init(top: Node?) { self.top = top }

    /// A drawing of the given elements, the oldest first.
    public init(_ elements: [Element]) {
        self = elements.reduce(Drawing()) { $0.appending($1) }
    }

    /// This drawing with one more element on top.
    public func appending(_ element: Element) -> Drawing { Drawing(top: Node(element, over: top)) }

    /// Whether nothing was put on the page.
    public var isEmpty: Bool { top == nil }

    /// How many elements there are.
    public var count: Int { top?.count ?? 0 }

    /// The newest element.
    public var last: Element? { top?.element }

    /// A rectangle around all ink and pictures; nil where there are none. What was erased still counts.
    public var bounds: Rect? { top?.bounds }

    /// The picture that was opened last, if any.
    public var picture: PlacedPicture? { top?.picture }

    /// All elements, the oldest first. Takes time proportional to their number.
    public var elements: [Element] {
        var elements: [Element] = []
        elements.reserveCapacity(count)
        var node = top
        while let current = node { elements.append(current.element); node = current.previous }
        return elements.reversed()
    }

    /// The same for all drawings that grew from one first element, while one of them is there; nil for blank paper.
    public var root: ObjectIdentifier? { top?.root }

    /// Whether both are the very same drawing (one was copied from the other), not merely alike.
    public func isIdentical(to other: Drawing) -> Bool { top === other.top }
}

/// Knows a drawing again without keeping it, and with it its pictures, in memory.
public struct DrawingIdentity: Sendable {
    private weak let top: Node?

    /// Remembers a drawing; blank paper is never known again.
    public init(of drawing: Drawing) { top = drawing.top }

    /// Whether a drawing is the very same that was remembered.
    public func isOf(_ drawing: Drawing) -> Bool { drawing.top != nil && top === drawing.top }
}

/// One element and all below it.
///
/// Unchecked because `previous` is a variable; it is changed only while the last reference to the node goes away, when no other
/// thread can see it.
final class Node: @unchecked Sendable {
    let element: Element
    private(set) var previous: Node?
    let count: Int
    let bounds: Rect?
    let picture: PlacedPicture?
    /// The oldest node's identity; nil in the oldest itself.
    private let rootBelow: ObjectIdentifier?
    var root: ObjectIdentifier { rootBelow ?? ObjectIdentifier(self) }

    init(_ element: Element, over previous: Node?) {
        self.element = element
        self.previous = previous
        count = (previous?.count ?? 0) + 1
        rootBelow = previous?.root
        switch element {
        case .stroke(let stroke) where stroke.brush.tool == .eraser:
            bounds = previous?.bounds
            picture = previous?.picture
        case .stroke(let stroke):
            bounds = previous?.bounds.map { $0.union(stroke.bounds) } ?? stroke.bounds
            picture = previous?.picture
        case .picture(let placed):
            bounds = previous?.bounds.map { $0.union(placed.frame) } ?? placed.frame
            picture = placed
        }
    }

    /// Releases the nodes below one by one: the release of a long list by recursion would overflow the stack.
    deinit {
        var next = previous.take()
        while var node = next {
            next = nil
            guard isKnownUniquelyReferenced(&node) else { break }
            next = node.previous.take()
        }
    }
}

/// The way from one drawing to another.
package struct Difference {
    /// The rectangle in which the two may look different; nil where they are the same.
    package var damage: Rect?
    /// The elements to draw on top, oldest first, where the second drawing merely continues the first.
    package var added: [Element]?

    /// Walks both lists back to the newest node that they share.
    package init(from old: Drawing, to new: Drawing) {
        var added: [Element] = []
        var before = old.top, after = new.top
        var isContinuation = true
        func damaged(_ damage: Rect?, _ element: Element) -> Rect { damage.map { $0.union(element.bounds) } ?? element.bounds }
        while before !== after {
            if let node = after, node.count >= (before?.count ?? 0) {
                added.append(node.element)
                damage = damaged(damage, node.element)
                if node.count == before?.count, let other = before {
                    isContinuation = false
                    damage = damaged(damage, other.element)
                    before = other.previous
                }
                after = node.previous
            } else if let node = before {
                isContinuation = false
                damage = damaged(damage, node.element)
                before = node.previous
            }
        }
        self.added = isContinuation ? added.reversed() : nil
    }
}
