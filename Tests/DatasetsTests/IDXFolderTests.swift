import Datasets
import Foundation
import Testing

@Suite struct IDXFolderTests {
    private let folder: TemporaryFolder
    private let pixels = (0..<3 * 784).map { UInt8($0 % 255) }

    init() throws { folder = try TemporaryFolder() }

    private func problem(_ part: IDXFolder.Part = .training) -> DatasetError? {
        do {
            _ = try IDXFolder(path: folder.path).images(part)
            return nil
        } catch { return error }
    }

    private var images: String { folder.path + "/train-images-idx3-ubyte" }
    private var labels: String { folder.path + "/train-labels-idx1-ubyte" }

    @Test(arguments: ["-", "."], ["", ".gz"]) func usualNames(dash: String, ending: String) throws {
        let pack = ending.isEmpty ? { $0 } : gzip
        try folder.write("t10k-images\(dash)idx3-ubyte\(ending)", pack(idx([3, 28, 28], pixels)))
        try folder.write("t10k-labels\(dash)idx1-ubyte\(ending)", pack(idx([3], [7, 0, 9])))
        let set = try IDXFolder(path: folder.path).images(.test)
        #expect(set.count == 3 && set.width == 28 && set.height == 28)
        #expect((0..<3).map(set.label) == [7, 0, 9])
        for index in 0..<3 {
            let part = set.withPixels(at: index) { Array(UnsafeBufferPointer(start: $0, count: 784)) }
            #expect(part == Array(pixels[index * 784..<(index + 1) * 784]))
        }
        let last = set[1..<3]
        #expect(last.count == 2 && last.label(at: 1) == 9 && last[1..<2].label(at: 0) == 9)
        #expect(last.withPixels(at: 0) { $0[0] } == pixels[784])
    }

    @Test func missing() throws {
        #expect(throws: DatasetError.noFolder(path: folder.path + "/nowhere")) { try IDXFolder(path: folder.path + "/nowhere") }
        let file = try folder.write("train-images-idx3-ubyte", idx([1, 28, 28], Array(pixels[..<784])))
        #expect(throws: DatasetError.noFolder(path: file)) { try IDXFolder(path: file) }
        let problem = problem()
        #expect(problem == .missingFile(
            folder: folder.path, names: ["train-labels-idx1-ubyte", "train-labels.idx1-ubyte"], present: ["train-images-idx3-ubyte"]))
        #expect(problem?.description == "“\(folder.path)” has no train-labels-idx1-ubyte, plain or with .gz; it holds train-images-idx3-ubyte")
    }

    @Test func imagesAndLabelsBelongTogether() throws {
        try folder.write("train-images-idx3-ubyte", idx([3, 28, 28], pixels))
        try folder.write("train-labels-idx1-ubyte", idx([2], [1, 2]))
        #expect(problem() == .counts(imagesPath: images, images: 3, labelsPath: labels, labels: 2))
        try folder.write("train-labels-idx1-ubyte", idx([3], [1, 10, 2]))
        #expect(problem() == .label(path: labels, index: 1, value: 10))
        #expect(problem()?.description == "“\(labels)”: label 1 is 10, labels are digits from 0 to 9")
        try folder.write("train-labels-idx1-ubyte", idx([1, 3], [1, 5, 2]))
        #expect(problem() == .dimensions(path: labels, found: 2, expected: 1))
        try folder.write("train-labels-idx1-ubyte", idx([3], [1, 5, 2], type: 0x09))
        #expect(problem() == .elementType(path: labels, type: .signedByte, expected: .unsignedByte))
    }

    @Test func imagesOfAnotherKind() throws {
        try folder.write("train-labels-idx1-ubyte", idx([3], [1, 5, 2]))
        try folder.write("train-images-idx3-ubyte", idx([3, 784], pixels))
        #expect(problem() == .dimensions(path: images, found: 2, expected: 3))
        try folder.write("train-images-idx3-ubyte", idx([3, 14, 56], pixels))
        #expect(problem() == .imageSize(path: images, width: 56, height: 14, expectedWidth: 28, expectedHeight: 28))
        try folder.write("train-images-idx3-ubyte", idx([0, 28, 28], []))
        try folder.write("train-labels-idx1-ubyte", idx([0], []))
        #expect(problem() == .empty(path: images))
        try folder.write("train-images-idx3-ubyte", Array(pixels[1...]))
        #expect(problem()?.description.contains("is no IDX file: it begins with 01 02 03 04") == true)
    }
}
