import Foundation

/// What is seen on a sheet, but was not written on it: drops, a paper clip, the edge of a shadow or of a stain, the ring that a cup has left. A network that sees ink alone
/// takes edges for a 1 and rings for a 0; the brightness beside the ink tells them from strokes.
package struct PaperMark {
    /// Why it is no writing.
    package let reason: String

    /// Nil where the ink may have been written.
    ///
    /// - Parameters:
    ///   - runs: of the ink, as it stands on the sheet.
    ///   - mayBeRing: whether it would be taken for a ring, as nothing else but a 0 is.
    package init?(_ runs: [InkComponent.Run], on brightness: SheetBrightness, mayBeRing: Bool) {
        let mark = InkComponent(runs: runs), box = mark.box
        guard max(box.width, box.height) >= Self.smallest else { return nil }
        if Self.isBlot(mark) {
            reason = "a blot"
        } else if Self.isEdge(mark, of: brightness) {
            reason = "the edge of a shadow or a stain"
        } else if mayBeRing, Float(box.width) < Self.slimmest * Float(box.height) {
            reason = "a ring too slim for a 0"
        } else if mayBeRing, let circle = Circle(mark, on: brightness), circle.isOfCup {
            reason = "a ring on the paper"
        } else {
            return nil
        }
    }

    /// Of what is smaller, in pixels, too little is seen.
    private static let smallest = 14

    /// Of 780 zeros of 30 writers the slimmest is 0.48 times as wide as high, which a camera held aslant makes less; a paper clip is a quarter.
    private static let slimmest: Float = 0.36

    /// A disc of some size: a 0 of that size has a hole, however thick the pen.
    private static func isBlot(_ mark: InkComponent) -> Bool {
        let box = mark.box
        return min(box.width, box.height) >= 20 && 10 * mark.area >= 7 * box.width * box.height && InkEllipse(of: mark.runs).slimness >= 0.8
    }

    // MARK: Edges

    /// On both sides of a stroke the paper is equally bright; the sides of an edge differ by much of what it reaches at all.
    private static let leastStep: Float = 0.4

    /// Whether one side of the ink is darker than the other nearly everywhere: left of it or right, or what it encloses.
    private static func isEdge(_ mark: InkComponent, of brightness: SheetBrightness) -> Bool {
        let width = brightness.width
        let usual = mark.runs.usualLength ?? 0
        // Beyond where a blurred stroke has faded out.
        let away = 3 + usual / 2
        var across: [Float] = [], within: [Float] = []
        var first = 0
        while first < mark.runs.count {
            let y = mark.runs[first].y
            let row = mark.runs[first...].prefix { $0.y == y }
            first = row.endIndex
            guard let left = row.first, let right = row.last, left.start >= away, right.end - 1 + away < width else { continue }
            func value(_ x: Int) -> Float { brightness[x, y] }
            let outer = (value(left.start - away), value(right.end - 1 + away))
            // Where the stroke runs level, its ends tell nothing.
            guard row.count == 1 ? right.end - left.start <= 3 * usual + 2 : left.end - 1 + away <= right.start - away else { continue }
            var darkest = Float.infinity, brightest: Float = 0
            for run in row {
                for x in run.start..<run.end {
                    let value = value(x)
                    darkest = min(darkest, value)
                    brightest = max(brightest, value)
                }
            }
            let depth = max(max(outer.0, outer.1) - darkest, brightest - min(outer.0, outer.1))
            guard depth >= leastDepth else { continue }
            if row.count == 1 {
                across.append((outer.0 - outer.1) / depth)
            } else {
                let inner = (value(left.end - 1 + away), value(right.start - away))
                within.append((outer.0 + outer.1 - inner.0 - inner.1) / 2 / depth)
            }
        }
        return [across, within].contains { 3 * $0.count >= mark.box.height && abs($0.sorted()[$0.count / 2]) >= leastStep }
    }

    /// Differences of brightness that are too small to be compared.
    private static let leastDepth: Float = 6
}

/// How round a ring of ink is, seen aslant perhaps, and how evenly dark.
private struct Circle {
    /// The deviation of its radius, over its radius.
    private let deviation: Float
    /// How dark its palest part is, over its darkest; 0 where it is open.
    private let evenness: Float

    /// Directions in which it is measured, and in how many of them there must be ink.
    private static let directions = 24, fewest = 14
    /// Thicker than this, for its radius, nothing is a ring.
    private static let thickest: Float = 0.6
    /// A circle seen aslant is at least so wide for its height, or so high for its width.
    private static let flattest: Float = 0.8

