/// How the weights of a layer start.
public enum Initialiser: Sendable, Hashable {
    /// The shape of the distribution around 0; its standard deviation comes from the rule.
    public enum Distribution: Sendable, Hashable { case normal, uniform }

    /// Variance 2 / fan-in: keeps the variance of activations through ReLU layers (He et al. 2015, arXiv 1502.01852).
    case he(Distribution)
    /// Variance 2 / (fan-in + fan-out): for linear outputs (Glorot and Bengio 2010).
    case glorot(Distribution)
    /// Every element the same.
    case constant(Float)

    /// Fills `elements`, drawing from `random`. `fanIn` and `fanOut`: how many weights meet in one output and leave
    /// one input.
    public func fill(
        _ elements: UnsafeMutableBufferPointer<Float>, fanIn: Int, fanOut: Int, random: inout RandomNumbers
    ) {
        switch self {
        case .constant(let value):
            elements.update(repeating: value)
        case .he(let distribution):
            Self.fill(elements, distribution, variance: 2 / Float(max(fanIn, 1)), random: &random)
        case .glorot(let distribution):
            Self.fill(elements, distribution, variance: 2 / Float(max(fanIn + fanOut, 1)), random: &random)
        }
    }

    private static func fill(
        _ elements: UnsafeMutableBufferPointer<Float>, _ distribution: Distribution, variance: Float,
        random: inout RandomNumbers
    ) {
        switch distribution {
        case .normal:
            let deviation = variance.squareRoot()
            for i in elements.indices { elements[i] = deviation * random.normal() }
        case .uniform:
            // A uniform distribution on -a...a has the variance a²/3.
            let bound = (3 * variance).squareRoot()
            for i in elements.indices { elements[i] = random.uniform(-bound, bound) }
        }
    }
}
