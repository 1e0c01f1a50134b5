/// How gradients change weights; the formulas are PyTorch's.
public enum Optimiser: Sendable, Hashable {
    /// Stochastic gradient descent. With weight decay λ, g := g + λ w; then v := momentum · v + g (v starts as the first
    /// g), and w := w − rate · v, or with Nesterov's rule w := w − rate · (g + momentum · v). Without momentum
    /// w := w − rate · g.
    case sgd(momentum: Float = 0.9, nesterov: Bool = false)
    /// Adam (Kingma and Ba 2014, arXiv 1412.6980): m and v are moving averages of g and g², corrected for their start;
    /// w := w − rate · m̂ / (√v̂ + ε). Weight decay is added to g.
    case adam(beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8)
    /// Adam with decoupled weight decay (Loshchilov and Hutter 2017, arXiv 1711.05101): w := w − rate · λ w first.
    case adamW(beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8)

    /// "sgd", "adam" or "adamw".
    public var name: String {
        switch self {
        case .sgd: "sgd"
        case .adam: "adam"
        case .adamW: "adamw"
        }
    }
}

/// Which weights decay, and how much.
public struct WeightDecay: Sendable, Hashable {
    /// λ, at least 0. Adam and SGD add λ · w to the gradient, AdamW takes rate · λ · w off the weights.
    public var factor: Float
    /// Biases and the scales and shifts of norms usually do not decay.
    public var includesBiasesAndNorms: Bool

    /// Decay by this factor.
    public init(_ factor: Float, includesBiasesAndNorms: Bool = false) {
        self.factor = factor
        self.includesBiasesAndNorms = includesBiasesAndNorms
    }

    /// No decay.
    public static let none = WeightDecay(0)
}