    /// Nil where the ink is no ring.
    init?(_ mark: InkComponent, on brightness: SheetBrightness) {
        let box = mark.box
        guard min(box.width, box.height) >= 24 else { return nil }
        guard let (middle, radius) = Self.ellipse(through: mark), radius.min() >= Self.flattest * radius.max() else { return nil }
        var sums = [Float](repeating: 0, count: Self.directions), counts = sums, inner = [Float](repeating: .infinity, count: sums.count), outer = sums
        var darkest = [Float](repeating: 255, count: sums.count)
        for run in mark.runs {
            for x in run.start..<run.end {
                let offset = (SIMD2(Float(x) + 0.5, Float(run.y) + 0.5) - middle) / radius, distance = (offset * offset).sum().squareRoot()
                let direction = Int((atan2(offset.y, offset.x) / (2 * .pi) + 0.5) * Float(Self.directions)) % Self.directions
                sums[direction] += distance
                counts[direction] += 1
                inner[direction] = min(inner[direction], distance)
                outer[direction] = max(outer[direction], distance)
                darkest[direction] = min(darkest[direction], brightness[x, run.y])
            }
        }
        let inked = counts.indices.filter { counts[$0] > 0 }
        guard inked.count >= Self.fewest else { return nil }
        let distances = inked.map { sums[$0] / counts[$0] }, mean = distances.reduce(0, +) / Float(inked.count)
        let widths = inked.map { outer[$0] - inner[$0] }.sorted()
        guard widths[widths.count / 2] < Self.thickest * mean else { return nil }
        deviation = (distances.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(inked.count)).squareRoot() / mean
        let depths = inked.compactMap { direction -> Float? in
            let angle = ((Float(direction) + 0.5) / Float(Self.directions) - 0.5) * 2 * .pi
            let beyond = middle + radius * outer[direction] * SIMD2(cos(angle), sin(angle)) + 4 * SIMD2(cos(angle), sin(angle))
            let x = Int(beyond.x), y = Int(beyond.y)
            guard x >= 0, y >= 0, x < brightness.width, y < brightness.height else { return nil }
            return max(brightness[x, y] - darkest[direction], 0)
        }
        evenness = inked.count < Self.directions ? 0 : (depths.min() ?? 0) / max(depths.max() ?? 1, 1)
    }

    /// The upright ellipse a x^2 + b y^2 + c x + d y = 1 that fits the ink best, in the sense of least squares: its middle and its two radii. It is found from an
    /// arc too. Nil where that is no ellipse.
    private static func ellipse(through mark: InkComponent) -> (middle: SIMD2<Float>, radius: SIMD2<Float>)? {
        let scale = Double(max(mark.box.width, mark.box.height)) / 2, centre = SIMD2(Double(mark.box.middleX), Double(mark.box.middleY))
        // The normal equations: their rows, and their right side.
        var (xx, yy, x1, y1, ones) = (SIMD4<Double>(), SIMD4<Double>(), SIMD4<Double>(), SIMD4<Double>(), SIMD4<Double>())
        for run in mark.runs {
            for x in run.start..<run.end {
                let point = (SIMD2(Double(x), Double(run.y)) + 0.5 - centre) / scale
                let terms = SIMD4(lowHalf: point * point, highHalf: point)
                xx += terms.x * terms
                yy += terms.y * terms
                x1 += terms.z * terms
                y1 += terms.w * terms
                ones += terms
            }
        }
        // With the right side in the last column.
        var rows = zip([xx, yy, x1, y1], (0..<4)).map { row, i in [row.x, row.y, row.z, row.w, ones[i]] }
        // Gauss and Jordan; the matrix is a product with its own transpose, so that no row need be exchanged.
        for i in 0..<4 {
            guard rows[i][i] > 1e-9 else { return nil }
            let pivot = rows[i].map { $0 / rows[i][i] }
            rows[i] = pivot
            for j in 0..<4 where j != i { rows[j] = zip(rows[j], pivot).map { [factor = rows[j][i]] in $0 - factor * $1 } }
        }
        let a = rows[0][4], b = rows[1][4], c = rows[2][4], d = rows[3][4]
        guard a > 0, b > 0 else { return nil }
        let size = 1 + c * c / (4 * a) + d * d / (4 * b), middle = centre - SIMD2(c / a, d / b) * scale / 2
        let radius = SIMD2((size / a).squareRoot(), (size / b).squareRoot()) * scale
        return (SIMD2(Float(middle.x), Float(middle.y)), SIMD2(Float(radius.x), Float(radius.y)))
    }

    /// Whether it is rounder than anyone writes a 0, or nearly so round and open or much paler on one side, as few pens leave it. Of 443 zeros of 30 writers
    /// that are about as wide as high the roundest deviates by 0.017, one in twenty by less than 0.028.
    var isOfCup: Bool { deviation < 0.015 || deviation < 0.028 && evenness < 0.3 }
}
