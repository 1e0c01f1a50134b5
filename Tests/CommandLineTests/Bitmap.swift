import Foundation

/// A plain bitmap (24-bit BMP) with thick black strokes on white.
func bitmap(width: Int, height: Int, strokes: [(x0: Double, y0: Double, x1: Double, y1: Double)]) -> Data {
    var data = Data("BM".utf8)
    func append(_ value: Int, _ bytes: Int) { for i in 0..<bytes { data.append(UInt8(value >> (8 * i) & 255)) } }
    let rowBytes = (3 * width + 3) / 4 * 4
    append(54 + rowBytes * height, 4); append(0, 4); append(54, 4)
    append(40, 4); append(width, 4); append(height, 4); append(1, 2); append(24, 2)
    for _ in 0..<6 { append(0, 4) }
    for y in (0..<height).reversed() {
        for x in 0..<width {
            let isInk = strokes.contains { line in
                let (dx, dy) = (line.x1 - line.x0, line.y1 - line.y0)
                let t = min(max(((Double(x) - line.x0) * dx + (Double(y) - line.y0) * dy) / (dx * dx + dy * dy), 0), 1)
                return hypot(Double(x) - line.x0 - t * dx, Double(y) - line.y0 - t * dy) <= 5
            }
            for _ in 0..<3 { data.append(isInk ? 0 : 255) }
        }
        for _ in 0..<rowBytes - 3 * width { data.append(0) }
    }
    return data
}
