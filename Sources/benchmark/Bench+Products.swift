import Kernels

extension Bench {
    /// A matrix product of the models, or a square one.
    struct Product {
        var name: String
        var transposeA = false, transposeB = false
        var m: Int, n: Int, k: Int

        /// Operations of one call.
        var operations: Double { 2 * Double(m) * Double(n) * Double(k) }

        init(_ name: String, _ m: Int, _ n: Int, _ k: Int, _ transposes: String = "NN") {
            self.name = name
            transposeA = transposes.first == "T"
            transposeB = transposes.last == "T"
            (self.m, self.n, self.k) = (m, n, k)
        }
    }

    /// Square products, and those that the models would have if convolutions were matrix products: the shapes on which the BLAS libraries
    /// are measured.
    static let products = [64, 128, 256, 512, 1_024].map { Product("square \($0)", $0, $0, $0) } + [
        Product("mlp fc1", 128, 512, 784), Product("mlp fc1 dW", 784, 512, 128, "TN"), Product("mlp fc2", 128, 10, 512),
        Product("mlp fc2 dW", 512, 10, 128, "TN"), Product("mlp fc2 dX", 128, 512, 10, "NT"),
        Product("cnn conv1", 128 * 26 * 26, 32, 9), Product("cnn conv1 dW", 9, 32, 128 * 26 * 26, "TN"),
        Product("cnn conv2", 128 * 11 * 11, 64, 288), Product("cnn conv2 dW", 288, 64, 128 * 11 * 11, "TN"),
        Product("cnn conv2 dX", 128 * 11 * 11, 288, 64, "NT"), Product("cnn fc1", 128, 128, 1_600),
        Product("deep-cnn conv2", 128 * 28 * 28, 32, 288), Product("deep-cnn conv4", 128 * 14 * 14, 64, 576),
        Product("deep-cnn conv4 dW", 576, 64, 128 * 14 * 14, "TN"), Product("deep-cnn conv4 dX", 128 * 14 * 14, 576, 64, "NT"),
        Product("deep-cnn fc1", 128, 256, 3_136), Product("mlp fc1, 1 image", 1, 512, 784), Product("cnn fc1, 1 image", 1, 128, 1_600),
        Product("cnn conv2, 1 image", 121, 64, 288),
    ]

    /// The matrices of a product.
    struct Operands {
        private let a: Buffer, b: Buffer, c: Buffer

        init(of product: Product) {
            (a, b, c) = (Buffer(product.m * product.k), Buffer(product.k * product.n), Buffer(product.m * product.n))
        }

        func multiply(_ product: Product, _ kernels: Kernels, _ pool: ThreadPool) {
            let (m, n, k) = (product.m, product.n, product.k)
            kernels.gemm(
                transposeA: product.transposeA, transposeB: product.transposeB, m: m, n: n, k: k, alpha: 1, a: a.pointer,
                lda: product.transposeA ? m : k, b: b.pointer, ldb: product.transposeB ? k : n, beta: 0, c: c.pointer, ldc: n, pool: pool)
        }
    }

    func measureProducts() throws {
        for product in Self.products {
            let (m, n, k) = (product.m, product.n, product.k)
            let operands = Operands(of: product)
            let speed = speed(operations: product.operations) { operands.multiply(product, kernels, pool) }
            let transposes = (product.transposeA ? "T" : "N") + (product.transposeB ? "T" : "N")
            try report.write(
                "gemm \(column(product.name, 20)) \(transposes) \(column("\(m) x \(n) x \(k)", 18)) "
                    + "\(column(speed.rate / 1e9, 7, digits: 1)) GFLOP/s \(column(speed.share * 100, 6, digits: 1)) % of peak",
                ["figure": .text("gemm"), "name": .text(product.name), "transposes": .text(transposes), "m": .integer(m), "n": .integer(n),
                 "k": .integer(k), "gflops": .number(speed.rate / 1e9, digits: 2), "share_of_peak": .number(speed.share, digits: 4),
                 "microseconds": .number(speed.time * 1e6, digits: 2)])
        }
    }
}
