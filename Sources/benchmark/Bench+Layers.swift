import Kernels

extension Bench {
    /// The convolutions of the models, by the names of DESIGN's architectures; batch 128 as in training.
    static let convolutions: [(name: String, geometry: ConvolutionGeometry)] = [
        ("cnn conv1", .square(28, 1, 32, padding: 0)), ("cnn conv2", .square(13, 32, 64, padding: 0)),
        ("deep-cnn conv1", .square(28, 1, 32, padding: 1)), ("deep-cnn conv2", .square(28, 32, 32, padding: 1)),
        ("deep-cnn conv3", .square(14, 32, 64, padding: 1)), ("deep-cnn conv4", .square(14, 64, 64, padding: 1)),
    ]

    func measureLayers() throws {
        for (name, geometry) in Self.convolutions {
            for batch in [128, 1] {
                var g = geometry
                g.batch = batch
                try measure(name, g)
            }
        }
        try measureOthers()
    }

    private func measure(_ name: String, _ g: ConvolutionGeometry) throws {
        let input = Buffer(g.batch * g.inputImageSize), output = Buffer(g.batch * g.outputImageSize)
        let weights = Buffer(g.weightCount), bias = Buffer(g.outputChannels)
        try write(name, "forward", g, speed(operations: Double(g.operations)) {
            kernels.convolution(
                g, input: input.pointer, weights: weights.pointer, bias: bias.pointer, relu: true, output: output.pointer, pool: pool)
        })
        guard g.batch > 1 else { return }
        if g.inputChannels > 1 {
            try write(name, "input gradient", g, speed(operations: Double(g.operations)) {
                kernels.convolutionInputGradient(
                    g, outputGradient: output.pointer, weights: weights.pointer, inputGradient: input.pointer, pool: pool)
            })
        }
        try write(name, "weight gradient", g, speed(operations: Double(g.operations)) {
            kernels.convolutionWeightGradient(
                g, input: input.pointer, outputGradient: output.pointer, weightGradient: weights.pointer, biasGradient: bias.pointer, pool: pool)
        })
    }

    private func write(_ name: String, _ pass: String, _ g: ConvolutionGeometry, _ speed: Speed) throws {
        try report.write(
            "\(column(name, 15)) batch \(column("\(g.batch)", 4)) \(column(pass, 16)) \(column(speed.time * 1e6, 10, digits: 1)) us "
                + "\(column(speed.rate / 1e9, 7, digits: 1)) GFLOP/s \(column(speed.share * 100, 6, digits: 1)) % of peak",
            ["figure": .text("convolution"), "name": .text(name), "pass": .text(pass), "batch": .integer(g.batch),
             "gflops": .number(speed.rate / 1e9, digits: 2), "share_of_peak": .number(speed.share, digits: 4),
             "microseconds": .number(speed.time * 1e6, digits: 2)])
    }

    /// What is bound by memory: time, and bytes moved a second.
    private func measureOthers() throws {
        let rows = 128 * 26 * 26, channels = 32, count = rows * channels
        let x = Buffer(count), y = Buffer(count), small = Buffer(8 * channels)
        let pooling = PoolGeometry(batch: 128, inputHeight: 26, inputWidth: 26, channels: channels, windowHeight: 2, windowWidth: 2)
        let places = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
        defer { places.deallocate() }
        places.initialize(repeating: 0, count: count)
        func figure(_ name: String, bytes: Int, _ body: () -> Void) throws {
            let time = secondsPerCall(seconds: 0.1, samples: 5, clock: clock, body)
            let rate = Double(bytes) / time / 1e9
            try report.write(
                "\(column(name, 30)) \(column(time * 1e6, 10, digits: 1)) us \(column(rate, 7, digits: 1)) GB/s",
                ["figure": .text("loop"), "name": .text(name), "microseconds": .number(time * 1e6, digits: 1),
                 "gigabytes_per_second": .number(rate, digits: 2)])
        }
        let p = small.pointer
        try figure("max pool 26x26x32", bytes: count * 5) {
            kernels.maxPool(pooling, input: x.pointer, output: y.pointer, argmax: places, pool: pool)
        }
        try figure("max pool gradient", bytes: count * 5) {
            kernels.maxPoolGradient(pooling, outputGradient: y.pointer, argmax: places, inputGradient: x.pointer, pool: pool)
        }
        try figure("relu gradient", bytes: count * 12) {
            kernels.reluGradient(count: count, y: x.pointer, outputGradient: y.pointer, inputGradient: y.pointer, pool: pool)
        }
        try figure("channel statistics", bytes: count * 4) {
            kernels.channelMeanAndVariance(rows: rows, channels: channels, x: x.pointer, mean: p, variance: p + channels, pool: pool)
        }
        try figure("scale and shift", bytes: count * 8) {
            kernels.channelScaleShift(
                rows: rows, channels: channels, x: x.pointer, scale: p, shift: p + channels, relu: true, y: y.pointer, pool: pool)
        }
        try figure("batch norm gradient", bytes: count * 20) {
            let norm = BatchNormGradient(mean: p, inverseDeviation: p + channels, scale: p + 2 * channels, coefficients: p + 5 * channels)
            kernels.batchNormGradient(
                norm, rows: rows, channels: channels, x: x.pointer, outputGradient: y.pointer, scaleGradient: p + 3 * channels,
                shiftGradient: p + 4 * channels, pool: pool)
            kernels.batchNormInputGradient(
                norm, rows: rows, channels: channels, x: x.pointer, outputGradient: y.pointer, inputGradient: y.pointer, pool: pool)
        }
        let weights = 407_050
        try figure("Adam, weights of mlp", bytes: weights * 28) {
            kernels.adamStep(
                count: weights, weights: x.pointer, gradient: x.pointer + weights, firstMoment: y.pointer, secondMoment: y.pointer + weights,
                learningRate: 1e-9, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, step: 1, weightDecay: 0, decoupled: false, pool: pool)
        }
        let labels = [UInt8](repeating: 3, count: 128)
        try figure("cross-entropy 128 x 10", bytes: 128 * 10 * 8) {
            kernels.softmaxCrossEntropy(
                rows: 128, columns: 10, logits: x.pointer, labels: labels, smoothing: 0, lossPerRow: p, gradient: y.pointer, pool: pool)
        }
    }
}

extension ConvolutionGeometry {
    /// A 3 x 3 convolution of square images.
    static func square(_ size: Int, _ inputChannels: Int, _ outputChannels: Int, padding: Int) -> ConvolutionGeometry {
        ConvolutionGeometry(
            batch: 128, inputHeight: size, inputWidth: size, inputChannels: inputChannels, outputChannels: outputChannels,
            kernelHeight: 3, kernelWidth: 3, paddingTop: padding, paddingLeft: padding, paddingBottom: padding, paddingRight: padding)
    }
}
