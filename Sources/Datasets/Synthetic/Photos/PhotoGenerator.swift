import NeuralNetwork

/// Draws pictures of sheets that nobody wrote: digits of a random hand on random paper under random light, with the truth about them.
public struct PhotoGenerator: Sendable {
    /// What all draws depend on.
    public let seed: UInt64
    /// How the sheets are set out.
    public let layout: SheetLayout

    /// A generator of its own for each seed and layout.
    public init(seed: UInt64, layout: SheetLayout = .page) {
        self.seed = seed
        self.layout = layout
    }

    /// The picture at an index, under conditions as they come together when people take pictures.
    /// It depends on the seed, the layout and the index alone.
    public func photograph(at index: Int) -> Photograph {
        var random = RandomNumbers(seed: seed, stream: "photograph", index)
        let sheet = layout.sheet(&random)
        let conditions = PhotoConditions.random(&random)
        return Photographer.photograph(sheet, under: conditions, &random)
    }

    /// The picture at an index under given conditions: the same sheet for the same index.
    public func photograph(at index: Int, under conditions: PhotoConditions) -> Photograph {
        var random = RandomNumbers(seed: seed, stream: "photograph", index)
        let sheet = layout.sheet(&random)
        return Photographer.photograph(sheet, under: conditions, &random)
    }
}
