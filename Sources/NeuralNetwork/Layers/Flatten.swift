/// Takes each picture as one vector of H · W · C features. Memory stays as it is; files count the features in
/// PyTorch's order C, H, W.
public struct Flatten: Sendable, Hashable, LayerKind {
    /// It has nothing to choose.
    public init() {}

    func outputShape(for input: ActivationShape) throws(ShapeMismatch) -> ActivationShape { input.flattened }
}
