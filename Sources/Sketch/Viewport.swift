/// The part of the page that can be seen: where it lies and how large it is shown.
public struct Viewport: Sendable, Equatable {
    /// Size of the view, in logical pixels.
    public var width: Double
    /// Size of the view, in logical pixels.
    public var height: Double
    /// The place of the page that lies in the middle of the view.
    public var centerX: Double
    /// The place of the page that lies in the middle of the view.
    public var centerY: Double
    /// Logical pixels of a page unit, in `zoomRange`.
    public private(set) var zoom: Double

    /// How small and how large the page can be shown.
    public static let zoomRange = 0.1...16.0

    /// A view of the given size on the middle of the page.
    public init(width: Double, height: Double) {
        self.width = width; self.height = height
        centerX = 0; centerY = 0; zoom = 1
    }

    /// The rectangle of the page that can be seen.
    public var visible: Rect {
        let halfWidth = width / zoom / 2, halfHeight = height / zoom / 2
        return Rect(minX: centerX - halfWidth, minY: centerY - halfHeight, maxX: centerX + halfWidth, maxY: centerY + halfHeight)
    }

    /// The place of the page under a place of the view.
    public func page(x: Double, y: Double) -> (x: Double, y: Double) {
        (centerX + (x - width / 2) / zoom, centerY + (y - height / 2) / zoom)
    }

    /// The place of the view over a place of the page.
    public func view(x: Double, y: Double) -> (x: Double, y: Double) {
        ((x - centerX) * zoom + width / 2, (y - centerY) * zoom + height / 2)
    }

    /// The rectangle of the view over a rectangle of the page.
    public func view(_ rect: Rect) -> Rect {
        let (minX, minY) = view(x: rect.minX, y: rect.minY), (maxX, maxY) = view(x: rect.maxX, y: rect.maxY)
        return Rect(minX: minX, minY: minY, maxX: maxX, maxY: maxY)
    }

    /// Enlarges by a factor; what is under the given place of the view stays there.
    public mutating func zoom(by factor: Double, atX x: Double, y: Double) {
        let fixed = page(x: x, y: y)
        zoom = min(max(zoom * factor, Self.zoomRange.lowerBound), Self.zoomRange.upperBound)
        centerX = fixed.x - (x - width / 2) / zoom
        centerY = fixed.y - (y - height / 2) / zoom
    }

    /// Moves the page along with a finger that moved by so many logical pixels.
    public mutating func pan(x: Double, y: Double) {
        centerX -= x / zoom
        centerY -= y / zoom
    }

    /// Shows a rectangle of the page as large as it fits, but no larger than it is.
    public mutating func fit(_ rect: Rect, margin: Double = 0) {
        centerX = rect.midX
        centerY = rect.midY
        let fitting = min((width - 2 * margin) / max(rect.width, 1), (height - 2 * margin) / max(rect.height, 1))
        zoom = min(max(min(fitting, 1), Self.zoomRange.lowerBound), Self.zoomRange.upperBound)
    }

    /// The view that the app starts with: the middle of the page at its own size.
    public mutating func reset() {
        centerX = 0; centerY = 0; zoom = 1
    }

    /// Whether it is the view that the app starts with.
    public var isReset: Bool { centerX == 0 && centerY == 0 && zoom == 1 }
}
