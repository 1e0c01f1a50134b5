/// The numbers of one step of Adam that are the same for all weights.
public struct AdamStep: Sendable {
    /// How much of the moving averages of gradients and of their squares stays, in 0 ..< 1, and 1 minus that.
    public var beta1: Float, oneMinusBeta1: Float, beta2: Float, oneMinusBeta2: Float
    /// Added to the root of the second moment.
    public var epsilon: Float
    /// The learning rate divided by 1 - beta1^t.
    public var stepSize: Float
    /// 1 / sqrt(1 - beta2^t).
    public var secondScale: Float
    /// Weight decay that is part of the gradient (Adam), and the factor of the weight otherwise (AdamW: 1 - rate * decay).
    public var decayInGradient: Float, decayOfWeight: Float
    /// Whether the weights go past the caches to memory, which all threads then read at the same cost. Aligned weights only.
    public var streamsWeights: Bool

    /// The numbers as they are; see the members.
    public init(
        beta1: Float, beta2: Float, oneMinusBeta1: Float, oneMinusBeta2: Float, epsilon: Float, stepSize: Float, secondScale: Float,
        decayInGradient: Float, decayOfWeight: Float, streamsWeights: Bool
    ) {
        self.beta1 = beta1
        self.beta2 = beta2
        self.oneMinusBeta1 = oneMinusBeta1
        self.oneMinusBeta2 = oneMinusBeta2
        self.epsilon = epsilon
        self.stepSize = stepSize
        self.secondScale = secondScale
        self.decayInGradient = decayInGradient
        self.decayOfWeight = decayOfWeight
        self.streamsWeights = streamsWeights
    }
}
