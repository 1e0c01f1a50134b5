import Datasets
import Foundation
import Testing

/// Ten million images, 7.8 GB, as sparse files: their zeros take no room on the disk.
@Suite struct LargeFileTests {
    private let folder: TemporaryFolder
    private let images: LabelledImages
    private static let count = 10_000_000

    init() throws {
        let folder = try TemporaryFolder()
        func sparse(_ name: String, _ dimensions: [Int]) throws -> String {
            let header = idx(dimensions, [])
            let path = try folder.write(name, header)
            let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
            try file.truncate(atOffset: UInt64(header.count + dimensions.reduce(1, *)))
            // The last element is the only one that is not 0.
            try file.seek(toOffset: UInt64(header.count + dimensions.reduce(1, *) - 1))
            try file.write(contentsOf: Data([9]))
            try file.close()
            return path
        }
        images = try LabelledImages(
            imagesPath: sparse("images", [Self.count, 28, 28]), labelsPath: sparse("labels", [Self.count]))
        self.folder = folder
    }

    /// Bytes of the file of images that are in this process's memory.
    private func resident() throws -> Int {
        var isOurs = false, kibibytes = 0
        let file = URL(fileURLWithPath: images.imagesPath).standardizedFileURL.path
        // The system gives such a file in pieces and says no size, so it is read to its end.
        let maps = try FileHandle(forReadingFrom: URL(fileURLWithPath: "/proc/self/smaps")).readToEnd() ?? Data()
        for line in String(decoding: maps, as: UTF8.self).split(separator: "\n") {
            let words = line.split(separator: " ")
            // A mapping begins with a line of its addresses and its file, before lines that each name a figure.
            if words.first?.hasSuffix(":") == false { isOurs = line.hasSuffix(file) }
            if isOurs, words.count == 3, words[0] == "Rss:" { kibibytes += Int(words[1]) ?? 0 }
        }
        return kibibytes << 10
    }

    @Test func everyImageIsReached() {
        #expect(images.count == Self.count)
        #expect(images.label(at: 0) == 0 && images.label(at: Self.count - 1) == 9)
        #expect(images.withPixels(at: 0) { pixels in (0..<784).allSatisfy { pixels[$0] == 0 } })
        #expect(images.withPixels(at: Self.count - 1) { pixels in pixels[783] == 9 && pixels[782] == 0 })
    }

    @Test func readingThemTakesNoMemory() throws {
        var largest = 0
        // Far from each other, so that each read brings pages of its own: left in place, they would be 64 KiB each.
        for read in 0..<40_000 {
            let index = read &* 7_919_317 % Self.count
            #expect(images.withPixels(at: index) { $0[0] } == 0)
            if read % 997 == 996 { largest = max(largest, try resident()) }
        }
        #expect(largest > 0, "the file is found among the mappings")
        #expect(largest < 128 << 20, "\(largest >> 20) MiB")
    }
}
