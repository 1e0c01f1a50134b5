import Datasets
import NeuralNetwork
import Testing

@Suite struct AugmentationTests {
    /// A digit-like blob with its centre of mass off the middle, paper around it.
    private let image: [UInt8] = (0..<784).map { i in
        let x = Float(i % 28) - 15, y = Float(i / 28) - 12
        let ring = abs((x * x + y * y * 0.6).squareRoot() - 5)
        return UInt8(max(0, min(255, 300 - 140 * ring)))
    }

    private func apply(_ augmentation: Augmentation, seed: UInt64 = 1, to image: [UInt8]? = nil) -> [Float] {
        var random = RandomNumbers(seed: seed, stream: "test")
        return [Float](unsafeUninitializedCapacity: 784) { buffer, count in
            Augmenter(augmentation).apply(to: image ?? self.image, random: &random, output: buffer.baseAddress!)
            count = 784
        }
    }

    private func mass(_ image: [Float]) -> (ink: Float, x: Float, y: Float) {
        var ink: Float = 0, x: Float = 0, y: Float = 0
        for (i, value) in image.enumerated() { ink += value; x += value * Float(i % 28); y += value * Float(i / 28) }
        return (ink, x / ink, y / ink)
    }

    private var plain: [Float] { image.map { Float($0) / 255 } }

    @Test func noneIsTheImageItself() {
        #expect(apply(.none) == plain)
        // The resampling itself, asked to change nothing, changes nothing either.
        var still = Augmentation.none
        still.elasticStrength = 0...Float.leastNonzeroMagnitude
        #expect(apply(still) == plain)
    }

    @Test func shiftByWholePixels() {
        var augmentation = Augmentation.none
        augmentation.shift = 3...3
        let shifted = apply(augmentation)
        for y in 3..<28 { for x in 3..<28 { #expect(shifted[y * 28 + x] == plain[(y - 3) * 28 + x - 3]) } }
        for i in 0..<28 { #expect(shifted[i] == 0 && shifted[i * 28] == 0) }
    }

    @Test func quarterTurnIsClockwise() {
        var augmentation = Augmentation.none
        augmentation.rotation = 90...90
        let turned = apply(augmentation)
        // The sine of 90 degrees in Float misses 1 and the cosine 0 by about 4e-8, times 14 pixels, times a step of at most 1.
        for y in 0..<28 { for x in 0..<28 { #expect(abs(turned[x * 28 + 27 - y] - plain[y * 28 + x]) < 4e-6) } }
    }

    @Test func scaleChangesTheAreaAndKeepsTheMiddle() {
        for factor in [0.8, 1.2] as [Float] {
            var augmentation = Augmentation.none
            augmentation.scale = factor...factor
            let scaled = mass(apply(augmentation)), before = mass(plain)
            #expect(abs(scaled.ink / before.ink / (factor * factor) - 1) < 0.02)
            #expect(abs((scaled.x - 13.5) - factor * (before.x - 13.5)) < 0.05)
            #expect(abs((scaled.y - 13.5) - factor * (before.y - 13.5)) < 0.05)
            augmentation = .none
            augmentation.aspect = factor...factor
            #expect(abs(mass(apply(augmentation)).ink / before.ink - 1) < 0.02)
        }
    }

    @Test func shearLeansTheTopToTheRight() {
        var augmentation = Augmentation.none
        augmentation.shear = 0.3...0.3
        let sheared = mass(apply(augmentation)), before = mass(plain)
        #expect(abs(sheared.ink / before.ink - 1) < 0.02)
        #expect(abs(sheared.x - (before.x - 0.3 * (before.y - 13.5))) < 0.05)
        #expect(abs(sheared.y - before.y) < 0.05)
    }

    @Test func thicknessGrowsAndShrinks() {
        func ink(_ thickness: Float) -> Float {
            var augmentation = Augmentation.none
            augmentation.thickness = thickness...thickness
            return mass(apply(augmentation)).ink
        }
        let inks = [-1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2].map(ink)
        #expect(zip(inks, inks.dropFirst()).allSatisfy { $0 < $1 })
        // Half the change is half the effect.
        #expect(abs(ink(0.5) - (ink(0) + ink(1)) / 2) < 1e-3 * ink(0))
    }

    @Test func contrastAndNoise() {
        var augmentation = Augmentation.none
        augmentation.contrast = 0.5...0.5
        #expect(apply(augmentation) == plain.map { $0 * 0.5 })
        augmentation.contrast = 1...1
        augmentation.noise = 0.1...0.1
        let gray = [UInt8](repeating: 128, count: 784)
        let noisy = apply(augmentation, to: gray)
        let mean = noisy.reduce(0, +) / 784
        let deviation = (noisy.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 784).squareRoot()
        // Five standard errors of mean (0.1 / 28) and of standard deviation (0.1 / sqrt(2 * 784)).
        #expect(abs(mean - Float(128) / 255) < 0.018)
        #expect(abs(deviation - 0.1) < 0.013)
    }

    @Test func elasticFieldHasSimardsStrength() {
        // A sum of even numbers in -alpha...alpha under Gaussian weights has the variance alpha² / 3 / (4 pi sigma²) far from the border.
        let field = ElasticField(smoothness: 2)
        var random = RandomNumbers(seed: 3, stream: "test")
        var sum: Float = 0, count: Float = 0
        for _ in 0..<200 {
            field.draw(strength: 10, random: &random)
            for y in stride(from: 8, to: 20, by: 4) {
                for x in stride(from: 8, to: 20, by: 4) {
                    sum += field.x[y * 28 + x] * field.x[y * 28 + x] + field.y[y * 28 + x] * field.y[y * 28 + x]
                    count += 2
                }
            }
        }
        let expected: Float = 100 / 3 / (4 * .pi * 4)
        // 3,600 nearly independent squares: a relative standard error of sqrt(2 / 3600), times five.
        #expect(abs(sum / count / expected - 1) < 0.12)
    }

    @Test func sameStreamSameImage() {
        for (name, augmentation) in Augmentation.named where name != "none" {
            #expect(apply(augmentation, seed: 5) == apply(augmentation, seed: 5))
            #expect(apply(augmentation, seed: 5) != apply(augmentation, seed: 6))
            #expect(apply(augmentation, seed: 5).allSatisfy { $0 >= 0 && $0 <= 1 })
        }
    }

    @Test func onlySome() {
        var augmentation = Augmentation.affine
        augmentation.probability = 0.25
        let unchanged = (0..<400).count { apply(augmentation, seed: UInt64($0)) == plain }
        // 300 expected, standard deviation 8.7, five of them.
        #expect(abs(unchanged - 300) < 44)
    }

    @Test func imagesOfFloatsAreTheSame() {
        var first = RandomNumbers(seed: 9, stream: "test"), second = first
        var fromBytes = [Float](repeating: 0, count: 784), inPlace = plain
        let augmenter = Augmenter(.strong)
        augmenter.apply(to: image, random: &first, output: &fromBytes)
        inPlace.withUnsafeMutableBufferPointer {
            augmenter.apply(to: UnsafePointer($0.baseAddress!), random: &second, output: $0.baseAddress!)
        }
        #expect(fromBytes == inPlace && first == second)
    }
}
