import Datasets
import DigitRecognition
import Foundation
import Pictures

extension PictureSet {
    /// Pictures in a folder with `labels.csv`: the file's name, then the digit.
    static func folder(_ name: String, _ folder: URL) throws -> PictureSet {
        let rows = try table(folder.appendingPathComponent("labels.csv"))
        return PictureSet(name: name, measure: .digit, count: rows.count, options: ReadingOptions(single: true)) { index in
            // Some tables name the file alone, some with its folder.
            let file = rows[index][0].contains("/") ? rows[index][0] : "img/" + rows[index][0]
            return Sample(name: file, picture: try PictureDecoder().decode(fileAt: folder.appendingPathComponent(file)), text: rows[index][1])
        }
    }

    /// MNIST's images as pictures, white ink on black, through the whole reader: the test images, or the last 10,000 of training.
    static func mnist(_ folder: URL, _ part: IDXFolder.Part) throws -> PictureSet {
        let all = try IDXFolder(path: folder.appendingPathComponent("mnist").path).images(part)
        let images = part == .test ? all : all[max(all.count - 10_000, 0)..<all.count]
        return PictureSet(
            name: part == .test ? "MNIST test" : "MNIST training, last 10,000", measure: .digit, count: images.count,
            options: ReadingOptions(single: true), isForCalibration: part == .test
        ) { index in
            let pixels = images.withPixels(at: index) { Array(UnsafeBufferPointer(start: $0, count: images.width * images.height)) }
            let picture = picture(pixels, width: images.width, height: images.height) { $0 }
            return Sample(name: "\(index)", picture: picture, text: "\(images.label(at: index))")
        }
    }

    /// Photographs of lines of digits, of the sheets that they stand on, and of these sheets on a desk.
    static func strings(_ folder: URL) throws -> [PictureSet] {
        let strings = folder.appendingPathComponent("strings/hypjudy")
        let lines = try table(strings.appendingPathComponent("lines.csv")).map { ["lines/\($0[0])", $0[1]] }
        let pages = try table(strings.appendingPathComponent("pages.csv"))
        func set(_ name: String, _ rows: [[String]], _ measure: Measure) -> PictureSet {
            PictureSet(name: name, measure: measure, count: rows.count) { index in
                let file = strings.appendingPathComponent(rows[index][0])
                return Sample(name: rows[index][0], picture: try PictureDecoder().decode(fileAt: file), text: rows[index][1])
            }
        }
        return [
            set("photos of lines", lines, .text), set("photos of pages", pages.filter { $0[0].hasPrefix("pages/") }, .digits),
            set("photos of pages on a desk", pages.filter { $0[0].hasPrefix("desk/") }, .digits),
        ]
    }

    /// Photographs of sheets without a handwritten digit.
    static func empty(_ folder: URL) throws -> PictureSet {
        let pages = folder.appendingPathComponent("nodigit_pages")
        try require(pages)
        let names = try FileManager.default.contentsOfDirectory(atPath: pages.path).filter { $0.hasSuffix(".png") }.sorted()
        return PictureSet(name: "pages without digits", measure: .nothing, count: names.count) { index in
            Sample(name: names[index], picture: try PictureDecoder().decode(fileAt: pages.appendingPathComponent(names[index])), text: "")
        }
    }

    /// Handwritten letters of many alphabets, each a picture.
    ///
    /// - Parameters:
    ///   - archive: 1 to develop with, 2 to test with.
    ///   - single: whether the reader is told that it is one mark.
    static func letters(_ folder: URL, archive: Int, single: Bool = true) throws -> PictureSet {
        let zip = folder.appendingPathComponent("omniglot/images_background_small\(archive).zip")
        try require(zip)
        let data = try Data(contentsOf: zip)
        let files = try ZipArchive(data).files.filter { $0.name.hasSuffix(".png") }
        return PictureSet(name: "letters", measure: .nothing, count: files.count, options: ReadingOptions(single: single)) { index in
            Sample(name: files[index].name, picture: try PictureDecoder().decode(files[index].file), text: "")
        }
    }

    /// - Throws: `MissingData` where there is no such file or folder.
    private static func require(_ url: URL) throws {
        guard FileManager.default.fileExists(atPath: url.path) else { throw MissingData(path: url.path) }
    }

    /// The rows of a CSV file without its head.
    private static func table(_ url: URL) throws -> [[String]] {
        try require(url)
        return try String(contentsOf: url, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst()
            .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    }
}

/// A data set is not in the folder.
struct MissingData: Error, CustomStringConvertible {
    let path: String
    var description: String { "there is no \(path); --data names the folder of the data sets" }
}
