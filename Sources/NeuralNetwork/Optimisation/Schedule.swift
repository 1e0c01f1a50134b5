/// The learning rate over the steps of a training.
public struct Schedule: Sendable, Hashable {
    public enum Shape: Sendable, Hashable {
        /// The base rate throughout.
        case constant
        /// Multiplied by `factor` after each `every` share of the steps (0.25: three times in a training).
        case step(every: Double, factor: Double)
        /// Half a cosine from the base rate to `final` times it (Loshchilov and Hutter 2016, arXiv 1608.03983, one cycle).
        case cosine(final: Double = 0)
        /// From base / `start` up to the base rate within the first `rise` share of the steps and down to
        /// base / `start` / `final`, both by half a cosine (Smith and Topin 2017, arXiv 1708.07120; PyTorch's OneCycleLR).
        case oneCycle(rise: Double = 0.3, start: Double = 25, final: Double = 10_000)
    }

    public var shape: Shape
    /// The largest rate.
    public var baseRate: Double
    /// The first steps, in which the rate grows evenly to where the shape begins; the shape has the rest of the steps.
    public var warmUpSteps: Int

    public init(_ shape: Shape = .constant, baseRate: Double, warmUpSteps: Int = 0) {
        self.shape = shape
        self.baseRate = baseRate
        self.warmUpSteps = warmUpSteps
    }

    /// The rate for one step, counted from 0, of `totalSteps`.
    public func rate(step: Int, of totalSteps: Int) -> Double {
        if step < warmUpSteps {
            return baseRate * shapeFactor(0) * Double(step + 1) / Double(warmUpSteps + 1)
        }
        let steps = max(totalSteps - warmUpSteps, 1)
        // OneCycleLR ends on its last step; the others reach their end after it.
        let denominator = if case .oneCycle = shape { max(steps - 1, 1) } else { steps }
        return baseRate * shapeFactor(min(Double(step - warmUpSteps) / Double(denominator), 1))
    }

    /// The share of the base rate when this share of the steps is done.
    private func shapeFactor(_ done: Double) -> Double {
        func halfCosine(from start: Double, to end: Double, _ share: Double) -> Double {
            end + (start - end) / 2 * (1 + cosine(.pi * share))
        }
        switch shape {
        case .constant:
            return 1
        case .step(let every, let factor):
            guard every > 0 else { return 1 }
            // Steps whose share misses the border by rounding belong behind it.
            let passed = Int((done / every + 1e-9).rounded(.down))
            return (0..<passed).reduce(1) { rate, _ in rate * factor }
        case .cosine(let final):
            return halfCosine(from: 1, to: final, done)
        case .oneCycle(let rise, let start, let final):
            return done < rise
                ? halfCosine(from: 1 / start, to: 1, done / rise)
                : halfCosine(from: 1, to: 1 / start / final, rise < 1 ? (done - rise) / (1 - rise) : 1)
        }
    }
}
