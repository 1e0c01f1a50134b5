import Kernels

/// Where the ink of an image lies, in fractions of a pixel from the corner of its first column and row. Counting from there and not from
/// the image's corner makes all that is computed with it the same wherever the ink stands.
struct InkExtent {
    /// Edges of the ink. A first or last column that is half inked moves the edge by half a pixel, as a smooth edge means it.
    var left: Float, right: Float, top: Float, bottom: Float
    /// The centre of mass.
    var massX: Float, massY: Float
    /// The columns and rows with any ink.
    var firstColumn: Int, lastColumn: Int, firstRow: Int, lastRow: Int

    /// Fainter than this is not taken for the digit's edge: a smooth edge or JPEG leaves such traces.
    private static let faintest: UInt8 = 16

    /// Nil where nothing is darker than a trace.
    init?(_ ink: UnsafePointer<UInt8>, width: Int, height: Int, stride: Int) {
        let found = withUnsafeTemporaryAllocation(of: UInt32.self, capacity: width) { columnSums in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: width) { columnPeaks in
                columnSums.update(repeating: 0)
                columnPeaks.update(repeating: 0)
                return Self.measure(ink, width: width, height: height, stride: stride,
                                    columnSums: columnSums.baseAddress!, columnPeaks: columnPeaks.baseAddress!)
            }
        }
        guard let found else { return nil }
        self = found
    }

    private init(left: Float, right: Float, top: Float, bottom: Float, massX: Float, massY: Float, columns: (Int, Int), rows: (Int, Int)) {
        self.left = left; self.right = right; self.top = top; self.bottom = bottom
        self.massX = massX; self.massY = massY
        (firstColumn, lastColumn) = columns
        (firstRow, lastRow) = rows
    }

    private static func measure(
        _ ink: UnsafePointer<UInt8>, width: Int, height: Int, stride: Int,
        columnSums: UnsafeMutablePointer<UInt32>, columnPeaks: UnsafeMutablePointer<UInt8>
    ) -> InkExtent? {
        let addRow = MarkLoops.current.addRow
        var mass = 0, moment = 0
        var firstRow = -1, lastRow = -1
        var firstPeak: UInt8 = 0, lastPeak: UInt8 = 0
        for y in 0..<height {
            let (sum, peak) = addRow(width, ink + y * stride, columnSums, columnPeaks)
            guard sum > 0 else { continue }
            mass += Int(sum)
            moment += Int(sum) * (2 * y + 1)
            if peak >= faintest {
                if firstRow < 0 { firstRow = y; firstPeak = peak }
                lastRow = y
                lastPeak = peak
            }
        }
        guard firstRow >= 0,
              let firstColumn = (0..<width).first(where: { columnPeaks[$0] >= faintest }),
              let lastColumn = (0..<width).last(where: { columnPeaks[$0] >= faintest })
        else { return nil }
        var momentX = 0
        for x in 0..<width { momentX += Int(columnSums[x]) * (2 * x + 1) }
        let massX = Float(momentX - 2 * firstColumn * mass) / Float(2 * mass)
        let massY = Float(moment - 2 * firstRow * mass) / Float(2 * mass)
        return InkExtent(
            left: 1 - Float(columnPeaks[firstColumn]) / 255, right: Float(lastColumn - firstColumn) + Float(columnPeaks[lastColumn]) / 255,
            top: 1 - Float(firstPeak) / 255, bottom: Float(lastRow - firstRow) + Float(lastPeak) / 255,
            massX: massX, massY: massY, columns: (firstColumn, lastColumn), rows: (firstRow, lastRow))
    }
}
