/// The architectures for 28x28 pictures of the ten digits.
extension Architecture {
    private static let digit = ActivationShape.image(height: 28, width: 28, channels: 1)

    /// Ten logits; a linear output has no ReLU whose loss of variance He's rule makes up for.
    private static func logits(_ name: String) -> NamedLayer {
        NamedLayer(name, .dense(Dense(outputs: 10, initialiser: .glorot(.uniform))))
    }

    /// 784-512-10.
    public static let mlp = Architecture(
        name: "mlp", summary: "fully connected, 784-512-10", input: digit,
        layers: [
            NamedLayer("flatten", .flatten(Flatten())),
            NamedLayer("fc1", .dense(Dense(outputs: 512))),
            NamedLayer("relu1", .relu),
            logits("fc2"),
        ])

    /// Two convolutions with pooling, two dense layers.
    public static let cnn = Architecture(
        name: "cnn", summary: "two 3x3 convolutions (32, 64) with pooling, dense 128", input: digit,
        layers: [
            NamedLayer("conv1", .conv2D(Conv2D(filters: 32, kernel: 3))),
            NamedLayer("relu1", .relu),
            NamedLayer("pool1", .maxPool2D(MaxPool2D())),
            NamedLayer("conv2", .conv2D(Conv2D(filters: 64, kernel: 3))),
            NamedLayer("relu2", .relu),
            NamedLayer("pool2", .maxPool2D(MaxPool2D())),
            NamedLayer("flatten", .flatten(Flatten())),
            NamedLayer("fc1", .dense(Dense(outputs: 128))),
            NamedLayer("relu3", .relu),
            logits("fc2"),
        ])

    /// Two blocks of two convolutions with batch norm, pooling and dropout, then dense 256.
    public static let deepCNN = Architecture(
        name: "deep-cnn", summary: "two blocks of two 3x3 convolutions (32, 64) with batch norm, dense 256", input: digit,
        layers: stage(filters: 32, convolutions: 2, firstConvolution: 1)
            + [NamedLayer("pool1", .maxPool2D(MaxPool2D())), NamedLayer("dropout1", .dropout(Dropout(0.25)))]
            + stage(filters: 64, convolutions: 2, firstConvolution: 3)
            + [
                NamedLayer("pool2", .maxPool2D(MaxPool2D())),
                NamedLayer("dropout2", .dropout(Dropout(0.25))),
                NamedLayer("flatten", .flatten(Flatten())),
                NamedLayer("fc1", .dense(Dense(outputs: 256, bias: false))),
                NamedLayer("bn5", .batchNorm(BatchNorm())),
                NamedLayer("relu5", .relu),
                NamedLayer("dropout3", .dropout(Dropout(0.5))),
                logits("fc2"),
            ])

    /// What the network that the app ships is made of; its one place.
    private enum Shipped {
        /// 3x3 convolutions with batch norm of each stage; max pooling between stages, so at 28x28, 14x14 and 7x7.
        static let stages: [(filters: Int, convolutions: Int)] = [(32, 2), (64, 3), (192, 2)]
        static let dropoutBetweenStages: Float = 0.1
        static let dropoutBeforeLogits: Float = 0.4
    }

    /// The network that the app ships: 32, 32 | 64, 64, 64 | 192, 192 channels, 94 million operations a digit. The head
    /// sees the last maps pooled to 3x3 instead of their mean: where a stroke lies tells a 6 from a 9.
    public static let scrawl: Architecture = {
        var layers: [NamedLayer] = []
        var convolutions = 0
        for (index, described) in Shipped.stages.enumerated() {
            layers += stage(
                filters: described.filters, convolutions: described.convolutions,
                firstConvolution: convolutions + 1)
            convolutions += described.convolutions
            layers.append(NamedLayer("pool\(index + 1)", .maxPool2D(MaxPool2D())))
            if index + 1 < Shipped.stages.count {
                layers.append(NamedLayer("dropout\(index + 1)", .dropout(Dropout(Shipped.dropoutBetweenStages))))
            }
        }
        layers += [
            NamedLayer("flatten", .flatten(Flatten())),
            NamedLayer("dropout\(Shipped.stages.count)", .dropout(Dropout(Shipped.dropoutBeforeLogits))),
            logits("fc1"),
        ]
        let widths = Shipped.stages.map { [String](repeating: "\($0.filters)", count: $0.convolutions).joined(separator: ", ") }
        return Architecture(
            name: "scrawl", summary: "the one that Scrawl ships: 3x3 convolutions \(widths.joined(separator: " | "))",
            input: digit, layers: layers)
    }()

    /// Convolutions that keep the size, each with batch norm (which makes a bias needless) and ReLU.
    private static func stage(filters: Int, convolutions: Int, firstConvolution: Int) -> [NamedLayer] {
        (firstConvolution..<firstConvolution + convolutions).flatMap { index in
            [
                NamedLayer("conv\(index)", .conv2D(Conv2D(filters: filters, kernel: 3, padding: .same, bias: false))),
                NamedLayer("bn\(index)", .batchNorm(BatchNorm())),
                NamedLayer("relu\(index)", .relu),
            ]
        }
    }
}
