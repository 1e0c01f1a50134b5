/// The learning rate over the steps of a training.
public struct Schedule: Sendable, Hashable {
    /// How the rate goes over the steps.
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

    /// How the rate goes after the warm-up.
    public var shape: Shape
    /// The largest rate.
    public var baseRate: Double
    /// The first steps, in which the rate grows evenly to where the shape begins; the shape has the rest of the steps.
    public var warmUpSteps: Int

    /// A schedule with `baseRate`, above 0, as its largest rate.
    public init(_ shape: Shape = .constant, baseRate: Double, warmUpSteps: Int = 0) {
        self.shape = shape
        self.baseRate = baseRate
        self.warmUpSteps = warmUpSteps
    }

    /// The rate for one step, counted from 0, of `totalSteps`.
    public func rate(step: Int, of totalSteps: Int) -> Double {
        let steps = max(totalSteps - warmUpSteps, 1)
        if step < warmUpSteps {
            return baseRate * factor(0, of: Double(steps)) * Double(step + 1) / Double(warmUpSteps + 1)
        }
        return baseRate * factor(Double(min(step - warmUpSteps, steps)), of: Double(steps))
    }

    /// The share of the base rate when this many steps are done.
    private func factor(_ step: Double, of steps: Double) -> Double {
        func halfCosine(from start: Double, to end: Double, _ share: Double) -> Double {
            end + (start - end) / 2 * (1 + cosine(.pi * min(share, 1)))
        }
        switch shape {
        case .constant:
            return 1
        case .step(let every, let factor):
            guard every > 0 else { return 1 }
            // Steps whose share misses the border by rounding belong behind it.
            let passed = Int((step / steps / every + 1e-9).rounded(.down))
            return (0..<passed).reduce(1) { rate, _ in rate * factor }
        case .cosine(let final):
            return halfCosine(from: 1, to: final, step / steps)
        case .oneCycle(let rise, let start, let final):
            // As in PyTorch, the last step of each part reaches its end.
            let peak = max(rise * steps - 1, 0)
            return step <= peak
                ? halfCosine(from: 1 / start, to: 1, peak > 0 ? step / peak : 1)
                : halfCosine(from: 1, to: 1 / start / final, steps - 1 > peak ? (step - peak) / (steps - 1 - peak) : 1)
        }
    }
}
