import Pictures

extension InkImage {
    /// The ink of a drawing: black ink on white paper, as the app's canvas has it.
    init(drawing picture: Picture) {
        let pixels = picture.width * picture.height
        let values = [UInt8](unsafeUninitializedCapacity: pixels) { values, count in
            picture.bytes.withUnsafeBufferPointer { bytes in
                for i in 0..<pixels {
                    values[i] = 255 - min(bytes[4 * i], bytes[4 * i + 1], bytes[4 * i + 2])
                }
            }
            count = pixels
        }
        self.init(width: picture.width, height: picture.height, values: values)
    }

    /// The smallest box around all ink that is darker than a trace; nil where there is none.
    var box: Box? {
        let extent = values.withUnsafeBufferPointer { InkExtent($0.baseAddress!, width: width, height: height, stride: width) }
        return extent.map {
            Box(x: $0.firstColumn, y: $0.firstRow, width: $0.lastColumn - $0.firstColumn + 1, height: $0.lastRow - $0.firstRow + 1)
        }
    }
}
