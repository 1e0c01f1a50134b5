/// What may come between the ink on a sheet and a picture of it.
public enum PhotoTrouble: String, Sendable, CaseIterable {
    /// One side of the sheet is darker.
    case gradient
    /// The edge of a shadow lies across the sheet.
    case shadow
    /// The corners of the picture are darker.
    case vignette
    /// Bright reflections.
    case glare
    /// The fibres of the paper show.
    case texture
    /// Yellow, gray or brown paper.
    case tintedPaper
    /// Lines to write on.
    case ruled
    /// Squares to write on.
    case squared
    /// The paper was folded or crumpled.
    case creases
    /// The picture shows the edges of the sheet and the table around it.
    case table
    /// Holes and the wire of a spiral at the left edge.
    case spiral
    /// The sheet was not held straight before the camera.
    case perspective
    /// The sheet lies turned by up to twelve degrees.
    case turned
    /// Out of focus.
    case defocus
    /// The camera moved.
    case motion
    /// Sensor noise.
    case noise
    /// Colours shifted by the light.
    case whiteBalance
    /// Blue, red, green, or violet ink.
    case colouredInk
    /// Ink or pencil that is hardly darker than the paper.
    case faintInk
    /// Strong JPEG compression.
    case compression
    /// Light ink on dark paper: a blackboard, or a screen at night.
    case dark
}

/// The troubles of one picture and how strong each is: a value from 0 (hardly visible) to 1 (as bad as a person will send it).
public struct PhotoConditions: Sendable, Equatable {
    /// How strong each trouble is; what is missing is not there.
    public var troubles: [PhotoTrouble: Float]

    /// The given troubles.
    public init(_ troubles: [PhotoTrouble: Float] = [:]) { self.troubles = troubles }

    /// The strength of a trouble, nil where it is not there.
    public subscript(_ trouble: PhotoTrouble) -> Float? { troubles[trouble] }
}
