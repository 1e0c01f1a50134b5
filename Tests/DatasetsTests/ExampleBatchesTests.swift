import Datasets
import Kernels
import NeuralNetwork
import Testing

@Suite struct ExampleBatchesTests {
    private let folder: TemporaryFolder
    private let images: LabelledImages
    private let strokes: [PenDigit] = (0..<10).map { (label: Int) -> PenDigit in
        let points = (0..<12).map { (step: Int) -> SIMD2<Float> in
            SIMD2(Float(step) * 0.5 * Float(label + 1), Float((step * (label + 3)) % 7) * 5)
        }
        return PenDigit(label: UInt8(label), writer: 1, strokes: [points])
    }

    init() throws {
        folder = try TemporaryFolder()
        let pixels: [UInt8] = (0..<40 * 784).map { (i: Int) -> UInt8 in UInt8((i * 37 + i / 784) % 256) }
        let labels: [UInt8] = (0..<40).map { (i: Int) -> UInt8 in UInt8(i % 10) }
        images = try LabelledImages(
            imagesPath: folder.write("images", idx([40, 28, 28], pixels)), labelsPath: folder.write("labels", idx([40], labels)))
    }

    private func fill(
        _ source: any ExampleSource, indices: [Int], epoch: Int = 0, isTraining: Bool = true, threads: Int = 1
    ) throws -> (images: [Float], labels: [UInt8]) {
        let batches = ExampleBatches(source, pool: ThreadPool(threads: threads))
        let batch = Batch(capacity: indices.count, input: .image(height: 28, width: 28, channels: 1), classes: 10)
        try batches.fill(batch, for: BatchRequest(
            epoch: epoch, step: 0, indices: ExampleIndices(indices), random: RandomNumbers(seed: 4, stream: "augmentation", epoch, 0),
            isTraining: isTraining))
        return (Array(UnsafeBufferPointer(start: batch.images, count: indices.count * 784)), Array(batch.labels))
    }

    @Test func sameBatchForAnyNumberOfThreads() throws {
        let source = ExampleMixture([
            (ImageExamples(images, augmentation: .strong), 1), (StrokeExamples(strokes, augmentation: .elastic), 1),
        ])
        let indices = Array(0..<50).reversed() + [3, 3, 47]
        let one = try fill(source, indices: indices), two = try fill(source, indices: indices, threads: 2)
        let five = try fill(source, indices: indices, threads: 5)
        #expect(one == two && one == five)
        // The same example twice in a batch is changed twice, differently.
        #expect(one.images[50 * 784..<51 * 784] != one.images[51 * 784..<52 * 784])
    }

    @Test func evaluationSeesImagesAsTheyAre() throws {
        let result = try fill(ImageExamples(images, augmentation: .strong), indices: [7, 0], isTraining: false)
        #expect(result.labels == [7, 0])
        #expect(result.images == [7, 0].flatMap { index in
            images.withPixels(at: index) { pixels in (0..<784).map { Float(pixels[$0]) / 255 } }
        })
        let drawn = try fill(StrokeExamples(strokes), indices: [4], isTraining: false)
        #expect(try drawn == fill(StrokeExamples(strokes), indices: [4], epoch: 8, isTraining: false))
    }

    @Test func strokesArePreparedAsMNISTWas() throws {
        for seed in 0..<20 {
            let result = try fill(StrokeExamples(strokes), indices: Array(0..<10), epoch: seed)
            #expect(result.labels == Array(0..<10))
            for index in 0..<10 {
                let image = result.images[index * 784..<(index + 1) * 784]
                var ink: Float = 0, x: Float = 0, y: Float = 0
                for (place, value) in image.enumerated() {
                    ink += value
                    x += value * (Float(place % 28) + 0.5)
                    y += value * (Float(place / 28) + 0.5)
                }
                #expect(abs(x / ink - 14.5) < 0.05 && abs(y / ink - 14.5) < 0.05)
            }
        }
    }

    @Test func finishVariesLess() throws {
        var shift = Augmentation.none
        shift.shift = 1...1
        let source = ImageExamples(images, augmentation: .strong, finish: shift, finishEpoch: 3)
        let strong = ImageExamples(images, augmentation: .strong), shifted = ImageExamples(images, augmentation: shift)
        #expect(try fill(source, indices: [1, 2], epoch: 2) == fill(strong, indices: [1, 2], epoch: 2))
        #expect(try fill(source, indices: [1, 2], epoch: 3) == fill(shifted, indices: [1, 2], epoch: 3))
    }

    @Test func noDigitIsAnEvenTarget() throws {
        struct Marks: ExampleSource {
            let count = 3
            func example(_ index: Int, epoch: Int, random: inout RandomNumbers?, into image: UnsafeMutablePointer<Float>) -> UInt8 {
                index == 1 ? DrawnExamples.noDigit : UInt8(4 * index)
            }
        }
        let batch = Batch(capacity: 3, input: .image(height: 28, width: 28, channels: 1), classes: 10)
        try ExampleBatches(Marks()).fill(batch, for: BatchRequest(
            epoch: 0, step: 0, indices: ExampleIndices(0..<3), random: RandomNumbers(seed: 1, stream: "test"), isTraining: true))
        #expect(batch.usesTargets)
        let targets = (0..<3).map { row in (0..<10).map { batch.targets[row * 10 + $0] } }
        #expect(targets[0] == [1, 0, 0, 0, 0, 0, 0, 0, 0, 0] && targets[2] == [0, 0, 0, 0, 0, 0, 0, 0, 1, 0])
        #expect(targets[1] == [Float](repeating: 0.1, count: 10))
    }

    @Test func mixtureTakesByWeight() throws {
        struct Numbers: ExampleSource {
            let count: Int
            let base: Int
            func example(_ index: Int, epoch: Int, random: inout RandomNumbers?, into image: UnsafeMutablePointer<Float>) -> UInt8 {
                UInt8(base + index)
            }
        }
        let mixture = ExampleMixture([(Numbers(count: 5, base: 0), 2), (Numbers(count: 0, base: 9), 1), (Numbers(count: 6, base: 100), 0.5)])
        #expect(mixture.count == 13)
        var pixels = [Float](repeating: 0, count: 784)
        func labels(_ epoch: Int) -> [UInt8] {
            (0..<13).map { index in
                var random: RandomNumbers?
                return mixture.example(index, epoch: epoch, random: &random, into: &pixels)
            }
        }
        #expect(labels(0).sorted() == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 100, 101, 102])
        #expect(labels(1).suffix(3) == [103, 104, 105])
        #expect(labels(2).suffix(3) == [100, 101, 102])
    }
}
