import DigitRecognition
import NeuralNetwork
import Testing
import Datasets

@Suite struct SyntheticDigitTests {
    @Test func theSameSeedAndIndexGiveTheSameDigitInAnyOrder() {
        let one = DigitGenerator(seed: 5), two = DigitGenerator(seed: 5)
        let forwards = (0..<200).map { one.digit(at: $0) }
        let backwards = (0..<200).reversed().map { two.digit(at: $0) }
        #expect(forwards == backwards.reversed())
        #expect(one.inkImage(at: 77).ink == two.inkImage(at: 77).ink)
    }

    @Test func anotherSeedOrIndexGivesAnotherDigit() {
        let digits = (0..<300).map { DigitGenerator(seed: 1).digit(at: $0).strokes }
        for first in digits.indices { for second in digits.indices where second > first { #expect(digits[first] != digits[second]) } }
        #expect(DigitGenerator(seed: 2).digit(at: 0) != DigitGenerator(seed: 1).digit(at: 0))
    }

    @Test func tenIndicesInARowHoldTenDigitsAndAllStylesComeUp() {
        let generator = DigitGenerator(seed: 9)
        var seen = [Set<String>](repeating: [], count: 10)
        for index in 0..<8000 {
            let digit = generator.digit(at: index)
            #expect(digit.digit == index % 10)
            seen[digit.digit].insert(digit.style)
        }
        for digit in 0..<10 {
            #expect(seen[digit] == Set(DigitGenerator.styles(of: digit)))
            #expect(DigitGenerator.styles(of: digit).count == seen[digit].count, "names are unique")
        }
    }

    @Test func strokesFillTheUnitBox() {
        let generator = DigitGenerator(seed: 3)
        for index in 0..<2000 {
            let points = generator.digit(at: index).strokes.joined()
            let x = points.map(\.x), y = points.map(\.y)
            let width = x.max()! - x.min()!, height = y.max()! - y.min()!
            // Rounding of a few operations on numbers of about 1.
            #expect(abs(max(width, height) - 1) < 1e-5)
            #expect(abs((x.max()! + x.min()!) / 2 - 0.5) < 1e-5 && abs((y.max()! + y.min()!) / 2 - 0.5) < 1e-5)
            #expect(points.allSatisfy { $0.x.isFinite && $0.y.isFinite })
        }
    }

    @Test func pointsFollowEachOtherClosely() {
        // A stroke whose points lie far apart would be drawn as a polygon.
        let generator = DigitGenerator(seed: 4)
        for index in 0..<500 {
            for stroke in generator.digit(at: index).strokes {
                for (a, b) in zip(stroke, stroke.dropFirst()) { #expect(Spline.distance(a, b) < 0.08) }
            }
        }
    }

    @Test func splinesPassThroughTheirKnotsAndKeepCorners() {
        let knots: [Knot] = [.at(0, 0), .at(0.3, 0.1), .corner(0.5, 0.5), .at(0.1, 0.4)]
        let points = Spline.points(through: knots, spacing: 0.01)
        for knot in knots { #expect(points.contains { Spline.distance($0, knot.point) < 1e-5 }) }
        let corner = points.firstIndex { Spline.distance($0, SIMD2(0.5, 0.5)) < 1e-5 }!
        let before = points[corner] - points[corner - 1], after = points[corner + 1] - points[corner]
        #expect((before * after).sum() < 0, "the way back from the corner is no way on")
        let smooth = Spline.smoothed(points, deviation: 4)
        #expect(smooth.first == points.first && smooth.last == points.last)
        #expect(smooth.allSatisfy { Spline.distance($0, SIMD2(0.5, 0.5)) > 0.01 }, "the corner is rounded off")
    }
}

@Suite struct PenRendererTests {
    private var random = RandomNumbers(seed: 1, stream: "test")

    @Test func aLineHasTheWidthOfItsPen() {
        var random = random
        for width: Float in [1, 2.5, 4, 9] {
            var image = InkImage(width: 60, height: 40)
            PenRenderer.draw([[SIMD2(10, 20), SIMD2(50, 20)]], with: Pen(.screen, width: width), into: &image, &random)
            let column = (0..<40).reduce(Float(0)) { $0 + Float(image[30, $1]) / 255 }
            // The edge's ramp is one pixel wide and sampled at pixels: it adds up to the width to within the sampling of two ramps.
            #expect(abs(column - width) < 0.3)
        }
    }

    @Test func allInkLiesInsideTheImage() {
        let generator = DigitGenerator(seed: 11)
        for index in 0..<300 {
            let ink = generator.inkImage(at: index).ink
            let (w, h) = (ink.width, ink.height)
            #expect(ink.values.contains { $0 > 100 })
            for x in 0..<w { #expect(ink[x, 0] == 0 && ink[x, h - 1] == 0) }
            for y in 0..<h { #expect(ink[0, y] == 0 && ink[w - 1, y] == 0) }
        }
    }

    @Test func strokesBeyondTheImageAreCutOff() {
        var random = random
        var image = InkImage(width: 10, height: 10)
        PenRenderer.draw([[SIMD2(-50, -50), SIMD2(60, 60)], [SIMD2(500, 5)], []], with: Pen(.screen, width: 3), into: &image, &random)
        #expect(image[5, 5] == 255)
        #expect(image[0, 9] == 0)
    }

    @Test func theGrainOfThePaperTakesInkAway() {
        var random = random
        var pen = Pen(.pencil, width: 6)
        pen.grain = 0.8
        var grainy = InkImage(width: 60, height: 30), full = grainy
        PenRenderer.draw([[SIMD2(10, 15), SIMD2(50, 15)]], with: pen, into: &grainy, &random)
        pen.grain = 0
        PenRenderer.draw([[SIMD2(10, 15), SIMD2(50, 15)]], with: pen, into: &full, &random)
        let share = Float(grainy.values.reduce(0) { $0 + Int($1) }) / Float(full.values.reduce(0) { $0 + Int($1) })
        // The grain is uniform in 0..<1, so that 0.8 of it keeps 0.6 of the ink on average; some 240 pixels.
        #expect(abs(share - 0.6) < 0.06)
    }
}

@Suite struct SyntheticMarkTests {
    @Test func marksAreReproducibleAndOfAllKinds() {
        let generator = MarkGenerator(seed: 2)
        let marks = (0..<600).map { generator.mark(at: $0) }
        #expect(marks == (0..<600).map { MarkGenerator(seed: 2).mark(at: $0) })
        #expect(Set(marks.map(\.kind)) == Set(SyntheticMark.Kind.allCases))
        for mark in marks {
            #expect(mark.strokes.contains { !$0.isEmpty })
            #expect(mark.strokes.joined().allSatisfy { $0.x.isFinite && $0.y.isFinite && abs($0.x) < 2 && abs($0.y) < 2 })
        }
        for index in 0..<200 { #expect(generator.inkImage(at: index).values.contains { $0 > 60 }) }
    }

    @Test func noDashStandsUprightLikeAOne() {
        for seed in 0..<400 {
            var random = RandomNumbers(seed: UInt64(seed), stream: "dash")
            let mark = MarkGenerator.mark(.dash, hand: Hand(&random), &random)
            let x = mark.strokes.joined().map(\.x), y = mark.strokes.joined().map(\.y)
            #expect(x.max()! - x.min()! > 1.3 * (y.max()! - y.min()!))
        }
    }
}

@Suite struct DrawnExamplesTests {
    private func examples(_ source: any ExampleSource, epoch: Int, training: Bool) -> [(label: UInt8, image: [Float])] {
        (0..<source.count).map { index in
            var random: RandomNumbers? = training ? RandomNumbers(seed: 1, stream: "examples", index) : nil
            var label: UInt8 = 255
            let image = [Float](unsafeUninitializedCapacity: 784) { buffer, count in
                label = source.example(index, epoch: epoch, random: &random, into: buffer.baseAddress!)
                count = 784
            }
            return (label, image)
        }
    }

    @Test func everyEpochDrawsNewDigitsAndEvaluationAlwaysTheSame() {
        let source = DrawnExamples.digits(DigitGenerator(seed: 3), count: 40)
        let first = examples(source, epoch: 0, training: true), second = examples(source, epoch: 1, training: true)
        #expect(first.map(\.label) == (0..<40).map { UInt8($0 % 10) })
        #expect(zip(first, second).allSatisfy { $0.image != $1.image })
        #expect(examples(source, epoch: 5, training: false).map(\.image) == first.map(\.image))
        for example in first {
            #expect(example.image.allSatisfy { $0 >= 0 && $0 <= 1 })
            // A bar of 20 pixels with the thinnest pen, half a pixel wide after preparation, at half its darkness: 5.
            #expect(example.image.reduce(0, +) > 4)
        }
    }

    @Test func photographsCarryTheDigitThatReadingFinds() {
        let source = DrawnExamples.photographs(seed: 5, count: 60)
        let photos = examples(source, epoch: 1, training: true), again = examples(source, epoch: 1, training: true)
        #expect(photos.map(\.image) == again.map(\.image) && photos.map(\.label) == again.map(\.label))
        #expect(photos.allSatisfy { $0.label < 10 && $0.image.contains { $0 > 0.5 } })
        #expect(Set(photos.map(\.label)).count > 7)
        // What was found and prepared is centred as MNIST is: the centre of mass in the middle of pixel 14, to within the ink cut off at the borders.
        for photo in photos {
            let mass = photo.image.reduce(0, +)
            let across = photo.image.indices.reduce(Float(0)) { $0 + photo.image[$1] * (Float($1 % 28) + 0.5) } / mass
            #expect(abs(across - 14.5) < 0.5)
        }
    }

    @Test func marksCarryTheirLabel() {
        let source = DrawnExamples.marks(MarkGenerator(seed: 3), count: 60)
        let marks = examples(source, epoch: 2, training: true)
        #expect(marks.allSatisfy { $0.label == DrawnExamples.noDigit && $0.image.contains { $0 > 0 } })
    }
}

@Suite struct SyntheticReadabilityTests {
    /// A digit as a network of no depth sees it: prepared, and blurred so that strokes near each other match.
    private func features(_ digit: SyntheticDigit) -> [Float] {
        var random = RandomNumbers(seed: 0, stream: "readability")
        var image = DigitPreparation()(PenRenderer.render(digit.strokes, size: 40, pen: Pen(.screen, width: 0.1), &random))!
        for _ in 0..<3 {
            for step in [1, 28] {
                let source = image
                for i in step..<784 - step { image[i] = (source[i - step] + 2 * source[i] + source[i + step]) / 4 }
            }
        }
        let length = image.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return image.map { $0 / length }
    }

    @Test func digitsAreNearerToTheirOwnKindThanToOthers() {
        // Each digit is compared with the nearest of 150 others of each kind. A person reads what even this reads; what it does not read, a person may.
        let generator = DigitGenerator(seed: 17)
        let known = (0..<1500).map { features(generator.digit(at: $0)) }
        var right = [String: (right: Int, all: Int)](), total = 0, rightTotal = 0
        for index in 2000..<3000 {
            let digit = generator.digit(at: index)
            let wanted = features(digit)
            var best = (similarity: Float(-1), digit: -1)
            for (place, other) in known.enumerated() {
                var similarity: Float = 0
                for i in 0..<784 { similarity += wanted[i] * other[i] }
                if similarity > best.similarity { best = (similarity, place % 10) }
            }
            let name = "\(digit.digit) \(digit.style)"
            right[name, default: (0, 0)].all += 1
            total += 1
            if best.digit == digit.digit {
                right[name]!.right += 1
                rightTotal += 1
            }
        }
        #expect(Double(rightTotal) / Double(total) > 0.85)
        for (name, count) in right where count.all >= 5 { #expect(count.right * 2 > count.all, "\(name): \(count.right) of \(count.all)") }
    }
}
