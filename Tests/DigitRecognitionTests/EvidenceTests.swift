import DigitRecognition
import Foundation
import NeuralNetwork
import Pictures
import Sketch
import Testing

/// Why the shipped network reads a digit as it does.
@Suite struct EvidenceTests {
    private static let modelPath = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Models/scrawl.safetensors").path

    /// Digits as lines through points, in a square of side 1.
    private static let plans: [Int: [[(Double, Double)]]] = [
        2: [[(0.2, 0.25), (0.35, 0.08), (0.6, 0.08), (0.75, 0.25), (0.65, 0.45), (0.4, 0.68), (0.2, 0.9), (0.8, 0.9)]],
        4: [[(0.42, 0.1), (0.2, 0.6), (0.8, 0.6)], [(0.62, 0.3), (0.6, 0.95)]],
        5: [[(0.7, 0.1), (0.3, 0.1), (0.27, 0.45), (0.55, 0.42), (0.75, 0.6), (0.68, 0.82), (0.45, 0.92), (0.22, 0.84)]],
        7: [[(0.2, 0.12), (0.75, 0.12), (0.6, 0.5), (0.45, 0.93)]],
    ]

    private static func picture(_ digit: Int, brush: Double, size: Double = 260, x: Double = 60, y: Double = 80, breadth: Double = 1) throws -> Picture {
        let strokes = try #require(plans[digit]).map { points in
            // Points close together keep the corners.
            var path: [Point] = []
            for (from, to) in zip(points, points.dropFirst()) {
                for step in 0...12 {
                    let share = Double(step) / 12
                    let across: Double = from.0 + (to.0 - from.0) * share, down: Double = from.1 + (to.1 - from.1) * share
                    path.append(Point(x: x + across * size * breadth, y: y + down * size))
                }
            }
            return Element.stroke(Stroke(brush: Brush(diameter: brush), points: path))
        }
        return Drawing(strokes).picture(of: Page(area: Rect(x: 0, y: 0, width: 400, height: 420), scale: 1))
    }

    private static func reader(_ network: Network, _ metadata: ModelMetadata) -> DigitReader {
        DigitReader(classifier: Classifier(network, metadata: metadata, pool: .serial))
    }

    private static func shipped() throws -> DigitReader { try DigitReader(modelAt: URL(fileURLWithPath: modelPath)) }

    private static func read(_ picture: Picture, by reader: DigitReader, as digit: Int) throws -> ReadDigit {
        let recognition = reader.read(picture, options: ReadingOptions(single: true))
        let found = try #require(recognition.digits.first)
        #expect(found.digit == digit)
        return found
    }

    /// Pearson's correlation of two maps over the squares with ink.
    private static func correlation(_ a: DigitEvidence, _ b: DigitEvidence, ink: [Float]) -> Double {
        let inked = ink.indices.filter { ink[$0] > 0.3 }
        func centred(_ values: [Float]) -> [Double] {
            let chosen = inked.map { Double(values[$0]) }
            let mean = chosen.reduce(0, +) / Double(chosen.count)
            return chosen.map { $0 - mean }
        }
        func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
        let first = centred(a.values), second = centred(b.values)
        return product(first, second) / (product(first, first) * product(second, second)).squareRoot()
    }

    @Test(arguments: [2, 4, 5, 7], [18.0, 40.0]) func liesOnTheInk(digit: Int, brush: Double) throws {
        let reader = try Self.shipped()
        let picture = try Self.picture(digit, brush: brush)
        let found = try Self.read(picture, by: reader, as: digit)
        for answer in [digit, (digit + 1) % 10] {
            let evidence = try #require(reader.evidence(in: found, for: answer, of: picture))
            #expect(evidence.answer == answer && !evidence.isInkLight)
            #expect(evidence.values.count == 784 && evidence.values.allSatisfy { (-1...1).contains($0) })
            // As strong as can be somewhere, so that there is something to see.
            #expect(evidence.values.contains { abs($0) > 0.9 })
            let all = evidence.values.reduce(Float(0)) { $0 + abs($1) }
            let onInk = (0..<784).filter { found.networkInput[$0] >= 0.1 }.reduce(Float(0)) { $0 + abs(evidence.values[$1]) }
            // The map is soft by one square: the ink's own squares hold most of it.
            #expect(onInk > 0.75 * all)
        }
        // An answer is spoken for by its ink on the whole.
        let evidence = try #require(reader.evidence(in: found, for: digit, of: picture))
        #expect(evidence.values.reduce(0, +) > 0)
    }

    /// The evidence lies in the picture where the ink does: the ink that the network saw, laid back there, has the ink's own centre and spread.
    @Test(arguments: [2, 4, 5, 7], [18.0, 40.0]) func liesWhereTheDigitStands(digit: Int, brush: Double) throws {
        let reader = try Self.shipped()
        let picture = try Self.picture(digit, brush: brush, size: 200, x: 130, y: 170)
        let found = try Self.read(picture, by: reader, as: digit)
        let frame = try #require(reader.evidence(in: found, for: digit, of: picture)).frame
        func moments(_ samples: [(x: Double, y: Double, weight: Double)]) -> (x: Double, y: Double, wide: Double, high: Double) {
            var mass = 0.0, x = 0.0, y = 0.0, wide = 0.0, high = 0.0
            for sample in samples {
                mass += sample.weight
                x += sample.weight * sample.x
                y += sample.weight * sample.y
            }
            x /= mass
            y /= mass
            for sample in samples {
                wide += sample.weight * (sample.x - x) * (sample.x - x)
                high += sample.weight * (sample.y - y) * (sample.y - y)
            }
            return (x, y, (wide / mass).squareRoot(), (high / mass).squareRoot())
        }
        let drawn = moments((0..<picture.width * picture.height).map { (index: Int) -> (Double, Double, Double) in
            (Double(index % picture.width) + 0.5, Double(index / picture.width) + 0.5, 255 - Double(picture.bytes[4 * index]))
        })
        let square = frame.width / 28, row = frame.height / 28
        let seen = moments((0..<784).map { (index: Int) -> (Double, Double, Double) in
            (frame.x + (Double(index % 28) + 0.5) * square, frame.y + (Double(index / 28) + 0.5) * row, Double(found.networkInput[index]))
        })
        // Resampled edges say where they lie to about half of one of the network's pixels.
        #expect(abs(seen.x - drawn.x) < 0.5 * square && abs(seen.y - drawn.y) < 0.5 * square)
        #expect(abs(seen.wide / drawn.wide - 1) < 0.05 && abs(seen.high / drawn.high - 1) < 0.05)
    }

    /// On a sheet that was scanned lying on its side the network sees the digits upright; the colours lie as they do.
    @Test(arguments: 0...3) func liesOnTurnedDigits(quarters: Int) throws {
        let reader = try Self.shipped(), rows = [[4, 5, 2, 7], [7, 2, 5, 4]]
        var sheet = Picture(width: 4 * 400, height: 2 * 420)
        for (row, digits) in rows.enumerated() {
            for (column, digit) in digits.enumerated() {
                let part = try Self.picture(digit, brush: 24)
                for y in 0..<420 {
                    let place = 4 * ((420 * row + y) * sheet.width + 400 * column)
                    sheet.bytes.replaceSubrange(place..<place + 1600, with: part.bytes[1600 * y..<1600 * (y + 1)])
                }
            }
        }
        let picture = sheet.turned(quarters: quarters), recognition = reader.read(picture)
        #expect(recognition.text == "4527|7254")
        for digit in recognition.digits {
            let evidence = try #require(reader.evidence(in: digit, for: digit.digit, of: picture)), frame = evidence.frame
            #expect(evidence.values.sorted() == evidence.lyingValues.sorted())
            func strength(onInk: Bool) -> Float {
                (0..<784).reduce(0) { sum, index in
                    let x = Int(frame.x + (Double(index % 28) + 0.5) / 28 * frame.width), y = Int(frame.y + (Double(index / 28) + 0.5) / 28 * frame.height)
                    let isInk = (0..<picture.width).contains(x) && (0..<picture.height).contains(y) && picture.bytes[4 * (y * picture.width + x)] < 128
                    return sum + (isInk == onInk ? abs(evidence.lyingValues[index]) : 0)
                }
            }
            // The map is soft by one square, and the strokes are two or three wide.
            #expect(strength(onInk: true) > strength(onInk: false))
        }
    }

    /// Reading thickens thin strokes and makes the digit larger by that; laid back, the thick strokes lie over the thin ones.
    @Test(arguments: [2, 4, 5, 7]) func liesOverThinStrokes(digit: Int) throws {
        let reader = try Self.shipped()
        let picture = try Self.picture(digit, brush: 6)
        let found = try Self.read(picture, by: reader, as: digit)
        let frame = try #require(reader.evidence(in: found, for: digit, of: picture)).frame
        var covered: Float = 0, ink: Float = 0
        for index in 0..<picture.width * picture.height where picture.bytes[4 * index] < 128 {
            let column = Int((Double(index % picture.width) + 0.5 - frame.x) / frame.width * 28)
            let row = Int((Double(index / picture.width) + 0.5 - frame.y) / frame.height * 28)
            ink += 1
            if (0..<28).contains(column), (0..<28).contains(row) { covered += found.networkInput[28 * row + column] }
        }
        #expect(covered > 0.85 * ink)
    }

    /// Reading draws slim digits wider; laid back, each column of the network's input has its place all the same.
    @Test(arguments: [2, 5, 7], [6.0, 12.0]) func liesOverSlimDigits(digit: Int, brush: Double) throws {
        let reader = try DigitReader(modelAt: URL(fileURLWithPath: Self.modelPath), refusal: .nothing)
        let picture = try Self.picture(digit, brush: brush, breadth: 0.28)
        let found = try #require(reader.read(picture, options: ReadingOptions(single: true)).digits.first)
        #expect(found.box.height > 3 * found.box.width)
        let frame = try #require(reader.evidence(in: found, for: digit, of: picture)).frame
        let column = frame.width / 28, row = frame.height / 28
        #expect(row > 1.05 * column)
        // The ink's left and right edges are where the outermost columns with ink lie, but for the growth of the thin strokes and half a column.
        let seen = (0..<28).filter { x in (0..<28).contains { found.networkInput[28 * $0 + x] > 0.5 } }
        let first = try #require(seen.first), last = try #require(seen.last)
        let middle = frame.x + (Double(first + last) + 1) / 2 * column
        #expect(abs(middle - (Double(found.box.x) + Double(found.box.width) / 2)) < 0.75 * column)
        var covered: Float = 0, ink: Float = 0
        for index in 0..<picture.width * picture.height where picture.bytes[4 * index] < 128 {
            let x = Int((Double(index % picture.width) + 0.5 - frame.x) / column), y = Int((Double(index / picture.width) + 0.5 - frame.y) / row)
            ink += 1
            if (0..<28).contains(x), (0..<28).contains(y) { covered += found.networkInput[28 * y + x] }
        }
        #expect(covered > 0.85 * ink)
    }

    /// What is said to speak for the answer does: without that ink the network is less sure of it than without as much of the other ink.
    @Test(arguments: [2, 4, 5, 7]) func isWhatTheAnswerHangsOn(digit: Int) throws {
        let (network, metadata) = try ModelFile.read(Self.modelPath)
        let classifier = Classifier(network, metadata: metadata, pool: .serial)
        let reader = DigitReader(classifier: classifier)
        let picture = try Self.picture(digit, brush: 22)
        let found = try Self.read(picture, by: reader, as: digit)
        let evidence = try #require(reader.evidence(in: found, for: digit, of: picture))
        func logit(without order: [Int]) -> Float {
            var left = found.networkInput.reduce(0, +) / 4
            var input = found.networkInput
            for index in order where left > 0 { left -= input[index]; input[index] = 0 }
            return classifier.logits(input, count: 1)[digit]
        }
        let order = evidence.values.indices.filter { found.networkInput[$0] > 0 }.sorted { evidence.values[$0] > evidence.values[$1] }
        #expect(logit(without: order) < logit(without: order.reversed()))
    }

    /// Random weights in the last layer, then in all (Adebayo et al. 2018, arXiv 1810.03292): what is shown must be another thing. Maps as smooth as these
    /// may be alike by chance, so it is the mean over digits and weights that counts: three standard deviations of twelve draws of about eight squares.
    @Test(arguments: [true, false]) func followsTheWeights(lastLayerOnly: Bool) throws {
        let (network, metadata) = try ModelFile.read(Self.modelPath)
        let reader = Self.reader(network, metadata)
        let last = try #require(network.parameters.last).name.prefix { $0 != "." }
        var sum = 0.0
        let digits = [2, 4, 5, 7], seeds: [UInt64] = [11, 12, 13]
        for seed in seeds {
            let random = try Architecture.named(metadata.architecture).network(seed: seed)
            let (changed, _) = try ModelFile.read(Self.modelPath)
            var state = changed.state
            for (name, tensor) in random.state where !lastLayerOnly || name.hasPrefix(last) { state[name] = tensor }
            try changed.load(state)
            for digit in digits {
                let picture = try Self.picture(digit, brush: 22)
                let found = try Self.read(picture, by: reader, as: digit)
                let learned = try #require(reader.evidence(in: found, for: digit, of: picture))
                let other = try #require(Self.reader(changed, metadata).evidence(in: found, for: digit, of: picture))
                #expect(learned != other)
                sum += Self.correlation(learned, other, ink: found.networkInput)
            }
        }
        #expect(abs(sum) / Double(digits.count * seeds.count) < 0.4)
    }

    /// What speaks for one answer is not what speaks for another.
    @Test func followsTheAnswer() throws {
        let reader = try Self.shipped()
        let picture = try Self.picture(5, brush: 22)
        let found = try Self.read(picture, by: reader, as: 5)
        let five = try #require(reader.evidence(in: found, for: 5, of: picture)), three = try #require(reader.evidence(in: found, for: 3, of: picture))
        #expect(Self.correlation(five, three, ink: found.networkInput) < 0.8)
        // The upright line at the left is what a 3 does not have: it speaks against a 3, and less so, if at all, against a 5.
        let upright = found.networkInput.indices.filter { found.networkInput[$0] > 0.5 && (7..<12).contains($0 / 28) && $0 % 28 < 12 }
        #expect(upright.count > 5)
        let forThree = upright.reduce(Float(0)) { $0 + three.values[$1] }, forFive = upright.reduce(Float(0)) { $0 + five.values[$1] }
        #expect(forThree < 0 && forFive > forThree + 0.5 * abs(forThree), "\(forThree) for a 3, \(forFive) for a 5")
    }

    @Test func lightInkIsKnown() throws {
        let reader = try Self.shipped()
        var picture = try Self.picture(7, brush: 22)
        for index in picture.bytes.indices where index % 4 != 3 { picture.bytes[index] = 255 - picture.bytes[index] }
        let found = try Self.read(picture, by: reader, as: 7)
        #expect(try #require(reader.evidence(in: found, for: 7, of: picture)).isInkLight)
    }
}
