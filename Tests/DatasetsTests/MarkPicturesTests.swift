import Datasets
import Foundation
import NeuralNetwork
import Pictures
import Testing

@Suite struct MarkPicturesTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A thick dark bar on white, standing or lying, or nothing.
    private func write(_ name: String, bar: (x: Range<Int>, y: Range<Int>)?) throws {
        var picture = Picture(width: 60, height: 60)
        if let bar { for y in bar.y { for x in bar.x { for c in 0..<3 { picture.bytes[4 * (y * 60 + x) + c] = 0 } } } }
        let url = URL(fileURLWithPath: folder.path).appendingPathComponent(name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try PNGEncoder().write(picture, to: url)
    }

    @Test func takesEveryPictureWithInkAsNoDigit() throws {
        try write("b/lying.png", bar: (10..<50, 26..<34))
        try write("a/standing.png", bar: (26..<34, 10..<50))
        try write("a/blank.png", bar: nil)
        let marks = try MarkPictures(folder: folder.path)
        #expect(marks.count == 2)
        for (index, isStanding) in [(0, true), (1, false)] {
            var image = [Float](repeating: -1, count: 784), none: RandomNumbers?
            #expect(marks.example(index, epoch: 0, random: &none, into: &image) == DrawnExamples.noDigit)
            let rows = (0..<28).count { row in image[row * 28..<row * 28 + 28].contains { $0 > 0.5 } }
            #expect(isStanding ? rows >= 18 : rows <= 8)
        }
    }

    @Test func variesThemInTrainingOnly() throws {
        try write("standing.png", bar: (26..<34, 10..<50))
        let marks = try MarkPictures(folder: folder.path, augmentation: .strong)
        var plain = [Float](repeating: 0, count: 784), varied = plain, none: RandomNumbers?
        var random: RandomNumbers? = RandomNumbers(seed: 1, stream: "augmentation")
        _ = marks.example(0, epoch: 0, random: &none, into: &plain)
        _ = marks.example(0, epoch: 0, random: &random, into: &varied)
        #expect(plain != varied)
    }

    @Test func saysThatThereAreNoPictures() {
        #expect(throws: DatasetError.missingPictures(folder: folder.path)) { try MarkPictures(folder: folder.path) }
        #expect(throws: DatasetError.missingPictures(folder: folder.path + "/none")) { try MarkPictures(folder: folder.path + "/none") }
    }

    @Test func phasesChangeAtTheirEpoch() {
        struct Constant: ExampleSource {
            let value: UInt8
            let count = 3
            func example(_ index: Int, epoch: Int, random: inout RandomNumbers?, into image: UnsafeMutablePointer<Float>) -> UInt8 { value }
        }
        let phased = PhasedExamples(Constant(value: 4), then: Constant(value: 7), from: 2)
        var image = [Float](repeating: 0, count: 784), none: RandomNumbers?
        #expect(phased.count == 3)
        #expect((0..<4).map { phased.example(1, epoch: $0, random: &none, into: &image) } == [4, 4, 7, 7])
    }
}
