import Testing

import NeuralNetwork

@Suite struct RandomNumbersTests {
    /// The first outputs of xoshiro256++ from the state 1, 2, 3, 4, as its authors' C program gives them.
    @Test func knownSequence() {
        var random = RandomNumbers(state: (1, 2, 3, 4))
        let expected: [UInt64] = [
            41_943_041, 58_720_359, 3_588_806_011_781_223, 3_591_011_842_654_386, 9_228_616_714_210_784_205,
            9_973_669_472_204_895_162, 14_011_001_112_246_962_877, 12_406_186_145_184_390_807,
        ]
        #expect(expected.map { _ in random.next() } == expected)
    }

    @Test func aKeptStateGoesOn() {
        var random = RandomNumbers(seed: 5, stream: "dropout")
        for _ in 0..<10 { _ = random.next() }
        var again = RandomNumbers(state: random.state)
        #expect((0..<10).map { _ in again.next() } == (0..<10).map { _ in random.next() })
    }

    @Test func streamsDiffer() {
        var first: Set<UInt64> = []
        let streams = [
            RandomNumbers(seed: 1, stream: "shuffling"), RandomNumbers(seed: 2, stream: "shuffling"),
            RandomNumbers(seed: 1, stream: "dropout"), RandomNumbers(seed: 1, stream: "shuffling", 0),
            RandomNumbers(seed: 1, stream: "shuffling", 1), RandomNumbers(seed: 1, stream: "shuffling", 0, 1),
            RandomNumbers(seed: 1, stream: "shuffling", 1, 0), RandomNumbers(seed: 1, stream: "shuffling").derived(0),
            RandomNumbers(seed: 1, stream: "shuffling").derived(1),
        ]
        for var stream in streams { first.insert(stream.next()) }
        #expect(first.count == streams.count)
    }

    /// Mean and variance of n draws lie within six standard errors (a right generator fails once in 500 million).
    @Test func moments() {
        let n = 100_000
        var random = RandomNumbers(seed: 3, stream: "test")
        func check(_ draws: [Float], mean: Double, variance: Double, fourth: Double) {
            let m = draws.reduce(0.0) { $0 + Double($1) } / Double(n)
            let v = draws.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(n)
            #expect(abs(m - mean) < 6 * (variance / Double(n)).squareRoot())
            #expect(abs(v - variance) < 6 * ((fourth - variance * variance) / Double(n)).squareRoot())
        }
        check((0..<n).map { _ in random.uniform() }, mean: 0.5, variance: 1 / 12, fourth: 1 / 80)
        check((0..<n).map { _ in random.normal() }, mean: 0, variance: 1, fourth: 3)
    }

    @Test func integersAreEquallyLikely() {
        var random = RandomNumbers(seed: 9, stream: "test")
        let n = 70_000
        var counts = [Int](repeating: 0, count: 7)
        for _ in 0..<n { counts[random.integer(below: 7)] += 1 }
        // Six standard deviations of a binomial count with p = 1/7.
        let deviation = (Double(n) / 7 * 6 / 7).squareRoot()
        for count in counts { #expect(abs(Double(count) - Double(n) / 7) < 6 * deviation) }
    }

    @Test func shufflesArePermutationsAndFair() {
        var random = RandomNumbers(seed: 4, stream: "shuffling")
        var counts = [[Int]](repeating: [Int](repeating: 0, count: 5), count: 5)
        for _ in 0..<10_000 {
            var order = Array(0..<5)
            random.shuffle(&order)
            #expect(order.sorted() == Array(0..<5))
            for (place, element) in order.enumerated() { counts[place][element] += 1 }
        }
        // Each element stands at each place 2,000 times; six standard deviations are 240.
        for row in counts { for count in row { #expect(abs(count - 2_000) < 240) } }
    }
}

@Suite struct InitialiserTests {
    /// The variance of 40,000 draws lies within six standard errors of the rule's.
    @Test(arguments: [
        (Initialiser.he(.normal), 2.0 / 50, 3.0), (.he(.uniform), 2.0 / 50, 1.8), (.glorot(.normal), 2.0 / 120, 3.0),
        (.glorot(.uniform), 2.0 / 120, 1.8),
    ])
    func variance(_ initialiser: Initialiser, expected: Double, kurtosis: Double) {
        var values = [Float](repeating: 0, count: 40_000)
        var random = RandomNumbers(seed: 1, stream: "initialisation")
        values.withUnsafeMutableBufferPointer { initialiser.fill($0, fanIn: 50, fanOut: 70, random: &random) }
        let n = Double(values.count)
        let mean = values.reduce(0.0) { $0 + Double($1) } / n
        let variance = values.reduce(0.0) { $0 + Double($1) * Double($1) } / n
        #expect(abs(mean) < 6 * (expected / n).squareRoot())
        #expect(abs(variance - expected) < 6 * expected * ((kurtosis - 1) / n).squareRoot())
    }

    @Test func seedsDecide() throws {
        let a = try Architecture.cnn.network(seed: 1).state
        #expect(try Architecture.cnn.network(seed: 1).state == a)
        #expect(try Architecture.cnn.network(seed: 2).state["conv1.weight"] != a["conv1.weight"])
        #expect(a["conv1.bias"]?.elements.allSatisfy { $0 == 0 } == true)
    }
}
