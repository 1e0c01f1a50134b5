import Foundation
import Pictures
import Testing

@Suite("Opening pictures")
struct PictureDecoderTests {
    let decoder = PictureDecoder()

    @Test("PNG: gray of 1, 2, 4, 8 and 16 bits")
    func grayDepths() throws {
        let cases: [(Int, [UInt8])] = [(1, [0b0100_0000]), (2, [0b0011_0000]), (4, [0x0F]), (8, [0, 255]), (16, [0, 0, 255, 255])]
        for (bits, row) in cases {
            let picture = try decoder.decode(Crafted.png(width: 2, height: 1, bits: bits, colourType: 0, rows: [row]))
            #expect(picture.bytes == [0, 0, 0, 255, 255, 255, 255, 255], "\(bits) bits")
        }
    }

    @Test("PNG: colour, in the order blue, green, red")
    func colour() throws {
        let picture = try decoder.decode(Crafted.png(width: 1, height: 2, bits: 8, colourType: 2, rows: [[10, 20, 30], [200, 0, 1]]))
        #expect(picture.pixel(0, 0) == [30, 20, 10] && picture.pixel(0, 1) == [1, 0, 200])
        let deep = try decoder.decode(Crafted.png(width: 1, height: 1, bits: 16, colourType: 2, rows: [[10, 0, 20, 0, 30, 0]]))
        #expect(deep.pixel(0, 0) == [30, 20, 10])
    }

    @Test("PNG: transparency is laid on white")
    func alpha() throws {
        let picture = try decoder.decode(Crafted.png(
            width: 3, height: 1, bits: 8, colourType: 6, rows: [[0, 0, 0, 0, 0, 0, 0, 128, 100, 0, 0, 255]]))
        #expect(picture.pixel(0, 0) == [255, 255, 255])
        #expect(picture.pixel(1, 0) == [127, 127, 127])
        #expect(picture.pixel(2, 0) == [0, 0, 100])
        let grayAlpha = try decoder.decode(Crafted.png(width: 2, height: 1, bits: 8, colourType: 4, rows: [[50, 0, 50, 255]]))
        #expect(grayAlpha.pixel(0, 0) == [255, 255, 255] && grayAlpha.pixel(1, 0) == [50, 50, 50])
    }

    @Test("PNG: palette, with a transparent entry")
    func palette() throws {
        let picture = try decoder.decode(Crafted.png(
            width: 3, height: 1, bits: 8, colourType: 3, rows: [[0, 1, 2]], palette: [1, 2, 3, 40, 50, 60, 7, 8, 9], alphas: [255, 255, 0]))
        #expect(picture.pixel(0, 0) == [3, 2, 1] && picture.pixel(1, 0) == [60, 50, 40] && picture.pixel(2, 0) == [255, 255, 255])
    }

    @Test("GIF: the first frame")
    func gif() throws {
        let palette: [[UInt8]] = [[255, 0, 0], [0, 0, 255]]
        let picture = try decoder.decode(Crafted.gif(width: 5, height: 3, palette: palette, frames: [1, 0]))
        #expect(picture.width == 5 && picture.height == 3)
        for i in 0..<15 { #expect(picture.pixel(i % 5, i / 5) == [255, 0, 0]) }
    }

    @Test("BMP and TIFF")
    func otherFormats() throws {
        #expect(try decoder.decode(Crafted.bmp(width: 3, height: 2, blue: 9, green: 8, red: 7)).pixel(2, 1) == [9, 8, 7])
        let quarters = Crafted.quarters(width: 8, height: 6)
        #expect(try decoder.decode(Crafted.file(quarters, "bmp")) == quarters)
        #expect(try decoder.decode(Crafted.file(quarters, "tiff")) == quarters)
        #expect(try decoder.decode(Crafted.file(quarters, "png")) == quarters)
    }

    /// EXIF's eight values: which stored corner (top left, top right, bottom left, bottom right) is seen at the top left, at the top right.
    @Test("JPEG: EXIF orientation", arguments: [
        (1, 40, 90), (2, 90, 40), (3, 220, 160), (4, 160, 220), (5, 40, 160), (6, 160, 40), (7, 220, 90), (8, 90, 220),
    ] as [(Int, Int, Int)])
    func orientation(value: Int, topLeft: Int, topRight: Int) throws {
        let stored = Crafted.quarters(width: 48, height: 32)
        let picture = try decoder.decode(Crafted.jpeg(stored, orientation: value))
        let isTurned = value >= 5
        #expect(picture.width == (isTurned ? 32 : 48) && picture.height == (isTurned ? 48 : 32))
        // JPEG keeps flat quarters of whole 8 x 8 blocks within a few levels.
        #expect(abs(Int(picture.pixel(4, 4)[0]) - topLeft) <= 4)
        #expect(abs(Int(picture.pixel(picture.width - 5, 4)[0]) - topRight) <= 4)
    }

    @Test("PNG: EXIF orientation in either order of bytes, and none where the chunk is broken", arguments: [false, true])
    func orientationOfPNG(littleEndian: Bool) throws {
        let stored = Crafted.quarters(width: 48, height: 32)
        let turned = try decoder.decode(Crafted.png(stored, orientation: 6, littleEndian: littleEndian))
        #expect(turned.width == 32 && turned.height == 48)
        #expect(turned.pixel(4, 4)[0] == 160 && turned.pixel(27, 4)[0] == 40)
        #expect(try decoder.decode(Crafted.png(stored, orientation: 9, littleEndian: littleEndian)) == stored)
    }

    @Test("A file is opened by what it holds, whatever it is called")
    func nameDoesNotMatter() throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("holiday.jpg", Crafted.file(Crafted.quarters(width: 4, height: 4), "png"))
        #expect(try decoder.decode(fileAt: file) == Crafted.quarters(width: 4, height: 4))
    }

