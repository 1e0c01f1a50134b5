import Kernels
import Testing

import NeuralNetwork

/// Every layer's backward pass against differences of its forward pass.
///
/// The scalar f = Σ r · y with random r is differentiated by central differences of fourth order, D(h) and D(h/2). The
/// error of D(h/2) is a fifteenth of |D(h) − D(h/2)| for small h, and at most 3 δ/h by the rounding δ of f. Outputs
/// near a kink get r = 0.
@Suite struct LayerGradientTests {
    static let vector = ActivationShape.vector(7)
    static let picture = ActivationShape.image(height: 6, width: 5, channels: 3)

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let input: ActivationShape
        let layers: [NamedLayer]
        /// Whether the last layer is a ReLU, whose kink is at 0.
        var endsInReLU: Bool { layers.count > 1 && layers.last?.layer == .relu }
        /// Whether inputs must be far from each other.
        var compares = false
        var testDescription: String { name }
    }

    static func conv(_ filters: Int, _ kernel: Int, stride: Int = 1, _ padding: Conv2D.Padding = .valid, bias: Bool = true) -> Layer {
        .conv2D(Conv2D(filters: filters, kernel: kernel, stride: stride, padding: padding, bias: bias))
    }

    static let cases: [Case] = [
        Case(name: "dense", input: vector, layers: [NamedLayer("a", .dense(Dense(outputs: 4)))]),
        Case(name: "dense without bias", input: vector, layers: [NamedLayer("a", .dense(Dense(outputs: 4, bias: false)))]),
        Case(name: "dense, relu", input: vector, layers: [NamedLayer("a", .dense(Dense(outputs: 9))), NamedLayer("r", .relu)]),
        Case(name: "dense without bias, relu", input: vector, layers: [
            NamedLayer("a", .dense(Dense(outputs: 9, bias: false))), NamedLayer("r", .relu),
        ]),
        Case(name: "flatten, dense", input: picture, layers: [
            NamedLayer("f", .flatten(Flatten())), NamedLayer("a", .dense(Dense(outputs: 4))),
        ]),
        Case(name: "3x3 valid", input: picture, layers: [NamedLayer("a", conv(4, 3))]),
        Case(name: "3x3 same", input: picture, layers: [NamedLayer("a", conv(4, 3, .same))]),
        Case(name: "3x3 same without bias, relu", input: picture, layers: [
            NamedLayer("a", conv(4, 3, .same, bias: false)), NamedLayer("r", .relu),
        ]),
        Case(name: "5x5 same", input: picture, layers: [NamedLayer("a", conv(2, 5, .same))]),
        Case(name: "1x1", input: picture, layers: [NamedLayer("a", conv(5, 1))]),
        Case(name: "3x3 stride 2 same", input: picture, layers: [NamedLayer("a", conv(4, 3, stride: 2, .same))]),
        Case(name: "2x2 stride 2", input: picture, layers: [NamedLayer("a", conv(4, 2, stride: 2))]),
        Case(name: "2x3 stride 1x2, uneven padding", input: picture, layers: [
            NamedLayer("a", .conv2D(Conv2D(
                filters: 3, kernelHeight: 2, kernelWidth: 3, strideY: 1, strideX: 2,
                padding: .explicit(top: 1, left: 2, bottom: 0, right: 1)))),
        ]),
        Case(name: "max pool", input: picture, layers: [NamedLayer("p", .maxPool2D(MaxPool2D()))], compares: true),
        Case(name: "max pool 3 stride 2", input: picture, layers: [
            NamedLayer("p", .maxPool2D(MaxPool2D(window: 3, stride: 2))),
        ], compares: true),
        Case(name: "average pool", input: picture, layers: [NamedLayer("p", .averagePool2D(AveragePool2D(window: 2)))]),
        Case(name: "average pool 3 stride 1", input: picture, layers: [
            NamedLayer("p", .averagePool2D(AveragePool2D(window: 3, stride: 1))),
        ]),
        Case(name: "global average pool", input: picture, layers: [NamedLayer("p", .averagePool2D(.global))]),
        Case(name: "batch norm of pictures", input: picture, layers: [NamedLayer("n", .batchNorm(BatchNorm()))]),
        Case(name: "batch norm of vectors", input: vector, layers: [NamedLayer("n", .batchNorm(BatchNorm()))]),
        Case(name: "convolution, batch norm, relu, dropout", input: picture, layers: [
            NamedLayer("a", conv(3, 3)), NamedLayer("n", .batchNorm(BatchNorm())), NamedLayer("g", .activation(.gelu)),
            NamedLayer("d", .dropout(Dropout(0.3))),
        ]),
        Case(name: "dropout", input: picture, layers: [NamedLayer("d", .dropout(Dropout(0.4)))]),
        Case(name: "relu", input: vector, layers: [NamedLayer("r", .relu)], compares: true),
        Case(name: "leaky relu", input: vector, layers: [NamedLayer("r", .activation(.leakyReLU(slope: 0.2)))], compares: true),
        Case(name: "gelu", input: vector, layers: [NamedLayer("g", .activation(.gelu))]),
        Case(name: "softmax", input: vector, layers: [NamedLayer("s", .softmax(Softmax()))]),
        Case(name: "gelu, dropout, softmax", input: vector, layers: [
            NamedLayer("g", .activation(.gelu)), NamedLayer("d", .dropout(Dropout(0.25))), NamedLayer("s", .softmax(Softmax())),
        ]),
        Case(name: "residual", input: picture, layers: [
            NamedLayer("b", .residual(Residual(body: [NamedLayer("a", conv(3, 3, .same)), NamedLayer("g", .activation(.gelu))]))),
        ]),
        Case(name: "residual with projection, between layers", input: picture, layers: [
            NamedLayer("c", conv(4, 3, .same)),
            NamedLayer("b", .residual(Residual(
                body: [
                    NamedLayer("a1", conv(6, 3, stride: 2, .same, bias: false)), NamedLayer("n1", .batchNorm(BatchNorm())),
                    NamedLayer("g", .activation(.gelu)), NamedLayer("a2", conv(6, 3, .same)),
                    NamedLayer("n2", .batchNorm(BatchNorm())),
                ],
                shortcut: [NamedLayer("p", conv(6, 1, stride: 2)), NamedLayer("n3", .batchNorm(BatchNorm()))]))),
            NamedLayer("g", .activation(.gelu)),
            NamedLayer("flatten", .flatten(Flatten())),
            NamedLayer("n", .batchNorm(BatchNorm())),
            NamedLayer("fc", .dense(Dense(outputs: 3))),
        ]),
        Case(name: "residual within residual", input: picture, layers: [
            NamedLayer("b", .residual(Residual(body: [
                NamedLayer("i", .residual(Residual(body: [NamedLayer("g", .activation(.gelu))]))),
                NamedLayer("a", conv(3, 3, .same)),
            ]))),
        ]),
    ]

    @Test(arguments: cases)
    func gradients(_ test: Case) throws {
        let batch = 8
        let network = try Network(input: test.input, layers: test.layers, seed: 11)
        let gradients = FloatBuffer(count: network.layout.trainedCount)
        // Room for more than the batch: a smaller last batch uses the beginning of each buffer.
        let plan = network.plan(.training, capacity: batch + 2, gradients: gradients, needsInputGradient: true)
        plan.context.dropoutKey = 99
        var random = RandomNumbers(seed: 12, stream: "test")
        // Scales, shifts and biases away from the ones and zeros that they start as.
        for entry in network.layout.entries where entry.description.role != .weight {
            let values = network.values.pointer(entry)
            for i in 0..<entry.description.count { values[i] += random.uniform(-0.4, 0.4) }
        }
        let input = FloatBuffer(count: batch * test.input.count)
        let positions = test.input.height * test.input.width
        for n in 0..<batch {
            for c in 0..<test.input.channels {
                // Where a layer compares, the values of a channel differ by 0.14, and all are 0.07 or more away from 0.
                var order = Array(0..<positions)
                random.shuffle(&order)
                for (position, place) in order.enumerated() {
                    let normal = random.normal()
                    let apart = positions > 1 ? (Float(place - positions / 2) + 0.5) * 0.14 : normal + (normal < 0 ? -0.1 : 0.1)
                    input.pointer[(n * positions + position) * test.input.channels + c] = test.compares ? apart : normal
                }
            }
        }
        let outputs = batch * network.output.count
        var r = random.normals(outputs)
        let h: Float = 0.03
        if test.endsInReLU {
            let before = try Network(input: test.input, layers: Array(test.layers.dropLast()), seed: 11)
            try before.load(network.state)
            let linear = before.plan(.training, capacity: batch, gradients: FloatBuffer(count: before.layout.trainedCount))
            linear.forward(input.pointer, batch: batch)
            // No step of 2h in one input or weight moves an output by more.
            let reach = 2 * h * max(1, input.elements.map(abs).max() ?? 0)
            for i in 0..<outputs where abs(linear.output[i]) < reach { r[i] = 0 }
            #expect(r.filter { $0 != 0 }.count > outputs / 2)
        }

        func f() -> Double {
            plan.forward(input.pointer, batch: batch)
            return (0..<outputs).reduce(0.0) { $0 + Double(r[$1]) * Double(plan.output[$1]) }
        }
        _ = f()
        let magnitude = (0..<outputs).reduce(0.0) { $0 + Double(r[$1] * r[$1] * plan.output[$1] * plan.output[$1]) }.squareRoot()
        plan.outputGradient.update(from: r, count: outputs)
        plan.backward(batch: batch)
        let inputGradient = try #require(plan.inputGradient)

        // Some twenty roundings lie between an input and an output; those of different outputs add as squares.
        let rounding = 20 * Double(Float.ulpOfOne / 2) * magnitude * 3 / Double(h)
        func check(_ name: String, _ values: UnsafeMutablePointer<Float>, _ computed: [Float]) {
            for i in computed.indices {
                let x = values[i]
                func at(_ offset: Float) -> Double {
                    values[i] = x + offset
                    defer { values[i] = x }
                    return f()
                }
                func difference(_ h: Float) -> Double {
                    // The step that rounding leaves, and not h itself.
                    let step = Double((x + h) - (x - h)) / 2
                    return (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * step)
                }
                let fine = difference(h / 2)
                let tolerance = rounding + abs(difference(h) - fine)
                #expect(
                    abs(Double(computed[i]) - fine) < tolerance,
                    "\(name)[\(i)]: computed \(computed[i]), by differences \(fine), tolerance \(tolerance)")
                tolerances.append(tolerance)
                sizes.append(abs(fine))
            }
        }
        var tolerances: [Double] = [], sizes: [Double] = []
        check("input", input.pointer, Array(UnsafeBufferPointer(start: inputGradient, count: input.count)))
        for entry in network.layout.entries where entry.description.role.isTrained {
            let computed = Array(UnsafeBufferPointer(start: gradients.pointer + entry.offset, count: entry.description.count))
            check(entry.description.name, network.values.pointer(entry), computed)
        }
        // Most gradients are pinned down to a few per cent of a typical one, or the test would say little.
        let typical = sizes.reduce(0, +) / Double(sizes.count)
        #expect(tolerances.sorted()[tolerances.count * 9 / 10] < 0.05 * typical)
    }

    /// A max pool that is computed together with the layers before it gives what separate operations give.
    @Test(arguments: [1, 3, 20])
    func fusedPools(_ batch: Int) throws {
        let network = try Network(
            input: .image(height: 12, width: 11, channels: 2),
            layers: [
                NamedLayer("conv1", .conv2D(Conv2D(filters: 5, kernel: 3))), NamedLayer("relu1", .relu),
                NamedLayer("pool1", .maxPool2D(MaxPool2D())),
                NamedLayer("block", .residual(Residual(
                    body: [
                        NamedLayer("conv2", .conv2D(Conv2D(filters: 7, kernel: 3, bias: false))),
                        NamedLayer("pool2", .maxPool2D(MaxPool2D(window: 2, stride: 1))),
                    ],
                    shortcut: [
                        NamedLayer("conv3", .conv2D(Conv2D(filters: 7, kernel: 3))), NamedLayer("relu3", .relu),
                        NamedLayer("pool3", .maxPool2D(MaxPool2D(window: 2, stride: 1))),
                    ]))),
                NamedLayer("flatten", .flatten(Flatten())), NamedLayer("fc", .dense(Dense(outputs: 3))),
            ], seed: 3)
        var random = RandomNumbers(seed: 5, stream: "test")
        let input = random.normals(batch * network.input.count), r = random.normals(batch * 3)
        func run(fusesPools: Bool) throws -> (outputs: [Float], gradients: [Float]) {
            let gradients = FloatBuffer(count: network.layout.trainedCount)
            let plan = network.plan(
                .training, capacity: 20, gradients: gradients, needsInputGradient: true, fusesPools: fusesPools, pool: ThreadPool(threads: 2))
            input.withUnsafeBufferPointer { buffer in
                guard let base = buffer.baseAddress else { return }
                plan.forward(base, batch: batch)
                plan.outputGradient.update(from: r, count: r.count)
                plan.backward(batch: batch)
            }
            let inputGradient = UnsafeBufferPointer(start: try #require(plan.inputGradient), count: input.count)
            return (Array(UnsafeBufferPointer(start: plan.output, count: r.count)), Array(gradients.elements) + Array(inputGradient))
        }
        let fused = try run(fusesPools: true), separate = try run(fusesPools: false)
        // Sums of up to 20 images' products, added in another order; their roundings add as squares.
        #expect(relativeDifference(fused.outputs, separate.outputs) < 10 * .ulpOfOne)
        #expect(relativeDifference(fused.gradients, separate.gradients) < 50 * .ulpOfOne)
    }
}
