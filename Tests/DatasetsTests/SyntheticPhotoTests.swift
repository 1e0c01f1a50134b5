import DigitRecognition
import NeuralNetwork
import Pictures
import Testing
import Datasets

@Suite struct SyntheticPhotoTests {
    @Test func theSameIndexGivesTheSamePhotograph() {
        let generator = PhotoGenerator(seed: 4, layout: .line)
        let first = generator.photograph(at: 3), again = PhotoGenerator(seed: 4, layout: .line).photograph(at: 3)
        #expect(first.picture == again.picture)
        #expect(first.text == again.text && first.digits.map(\.box) == again.digits.map(\.box))
        #expect(generator.photograph(at: 4).picture != first.picture)
    }

    @Test func boxesHoldTheInkOfTheirDigits() {
        // On a clean sheet all dark pixels are ink: none may lie outside of all boxes, and each box has dark pixels at each of its four sides.
        for index in 0..<25 {
            let photo = PhotoGenerator(seed: 8, layout: .page).photograph(at: index, under: PhotoConditions([.turned: 0.4, .perspective: 0.5]))
            let picture = photo.picture
            let paper = Int(picture.bytes[1])
            func isInk(_ x: Int, _ y: Int, below share: Double = 2.0 / 3) -> Bool {
                Double(picture.bytes[4 * (y * picture.width + x) + 1]) < share * Double(paper)
            }
            let boxes = photo.digits.map(\.box) + photo.marks
            for box in boxes {
                #expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= picture.width && box.y + box.height <= picture.height)
                #expect(box.width > 0 && box.height > 0)
            }
            var outside = 0, inked = 0
            for y in 0..<picture.height {
                for x in 0..<picture.width where isInk(x, y) {
                    inked += 1
                    if !boxes.contains(where: { x >= $0.x - 1 && x <= $0.x + $0.width && y >= $0.y - 1 && y <= $0.y + $0.height }) { outside += 1 }
                }
            }
            // Only what lies across the picture's edge has no box.
            #expect(outside * 100 <= inked)
            for digit in photo.digits {
                let box = digit.box
                let any = (box.y..<box.y + box.height).contains { y in (box.x..<box.x + box.width).contains { isInk($0, y, below: 0.9) } }
                // A worn pen leaves little on the paper.
                #expect(any || inked == 0, "no ink in the box of a \(digit.digit)")
            }
        }
    }

    @Test func linesStandBelowEachOtherAndDigitsFromLeftToRight() {
        for index in 0..<20 {
            let photo = PhotoGenerator(seed: 21, layout: .page).photograph(at: index, under: PhotoConditions())
            for (one, next) in zip(photo.digits, photo.digits.dropFirst()) {
                if one.line == next.line {
                    #expect(one.box.x + one.box.width / 2 < next.box.x + next.box.width)
                } else {
                    #expect(next.line > one.line)
                    #expect(next.box.y + next.box.height > one.box.y + one.box.height)
                }
            }
            let lines = Set(photo.digits.map(\.line)).count
            #expect(photo.text.split(separator: "|").count == lines)
        }
    }

    @Test func textsAreWrittenAsTheyWereAskedFor() {
        var random = RandomNumbers(seed: 1, stream: "text")
        let sheet = SheetLayout.page.sheet(of: [[1, 9, 6, 7], [4]], &random)
        #expect(sheet.text == "1967|4")
        for point in sheet.digits.flatMap({ $0.strokes.joined() }) {
            #expect(point.x > 0 && point.y > 0 && point.x < Float(sheet.width) && point.y < Float(sheet.height))
        }
        #expect(Photographer.photograph(sheet, under: PhotoConditions(), &random).text == "1967|4")
    }

    @Test(arguments: PhotoTrouble.allCases) func eachTroubleChangesThePictureAndLeavesInkToSee(trouble: PhotoTrouble) {
        let generator = PhotoGenerator(seed: 6, layout: .line)
        for index in 0..<6 {
            let plain = generator.photograph(at: index, under: PhotoConditions()).picture
            let photo = generator.photograph(at: index, under: PhotoConditions([trouble: 0.8]))
            #expect(photo.picture != plain)
            #expect(!photo.digits.isEmpty)
            // In the box of a digit, ink and paper differ visibly.
            for digit in photo.digits {
                var low = 255, high = 0
                for y in digit.box.y..<digit.box.y + digit.box.height {
                    for x in digit.box.x..<digit.box.x + digit.box.width {
                        let green = Int(photo.picture.bytes[4 * (y * photo.picture.width + x) + 1])
                        low = min(low, green)
                        high = max(high, green)
                    }
                }
                #expect(high - low > 12, "\(trouble) leaves nothing of a \(digit.digit)")
            }
        }
    }

    @Test func homographyTakesTheCornersToTheirPlacesAndBack() {
        let corners = (SIMD2<Float>(3, -2), SIMD2<Float>(110, 4), SIMD2<Float>(98, 60), SIMD2<Float>(-5, 71))
        let map = Homography(unitSquareTo: corners)
        for (unit, corner) in zip([SIMD2<Float>(0, 0), SIMD2(1, 0), SIMD2(1, 1), SIMD2(0, 1)], [corners.0, corners.1, corners.2, corners.3]) {
            // Some ten operations on numbers of about a hundred: about 1e-4.
            #expect(Spline.distance(map(unit), corner) < 1e-3)
            #expect(Spline.distance(map.inverse(corner), unit) < 1e-4)
        }
    }

    @Test func compressionLosesLittleAtHighQualityAndFlattensBlocksAtTheLowest() {
        var random = RandomNumbers(seed: 3, stream: "jpeg")
        var bytes = [UInt8](repeating: 255, count: 4 * 45 * 37)
        for i in 0..<45 * 37 {
            let gray = UInt8(120 + 60 * ((i / 45 + i % 45) % 20) / 20 + random.integer(below: 12))
            bytes[4 * i] = gray; bytes[4 * i + 1] = gray; bytes[4 * i + 2] = gray
        }
        let picture = Picture(width: 45, height: 37, bytes: bytes)
        func worst(_ other: Picture) -> Int { zip(picture.bytes, other.bytes).map { abs(Int($0) - Int($1)) }.max()! }
        // At quality 100 every step is 1: each of 64 frequencies is off by half at most, 4 of 255 in the worst sum.
        #expect(worst(CompressionArtefacts(quality: 100, subsampled: false).applied(to: picture)) <= 5)
        let poor = CompressionArtefacts(quality: 1, subsampled: true).applied(to: picture)
        #expect(worst(poor) > 20)
        var shades = Set<UInt8>()
        for y in 0..<8 { for x in 0..<8 { shades.insert(poor.bytes[4 * (y * 45 + x)]) } }
        #expect(shades.count <= 4, "a block at the lowest quality is nearly flat")
        let isOpaque = stride(from: 3, to: bytes.count, by: 4).allSatisfy { poor.bytes[$0] == 255 }
        #expect(isOpaque)
    }

    @Test func blurKeepsTheLightAndSpreadsIt() {
        var image = LightImage(width: 41, height: 41) { x, y in SIMD4(repeating: x == 20 && y == 20 ? 1 : 0) }
        image.blur(deviation: 2)
        let total = image.pixels.reduce(Float(0)) { $0 + $1.x }
        #expect(abs(total - 1) < 1e-4)
        var variance: Float = 0
        for y in 0..<41 { for x in 0..<41 { variance += image.pixels[y * 41 + x].x * Float((x - 20) * (x - 20)) } }
        // The kernel is cut at two and a half deviations, which takes about a tenth of the variance.
        #expect(variance > 3.4 && variance < 4.1)
    }
}
