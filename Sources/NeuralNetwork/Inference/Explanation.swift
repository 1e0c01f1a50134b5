/// The way of one logit back through the network: what Grad-CAM (Selvaraju et al. 2017, arXiv 1610.02391) and integrated gradients are made of.
public struct Explanation: Sendable {
    /// The logits of the picture, one for each class.
    public let logits: [Float]
    /// The gradient of the chosen logit by each value of the picture: H x W x C.
    public let inputGradient: [Float]
    /// The last convolution's output after its norm and ReLU, H x W x C; nil where the network has no convolution.
    public let activations: Tensor?
    /// The gradient of the chosen logit by each of them.
    public let gradient: Tensor?
}

extension Explanation {
    /// Runs a plan for explanations forwards and backwards on one image.
    init(_ plan: Plan, of image: UnsafePointer<Float>, classes: Int, label: Int) {
        guard let inputGradient = plan.inputGradient else { preconditionFailure("a plan for explanations goes back to the input") }
        plan.forward(image, batch: 1)
        logits = Array(UnsafeBufferPointer(start: plan.output, count: classes))
        for i in 0..<classes { plan.outputGradient[i] = i == label ? 1 : 0 }
        let last = plan.convolutions.lastIndex(of: true)
        plan.backward(batch: 1, downTo: last.map { $0 + 1 } ?? 0)
        if let last {
            // The rest of the backward pass may write over these gradients, but not over activations.
            let operation = plan.operations[last], shape = plan.shapes[last]
            func tensor(_ elements: UnsafeMutablePointer<Float>) -> Tensor {
                Tensor(shape: [shape.height, shape.width, shape.channels], elements: UnsafeBufferPointer(start: elements, count: shape.count))
            }
            (activations, gradient) = (tensor(operation.output), tensor(operation.outputGradient))
            for operation in plan.operations[...last].reversed() { operation.backward(batch: 1) }
        } else {
            (activations, gradient) = (nil, nil)
        }
        self.inputGradient = Array(UnsafeBufferPointer(start: inputGradient, count: plan.operations[0].inputSize))
    }
}

extension Classifier {
    /// What each value of a picture adds to a logit, compared with a picture of zeros: integrated gradients (Sundararajan et al. 2017,
    /// arXiv 1703.01365) along the straight line between the two, by the midpoint rule.
    ///
    /// They add up to the difference of the two pictures' logits, but for the error of the rule.
    ///
    /// - Parameter steps: points on the line; each costs one pass forwards and backwards.
    /// - Returns: H x W x C values, in logits.
    public func integratedGradients(of image: [Float], forClass label: Int, steps: Int = 16) -> [Float] {
        precondition(steps > 0, "\(steps) steps")
        var sums = [Float](repeating: 0, count: image.count)
        for step in 0..<steps {
            let share = (Float(step) + 0.5) / Float(steps)
            let gradient = explanation(of: image.map { $0 * share }, forClass: label).inputGradient
            for i in sums.indices { sums[i] += gradient[i] }
        }
        return sums.indices.map { image[$0] * sums[$0] / Float(steps) }
    }
}
