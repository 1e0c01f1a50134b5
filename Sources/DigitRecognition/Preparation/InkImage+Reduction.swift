extension InkImage {
    /// The smallest box around all ink that is darker than a trace; nil where there is none.
    var box: Box? {
        let extent = values.withUnsafeBufferPointer { InkExtent($0.baseAddress!, width: width, height: height, stride: width) }
        return extent.map {
            Box(x: $0.firstColumn, y: $0.firstRow, width: $0.lastColumn - $0.firstColumn + 1, height: $0.lastRow - $0.firstRow + 1)
        }
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
        if let shortened = LongTail(of: reduced)?.shortened(usualHeight: usualHeight) { reduced = shortened }
        var preparation = DigitPreparation()
        if let usualHeight {
            let height = Float(reduced.height) / usualHeight
            if height > 1.4, reduced.height > reduced.width { preparation.stretch = min(height / 1.15, 1.8) }
        }
        return preparation(StrokeWidth.normalised(reduced))
    }
}
