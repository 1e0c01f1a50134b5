/// A place where the pen was, and how hard it was pressed.
public struct Point: Sendable, Equatable {
    /// The pressure of a pen at its middle setting, and of a mouse or finger: it gives the brush its nominal width.
    public static let nominalPressure = 0.5

    /// Distance from the page's origin to the right.
    public var x: Double
    /// Distance from the page's origin downwards.
    public var y: Double
    /// 0 (barely touching) to 1.
    public var pressure: Double

    /// A place on the page; without a pressure, the nominal one.
    public init(x: Double, y: Double, pressure: Double = nominalPressure) {
        self.x = x; self.y = y; self.pressure = pressure
    }
}

/// What a stroke is drawn with.
public struct Brush: Sendable, Equatable {
    /// What the brush leaves on the page.
    public enum Tool: UInt8, Sendable {
        /// Black ink.
        case pen = 0
        /// White paper, over ink and pictures alike.
        case eraser = 1
    }

    /// Pen or eraser.
    public var tool: Tool
    /// Width of the line at nominal pressure, in page units.
    public var diameter: Double

    /// A brush of the given width.
    public init(tool: Tool = .pen, diameter: Double) {
        self.tool = tool; self.diameter = diameter
    }

    /// Half the width of the line where the pen is pressed this hard: 0.3 of the nominal width at no pressure, 1 at the nominal
    /// pressure, 1.7 at full pressure. An eraser keeps its width.
    public func radius(pressure: Double) -> Double {
        switch tool {
        case .pen: diameter / 2 * (0.3 + 1.4 * min(max(pressure, 0), 1))
        case .eraser: diameter / 2
        }
    }
}

/// One movement of the pen from touching the paper to leaving it.
public struct Stroke: Sendable, Equatable {
    /// What it is drawn with.
    public let brush: Brush
    /// Where the pen was, at least one place; successive places lie apart.
    public private(set) var points: [Point]
    /// A rectangle that the line does not leave.
    public private(set) var bounds: Rect
    /// Whether every point has the same pressure, so that the line has one width.
    private(set) var isUniform: Bool

    /// A stroke that touches the paper in one place: a dot.
    public init(brush: Brush, start: Point) {
        self.brush = brush
        points = [start]
        bounds = Rect(x: start.x, y: start.y, width: 0, height: 0).expanded(by: brush.radius(pressure: start.pressure))
        isUniform = true
    }

    /// A stroke through the given places, of which there is at least one.
    public init(brush: Brush, points: [Point]) {
        precondition(!points.isEmpty, "a stroke has at least one point")
        self.init(brush: brush, start: points[0])
        self.points.reserveCapacity(points.count)
        for point in points.dropFirst() { append(point) }
    }

    /// Goes on to a place. One that hardly differs from the last is left out: it would only add noise.
    public mutating func append(_ point: Point) {
        let last = points[points.count - 1]
        let dx = point.x - last.x, dy = point.y - last.y
        guard dx * dx + dy * dy >= Self.smallestStep * Self.smallestStep else { return }
        if point.pressure != last.pressure { isUniform = false }
        points.append(point)
        bounds = bounds.union(
            Rect(x: point.x, y: point.y, width: 0, height: 0).expanded(by: brush.radius(pressure: point.pressure)))
    }

    /// Successive points are at least this far apart, in page units.
    static let smallestStep = 0.25

    /// Whether the other stroke is this one, grown: the same start and brush, and at least as many points.
    func isContinued(by other: Stroke) -> Bool {
        brush == other.brush && points[0] == other.points[0] && points.count <= other.points.count
            && points[points.count - 1] == other.points[points.count - 1]
    }
}
