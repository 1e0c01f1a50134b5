/// The brightness of a sheet that may have been turned since it was photographed. Few places are asked for: none is turned before.
package struct SheetBrightness {
    /// The size of the turned sheet.
    let width: Int, height: Int
    private let plane: GrayPlane
    private let turns: [Sheet]

    /// - Parameter turns: the first one first.
    init(_ plane: GrayPlane, turns: [Sheet], width: Int, height: Int) {
        self.plane = plane
        self.turns = turns
        self.width = width
        self.height = height
    }

    /// A sheet that lies as it was photographed.
    package init(_ plane: GrayPlane) { self.init(plane, turns: [], width: plane.width, height: plane.height) }

    /// 0 black to 255 white; beyond the edges they are continued.
    @inline(__always)
    subscript(x: Int, y: Int) -> Float {
        if turns.isEmpty { return Float(plane.values[y * plane.width + x]) }
        let place = turns.reversed().reduce(SIMD2(Float(x), Float(y)) + 0.5) { $1.inPlane($0) }
        return Float(plane.values[min(max(Int(place.y), 0), plane.height - 1) * plane.width + min(max(Int(place.x), 0), plane.width - 1)])
    }
}
