import DigitRecognition
import Pictures

extension Picture {
    /// The part of the picture that shows what was read, made small for a list.
    ///
    /// It shows the marks that were looked at with some paper around them, or all of the picture where there are none; its
    /// pixels are the means of the areas that they stand for, so that thin strokes stay visible.
    ///
    /// - Parameters:
    ///   - recognition: what was read in this picture.
    ///   - width: the most pixels from left to right.
    ///   - height: the most pixels from top to bottom.
    public func thumbnail(of recognition: Recognition, width maximalWidth: Int = 192, height maximalHeight: Int = 96) -> Picture {
        precondition(maximalWidth > 0 && maximalHeight > 0)
        let part = part(of: recognition)
        let scale = min(1, Double(maximalWidth) / Double(part.width), Double(maximalHeight) / Double(part.height))
        func scaled(_ length: Int) -> Int { max(1, Int((Double(length) * scale).rounded(.down))) }
        return areaMeans(of: part, width: scaled(part.width), height: scaled(part.height))
    }

    /// The picture made smaller, where it has more pixels than a history of many pictures has room for.
    ///
    /// - Parameter pixels: the most pixels that it keeps.
    /// - Returns: the picture, and how many of its pixels stand side by side for one of the former: 1 where it is the same.
    public func limited(toPixels pixels: Int) -> (picture: Picture, scale: Double) {
        precondition(pixels > 0)
        guard width * height > pixels else { return (self, 1) }
        let scale = (Double(pixels) / Double(width * height)).squareRoot()
        func scaled(_ length: Int) -> Int { max(1, Int(Double(length) * scale)) }
        let small = areaMeans(of: Box(x: 0, y: 0, width: width, height: height), width: scaled(width), height: scaled(height))
        return (small, Double(small.width) / Double(width))
    }

    /// The box around all marks, with a margin and at least as high as an eighth of the picture.
    private func part(of recognition: Recognition) -> Box {
        let boxes = recognition.digits.map(\.box) + (recognition.digits.isEmpty ? recognition.rejected.map(\.box) : [])
        let left = max(0, boxes.map(\.x).min() ?? 0), top = max(0, boxes.map(\.y).min() ?? 0)
        let right = min(width, boxes.map { $0.x + $0.width }.max() ?? width)
        let bottom = min(height, boxes.map { $0.y + $0.height }.max() ?? height)
        guard !boxes.isEmpty, left < right, top < bottom else { return Box(x: 0, y: 0, width: width, height: height) }
        // A dot is shown as a dot, not as a page full of ink.
        let margin = max((bottom - top) / 6, (height / 8 - (bottom - top)) / 2, 4)
        let x = max(0, left - margin), y = max(0, top - margin)
        return Box(x: x, y: y, width: min(width, right + margin) - x, height: min(height, bottom + margin) - y)
    }

    /// `part` with as many pixels as asked, each the mean of the area that it covers.
    private func areaMeans(of part: Box, width newWidth: Int, height newHeight: Int) -> Picture {
        var result = Picture(width: newWidth, height: newHeight)
        let columns = Self.shares(of: part.width, in: newWidth), rows = Self.shares(of: part.height, in: newHeight)
        let stride = 4 * width
        bytes.withUnsafeBufferPointer { source in
            result.bytes.withUnsafeMutableBufferPointer { target in
                for (y, row) in rows.enumerated() {
                    for (x, column) in columns.enumerated() {
                        var sum = SIMD4<Float>.zero
                        for (rowOffset, rowShare) in row.shares.enumerated() {
                            var pixel = (part.y + row.first + rowOffset) * stride + 4 * (part.x + column.first)
                            for columnShare in column.shares {
                                let values = SIMD4<Float>(
                                    Float(source[pixel]), Float(source[pixel + 1]), Float(source[pixel + 2]), 255)
                                sum += values * (rowShare * columnShare)
                                pixel += 4
                            }
                        }
                        for channel in 0..<4 {
                            target[4 * (y * newWidth + x) + channel] = UInt8(min(255, sum[channel].rounded()))
                        }
                    }
                }
            }
        }
        return result
    }

    /// For each of `cells` equal parts of `length` pixels: the first pixel that it touches, and the share of each; the
    /// shares of one part add up to 1.
    private static func shares(of length: Int, in cells: Int) -> [(first: Int, shares: [Float])] {
        (0..<cells).map { cell in
            // In units of 1 / cells of a pixel everything is whole.
            let begin = cell * length, end = begin + length
            let first = begin / cells, last = (end - 1) / cells
            return (first, (first...last).map { pixel in
                Float(min(end, (pixel + 1) * cells) - max(begin, pixel * cells)) / Float(length)
            })
        }
    }
}
