import Foundation

/// The ellipse with the second moments of some ink.
struct InkEllipse {
    /// How much slimmer than long: the square of the axes' ratio, 0 for a line, 1 for a disc.
    let slimness: Float
    /// How far the long axis lies from the upright, in degrees from 0 to 90, to whichever side.
    let lean: Float

    /// Whether the ink is one straight stroke: one of a 1 with a flag, or of a bracket, fills a wider ellipse.
    var isStroke: Bool { slimness < 0.06 }

    init(of runs: [InkComponent.Run]) {
        var count: Float = 0, middleX: Float = 0, middleY: Float = 0
        for run in runs {
            let length = Float(run.end - run.start)
            count += length
            middleX += length * Float(run.start + run.end - 1) / 2
            middleY += length * Float(run.y)
        }
        middleX /= max(count, 1)
        middleY /= max(count, 1)
        var xx: Float = 0, xy: Float = 0, yy: Float = 0
        for run in runs {
            let y = Float(run.y) - middleY
            for x in run.start..<run.end {
                let x = Float(x) - middleX
                xx += x * x
                xy += x * y
                yy += y * y
            }
        }
        let mean = (xx + yy) / 2, half = ((xx - yy) * (xx - yy) / 4 + xy * xy).squareRoot()
        slimness = (mean - half) / max(mean + half, .leastNormalMagnitude)
        lean = atan2(2 * abs(xy), yy - xx) / 2 * 180 / .pi
    }
}
