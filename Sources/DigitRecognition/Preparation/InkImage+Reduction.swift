extension InkImage {
    /// What the network was shown, as ink again.
    init(networkInput: [Float]) {
        let side = DigitPreparation.side
        precondition(networkInput.count == side * side)
        let values = [UInt8](unsafeUninitializedCapacity: side * side) { values, count in
            networkInput.withUnsafeBufferPointer { input in
                for i in 0..<side * side {
                    let ink = max(0, min(255, input[i] * 255)), nearest = (ink + Self.wholeNumbers) - Self.wholeNumbers
                    // Rounded down, without the questions that a conversion asks of each number.
                    values[i] = UInt8(truncatingIfNeeded: (nearest - (nearest > ink ? 1 : 0) + Self.wholeNumbers).bitPattern)
                }
            }
            count = side * side
        }
        self.init(width: side, height: side, values: values)
    }

    /// From here on floats are whole numbers, of which the lowest bits are those of the number.
    private static let wholeNumbers: Float = 8_388_608

    /// The smallest box around all ink that is darker than a trace; nil where there is none.
    var box: Box? {
        let extent = values.withUnsafeBufferPointer { InkExtent($0.baseAddress!, width: width, height: height, stride: width) }
        return extent.map {
            Box(x: $0.firstColumn, y: $0.firstRow, width: $0.lastColumn - $0.firstColumn + 1, height: $0.lastRow - $0.firstRow + 1)
        }
    }

    /// What lies in a box.
    func cropped(to box: Box) -> InkImage {
        var cropped: [UInt8] = []
        cropped.reserveCapacity(box.width * box.height)
        for y in box.y..<box.y + box.height { cropped += values[y * width + box.x..<y * width + box.x + box.width] }
        return InkImage(width: box.width, height: box.height, values: cropped)
    }

    /// The same drawn wider by `factor`, at least 1.
    func widened(by factor: Float) -> InkImage {
        var result = InkImage(width: Int((Float(width) * factor).rounded(.up)), height: height)
        for x in 0..<result.width {
            let position = min(max((Float(x) + 0.5) / factor - 0.5, 0), Float(width - 1))
            let left = Int(position), right = min(left + 1, width - 1), share = position - Float(left)
            for y in 0..<height { result[x, y] = UInt8(Float(self[left, y]) * (1 - share) + Float(self[right, y]) * share) }
        }
        return result
    }

    /// The mean over squares of `factor` x `factor` pixels; what reaches over the edge counts as paper.
    func reduced(by factor: Int) -> InkImage {
        guard factor > 1 else { return self }
        var result = InkImage(width: (width + factor - 1) / factor, height: (height + factor - 1) / factor)
        var sums = [Int](repeating: 0, count: result.width)
        for row in 0..<result.height {
            for i in sums.indices { sums[i] = 0 }
            for y in row * factor..<min((row + 1) * factor, height) {
                for x in 0..<width { sums[x / factor] += Int(values[y * width + x]) }
            }
            for x in 0..<result.width { result[x, row] = UInt8(sums[x] / (factor * factor)) }
        }
        return result
    }
}

/// The way from a digit's ink to the network's input when reading.
package struct ReadingPreparation {
    /// Finer than this tells the network nothing: it sees 20 pixels.
    static let finest = 100

    /// The network's input; nil where there is no ink.
    ///
    /// - Parameter usualHeight: the height of digits around, in pixels of the ink. A digit with a far longer tail is brought to a usual shape, or its head
    ///   would be nothing after the resampling.
    package static func input(_ ink: InkImage, usualHeight: Float? = nil) -> [Float]? {
        let factor = max(max(ink.width, ink.height) / finest, 1)
        var reduced = ink.reduced(by: factor)
        let usualHeight = usualHeight.map { $0 / Float(factor) }
        var stroke = StrokeWidth.mean(of: reduced)
        if let shortened = LongTail(of: reduced, stroke: stroke)?.shortened(usualHeight: usualHeight) {
            reduced = shortened
            stroke = StrokeWidth.mean(of: reduced)
        }
        let widening = widening(of: reduced, stroke: stroke)
        if widening > 1 {
            reduced = reduced.widened(by: widening)
            stroke = StrokeWidth.mean(of: reduced)
        }
        return DigitPreparation()(StrokeWidth.normalised(reduced, width: stroke))
    }

    /// How many times wider a slim digit is drawn; 1 for others.
    ///
    /// - Parameter stroke: the mean width of its strokes.
    static func widening(of ink: InkImage, stroke: Float) -> Float {
        guard let box = ink.box, Float(box.height) > slimmest * Float(box.width), Float(box.width) > bareStroke * stroke else { return 1 }
        return min(Float(box.height) / Float(box.width) / slimmest, mostWidened)
    }

    /// A digit that is higher than so many times its width is widened: where 20 rows are all that the network sees, its head would be some 5 columns wide, in
    /// which a narrow 7 or 9 cannot be told from a 1.
    private static let slimmest: Float = 3
    /// But no further than this, and not where it is no wider than so many of its strokes: a 1 stays what it is.
    private static let mostWidened: Float = 1.8, bareStroke: Float = 2
}
