/// What the end and the pressure of a pen make of a line, and what is made of devices that have neither.
public enum PenRules {
    /// The brush of a line that begins: the end of the pen that touches goes before the brush that was chosen.
    public static func brush(_ chosen: Brush, isEraserEnd: Bool, eraserDiameter: Double) -> Brush {
        isEraserEnd ? Brush(tool: .eraser, diameter: eraserDiameter) : chosen
    }

    /// The pressure of a point: `reported` where a pen tells one, and the nominal one for a mouse or a finger, which may report the axis
    /// too, at a constant value.
    ///
    /// - Parameters:
    ///   - reported: what the device says, 0 to 1 and beyond where its driver is off; nil where it has no such axis.
    ///   - isPen: whether the device is a pen.
    ///   - last: the pressure before, at the end of a line: a pen that is lifted has none any more, and the line ends as wide as it was.
    public static func pressure(_ reported: Double?, isPen: Bool, liftedAfter last: Double? = nil) -> Double {
        guard isPen else { return Point.nominalPressure }
        if let last { return last }
        guard let reported, reported.isFinite else { return Point.nominalPressure }
        return min(max(reported, 0), 1)
    }
}
