import Kernels
import NeuralNetwork

extension Bench {
    /// Each layer of an architecture at the batch size of training: forward and backward, a ReLU or a pool with the layer whose operation does it.
    func measureSteps(_ architectures: [Architecture], batch: Int = 128) throws {
        for architecture in architectures {
            let network = try architecture.network(seed: 1), gradients = FloatBuffer(count: network.layout.trainedCount)
            // A plan knows where parameters and gradients lie, and does not keep them alive.
            defer { withExtendedLifetime((network, gradients)) {} }
            let plan = Plan(
                network.layers, input: network.input,
                parameters: ParameterAccess(layout: network.layout, values: network.values, gradients: gradients),
                capacity: batch, purpose: .training, kernels: kernels, pool: pool)
            let images = Buffer(batch * network.input.count)
            for (i, pixel) in SyntheticDigits(count: batch).images(0, count: batch).enumerated() { images.pointer[i] = pixel }
            plan.forward(images.pointer, batch: batch)
            for i in 0..<batch * network.output.count { plan.outputGradient[i] = 1e-3 }
            plan.backward(batch: batch)
            for (index, step) in plan.steps.enumerated() {
                try write(architecture, step.name, "forward", operations: batch * step.forwardOperations) { plan.forward(step: index, batch: batch) }
                try write(architecture, step.name, "backward", operations: batch * step.backwardOperations) { plan.backward(step: index, batch: batch) }
            }
        }
    }

    private func write(_ architecture: Architecture, _ layer: String, _ pass: String, operations: Int, _ body: () -> Void) throws {
        let speed = speed(operations: Double(operations), rounds: 3, body)
        // A layer without products is bound by memory, and its time is all there is to say.
        let rates = operations == 0 ? "" : " \(column(speed.rate / 1e9, 7, digits: 1)) GFLOP/s \(column(speed.share * 100, 6, digits: 1)) % of peak"
        var fields: [(String, Report.Field)] = [
            ("figure", .text("layer")), ("architecture", .text(architecture.name)), ("layer", .text(layer)), ("pass", .text(pass)),
            ("threads", .integer(pool.threads)), ("microseconds", .number(speed.time * 1e6, digits: 2)),
        ]
        if operations > 0 {
            fields += [("gflops", .number(speed.rate / 1e9, digits: 2)), ("share_of_peak", .number(speed.share, digits: 4))]
        }
        try report.write(
            "layer \(column(architecture.name, 9)) \(column(layer, 8)) \(column(pass, 8)) \(column(speed.time * 1e6, 10, digits: 1)) us\(rates)", fields)
    }
}
