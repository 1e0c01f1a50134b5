import Kernels

extension Bench {
    /// One size of the parts into which products are cut, the values to compare, and products that it matters to.
    private struct Choice {
        var name: String
        var size: WritableKeyPath<BlockSizes, Int> & Sendable
        var values: [Int]
        var products: [String]
    }

    private static let choices = [
        Choice(name: "steps", size: \.steps, values: [96, 192, 256, 384, 512, 768], products: ["square 512", "square 1024"]),
        Choice(name: "stepsOfThin", size: \.stepsOfThin, values: [96, 192, 288, 384, 600], products: ["cnn conv2", "deep-cnn conv4"]),
        Choice(name: "stepsOfFewRows", size: \.stepsOfFewRows, values: [192, 256, 384, 512, 800], products: ["mlp fc1", "cnn fc1", "deep-cnn fc1"]),
        Choice(name: "stepsOfColumns", size: \.stepsOfColumns, values: [64, 128, 256, 384, 512], products: ["cnn conv2 dW", "deep-cnn conv4 dW"]),
        Choice(name: "rows", size: \.rows, values: [48, 96, 144, 288, 1_152, 1 << 14], products: ["square 512", "square 1024", "cnn conv2"]),
        Choice(name: "right", size: \.right, values: [1 << 14, 1 << 15, 1 << 16, 1 << 17, 3 << 17, 1 << 20], products: ["square 512", "square 1024", "mlp fc1"]),
    ]

    /// How fast products are with one size changed, as a multiple of how fast they are with the sizes in use: medians of rounds in which all values take turns.
    func measureBlocks(rounds: Int = 15) throws {
        for choice in Self.choices {
            let used = kernels.blocks[keyPath: choice.size]
            let variants = choice.values.map { value in
                var blocks = kernels.blocks
                blocks[keyPath: choice.size] = value
                return Kernels(kernels.instructionSet, blocks: blocks)
            }
            for product in Self.products where choice.products.contains(product.name) {
                let operands = Operands(of: product)
                func time(_ kernels: Kernels) -> Double {
                    secondsPerCall(seconds: 0.01, samples: 3, clock: clock) { operands.multiply(product, kernels, pool) }
                }
                var ratios = [[Double]](repeating: [], count: variants.count)
                for _ in 0..<rounds {
                    let usual = time(kernels)
                    for (index, variant) in variants.enumerated() { ratios[index].append(usual / time(variant)) }
                }
                let medians = ratios.map { $0.sorted()[rounds / 2] }
                try report.write(
                    "blocks \(column(choice.name, 14)) (\(used)) \(column(product.name, 18)) "
                        + zip(choice.values, medians).map { "\($0): \(column($1, 0, digits: 2))" }.joined(separator: "  "),
                    ["figure": .text("blocks"), "size": .text(choice.name), "in_use": .integer(used), "name": .text(product.name),
                     "values": .text(choice.values.map(String.init).joined(separator: " ")),
                     "ratios": .text(medians.map { column($0, 0, digits: 3) }.joined(separator: " "))])
            }
        }
    }
}
