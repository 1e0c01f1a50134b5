import Kernels
let k = Kernels.current
print(k.instructionSet, Limits.peak(k, seconds: 0.3) / 1e9)
var products = [64, 128, 256, 512, 1024].map { Product(name: "square", m: $0, n: $0, k: $0) }
products += [Product(name: "mlp1", m: 128, n: 512, k: 784), Product(name: "mlp1dW", transposeA: true, m: 784, n: 512, k: 128), Product(name: "d1dX", transposeB: true, m: 128, n: 1600, k: 128),Product(name: "mlp2", m: 128, n: 10, k: 512),Product(name: "mlp2dW", transposeA: true, m: 512, n: 10, k: 128),Product(name: "mlp2dX", transposeB: true, m: 128, n: 512, k: 10)]
benchmarkGEMM(k, pool: .serial, products)
