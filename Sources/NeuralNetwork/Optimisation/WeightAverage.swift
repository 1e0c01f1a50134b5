import Kernels

/// An exponential moving average of the weights: after each step, average += (1 − d) · (weights − average), with
/// d = min(decay, (1 + t) / (10 + t)) after t updates, so that the first random weights are soon forgotten.
///
/// The running statistics of batch norm are averaged in the same way: they then belong to the averaged weights about as
/// well as to the current ones.
package final class WeightAverage {
    package let decay: Float
    package let values: ParameterValues
    /// Updates done.
    package var updates = 0

    package init(decay: Float, of network: Network) {
        self.decay = decay
        values = ParameterValues(network.layout)
        values.copy(from: network.values)
    }

    package func update(from current: ParameterValues, kernels: Kernels, pool: ThreadPool) {
        let decay = min(decay, Float(1 + updates) / Float(10 + updates))
        updates += 1
        kernels.lerp(
            count: values.trained.count, from: current.trained.pointer, factor: 1 - decay, into: values.trained.pointer,
            pool: pool)
        kernels.lerp(
            count: values.statistics.count, from: current.statistics.pointer, factor: 1 - decay,
            into: values.statistics.pointer, pool: pool)
    }
}
