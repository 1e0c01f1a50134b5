import Pictures

extension DigitReader {
    /// What in the ink of a digit spoke for an answer and against it: how much of the answer goes when the ink around a pixel goes (occlusion, Zeiler and
    /// Fergus 2014, arXiv 1311.2901, section 4.2). The answer is its logit less the mean of the ten, since a softmax sees no more of them.
    ///
    /// Chosen by what the answer hangs on: in 60 of MNIST's training images, erasing the tenth, the fifth and two fifths of the ink that come first lowered
    /// the answer's logit by 9.6 in the mean, the second guess's by 0.9. In the order of integrated gradients from blank paper it was 9.3 and 0.2: on their way
    /// ink is faint, which the network seldom saw, and the upright line of a 5 was said to speak for a 3. The map of Grad-CAM on the last convolution, 7 x 7, is coarser
    /// than a stroke. Synchronous, and may be called from any thread.
    ///
    /// - Parameters:
    ///   - digit: a digit that this reader read in `picture`.
    ///   - answer: the digit to ask about, 0 to 9: the one that was read or another.
    /// - Returns: nil where the digit has no ink.
    public func evidence(in digit: ReadDigit, for answer: Int, of picture: Picture) -> DigitEvidence? {
        precondition((0...9).contains(answer), "\(answer) is no digit")
        let area = PictureArea(digit.box, of: picture), seen = digit.networkInput, side = DigitPreparation.side
        // As it lies in the picture.
        let lying = seen.turned(quarters: -digit.quarters, width: side)
        guard let frame = DigitEvidence.Frame(of: lying, in: digit.box, growth: area.growth) else { return nil }
        let values = DigitEvidence.map(Occlusion.losses(of: seen, for: answer, by: classifier), ink: seen)
        return DigitEvidence(
            answer: answer, values: values, lyingValues: values.turned(quarters: -digit.quarters, width: side), frame: frame,
            isInkLight: area.isInkLight(lying, frame))
    }
}

extension DigitEvidence.Frame {
    /// Where the network's input lies in the picture: its ink fills the digit's box, but for the growth of thin strokes.
    ///
    /// - Parameters:
    ///   - input: turned as the digit lies in the picture.
    ///   - box: of the digit.
    ///   - growth: how far normalising moved the edges of the ink outwards across and down, in pixels of the picture.
    init?(of input: [Float], in box: Box, growth: SIMD2<Double>) {
        let side = DigitPreparation.side
        let seen = InkImage(networkInput: input).values
        guard let extent = seen.withUnsafeBufferPointer({ InkExtent($0.baseAddress!, width: side, height: side, stride: side) }) else { return nil }
        let left = Double(Float(extent.firstColumn) + extent.left), right = Double(Float(extent.firstColumn) + extent.right)
        let top = Double(Float(extent.firstRow) + extent.top), bottom = Double(Float(extent.firstRow) + extent.bottom)
        let scaleX = (Double(box.width) + 2 * growth.x) / max(right - left, 0.5)
        let scaleY = (Double(box.height) + 2 * growth.y) / max(bottom - top, 0.5)
        self.init(
            x: Double(box.x) - growth.x - left * scaleX, y: Double(box.y) - growth.y - top * scaleY,
            width: Double(side) * scaleX, height: Double(side) * scaleY)
    }
}

/// The part of a picture in which a digit stands.
private struct PictureArea {
    private let picture: Picture
    private let box: Box

    init(_ box: Box, of picture: Picture) {
        let left = min(max(box.x, 0), picture.width - 1), top = min(max(box.y, 0), picture.height - 1)
        let right = min(max(box.x + box.width, left + 1), picture.width), bottom = min(max(box.y + box.height, top + 1), picture.height)
        self.box = Box(x: left, y: top, width: right - left, height: bottom - top)
        self.picture = picture
    }

    /// How far reading moved the edges of thin strokes outwards across and down, in pixels; 0 in a photo, where that is not known.
    var growth: SIMD2<Double> {
        // Some paper around, so that it is known for what it is.
        let margin = max(box.width, box.height) / 2
        var cut = Picture(width: box.width + 2 * margin, height: box.height + 2 * margin)
        for y in 0..<box.height {
            let from = 4 * ((box.y + y) * picture.width + box.x), to = 4 * ((margin + y) * cut.width + margin)
            cut.bytes.replaceSubrange(to..<to + 4 * box.width, with: picture.bytes[from..<from + 4 * box.width])
        }
        guard let ink = InkImage(clean: cut) else { return .zero }
        let reduction = max(max(box.width, box.height) / ReadingPreparation.finest, 1)
        let reduced = ink.reduced(by: reduction)
        // A slim digit was widened first: what was added to it then is as much narrower in the picture.
        let widening = ReadingPreparation.widening(of: reduced, stroke: StrokeWidth.mean(of: reduced))
        let drawn = widening > 1 ? reduced.widened(by: widening) : reduced
        let growth = StrokeWidth.growth(of: drawn, width: StrokeWidth.mean(of: drawn)) * Float(reduction)
        return SIMD2(Double(growth / widening), Double(growth))
    }

    /// Whether the ink is lighter than the paper around it, by the mean of both.
    func isInkLight(_ input: [Float], _ frame: DigitEvidence.Frame) -> Bool {
        var ink = (sum: 0, count: 0), paper = ink
        let side = DigitPreparation.side
        // A hundred samples each way are enough, and quick in a large picture.
        for y in stride(from: box.y, to: box.y + box.height, by: max(box.height / 100, 1)) {
            for x in stride(from: box.x, to: box.x + box.width, by: max(box.width / 100, 1)) {
                let column = Int((Double(x) + 0.5 - frame.x) / frame.width * Double(side)), row = Int((Double(y) + 0.5 - frame.y) / frame.height * Double(side))
                guard (0..<side).contains(column), (0..<side).contains(row) else { continue }
                let index = 4 * (y * picture.width + x)
                let light = Int(picture.bytes[index]) + 2 * Int(picture.bytes[index + 1]) + Int(picture.bytes[index + 2])
                let strength = input[row * side + column]
                if strength > 0.6 { ink.sum += light; ink.count += 1 } else if strength < 0.1 { paper.sum += light; paper.count += 1 }
            }
        }
        return ink.count > 0 && paper.count > 0 && ink.sum * paper.count > paper.sum * ink.count
    }
}
