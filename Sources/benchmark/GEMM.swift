import Kernels

/// A matrix product of the comparison.
struct Product {
    var name: String
    var transposeA = false, transposeB = false
    var m: Int, n: Int, k: Int
}

func benchmarkGEMM(_ kernels: Kernels, pool: ThreadPool, _ products: [Product]) {
    for product in products {
        let (m, n, k) = (product.m, product.n, product.k)
        let a = UnsafeMutablePointer<Float>.allocate(capacity: m * k), b = UnsafeMutablePointer<Float>.allocate(capacity: k * n)
        let c = UnsafeMutablePointer<Float>.allocate(capacity: m * n)
        for i in 0..<m * k { a[i] = Float(i % 17) / 17 }
        for i in 0..<n * k { b[i] = Float(i % 19) / 19 }
        func run(_ packing: GEMMPacking?) -> Double {
            var ratios: [Double] = []
            for _ in 0..<5 {
                let peak = Limits.peak(kernels, seconds: 0.01)
                let time = secondsPerCall(seconds: 0.03, samples: 3) {
                    if let packing {
                        kernels.gemm(transposeA: product.transposeA, transposeB: product.transposeB, m: m, n: n, k: k, alpha: 1, a: a,
                            lda: product.transposeA ? m : k, b: b, ldb: product.transposeB ? k : n, beta: 0, c: c, ldc: n, bias: nil, relu: false, packing: packing, pool: pool)
                    } else {
                        kernels.gemm(transposeA: product.transposeA, transposeB: product.transposeB, m: m, n: n, k: k, alpha: 1, a: a,
                            lda: product.transposeA ? m : k, b: b, ldb: product.transposeB ? k : n, beta: 0, c: c, ldc: n, pool: pool)
                    }
                }
                ratios.append(2 * Double(m * n * k) / time / peak)
            }
            return ratios.sorted()[2]
        }
        var line = "\(product.name) \(product.transposeA ? "T" : "N")\(product.transposeB ? "T" : "N") \(m)x\(n)x\(k): \(run(nil))"
        for l in [false, true] { for r in [false, true] where r || (!product.transposeB && n % 16 == 0) {
            line += " \(l ? "A" : "-")\(r ? "B" : "-") \(run(GEMMPacking(left: l, right: r)))" } }
        print(line)
        a.deallocate(); b.deallocate(); c.deallocate()
    }
}