    // MARK: Refusals

    @Test("Nothing there, a folder, a pipe, an empty file")
    func notAFile() throws {
        let folder = try TemporaryFolder()
        #expect(throws: PictureError.notFound(name: "no.png")) { try decoder.decode(fileAt: folder.url.appendingPathComponent("no.png")) }
        #expect(throws: PictureError.folder(name: folder.url.lastPathComponent)) { try decoder.decode(fileAt: folder.url) }
        let pipe = folder.url.appendingPathComponent("pipe")
        #expect(mkfifo(pipe.path, 0o600) == 0)
        #expect(throws: PictureError.notAFile(name: "pipe")) { try decoder.decode(fileAt: pipe) }
        #expect(throws: PictureError.empty) { try decoder.decode(fileAt: folder.file("empty.png", Data())) }
        #expect(throws: PictureError.empty) { try decoder.decode(Data()) }
    }

    @Test("What it is instead of a picture", arguments: [
        ("Dear diary,\nnothing happened.", "text"), ("<!DOCTYPE html><html></html>", "a web page"), ("  <html><body>", "a web page"),
        ("%PDF-1.7\n", "a PDF document"), ("PK\u{3}\u{4}xxxx", "a zip archive or office document"),
        ("<svg xmlns='http://www.w3.org/2000/svg'/>", "an SVG drawing"), ("{\"error\": 1}", "a JSON document"), ("BM is no bitmap, this is text", "text"),
        ("\u{0}\u{0}\u{0}\u{18}ftypmp42\u{0}\u{0}", "a video"), ("#!/bin/sh\n", "a script"),
    ])
    func notAPicture(content: String, what: String) {
        #expect(throws: PictureError.notAPicture(what: what)) { try decoder.decode(Data(content.utf8)) }
    }

    @Test("Unknown bytes are no picture of any known format")
    func unknown() {
        #expect(throws: PictureError.notAPicture(what: nil)) { try decoder.decode(Data([0, 1, 2, 3, 4, 5, 6, 200])) }
    }

