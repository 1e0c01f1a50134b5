/// A plan operation by operation, for those who measure where the time goes.
extension Plan {
    /// What one operation does.
    package struct Step {
        /// The name of its first layer.
        package let name: String
        /// Floating-point operations of the products of one example.
        package let forwardOperations: Int, backwardOperations: Int
    }

    package var steps: [Step] {
        operations.map {
            Step(
                name: $0.name, forwardOperations: $0.productOperations,
                backwardOperations: $0.hasInputGradient ? 2 * $0.productOperations : $0.productOperations)
        }
    }

    /// Runs one operation, on what the last pass over all of them left in memory.
    package func forward(step: Int, batch: Int) { operations[step].forward(batch: batch) }
    package func backward(step: Int, batch: Int) { operations[step].backward(batch: batch) }
}
