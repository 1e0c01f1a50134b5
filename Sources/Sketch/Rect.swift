/// A rectangle of the page, in page units (logical pixels at zoom 1); y grows downwards.
public struct Rect: Sendable, Equatable {
    /// Left edge.
    public var minX: Double
    /// Top edge.
    public var minY: Double
    /// Right edge, at least `minX`.
    public var maxX: Double
    /// Bottom edge, at least `minY`.
    public var maxY: Double

    /// A rectangle from its edges.
    public init(minX: Double, minY: Double, maxX: Double, maxY: Double) {
        self.minX = minX; self.minY = minY; self.maxX = maxX; self.maxY = maxY
    }

    /// A rectangle from its top left corner and size.
    public init(x: Double, y: Double, width: Double, height: Double) {
        self.init(minX: x, minY: y, maxX: x + width, maxY: y + height)
    }

    /// Distance from left to right edge.
    public var width: Double { maxX - minX }
    /// Distance from top to bottom edge.
    public var height: Double { maxY - minY }
    /// Middle between left and right edge.
    public var midX: Double { (minX + maxX) / 2 }
    /// Middle between top and bottom edge.
    public var midY: Double { (minY + maxY) / 2 }

    /// The smallest rectangle that holds both.
    public func union(_ other: Rect) -> Rect {
        Rect(minX: min(minX, other.minX), minY: min(minY, other.minY), maxX: max(maxX, other.maxX), maxY: max(maxY, other.maxY))
    }

    /// What both share, or nil where they share no area.
    public func intersection(_ other: Rect) -> Rect? {
        let shared = Rect(
            minX: max(minX, other.minX), minY: max(minY, other.minY), maxX: min(maxX, other.maxX), maxY: min(maxY, other.maxY))
        return shared.minX < shared.maxX && shared.minY < shared.maxY ? shared : nil
    }

    /// Whether the two share any area.
    public func intersects(_ other: Rect) -> Bool {
        minX < other.maxX && other.minX < maxX && minY < other.maxY && other.minY < maxY
    }

    /// Whether the two share a point, be it on an edge: a straight line's hull may have no area.
    public func touches(_ other: Rect) -> Bool {
        minX <= other.maxX && other.minX <= maxX && minY <= other.maxY && other.minY <= maxY
    }

    /// Whether the other rectangle lies inside this one; the edges may touch.
    public func contains(_ other: Rect) -> Bool {
        minX <= other.minX && minY <= other.minY && maxX >= other.maxX && maxY >= other.maxY
    }

    /// Whether the position lies inside or on the edge.
    public func contains(x: Double, y: Double) -> Bool { minX <= x && x <= maxX && minY <= y && y <= maxY }

    /// The rectangle with each edge moved outwards (inwards for a negative distance).
    public func expanded(by distance: Double) -> Rect {
        Rect(minX: minX - distance, minY: minY - distance, maxX: maxX + distance, maxY: maxY + distance)
    }

    /// The smallest rectangle with integer edges that holds this one.
    public func roundedOutward() -> Rect {
        Rect(minX: minX.rounded(.down), minY: minY.rounded(.down), maxX: maxX.rounded(.up), maxY: maxY.rounded(.up))
    }
}