    @Test("A file over 64 MiB is refused by its size alone")
    func tooManyBytes() throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("huge.png", Data(Crafted.signature))
        // A hole: 200 MB that take no room on the disk.
        #expect(truncate(file.path, 200_000_000) == 0)
        #expect(throws: PictureError.tooManyBytes(count: 200_000_000, limit: 64 << 20)) { try decoder.decode(fileAt: file) }
        let small = PictureDecoder(limits: PictureLimits(bytes: 100))
        #expect(throws: PictureError.tooManyBytes(count: 101, limit: 100)) { try small.decode(Data(count: 101)) }
    }

    @Test("A header that claims 60,000 x 60,000 pixels is refused before memory is taken")
    func tooManyPixels() throws {
        let claim = PictureError.tooManyPixels(width: 60_000, height: 60_000, limit: 100_000_000)
        let png = Crafted.png(width: 60_000, height: 60_000, bits: 8, colourType: 2, rows: [[0, 0, 0]])
        #expect(throws: claim) { try decoder.decode(png) }
        let gif = Data(Crafted.bytes("GIF89a", Crafted.little16(60_000), Crafted.little16(60_000), [0, 0, 0, 0x3B] as [UInt8]))
        #expect(throws: claim) { try decoder.decode(gif) }
        var bmp = Crafted.bmp(width: 1, height: 1, blue: 0, green: 0, red: 0)
        bmp.replaceSubrange(18..<26, with: Crafted.little32(60_000) + Crafted.little32(60_000))
        #expect(throws: claim) { try decoder.decode(bmp) }
        // As many bytes of pixels as no number counts.
        bmp.replaceSubrange(18..<30, with: Crafted.little32(1 << 31) + Crafted.little32(1 << 20) + [1, 0, 0xFF, 0xFF])
        #expect(throws: PictureError.tooManyPixels(width: 1 << 31, height: 1 << 20, limit: 100_000_000)) { try decoder.decode(bmp) }
        var jpeg = [UInt8](Crafted.file(Crafted.quarters(width: 16, height: 16), "jpeg"))
        let frame = try #require(jpeg.indices.first { jpeg[$0] == 0xFF && jpeg[$0 + 1] == 0xC0 })
        jpeg.replaceSubrange(frame + 5..<frame + 9, with: [0xEA, 0x60, 0xEA, 0x60])
        #expect(throws: claim) { try decoder.decode(Data(jpeg)) }
        let size: [UInt8] = [0x5F, 0xEA, 0, 0x5F, 0xEA, 0]
        let webp = Data(Crafted.bytes(
            "RIFF", Crafted.little32(30), "WEBPVP8X", Crafted.little32(10), Crafted.little32(0), size, [UInt8](repeating: 0, count: 8)))
        #expect(throws: claim) { try decoder.decode(webp) }
        // Only the decoder knows the size in a TIFF: the limit holds there too.
        let tiff = Crafted.file(Crafted.quarters(width: 40, height: 30), "tiff")
        let narrow = PictureDecoder(limits: PictureLimits(pixels: 1_000))
        #expect(throws: PictureError.tooManyPixels(width: 40, height: 30, limit: 1_000)) { try narrow.decode(tiff) }
    }

    @Test("Exactly as many pixels as allowed are opened")
    func limitIsIncluded() throws {
        let file = Crafted.file(Crafted.quarters(width: 40, height: 25), "png")
        #expect(try PictureDecoder(limits: PictureLimits(pixels: 1_000)).decode(file).width == 40)
        #expect(throws: PictureError.self) { try PictureDecoder(limits: PictureLimits(pixels: 999)).decode(file) }
    }

    @Test("Half a file is refused, not shown as half a picture")
    func truncated() throws {
        let picture = Crafted.quarters(width: 64, height: 64)
        let gif = Crafted.gif(width: 20, height: 20, palette: [[0, 0, 0], [255, 255, 255]], frames: [1])
        let files: [(PictureFormat, Data)] = [
            (.png, Crafted.file(picture, "png")), (.jpeg, Crafted.file(picture, "jpeg")), (.bmp, Crafted.file(picture, "bmp")), (.gif, gif),
        ]
        for (format, file) in files {
            for share in [0.3, 0.6, 0.95] {
                let part = file.prefix(Int(Double(file.count) * share))
                #expect(throws: PictureError.truncated(format), "\(format) cut to \(share)") { try decoder.decode(part) }
            }
            #expect(throws: Never.self) { try decoder.decode(file) }
        }
        let tiff = Crafted.file(picture, "tiff")
        #expect(throws: PictureError.self) { try decoder.decode(tiff.prefix(tiff.count / 2)) }
    }

    @Test("No damage anywhere in a small file crashes the decoder or makes it lie about its size")
    func damaged() throws {
        let files = ["png", "jpeg", "tiff", "bmp"].map { Crafted.file(Crafted.quarters(width: 12, height: 10), $0) }
            + [Crafted.gif(width: 6, height: 6, palette: [[0, 0, 0], [255, 255, 255]], frames: [1])]
        let strict = PictureDecoder(limits: PictureLimits(bytes: 1 << 20, pixels: 1_000_000))
        var generator = SplitMix(state: 7)
        for file in files {
            for _ in 0..<150 {
                var broken = file
                for _ in 0..<Int.random(in: 1...4, using: &generator) {
                    broken[Int.random(in: 0..<broken.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
                }
                if let picture = try? strict.decode(broken) { #expect(picture.width * picture.height <= 1_000_000) }
            }
        }
    }

    @Test("Where the loader of a format is missing, the message names the package")
    func messages() {
        #expect(PictureError.noLoader(.webp).localizedDescription.contains("webp-pixbuf-loader"))
        #expect(PictureError.tooManyBytes(count: 200_000_000, limit: 64 << 20).localizedDescription
            == "The picture is too large: 191 MiB, at most 64 MiB can be opened.")
        #expect(PictureError.tooManyPixels(width: 60_000, height: 60_000, limit: 100_000_000).localizedDescription
            == "The picture is too large: 60000 × 60000 pixels, at most 100 megapixels can be opened.")
    }
}

/// A small seeded generator (Steele, Lea and Flood 2014), so that the same damage is done at each run.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}
