/// What one example looks like between two layers: H x W positions of C channels, stored N, H, W, C.
///
/// A flat vector is H = W = 1. After `Flatten` the extents stay known although the layers treat the example as one
/// vector: the memory is the same, and files need them (PyTorch flattens in the order C, H, W).
public struct ActivationShape: Sendable, Hashable {
    /// H, rows.
    public let height: Int
    /// W, columns.
    public let width: Int
    /// C, values at each position.
    public let channels: Int
    /// Whether layers treat the example as one vector of `count` features.
    public let isFlat: Bool

    /// Pictures of `height` x `width` positions with `channels` values each.
    public static func image(height: Int, width: Int, channels: Int) -> ActivationShape {
        ActivationShape(height: height, width: width, channels: channels, isFlat: false)
    }

    /// Vectors of `count` features.
    public static func vector(_ count: Int) -> ActivationShape {
        ActivationShape(height: 1, width: 1, channels: count, isFlat: true)
    }

    /// The number of floats of one example.
    public var count: Int { height * width * channels }

    /// The same memory seen as a vector.
    public var flattened: ActivationShape {
        ActivationShape(height: height, width: width, channels: channels, isFlat: true)
    }
}

extension ActivationShape: CustomStringConvertible {
    /// As in `28x28x1` or `784 features`.
    public var description: String { isFlat ? "\(count) features" : "\(height)x\(width)x\(channels)" }
}
